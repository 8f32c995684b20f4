"""Updates in: who acted, where, in which space, and whose room it is. The one gate every act passes.

A tap is checked against the space it came from and the person who tapped, whatever its data says; a
message in a group is taken only from the partners of the space that lives there. Strangers get a kind
private alert, or silence.
"""

import logging
from collections.abc import Awaitable
from dataclasses import replace

from markupsafe import Markup
from telegram import CallbackQuery, ChatMemberUpdated, Message, Update

from bot.cards import Button, Card
from bot.feature import Command, Feature
from bot.house import House
from bot.spaces import awaited, store
from bot.spaces.model import Space
from bot.telegram import parsing, taps
from bot.telegram.incoming import ChatEvent, NotYours, Person, Said, Tap
from bot.words import _
from schedules import outbox

log = logging.getLogger(__name__)

WHICH_SPACE = "in"
WHICH_PROMPT = "for"


class Router:
    """Takes updates apart and hands each act to the feature it belongs to."""

    def __init__(self, house: House, bot_id: int, features: tuple[Feature, ...]) -> None:
        self._house = house
        self._bot_id = bot_id
        self._features = features
        self._commands = {command.name: command for f in features for command in f.commands}
        self._taps = {verb: run for f in features for verb, run in f.taps.items()}
        self._open_taps = {verb: run for f in features for verb, run in f.open_taps.items()}
        self._awaited = {kind: run for f in features for kind, run in f.awaited.items()}
        self._replies = {kind: run for f in features for kind, run in f.replies.items()}
        self._proofs = {verb: kind for f in features for verb, kind in f.proofs.items()}
        self._links = {kind: run for f in features for kind, run in f.links.items()}

    async def handle(self, update: Update) -> None:
        """Handle one update. Whatever goes wrong ends here, in one line without words."""
        try:
            await self._dispatch(update)
        except NotYours:
            log.info("update %d: not this person's space", update.update_id)

    async def _dispatch(self, update: Update) -> None:
        if update.callback_query:
            await self._tapped(update.callback_query)
        elif update.message:
            await self._said(update.message)
        elif update.edited_message:
            await self._edited(update.edited_message)
        elif update.my_chat_member:
            await self._own_membership(update.my_chat_member)

    # --- taps -------------------------------------------------------------------------------------

    async def _tapped(self, query: CallbackQuery) -> None:
        person = parsing.person_of(query.from_user)
        parsed = taps.parse(query.data or "")
        if person is None or query.message is None:
            await self._house.sender.toast(query.id)
            return
        chat_id, message_id = query.message.chat.id, query.message.message_id
        verb = parsed.verb if parsed else ""
        tap = Tap(
            house=self._house,
            person=person,
            chat_id=chat_id,
            message_id=message_id,
            space=None,
            callback_id=query.id,
            verb=verb,
            ref=parsed.ref if parsed else 0,
            arg=parsed.arg if parsed else "",
        )
        if parsed is None or not (verb in self._taps or verb in self._open_taps or verb in _OWN_VERBS):
            await tap.toast(_("That button is from another day. /today has what's open."))
            return
        async with self._house.db.read() as tx:
            space = await store.by_id(tx, parsed.space_id) if parsed.space_id else None
            known = await outbox.letter_at(tx, chat_id, message_id)
        tap = replace(tap, space=space)
        if verb in self._open_taps:
            if space is not None and not tap.at_door and space.chat_id != chat_id:
                await tap.alert(_not_for_you())
                return
            await self._run(self._open_taps[verb](tap), tap)
            return
        refusal = _refusal(tap, space)
        if refusal:
            await tap.alert(refusal)
            return
        if known is None and verb in self._proofs and space is not None:
            await self._prove(tap, space)
        await self._run(self._own_tap(tap) if verb in _OWN_VERBS else self._taps[verb](tap), tap)

    async def _run(self, work: Awaitable[None], tap: Tap) -> None:
        try:
            await work
        except NotYours:
            await tap.alert(_not_for_you())

    async def _prove(self, tap: Tap, space: Space) -> None:
        """A tap on a message we have no copy of proves that its letter arrived."""
        kind = self._proofs[tap.verb]
        person_id = tap.person.id if tap.at_door else 0
        async with self._house.db.write() as tx:
            await outbox.prove(tx, space.id, kind, tap.ref, tap.chat_id, tap.message_id, person_id)

    async def _own_tap(self, tap: Tap) -> None:
        """Answer the router's own two questions: which space, and which prompt."""
        if tap.verb == WHICH_SPACE:
            await tap.toast()
            await tap.strip()
            command = self._commands.get(tap.arg)
            if command is not None:
                said = Said(tap.house, tap.person, tap.chat_id, tap.message_id, tap.space)
                await command.run(said)
            return
        async with tap.write() as tx:
            draft = await awaited.take_draft(tx, tap.ref, tap.person.id, tap.house.now())
            prompts = await awaited.open_prompts(tx, tap.person.id, tap.chat_id, tap.house.now())
        await tap.toast()
        await tap.strip()
        prompt = next((p for p in prompts if str(p.id) == tap.arg), None)
        if draft is None or prompt is None or prompt.kind not in self._awaited:
            await tap.send(Card(Markup.escape(_("That one is closed by now. /today has what's open."))))
            return
        await self._awaited[prompt.kind](Said.from_draft(tap, draft), prompt)

    # --- messages -----------------------------------------------------------------------------------

    async def _said(self, message: Message) -> None:
        if await self._service(message):
            return
        chat = message.chat
        person = parsing.person_of(message.from_user)
        if person is None or message.sender_chat is not None:
            return
        at_door = chat.id == person.id
        if not at_door and not parsing.is_group(chat):
            return
        if at_door:
            await self._open_door(person)
        said = self._as_said(message, person)
        command = parsing.command_of(message, self._house.username)
        if command is not None:
            await self._commanded(said, *command, addressed="@" in (message.text or "").split()[0])
        elif at_door:
            await self._at_door(said)
        elif not (message.text or "").startswith("/"):
            await self._in_group(said)

    def _as_said(self, message: Message, person: Person) -> Said:
        media = parsing.media_of(message)
        text = parsing.text_of(message)
        return Said(
            house=self._house,
            person=person,
            chat_id=message.chat.id,
            message_id=message.message_id,
            space=None,
            text=text,
            kind=media.kind if media else ("text" if message.text else "other"),
            media=media,
            reply=parsing.replied_of(message, self._bot_id),
        )

    async def _open_door(self, person: Person) -> None:
        async with self._house.db.read() as tx:
            open_already = await store.door_is_open(tx, person.id)
        if open_already:
            return
        async with self._house.db.write() as tx:
            await store.see_person(tx, person.id, person.name, self._house.now())
            await store.open_door(tx, person.id, is_open=True)

    async def _commanded(self, said: Said, name: str, rest: str, *, addressed: bool) -> None:
        said = replace(said, text=rest)
        if said.at_door and name == "start" and rest and await self._followed(said, rest):
            return
        command = self._commands.get(name)
        place = "door" if said.at_door else "group"
        async with self._house.db.read() as tx:
            if said.at_door:
                homes = await store.of_person(tx, said.person.id)
            else:
                here = await store.by_chat(tx, said.chat_id)
                homes = [here] if here is not None and here.state == "active" else []
        if not said.at_door and homes and homes[0].partner(said.person.id) is None:
            return  # somebody else in the couple's group: nothing to say that all would hear
        if command is None:
            if said.at_door or addressed:
                await said.answer(_("I don't know that one. /help shows what I can do."))
            return
        if place not in command.places:
            await self._show_way(said, command)
        elif not command.needs_space:
            await command.run(replace(said, space=homes[0] if len(homes) == 1 else None))
        elif not homes:
            await said.answer(_("I'm not in a group with the two of you yet. Send /start to begin."))
        elif len(homes) > 1:
            await self._ask_which_space(said, command, homes)
        else:
            await command.run(replace(said, space=homes[0]))

    async def _show_way(self, said: Said, command: Command) -> None:
        if said.at_door:
            await said.answer(_("That one lives in your group. Send it there and I'll answer."))
            return
        button = Button(_("Open my side"), url=self._house.door_link(command.name))
        await said.answer(
            _("That one is between you and me. It opens in our private chat."), rows=((button,),)
        )

    async def _ask_which_space(self, said: Said, command: Command, homes: list[Space]) -> None:
        rows = tuple(
            (
                Button(
                    _("With %(name)s") % {"name": home.other(said.person.id).name},
                    tap=taps.data(WHICH_SPACE, home.id, 0, command.name),
                ),
            )
            for home in homes
        )
        await said.answer(_("You're in more than one group with me. Which one is this about?"), rows=rows)

    async def _followed(self, said: Said, payload: str) -> bool:
        """Follow a door link: a word made for this person, or the name of a door command."""
        async with self._house.db.read() as tx:
            link = await awaited.follow_link(tx, payload, said.person.id, self._house.now())
            space = await store.by_id(tx, link.space_id) if link and link.space_id else None
        if link is not None and link.kind in self._links:
            await self._links[link.kind](replace(said, space=space, text=""), link)
            return True
        command = self._commands.get(payload)
        if command is not None and "door" in command.places and payload != "start":
            await self._commanded(replace(said, text=""), payload, "", addressed=True)
            return True
        return False

    async def _at_door(self, said: Said) -> None:
        async with self._house.db.read() as tx:
            prompts = await awaited.open_prompts(tx, said.person.id, said.chat_id, self._house.now())
        if said.reply is not None:
            meant = [prompt for prompt in prompts if prompt.prompt_id == said.reply.message_id]
            prompts = meant or prompts
        if not prompts:
            await said.answer(
                _("I keep nothing of that: I wasn't waiting for anything. /today has what's open.")
            )
        elif len(prompts) == 1:
            await self._take(said, prompts[0])
        elif said.kind == "other":
            await said.answer(_("I can take text, a voice note or a photo."))
        else:
            await self._ask_which_prompt(said, prompts)

    async def _take(self, said: Said, prompt: awaited.Awaited) -> None:
        async with self._house.db.read() as tx:
            space = await store.by_id(tx, prompt.space_id) if prompt.space_id else None
        run = self._awaited.get(prompt.kind)
        if run is None or (prompt.space_id and (space is None or space.state != "active")):
            await said.answer(_("That one is closed by now. /today has what's open."))
            return
        try:
            await run(replace(said, space=space), prompt)
        except NotYours:
            await said.answer(_("That one is closed by now. /today has what's open."))

    async def _ask_which_prompt(self, said: Said, prompts: list[awaited.Awaited]) -> None:
        """Two prompts are open: hold the message and ask which of them it answers."""
        async with self._house.db.write() as tx:
            draft_id = await awaited.hold(
                tx,
                person_id=said.person.id,
                chat_id=said.chat_id,
                message_id=said.message_id,
                space_id=prompts[0].space_id,
                kind=WHICH_PROMPT,
                ref=0,
                text=said.text,
                media=said.media,
                now=self._house.now(),
            )
        names = {
            "answer": _("The question"),
            "thanks": _("A thank-you"),
            "city": _("My city"),
        }
        rows = tuple(
            (
                Button(
                    names.get(prompt.kind, _("Something else")),
                    tap=taps.data(WHICH_PROMPT, prompt.space_id or 0, draft_id, prompt.id),
                ),
            )
            for prompt in prompts[:4]
        )
        await said.answer(_("I was waiting for more than one thing. Which is this?"), rows=rows)

    async def _in_group(self, said: Said) -> None:
        """A plain message in a group reaches us only as a reply to one of ours."""
        if said.reply is None or not said.reply.by_us:
            return
        async with self._house.db.read() as tx:
            space = await store.by_chat(tx, said.chat_id)
            prompts = await awaited.open_prompts(tx, said.person.id, said.chat_id, self._house.now())
            letter = await outbox.letter_at(tx, said.chat_id, said.reply.message_id)
        if space is None or space.state != "active" or space.partner(said.person.id) is None:
            return
        said = replace(said, space=space)
        prompt = next((p for p in prompts if p.prompt_id == said.reply.message_id), None)  # type: ignore[union-attr]
        if prompt is not None:
            await self._take(said, prompt)
            return
        if letter is None:
            letter = await self._named_by_keyboard(said, space)
        if letter is not None and letter[0] in self._replies:
            await self._replies[letter[0]](said, letter[1])

    async def _named_by_keyboard(self, said: Said, space: Space) -> tuple[str, int] | None:
        """A reply to a card whose arrival was never confirmed: its own buttons say which card it is."""
        named = taps.parse(said.reply.tap or "") if said.reply else None
        if named is None or named.space_id != space.id or named.verb not in self._proofs or not said.reply:
            return None
        kind = self._proofs[named.verb]
        async with self._house.db.write() as tx:
            await outbox.prove(tx, space.id, kind, named.ref, said.chat_id, said.reply.message_id)
        return kind, named.ref

    async def _edited(self, message: Message) -> None:
        person = parsing.person_of(message.from_user)
        if person is None or message.sender_chat is not None:
            return
        said = self._as_said(message, person)
        for feature in self._features:
            if feature.edited is not None:
                await feature.edited(said)

    # --- chats and members --------------------------------------------------------------------------

    async def _service(self, message: Message) -> bool:
        """Tell the rooms what happened to a chat; True if this was such a message."""
        by = parsing.person_of(message.from_user)
        chat_id = message.chat.id
        if message.migrate_to_chat_id:
            await self._tell(
                ChatEvent(self._house, "upgraded", chat_id, by, new_chat_id=message.migrate_to_chat_id)
            )
        elif message.migrate_from_chat_id:
            old = message.migrate_from_chat_id
            await self._tell(ChatEvent(self._house, "upgraded", old, by, new_chat_id=chat_id))
        elif message.new_chat_members:
            for user in message.new_chat_members:
                if user.id != self._bot_id:
                    subject = Person(user.id, user.first_name)
                    await self._tell(
                        ChatEvent(
                            self._house, "member_joined", chat_id, by, subject, subject_is_bot=user.is_bot
                        )
                    )
        elif message.left_chat_member:
            user = message.left_chat_member
            if user.id != self._bot_id:
                subject = Person(user.id, user.first_name)
                await self._tell(
                    ChatEvent(self._house, "member_left", chat_id, by, subject, subject_is_bot=user.is_bot)
                )
        else:
            return bool(message.group_chat_created or message.supergroup_chat_created)
        return True

    async def _own_membership(self, update: ChatMemberUpdated) -> None:
        was_in, is_in = parsing.membership_change(update)
        by = parsing.person_of(update.from_user)
        chat = update.chat
        if chat.type == chat.PRIVATE:
            what = "door_opened" if is_in else "door_blocked"
        elif is_in and not was_in:
            what = "bot_added"
        elif was_in and not is_in:
            what = "bot_removed"
        else:
            return
        await self._tell(
            ChatEvent(self._house, what, chat.id, by, is_group=parsing.is_group(chat))  # type: ignore[arg-type]
        )

    async def _tell(self, event: ChatEvent) -> None:
        for feature in self._features:
            if feature.events is not None:
                await feature.events(event)


_OWN_VERBS = frozenset({WHICH_SPACE, WHICH_PROMPT})


def _refusal(tap: Tap, space: Space | None) -> str | None:
    """Return why this person may not tap this here, or None if they may."""
    if space is None:
        if tap.verb == WHICH_PROMPT and tap.at_door:
            return None
        return _("That button is from another day. /today has what's open.")
    if not tap.at_door and space.chat_id != tap.chat_id:
        return _not_for_you()
    if space.partner(tap.person.id) is None:
        return _not_for_you()
    if space.state != "active":
        return _("This space is closed. Nothing here is open any more.")
    return None


def _not_for_you() -> str:
    return _(
        "These cards belong to the two people who set this up, so I can't open them for you. "
        "Nothing was saved."
    )
