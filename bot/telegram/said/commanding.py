"""Commands: typed at a door or in a group, answered with the way where they do not work."""

from dataclasses import replace
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import quiet, traces
from bot.feature import WAY_IN, Command
from bot.message import Button, Message, Rows
from bot.pieces import Piece
from bot.registry import Registry
from bot.services import Services
from bot.spaces import awaited, fading, links, store
from bot.spaces.links import Link
from bot.spaces.model import Space, SpaceState
from bot.telegram.incoming import Replied, Said
from bot.telegram.parsing import reading, values
from bot.telegram.parsing.updates import Message as TelegramMessage
from bot.telegram.said import alone
from bot.telegram.said.asking import Asking
from bot.telegram.said.holding import Holding
from bot.telegram.said.leaving import CANCEL, Leaving
from bot.words import _
from schedules import messages


class Commanding:
    """Runs a command in the space it concerns, once that is known."""

    def __init__(
        self, services: Services, registry: Registry, questions: Asking, held: Holding, leaving: Leaving
    ) -> None:
        self._services = services
        self._registry = registry
        self._questions = questions
        self._held = held
        self._leaving = leaving

    async def take(self, said: Said, typed: reading.Command) -> None:
        """Run what a message commands; it was `typed` in front of the message's words."""
        ours = await self._is_ours(typed)
        begins = ours and said.at_door and typed.name == "start"
        await self._goes(said, begins=begins)
        if not ours:
            if said.at_door:
                await said.decline(unknown_command())
            return
        if said.at_door and typed.name == CANCEL:
            await self._leaving.cancel(said)
            return
        if said.at_door:
            await self._end_brief(said)
        if begins and said.text and await self._followed(said, said.text):
            return
        await self._take(said, typed.name, addressed=bool(typed.addressee))
        if begins:
            await self._ask_again(said)

    async def _end_brief(self, said: Said) -> None:
        """End what asks for a setting: its person goes on to something else."""
        async with self._services.db.read() as tx:
            known = await awaited.prompts_at(tx, said.person.id, said.chat_id, said.at)
        if any(prompt.brief for prompt in known):
            async with self._services.db.write(more=True) as tx:
                await awaited.end_brief(tx, said.person.id, said.chat_id, said.at)

    async def _goes(self, said: Said, *, begins: bool) -> None:
        """Let a bare command go from its door once it is answered, whichever it is: it has no words to lose.

        What opened the door goes at every door.
        """
        if not said.at_door or not (said.is_bare or begins):
            return
        async with self._services.db.write(more=True) as tx:
            if begins:
                await fading.put(tx, said.chat_id, said.message_id, fading.THEIRS, self._services.now())
            else:
                await traces.command_goes(tx, said.person.id, said.message_id, self._services.now())

    async def take_anonymous(self, message: TelegramMessage, reply: Replied | None) -> None:
        """Tell who speaks to the bot in the group's own name that nobody can know who it was.

        That is a command, or a reply to a card or to a question of the bot's; also one that a message became
        by an edit. Of a message, or an album, it is said once.
        """
        words = reading.words_of(message)
        typed = reading.command_of(words)
        if typed is not None and not (await self._is_ours(typed) and (typed.addressee or self.knows(typed))):
            return
        async with self._services.db.read() as tx:
            here = await store.by_chat(tx, message.chat.id)
            if here is None or here.state is SpaceState.CLOSED:
                return
            if typed is None and not (reply and await self._is_asked_for(tx, here, reply)):
                return
        piece = Piece(message.message_id, words.text, album=values.album_of(message))
        if self._heard_already(message.chat.id, piece, self._services.when(message.date)):
            return
        text = Markup.escape(
            _(
                "That came in your group's name, so I can't tell which of you it was. Switch off "
                "“Remain anonymous” in the group's administrators, and send it once more."
            )
        )
        await self._services.sender.send(
            message.chat.id,
            Message(text, silent=True, reply_to=message.message_id, thread=values.thread_of(message)),
        )

    async def _is_asked_for(self, tx: AsyncConnection, here: Space, reply: Replied) -> bool:
        """Whether a reply goes to a card, or to a question that waits for one of the two."""
        outgoing = await messages.copy_at(tx, here.chat_id or 0, reply.message_id)
        if outgoing is not None and outgoing[0] in self._registry.replies and not here.quieted:
            return True
        for partner in here.couple if here.state is SpaceState.ACTIVE else ():
            known = await awaited.prompts_at(tx, partner.person_id, here.chat_id or 0, self._services.now())
            if any(prompt.message_id == reply.message_id for prompt in known):
                return True
        return False

    def _heard_already(self, chat_id: int, piece: Piece, at: datetime) -> bool:
        """Note that somebody hears of a message in a group's own name; return whether they did before."""
        strangers = self._services.strangers
        before = strangers.answered(chat_id, piece.message_id)
        return strangers.heard(chat_id, piece, piece.album, at, self._services.now()) or before

    def knows(self, typed: reading.Command) -> bool:
        """Whether it is a command of ours, by its name and whom it is for."""
        return typed.name in self._registry.commands and typed.is_for(self._services.username)

    def takes_words(self, typed: reading.Command) -> bool:
        """Whether it is a command of ours that keeps the words behind it."""
        return self.knows(typed) and self._registry.commands[typed.name].takes_words

    async def _is_ours(self, typed: reading.Command) -> bool:
        """Whether we are meant: named to another bot, it may be by a name that is new to us."""
        if not typed.is_for(self._services.username) and typed.addressee.lower().endswith("bot"):
            await self._services.is_renamed()
        return typed.is_for(self._services.username)

    async def _ask_again(self, said: Said) -> None:
        """Post what waits for this person's words and never reached them: their door was shut then.

        Else they would meet no prompt, and the next words they type would be its answer.
        """
        async with self._services.db.read() as tx:
            prompts = await awaited.prompts_at(tx, said.person.id, said.chat_id, said.at)
            spaces = {it.id: await store.by_id(tx, it.space_id or 0) for it in prompts}
        for prompt in reversed(prompts):
            follow = self._registry.links.get(prompt.kind)
            if prompt.message_id is None and follow is not None:
                link = Link("", prompt.space_id, prompt.kind, prompt.ref)
                await follow(replace(said, space=spaces[prompt.id], text="", marks=()), link)

    async def _take(self, said: Said, name: str, *, addressed: bool) -> None:
        here, homes = await self._homes(said)
        if here is not None and here.state is SpaceState.ACTIVE and here.partner(said.person.id) is None:
            return  # somebody else in the couple's group: whatever we said, all would hear
        command = self._registry.commands.get(name)
        if command is None:
            if said.at_door or addressed:
                await said.decline(unknown_command())
            elif homes:
                await said.miss()  # another bot may know it
        elif said.at_door and "door" not in command.places and command.at_door is not None:
            here_too = replace(command, run=command.at_door)
            await self._run(await self._alone(said, command), here_too, here, homes)
        elif ("door" if said.at_door else "group") not in command.places:
            await self._show_way(said, command)
        elif here is not None and here.quieted and not command.takes_words:
            await self._stay_quiet(said, here)
        elif not command.takes_words:
            await self._run(await self._alone(said, command), command, here, homes)
        elif not said.text or not await self._held.asks(said, name):
            await self._run(said, command, here, homes)

    async def _alone(self, said: Said, command: Command) -> Said:
        """Return the message without what follows a command that takes nothing; tell its writer so."""
        if (said.text or said.kind != "text") and not await self._held.tells(said):
            alone = _("/%(name)s stands alone, so I didn't save what came with it. To say thanks: /thanks.")
            await said.answer(await said.goes_untaken(alone % {"name": command.name}))
        return replace(said, text="", kind="text", media=None, marks=())

    async def go_on(self, said: Said, command: Command) -> None:
        """Run a command whose words waited for their writer's tap; without a group they are theirs alone."""
        here, homes = await self._homes(said)
        if command.needs_space and not homes:
            await alone.save(self._services, said)
        else:
            await self._run(said, command, here, homes)

    async def _run(self, said: Said, command: Command, here: Space | None, homes: list[Space]) -> None:
        """Run a command in the space it concerns, asking which if there are two."""
        if not command.needs_space:
            await command.run(replace(said, space=homes[0] if len(homes) == 1 else None))
        elif not homes and command.early is not None and (waiting := await self._waiting(said)) is not None:
            await command.early(replace(said, space=waiting))
        elif not homes:
            await said.answer(await self._why_no_space(said, here), rows=self._ways_in(here))
        elif len(homes) > 1:
            await self._questions.which_space(said, command, homes)
        else:
            await command.run(replace(said, space=homes[0]))

    def _ways_in(self, here: Space | None) -> Rows:
        """Return what leads from the group of a space that waits for both to one's own door."""
        if here is None or here.state is not SpaceState.INVITING:
            return ()
        return tuple((way(here),) for way in self._services.points.of(WAY_IN))

    async def _homes(self, said: Said) -> tuple[Space | None, list[Space]]:
        """Return the space that lives in this group, if any, and the active ones the message may mean."""
        async with self._services.db.read() as tx:
            if said.at_door:
                return None, await store.of_person(tx, said.person.id)
            here = await store.by_chat(tx, said.chat_id)
        return here, [here] if here is not None and here.state is SpaceState.ACTIVE else []

    async def _waiting(self, said: Said) -> Space | None:
        """Return the newest space of whoever writes at their door that waits for both, or None."""
        if not said.at_door:
            return None
        async with self._services.db.read() as tx:
            return next(iter(await store.invitations(tx, said.person.id)), None)

    async def _why_no_space(self, said: Said, here: Space | None) -> str:
        """Return what somebody hears who is in no active space: not yet, or not any more."""
        if here is not None:
            ended = here.state is SpaceState.CLOSED
        else:
            async with self._services.db.read() as tx:
                asked = await store.invitations(tx, said.person.id)
                ended = bool(await store.of_person(tx, said.person.id, states=(SpaceState.CLOSED,)))
            if asked:
                return _not_begun(asked[0], said.person.id)
        if not ended:
            return _not_yet(here)
        if said.at_door:
            return _(
                "Kindling has ended for you two. Until everything is erased, /export brings your own words, "
                "and /delete erases them right away."
            )
        return _("Kindling has ended here, so I stay quiet.")

    async def _stay_quiet(self, said: Said, here: Space) -> None:
        """Say while it is quiet that nothing comes of a command here."""
        came_with = said.text or said.kind != "text"
        rest = _("I didn't save what came with it.") if came_with else _("Nothing is lost.")
        await said.answer(quiet.line(here, rest))

    async def _show_way(self, said: Said, command: Command) -> None:
        """A command typed where it does not work is answered with the way there."""
        if said.at_door:
            await said.answer(_("That one lives in your group. Send it there and I'll answer."))
            return
        button = Button(_("Open our private chat"), url=self._services.door_link(command.name))
        text = _("That one is for our private chat.")
        await said.answer(text, rows=((button,),))

    async def _followed(self, said: Said, payload: str) -> bool:
        """Follow a door link: a word made for this person, or the name of a door command."""
        async with self._services.db.read() as tx:
            link = await links.follow(tx, payload, said.person.id, said.at)
            space = await store.by_id(tx, link.space_id) if link and link.space_id else None
        if link is not None and link.kind in self._registry.links:
            await self._registry.links[link.kind](replace(said, space=space, text=""), link)
            return True
        command = self._registry.commands.get(payload)
        if command is None or "door" not in command.places or payload == "start":
            return False
        await self._take(replace(said, text=""), payload, addressed=True)
        return True


def unknown_command() -> str:
    """Return what somebody hears who typed a command that is none of ours."""
    return _("I don't know that one. /help shows what I can do.")


def _not_begun(asked: Space, person_id: int) -> str:
    """Return what somebody hears at a door whose invitation waits; nothing of what the other chose."""
    if asked.partner(person_id) is not None:
        return _("You're in. I start as soon as your partner is in too. /stop takes your yes back.")
    return _("First I need your own yes: /start shows where to give it.")


def _not_yet(here: Space | None) -> str:
    """Return what somebody hears whose space has not begun."""
    if here is not None and here.state is SpaceState.INVITING:
        return _("Almost there: each of you says yes in our private chat first.")
    return _("I'm not in a group with the two of you yet. Send /start to begin.")
