"""Messages in: commands, what was awaited at a door, replies to a card in the group, edits."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from bot.feature import Follow
from bot.message import Message
from bot.registry import Registry
from bot.services import Services
from bot.spaces import awaited, store
from bot.spaces.awaited import Awaited
from bot.spaces.holds import Draft
from bot.spaces.model import Space, SpaceState
from bot.telegram.actions import LetGoOn
from bot.telegram.inbound.processed import ProcessedUpdates
from bot.telegram.incoming import NotYours, Person, Said, Tap
from bot.telegram.parsing import reading, values
from bot.telegram.parsing.updates import Message as TelegramMessage
from bot.telegram.said import alone
from bot.telegram.said.asking import Asking
from bot.telegram.said.commanding import Commanding, unknown_command
from bot.telegram.said.editing import ANSWER, Editing
from bot.telegram.said.holding import EDIT, Holding
from bot.telegram.said.leaving import Leaving
from bot.telegram.said.prompting import asked_by
from bot.words import _
from schedules import messages, outbox

_FOLLOW = "follow"
"""How a message that waits goes on which belongs to what was taken before it (see `editing`)."""


class Listening:
    """Hands each message to its feature. In a group it takes only what a partner says to the bot."""

    def __init__(
        self,
        services: Services,
        registry: Registry,
        questions: Asking,
        held: Holding,
        leaving: Leaving,
        processed: ProcessedUpdates,
        bot_id: int,
    ) -> None:
        self._services = services
        self._registry = registry
        self._questions = questions
        self._held = held
        self._commanding = Commanding(services, registry, questions, held, leaving)
        self._editing = Editing(services, registry, held, processed, self._commanding, self._fulfil)
        self._bot_id = bot_id

    async def take(self, message: TelegramMessage) -> None:
        """Handle one message; bots and channels meet silence."""
        person = values.person_of(message.from_user)
        if person is None or message.sender_chat is not None:
            if values.is_anonymous_admin(message):
                await self._commanding.take_anonymous(message, values.replied_of(message, self._bot_id))
            return
        said = self._said(message, person)
        if not said.at_door and not message.chat.is_group:
            return
        command = reading.command_of(reading.words_of(message))
        try:
            if command is not None:
                await self._commanding.take(said, command)
            elif await self._follows(said):
                pass
            elif said.at_door and said.text.startswith("/"):
                await said.decline(unknown_command())
            elif said.at_door:
                await self._at_door(said)
            else:
                await self._in_group(said)
        except NotYours:
            await said.answer(await said.goes_untaken(_closed()))
        if said.at_door:
            await self._questions.asks_again(said)

    async def apologise(self, message: TelegramMessage) -> None:
        """Say where it was said that something went wrong: at a door, or in a group if the bot was meant.

        What anybody but the couple says in their group meets silence, as ever.
        """
        person = values.person_of(message.from_user)
        if person is None:
            return
        said = self._said(message, person)
        if said.at_door or await self._is_to_us(message, said):
            line = _("That went wrong on my side. Please send it once more.")
            await said.answer(line, reply_to=None if said.at_door else said.message_id)

    async def _is_to_us(self, message: TelegramMessage, said: Said) -> bool:
        """Whether a message in a group is a command or a reply to the bot, and of nobody beside a couple."""
        command = reading.command_of(reading.words_of(message))
        replies = said.reply is not None and said.reply.by_us
        if not replies and (command is None or not self._commanding.knows(command)):
            return False
        async with self._services.db.read() as tx:
            here = await store.by_chat(tx, said.chat_id)
        return here is None or here.state is not SpaceState.ACTIVE or here.partner(said.person.id) is not None

    async def take_edit(self, message: TelegramMessage) -> None:
        """Handle one edited message."""
        person = values.person_of(message.from_user)
        if person is None or message.sender_chat is not None:
            if values.is_anonymous_admin(message):
                await self._commanding.take_anonymous(message, values.replied_of(message, self._bot_id))
            return
        said = self._said(message, person)
        try:
            await self._editing.take(message, said)
        except NotYours:
            await said.answer(_closed())

    async def kept(self, tap: Tap, tapped: LetGoOn) -> None:
        """*Save it*: a message that waited for its writer's choice goes on as if it had just been said.

        If it cannot, its writer hears so at their door, wherever it was said: that it waited is theirs alone.
        """
        draft = await self._held.waiting(tap, tapped.draft)
        if draft is None:
            await self._held.over(tap)
            return
        await tap.toast()  # what takes it says so once it is written
        async with self._held.handed_over(tap, draft, saved=True):
            await self._go_on(tap, tapped.how, draft)

    async def _go_on(self, tap: Tap, how: str, draft: Draft) -> None:
        said = replace(Said.from_draft(tap, draft), space=None)
        if how in self._registry.commands:
            await self._commanding.go_on(said, self._registry.commands[how])
        elif how == EDIT:
            await self._editing.follow(said, draft.id)
        elif (follow := await self._goes_on_with(how, said)) is not None:
            await follow.take(said)
        elif (command := how.partition(".")[2]) in self._registry.commands:
            await self._commanding.go_on(said, self._registry.commands[command])
        else:
            async with self._services.db.read() as tx:
                prompts = await awaited.prompts_then(tx, said.person.id, said.chat_id, said.at)
            asking = self._registry.fitting([it for it in prompts if self._asks(it, said)], said)
            unsure = draft.ref == 0
            meant = awaited.once(asking) if unsure else [it for it in prompts if it.id == draft.ref]
            if meant:
                await self._answer(meant, said, sure=not unsure)
            else:
                await alone.save(self._services, said, draft.space_id)

    async def _goes_on_with(self, how: str, said: Said) -> Follow | None:
        """Return who still takes a message that went on with another one when it was said."""
        return _newest(await self._followed_by(said)) if how.partition(".")[0] == _FOLLOW else None

    def _said(self, message: TelegramMessage, person: Person) -> Said:
        """Return what somebody said; of a command, what follows it."""
        media, words = reading.media_of(message), reading.words_of(message)
        kept = words if (command := reading.command_of(words)) is None else command.rest
        return Said(
            services=self._services,
            person=person,
            chat_id=message.chat.id,
            message_id=message.message_id,
            space=None,
            at=self._services.when(message.edit_date or message.date),
            text=kept.text,
            kind=media.kind if media else ("text" if reading.is_text(message, words) else "other"),
            media=media,
            reply=values.replied_of(message, self._bot_id),
            thread=values.thread_of(message),
            marks=kept.kept,
            album=values.album_of(message),
            place=values.place_of(message),
            command=command.name if command else "",
        )

    async def _follows(self, said: Said) -> bool:
        """Let a message go on with what a feature took of its writer just before, if it does."""
        held = await self._held.follows(said)
        follow = _newest([*await self._followed_by(said), held])
        if follow is None:
            return False
        if follow is held or not said.at_door or not await self._waits(said, follow):
            await follow.take(said)
            if not said.at_door:
                await self._held.tells(said)
        return True

    async def _waits(self, said: Said, follow: Follow) -> bool:
        """Ask before a message is taken that goes on with another one, if a feature wants that."""
        how = f"{_FOLLOW}.{follow.command}" if follow.command else _FOLLOW
        async with self._services.db.read() as tx:
            prompts = await awaited.prompts_at(tx, said.person.id, said.chat_id, said.at)
        about = next((it for it in prompts if (it.kind, it.ref) == follow.about), None)
        if about is None:
            return await self._held.asks(said, how)
        return await self._held.asks(said, how, about.id, about.space_id)

    async def _followed_by(self, said: Said) -> list[Follow | None]:
        return [await feature.follows(said) for feature in self._registry.features if feature.follows]

    async def _at_door(self, said: Said) -> None:
        """Take what is said at a door as the answer to what it may mean, or say that nothing is kept of it.

        What plainly does not fit what is asked for is taken as if nothing were asked. Whoever replies to what
        was left, is over, or cannot be answered so is asked what else it is about.
        """
        async with self._services.db.read() as tx:
            prompts = await awaited.prompts_at(tx, said.person.id, said.chat_id, said.at)
        meant = [it for it in prompts if self._is_reply_to(said, it)]
        asking = self._registry.fitting([it for it in prompts if self._asks(it, said)], said)
        newest = [it for it in prompts if it in asking or it.first_until is not None][:1]
        first = [it for it in newest if it.is_first(said.at)]
        if meant and (self._registry.fitting(meant, said) or not asking):
            await self._take(said, meant)
        elif meant or await self._replies_to_what_is_over(said, prompts):
            await (self._take(said, asking, sure=False) if asking else self._over(said))
        elif first or asking:
            await self._take(said, first or asking)
        else:
            await self._unawaited(said, [it for it in prompts if it.kind in self._registry.listening])

    def _asks(self, prompt: Awaited, said: Said) -> bool:
        """Whether a prompt asks for what is said next."""
        return prompt.kind not in self._registry.listening and prompt.asks(said.at)

    def _is_reply_to(self, said: Said, prompt: Awaited) -> bool:
        """Whether a message replies to what asks for this: its message is known, or its button names it."""
        if said.reply is None:
            return False
        return said.reply.message_id == prompt.message_id or self._asked_by(said) == (prompt.kind, prompt.ref)

    def _asked_by(self, said: Said) -> tuple[str, int] | None:
        """Return the kind and ref of the prompt that a message replies to, as its button names them."""
        reply = said.reply
        named = asked_by(self._services.aliases.inward(reply.tap or "")) if reply and reply.by_us else None
        return None if named is None else (self._registry.prompts_were.get(named[0], named[0]), named[1])

    async def _replies_to_what_is_over(self, said: Said, prompts: Sequence[Awaited]) -> bool:
        """Whether a message replies to what asked for something, and asks for nothing any more."""
        if said.reply is None or any(it.message_id == said.reply.message_id for it in prompts):
            return False
        if self._asked_by(said) is not None:
            return True
        async with self._services.db.read() as tx:
            return await awaited.was_asked(tx, said.person.id, said.chat_id, said.reply.message_id)

    async def _over(self, said: Said) -> None:
        if not await self._held.tells(said):
            await said.decline(_closed())

    async def _take(self, said: Said, prompts: Sequence[Awaited], *, sure: bool = True) -> None:
        """Take a message for one of these, once its writer wants it kept; it is asked about if not `sure`."""
        if not any(it.kind in self._registry.saving for it in prompts) and await self._held.tells(said):
            return  # a setting: nothing would be made of such words
        one = prompts[0] if len(prompts) == 1 and sure else None
        waits = await self._held.asks(said, ANSWER, one.id if one else 0, one.space_id if one else None)
        if not waits:
            await self._answer(prompts, said, sure=sure)

    async def _unawaited(self, said: Said, listening: Sequence[Awaited]) -> None:
        """Say that nothing is kept of what was merely said; of the newest that listens, its feature says
        how.
        """
        if await self._held.tells(said):
            return
        if await self._is_asked_in_group(said, listening):
            await said.decline(
                _("I didn't save that. To answer what I asked you in your group, reply to it there.")
            )
            return
        if not listening:
            await said.decline(
                _("I wasn't expecting that just now, so I didn't save it. /today shows what's on.")
            )
            return
        async with self._services.db.read() as tx:
            space = await store.by_id(tx, listening[0].space_id or 0)
        await self._registry.listening[listening[0].kind](replace(said, space=space), listening[0])

    async def _is_asked_in_group(self, said: Said, listening: Sequence[Awaited]) -> bool:
        """Whether the newest that this person may answer was asked in a group, where a reply answers it."""
        async with self._services.db.read() as tx:
            homes = await store.of_person(tx, said.person.id)
            asked = [
                prompt.id
                for home in homes
                for prompt in await awaited.prompts_at(tx, said.person.id, home.chat_id or 0, said.at)
                if prompt.message_id is not None and prompt.asks(said.at)
            ]
        return max(asked, default=0) > max((it.id for it in listening), default=0)

    async def _answer(self, prompts: Sequence[Awaited], said: Said, *, sure: bool = True) -> None:
        """Take a message as the answer to the one prompt it means for `sure`, or ask which it means.

        Of one that never reached its person, whose door was shut then, they cannot know: it is asked about.
        """
        if not prompts:
            await said.send_to_door(Message(Markup.escape(_closed())))
        elif len(prompts) == 1 and sure and self._was_seen(said, prompts[0]):
            await self._fulfil(said, prompts[0])
        elif said.piece.is_empty:
            await said.decline(_("I can take text, a voice note or a photo."))
        else:
            await self._questions.which_prompt(said, prompts)

    def _was_seen(self, said: Said, prompt: Awaited) -> bool:
        """Whether a prompt reached its person: its message is known, or they reply to what looks like it.

        A crash, or a lost answer, may have cost us its number though it is there. Where buttons ask for
        nothing it has none.
        """
        replies = said.reply is not None and said.reply.by_us and said.reply.tap is None
        known = prompt.message_id is not None or self._is_reply_to(said, prompt)
        return known or replies or prompt.kind in self._registry.listening

    async def _fulfil(self, said: Said, prompt: Awaited) -> None:
        """Hand an awaited message to whoever asked for it."""
        async with self._services.db.read() as tx:
            space = await store.by_id(tx, prompt.space_id) if prompt.space_id else None
        ended = prompt.space_id is not None and (space is None or space.state is not SpaceState.ACTIVE)
        if ended or prompt.kind not in self._registry.awaited:
            await said.send_to_door(Message(Markup.escape(_closed())))
            return
        said = replace(said, space=space, prompt=(prompt.kind, prompt.ref))
        await self._registry.awaited[prompt.kind](said, prompt)

    async def _in_group(self, said: Said) -> None:
        """Take a partner's reply to one of our messages; a plain message in a group never reaches us."""
        reply = said.reply
        if reply is None or not reply.by_us:
            return
        async with self._services.db.read() as tx:
            space = await store.by_chat(tx, said.chat_id)
            prompts = await awaited.prompts_at(tx, said.person.id, said.chat_id, said.at)
            outgoing = await messages.copy_at(tx, said.chat_id, reply.message_id)
        if space is None or space.state is not SpaceState.ACTIVE or space.partner(said.person.id) is None:
            return
        said = replace(said, space=space)
        prompt = next((prompt for prompt in prompts if prompt.message_id == reply.message_id), None)
        if prompt is not None:
            shown = prompt.kind in self._registry.saving  # else nothing of it is posted or saved
            if not shown or not await self._held.asks(said, ANSWER, prompt.id, space.id):
                await self._fulfil(said, prompt)
            if not shown:
                await self._held.tells(said)
            return
        outgoing = outgoing or await self._named_by_keyboard(said, space, reply.tap, reply.message_id)
        if outgoing is not None and outgoing[0] in self._registry.replies:
            await self._registry.replies[outgoing[0]](said, outgoing[1])
            await self._held.tells(said)

    async def _named_by_keyboard(
        self, said: Said, space: Space, tap: str | None, message_id: int
    ) -> tuple[str, int] | None:
        """Name a card whose arrival nobody confirmed by its own first button; that proves that it arrived."""
        named = self._services.aliases.inward(tap or "")
        if named is None or named.space_id != space.id or named.verb not in self._registry.proofs:
            return None
        kinds = self._registry.proofs[named.verb]
        async with self._services.db.write(more=True) as tx:
            here = said.chat_id, message_id
            kind, outgoing = await outbox.prove_one(
                tx, space.id, kinds, named.ref, *here, thread=said.thread or None
            )
        if outgoing is not None:
            await self._services.arrived(space, outgoing)
        return kind, named.ref


def _newest(found: Sequence[Follow | None]) -> Follow | None:
    """Return who took the newest piece."""
    return max((it for it in found if it is not None), key=lambda it: it.message_id, default=None)


def _closed() -> str:
    return _("That one is over by now. /today shows what's on.")
