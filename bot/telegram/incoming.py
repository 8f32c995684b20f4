"""What people do, as values: something said, a tap, and what happens to a chat.

Handlers receive these instead of raw updates. Each carries the services and answers its person; `write()`
opens the one transaction in which a handler reads, decides and writes, and checks there once more that
this person is still a partner of this space.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    nullcontext,
)
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import keyboards, traces, unheard
from bot.composing import Reader
from bot.marks import Marks
from bot.message import Media, Message
from bot.outcomes import Gone, NotSent, Outcome, Refused, Sent
from bot.pieces import Piece, Pieces
from bot.services import Services
from bot.spaces import awaited, fading, languages, missed, whose
from bot.spaces import store as spaces
from bot.spaces.holds import Draft
from bot.spaces.model import Partner, Space, SpaceState
from bot.telegram.said.prompting import asking
from bot.telegram.taps import Data
from bot.words import _
from schedules import again

ASKS = "asks"
"""The outbox message in which what asks for somebody's words is offered again; its ref is what is awaited."""


class NotYours(Exception):
    """This person is no partner of that space (any more), or it has ended. Says nothing else."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who acted: Telegram's user id, and the first name they go by there."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Replied:
    """The message somebody replied to.

    `sender_id` is who wrote it (None for a channel or anonymous admin), `by_us` whether this bot did, and
    `tap` the callback data of its first button: it names the card even when its arrival was never
    confirmed to us.
    """

    message_id: int
    sender_id: int | None
    by_us: bool
    tap: str | None


@dataclass(frozen=True)
class _Act:
    """What every act has: who did it, where, in which space (None where none is concerned), and when.

    `at` is the instant (UTC) at which its person did it, never later than now, however late it is handled:
    deadlines are judged by it. `thread` is the topic in which they did it, 0 for General and where there are
    none: it is answered there.
    """

    services: Services
    person: Person
    chat_id: int
    message_id: int
    space: Space | None
    at: datetime
    thread: int = field(default=0, kw_only=True)

    @property
    def at_door(self) -> bool:
        """Whether it happened in the person's private chat."""
        return self.chat_id == self.person.id

    @property
    def reader(self) -> Reader:
        """Who acted, as who reads something at their door; raises `NotYours` where no space is concerned."""
        return Reader(self.home, self.person.id, self.services.bank)

    @property
    def home(self) -> Space:
        """The space it concerns; raises `NotYours` where there is none."""
        if self.space is None:
            raise NotYours
        return self.space

    @property
    def me(self) -> Partner:
        """The acting partner; raises `NotYours` for anyone else."""
        partner = self.home.partner(self.person.id)
        if partner is None:
            raise NotYours
        return partner

    @property
    def other(self) -> Partner:
        """The partner of who acted."""
        return self.home.other(self.person.id)

    def says_here(self) -> AbstractContextManager[None]:
        """Say what stands where it happened in the language of that chat: a tap is answered in its person's.

        Where no space is concerned, both are the same.
        """
        if self.space is None:
            return nullcontext()
        return languages.in_chat(self.space, self.chat_id)

    def says_at_door(self) -> AbstractAsyncContextManager[None]:
        """Say what comes to this person's own door in their language, though it came about in the group."""
        return languages.of_door(self.services.db, self.person.id)

    @asynccontextmanager
    async def write(self, *, early: bool = False) -> AsyncIterator[AsyncConnection]:
        """Open the handler's one transaction, standing checked inside it.

        What works `early` does so, too, while the space waits for both.

        Raises:
            NotYours: the space ended, moved to another chat, or this person is no partner of it.
        """
        async with self.services.db.write() as tx:
            space = await spaces.by_id(tx, self.home.id)
            states = (SpaceState.ACTIVE, SpaceState.INVITING) if early else (SpaceState.ACTIVE,)
            if space is None or space.state not in states or space.partner(self.person.id) is None:
                raise NotYours
            if not self.at_door and space.chat_id != self.chat_id:
                raise NotYours
            yield tx

    async def wants_posts_here(self, tx: AsyncConnection) -> None:
        """Note that the couple asked for posts in this topic of their group: the next ones go there, too."""
        if not self.at_door and (self.home.group.thread_id or 0) != self.thread:
            await spaces.change(tx, self.home.id, thread_id=self.thread or None)

    async def send(self, message: Message) -> int | None:
        """Send a card to the chat in which it happened; return its message id if Telegram took it."""
        return _number(await self._post(message))

    async def _post(self, message: Message) -> Outcome:
        """Send a card to the chat in which it happened; in a group without sound, noting when its keys go.

        Who did it is there and looks, and the other misses nothing: what is news for both is an outbox
        message.
        """
        message = replace(message, thread=self.thread) if message.thread is None else message
        message = message if self.at_door else replace(message, silent=True)
        outcome = await self.services.sender.send(self.chat_id, message)
        if not self.at_door and self.space is not None and self.space.chat_id == self.chat_id:
            await keyboards.sent(self.services, self.space, outcome, message)
        if self.at_door:
            await self._passes(message, _number(outcome))
        return outcome

    async def send_to_door(self, message: Message, outgoing: tuple[str, int] | None = None) -> int | None:
        """Send a card to this person's own door; None if it did not get there (the door may be shut).

        Of what the door surely did not take, the outbox message `outgoing` (kind, ref) comes by the clock, if
        one is named.
        """
        outcome = await self.reaches_door(message)
        is_there = isinstance(outcome, Sent)
        comes = not is_there and outgoing is not None and await self.offer_again(outcome, *outgoing)
        if not is_there and not comes:
            await self._is_unanswered()
        return _number(outcome)

    async def _is_unanswered(self) -> None:
        """Note that nothing came of what was said, and nothing comes."""

    async def reaches_door(self, message: Message) -> Outcome:
        """Send a card to this person's own door; return what became of it."""
        outcome = await self.services.sender.send(self.person.id, message)
        await self._passes(message, _number(outcome))
        return outcome

    async def named(self, message: Message, space: Space | None = None) -> Message:
        """Return a card that names its group first for whoever is in two (`whose.named`)."""
        async with self.services.db.read() as tx:
            return await whose.named(tx, space or self.home, self.person.id, message)

    async def _passes(self, message: Message, message_id: int | None) -> None:
        """Let a message of ours at this person's door go in the coming night, unless it is to stand there."""
        if not message_id:
            return
        async with self.services.db.write(more=True) as tx:
            if message.passes is False:
                await fading.stands(tx, self.person.id, message_id)
            elif message.page:
                await traces.turns(tx, self.person.id, message_id, self.services.now())
            else:
                await traces.passes(tx, self.person.id, message_id, self.services.now() + message.stands_for)

    async def asks(self, message: Message, awaited_id: int) -> int | None:
        """Post at this person's door what asks for what is awaited, so that a reply to it is understood.

        *Leave it* stands below. Returns its message id, None if it came or was called off meanwhile; what the
        door does not take now is offered again while it is awaited (`Feature.asks` composes it).
        """
        async with self.services.db.read() as tx:
            wanted = await awaited.prompt(tx, awaited_id, self.services.now())
        if wanted is None:
            return None
        asked = await self.send_to_door(asking(message, wanted.kind, wanted.ref), (ASKS, awaited_id))
        await self.asked_by(asked, awaited_id)
        return asked

    async def asked_by(self, message_id: int | None, awaited_id: int) -> None:
        """Note which message asks for what is awaited, if one does, so that a reply to it is understood."""
        if message_id is not None:
            async with self.services.db.write() as tx:
                await awaited.set_prompt(tx, awaited_id, message_id)

    async def offer_again(self, outcome: Outcome, kind: str, ref: int) -> bool:
        """Have what this person's door surely did not take offered again by the clock; return if it comes."""
        async with self.services.db.write() as tx:
            homes = [self.space] if self.space else await spaces.of_person(tx, self.person.id)
            comes = bool(homes) and await again.offer(
                tx,
                outcome,
                space_id=homes[0].id,
                person_id=self.person.id,
                kind=kind,
                ref=ref,
                now=self.services.now(),
            )
        if comes:
            self.services.wake()
        return comes


@dataclass(frozen=True)
class Said(_Act):
    """A message to the bot: a command, a reply, or anything at the door.

    `text` is the message's text, or the caption of its media; for a command, what follows the command, whose
    name is `command`.
    `marks` is the formatting of exactly that text. `album` is what the messages of one album share.
    `place` is a sent place on the map (latitude and longitude, degrees); nobody keeps it.
    `kind` tells a voice note or photo (in `media`) from what the bot cannot take (`other`: a sticker, a
    video). `prompt` is the kind and ref of the prompt that it is handed to, if any. `chosen_at` is when its
    writer said what it is for, of one that was held.
    """

    text: str = ""
    kind: Literal["text", "voice", "photo", "other"] = "text"
    media: Media | None = None
    reply: Replied | None = None
    marks: Marks = ()
    album: str | None = None
    prompt: tuple[str, int] | None = None
    place: tuple[float, float] | None = None
    more: Pieces = ()
    chosen_at: datetime | None = None
    command: str = ""

    @property
    def pieces(self) -> Pieces:
        """This message and `more`: those that came with it while it was held for its writer's choice."""
        return (self.piece, *self.more)

    @property
    def piece(self) -> Piece:
        """What this one message holds, to be kept beside the others that belong with it."""
        return Piece(self.message_id, self.text, self.media, self.marks, self.album)

    @property
    def is_bare(self) -> bool:
        """Whether this is a command that nothing follows."""
        return bool(self.command) and not self.text and self.kind == "text"

    async def goes(self, tx: AsyncConnection) -> None:
        """Let this message go from its writer's door now: what it says is kept elsewhere."""
        if self.at_door:
            await traces.words_go(tx, self.person.id, self.pieces, self.services.now())

    async def goes_at_night(self, tx: AsyncConnection) -> None:
        """Let this message go from its writer's door in the coming night, unless it goes before that."""
        if self.at_door:
            for piece in self.pieces:
                now = self.services.now()
                await traces.passes(tx, self.person.id, piece.message_id, now, fading.WORDS)

    async def goes_with_page(self, tx: AsyncConnection) -> None:
        """Let this message go from its writer's door with the page that is about it, unless before that."""
        if self.at_door:
            then = self.services.now() + fading.TURNED
            await traces.words_go(tx, self.person.id, self.pieces, then)

    async def send(self, message: Message) -> int | None:
        """Send a card to the chat in which it was said; return its message id if Telegram took it.

        A partner whose group refuses it hears so at their door.
        """
        outcome, space = await self._post(message), self.space
        if self.at_door and not isinstance(outcome, Sent):
            await self._is_unanswered()
        if not self.at_door and space is not None and isinstance(outcome, Refused | Gone):
            await self._is_unheard(space)
        return _number(outcome)

    async def _is_unanswered(self) -> None:
        """Let a bare command stand where it was to go once answered: no answer came."""
        if self.is_bare and self.at_door:
            async with self.services.db.write(more=True) as tx:
                await fading.forget(tx, self.chat_id, self.message_id)

    async def _is_unheard(self, space: Space) -> None:
        if space.state is not SpaceState.ACTIVE or space.partner(self.person.id) is None:
            return
        async with self.services.db.write(more=True) as tx:
            await unheard.tell(tx, space.id, self.person.id, self.services.now())
        self.services.wake()

    async def answer_or_tell(self, says: Callable[[], Message]) -> None:
        """Send a card to the chat in which it was said or, where that takes nothing, to its writer's door."""
        if not isinstance(await self._post(says()), Sent):
            async with self.says_at_door():
                message = says()
            await self.send_to_door(message)

    async def answer(self, text: str | Markup, **message: object) -> int | None:
        """Answer in the same chat; the keywords are those of `Message`."""
        return await self.send(Message(Markup.escape(text), **message))  # type: ignore[arg-type]

    async def decline(self, text: str | Markup, **message: object) -> int | None:
        """Answer that this message cannot be taken; an edit that mends it is then taken as said that time.

        At a door it goes in the coming night with the answer, which says so. Of an album, or of a long text
        that an app cut, its writer hears it once.
        """
        told = await self.goes_untaken(text)
        if await self.miss():
            return None
        return await self.answer(told, **message)

    async def goes_untaken(self, text: str | Markup) -> Markup:
        """Let this message, of which nothing is made, go from its writer's door in the coming night.

        Returns the text that tells them, with the sentence that says so where it does. A bare command goes
        before that.
        """
        told = Markup.escape(text)
        if not self.at_door or self.is_bare:
            return told
        async with self.services.db.read() as tx:
            if not await traces.takes_words(tx, self.person.id):
                return told
        async with self.services.db.write(more=True) as tx:
            await traces.refused(tx, self.person.id, self.pieces, self.services.now())
        if self.chosen_at is not None:  # it waited for its writer's choice: most of that went before
            return told
        return Markup(" ").join([told, Markup.escape(_("Your message goes from this chat tonight."))])

    async def asks_anew(self, text: str, *, page: bool = False) -> int | None:
        """Decline what was said to a prompt, as what asks for it once more; at a door it can be left, too.

        Where that is a `page`, for a setting, it asks anew for as long, and what was said goes with it. One
        that was left or ended meanwhile asks no more.
        """
        if self.prompt is None or not self.at_door:
            return await self.decline(text)
        asks = True
        if page:
            async with self.services.db.write(more=True) as tx:
                now = self.services.now()
                asks = await awaited.ask_on(tx, self.person.id, self.chat_id, *self.prompt, now)
                await self.goes_with_page(tx)
        if not asks:
            return await self.decline(text)
        told = Markup.escape(text) if page else await self.goes_untaken(text)
        if await self.miss():
            return None
        return await self.send(asking(Message(told, page=page), *self.prompt))

    async def miss(self) -> bool:
        """Note that this message was not taken, and say nothing; return whether its writer heard it already.

        They have if the one before it, of the same album or text, was not taken either. Of a stranger, whom
        nobody asked for anything, nothing is written.
        """
        now = self.services.now()
        async with self.services.db.read() as tx:
            if self.prompt is None and not await spaces.of_person(tx, self.person.id):
                return self.services.strangers.heard(self.person.id, self.piece, self.album, self.at, now)
        async with self.services.db.write() as tx:
            return await missed.note(
                tx, self.person.id, self.chat_id, self.piece, self.album, self.prompt, self.at, now
            )

    @classmethod
    def from_draft(cls, tap: "Tap", draft: Draft) -> "Said":
        """Return a held message as if it had just been said, for the handler that now takes it."""
        return cls(
            services=tap.services,
            person=tap.person,
            chat_id=draft.chat_id,
            message_id=draft.message_id,
            space=tap.space,
            at=draft.at or tap.at,
            text=draft.text,
            kind=draft.media.kind if draft.media else "text",
            media=draft.media,
            marks=draft.marks,
            album=draft.album,
            more=draft.more,
            chosen_at=tap.at,
        )


@dataclass(frozen=True, slots=True)
class TappedMessage:
    """What a message of ours shows as Telegram has it: its words with their marks, its medium.

    `mentions` are the people whom a link in it names, by their ids.
    """

    text: str
    marks: Marks
    media: Media | None
    mentions: frozenset[int]


@dataclass(frozen=True)
class Tap(_Act):
    """A tap on an inline button under `message_id`. Who tapped and where was checked against the space.

    `data` is what the button says, with rows' own numbers: what it means, its action says.
    `message` is what the tapped message shows, None where Telegram does not say. `links` are the words of the
    door links that it was answered with.
    """

    callback_id: str
    data: Data
    message: TappedMessage | None = None
    links: list[str] = field(default_factory=list)

    async def toast(self, text: str = "") -> None:
        """Show a short line only the tapper sees (or, empty, just end the waiting sign)."""
        await self.services.sender.toast(self.callback_id, text)

    async def alert(self, text: str) -> None:
        """Show a box only the tapper sees, which they close; 200 characters at most."""
        await self.services.sender.toast(self.callback_id, text, alert=True)

    async def open_door(self, payload: str) -> None:
        """Bring the tapper to their own door, by a link made for them.

        Telegram refuses an address that is not the bot's, as its old one is after a new name.
        """
        self.links.append(payload)
        outcome = await self.services.sender.toast(self.callback_id, url=self.services.door_link(payload))
        if isinstance(outcome, Refused) and await self.services.is_renamed():
            await self.services.sender.toast(self.callback_id, url=self.services.door_link(payload))

    @property
    def _held(self) -> bool:
        """Whether the tapped message stays as it is: while quiet, nothing in the group changes by a tap."""
        return not self.at_door and self.space is not None and self.space.quieted

    async def edit(self, message: Message) -> Outcome:
        """Give the tapped message another face; in the group not while the bot is quiet there."""
        if self._held:
            return NotSent("the bot is quiet there")
        outcome = await self.services.sender.edit(self.chat_id, self.message_id, message)
        if self.at_door:
            await self._passes(message, self.message_id)
        return outcome

    async def strip(self) -> Outcome:
        """Take the keyboard off the tapped message; in the group not while the bot is quiet there."""
        if self._held:
            return NotSent("the bot is quiet there")
        outcome = await self.services.sender.strip(self.chat_id, self.message_id)
        if self.at_door:
            async with self.services.db.write(more=True) as tx:
                await traces.passes(tx, self.person.id, self.message_id, self.services.now(), turned=False)
        return outcome


def _number(outcome: Outcome) -> int | None:
    return outcome.message_id if isinstance(outcome, Sent) else None
