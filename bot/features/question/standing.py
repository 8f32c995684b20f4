"""How a card stands in the group: whether it still does, what it shows, and when its keys go.

It goes with its topic, and whoever may can delete it. Telegram tells no bot of that, but refuses to edit what
is gone. What has become of a card is shown where it stands: on its copies in the group and on each *Sealed*
line. An edit that surely or perhaps did not get there, or was refused for a reason that may pass, is made
again by the clock, in rows, until it got there or the card is over: nothing goes on claiming what is not so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import keyboards, refusals
from bot.composing import Reader
from bot.expiry import Closes, Over, Stands
from bot.features.question import composers, kinds, store, views
from bot.features.question.actions import (
    AskFirst,
    DrawAnother,
    NotToday,
    Pick,
    ReplyBelow,
    Seal,
    ShowAgain,
    TakeUp,
    WeTalked,
)
from bot.features.question.composers import Face
from bot.features.question.kinds import LINE, NAMES, SHOWS, WAITED
from bot.message import Message
from bot.outcomes import Impossible, Outcome, Refused, Sent
from bot.places import Lines, load_above, with_lines
from bot.sealed import ending, rows, sending
from bot.sealed import views as at_doors
from bot.sealed.contributions import Card, CardState
from bot.services import Services
from bot.spaces import languages
from bot.spaces.model import Space
from content.bank import Bank
from schedules import messages, outbox, timers
from schedules.due import Due
from schedules.keyboards import Keyboard
from schedules.outbox import OutboxMessage
from schedules.tick import After


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A card as it stands in the group: its face, and the lines of other features that stand with it."""

    face: Face
    lines: Lines


async def load_group_card(
    tx: AsyncConnection, services: Services, space: Space, card_id: int
) -> GroupCard | None:
    """Return a card's face as it was posted, with the lines of other features, and what was added since."""
    card = await rows.card(NAMES, tx, space.id, card_id)
    if card is None:
        return None
    face = await composers.load_face(tx, card)
    if card.seq > 1:
        return GroupCard(face, Lines())
    above = await load_above(services.points, tx, space, Due(card.local_date, card.due_at))
    return GroupCard(face, Lines(above=above))


def render_group_card(in_group: GroupCard, reader: Reader) -> Message:
    """Return it as the group reads it."""
    with languages.in_group(reader.space):
        return with_lines(composers.render_face(in_group.face, reader), in_group.lines, reader)


async def group_card(tx: AsyncConnection, services: Services, space: Space, card_id: int) -> Message | None:
    """Return the message that shows a card as it stands in the group."""
    in_group = await load_group_card(tx, services, space, card_id)
    return None if in_group is None else render_group_card(in_group, Reader(space, 0, services.bank))


async def fold(services: Services, space: Space, outgoing: OutboxMessage) -> None:
    """A further card of the day is out: those before it shrink, so that the two do not answer one each."""
    async with services.db.read() as tx:
        card = await rows.card(NAMES, tx, space.id, outgoing.ref)
        before = (
            [it for it in await rows.cards_of_post(tx, card.post_id) if it.seq < card.seq] if card else []
        )
        faces = [
            (copy, await group_card(tx, services, space, it.id))
            for it in before
            if it.in_time(services.now())
            and (it.revealed_at is None or await sending.is_unshown(NAMES, tx, it))
            for copy in await messages.copies_of(tx, space.id, kinds.kind_of(it), it.id)
        ]
    for (chat_id, message_id), face in faces:
        if face is not None and chat_id == space.chat_id:
            await services.sender.edit(chat_id, message_id, face)


async def comes_anew(services: Services, space: Space, card: Card, thread: int | None) -> bool:
    """Post a further copy of an open card whose newest is gone, in this topic (None: in General); say if so.

    Whatever points at a card comes after this, so that it does not point at nothing.
    """
    if space.quieted or space.chat_id is None or card.state(services.now()) is not CardState.ANSWERABLE:
        return False
    async with services.db.read() as tx:
        above = await sending.newest_copy(tx, space, (kinds.kind_of(card), card.id))
        face = await group_card(tx, services, space, card.id)
    if face is None or above is None:
        return False
    found = await services.sender.edit(space.chat_id, above, face)
    if not isinstance(found, Refused) or found.why != refusals.MESSAGE_GONE:
        return False
    await post_again(services, space, card, thread, gone=above)
    return True


async def post_again(
    services: Services, space: Space, card: Card, thread: int | None, *, gone: int | None = None
) -> None:
    """Post a further copy of a card whose newest is `gone` from the space's chat, or of which it holds none.

    Older copies may still stand, and go on to be known.
    """
    if space.chat_id is None:
        return
    async with services.db.read() as tx:
        shown = await composers.load_face(tx, card)
    with languages.in_group(space):
        face = composers.render_face(shown, Reader(space, 0, services.bank))
    sent = await services.sender.send(space.chat_id, replace(face, thread=thread, silent=True))
    await keyboards.sent(services, space, sent, face)
    if isinstance(sent, Sent):
        async with services.db.write(more=True) as tx:
            kind = kinds.kind_of(card)
            if gone is not None:
                await messages.forget_copy(tx, space.chat_id, gone)
            number, thread = sent.message_id, sent.thread
            await outbox.prove(tx, space.id, kind, card.id, space.chat_id, number, thread=thread)


_AGAIN = timedelta(minutes=2)
_LATER = timedelta(minutes=30)


class How(StrEnum):
    """How a message about a card shows it."""

    STANDS = "stands"
    """In the group, open still."""
    ANSWERED = "answered"
    """In the group, where its reveal is."""
    ALOUD = "aloud"
    """In the group, answered aloud by both."""
    HEARD_BEFORE = "heard_before"
    """At a door: an answer aloud was heard, and the card is over."""
    UNSEEN = "unseen"
    """At a door: it opened, and nobody knows whether the group saw that."""
    OPENED = "opened"
    """At a door: it opened."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message about a card is to show: where else its reveal is, whether other cards came since."""

    how: How
    card: Card
    in_group: GroupCard | None = None
    elsewhere: tuple[int, int] | None = None
    older: bool = False


async def owes(tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """Note that a card is to show what has become of it: `show` does that, and the clock where it fails."""
    await timers.put(tx, space_id=space.id, kind=SHOWS, ref=card_id, at=now + _AGAIN, now=now)


async def soon(tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """Have the clock show at once what has become of a card."""
    await timers.put(tx, space_id=space.id, kind=SHOWS, ref=card_id, at=now, now=now)


async def closes(tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """A card's time is over: the line at a door that an answer was heard has nothing to offer any more."""
    if await messages.copies_of(tx, space.id, kinds.HEARD, card_id):
        await soon(tx, space, card_id, now)


async def shows(
    tx: AsyncConnection, services: Services, space: Space, card_id: int, now: datetime
) -> After | None:
    """Have a card's messages show what has become of it, once more."""
    card = await rows.card(NAMES, tx, space.id, card_id)
    if card is None or now > max(card.closes_at, card.revealed_at or card.closes_at) + timedelta(days=1):
        return None
    await timers.put(tx, space_id=space.id, kind=SHOWS, ref=card_id, at=now + _LATER, now=now)
    return partial(show, services, space, card_id)


async def show(services: Services, space: Space, card_id: int) -> None:
    """Give a card's copies in the group, and the *Sealed* lines about it, the faces they are to have."""
    async with services.db.read() as tx:
        faces = await _load_faces(tx, services, space, card_id)
    arrived = True
    for (chat_id, message_id), face in faces.items():
        outcome = await services.sender.edit(
            chat_id, message_id, _render_face(face, services, space, chat_id)
        )
        arrived = arrived and _is_settled(outcome)
    async with services.db.write() as tx:
        if not arrived or await _load_faces(tx, services, space, card_id) != faces:
            return
        await timers.cancel(tx, SHOWS, card_id)
        card = await rows.card(NAMES, tx, space.id, card_id)
        if card is not None and card.revealed_at is not None and await sending.is_out(NAMES, tx, card):
            for person_id, message_id in await messages.copies_of(tx, space.id, LINE, card_id):
                mine = await rows.answer_of(tx, card_id, person_id)
                await ending.opened(tx, mine, message_id, services.now())
            await messages.forget_notes(tx, space.id, LINE, card_id)
            await _heard_pass(tx, space, card_id, services.now())


async def _heard_pass(tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """Let the lines that an answer was heard go in the coming night, as far as Telegram deletes them then."""
    answers = await rows.answers_to(tx, card_id)
    for person_id, number in await messages.copies_of(tx, space.id, kinds.HEARD, card_id):
        await ending.opened(tx, answers.get(person_id), number, now)


def _is_settled(outcome: Outcome) -> bool:
    """Whether an edit arrived, or never can."""
    if isinstance(outcome, Refused):
        return outcome.why in refusals.OF_MESSAGES
    return isinstance(outcome, Sent | Impossible)


async def _load_faces(
    tx: AsyncConnection, services: Services, space: Space, card_id: int
) -> dict[tuple[int, int], Shown]:
    """Return what each message about a card is to show, by its chat and number."""
    card, now = await rows.card(NAMES, tx, space.id, card_id), services.now()
    if card is None or space.chat_id is None:
        return {}
    copies = await messages.copies_of(tx, space.id, kinds.kind_of(card), card.id)
    here = [copy for copy in copies if copy[0] == space.chat_id]
    heard = await messages.copies_of(tx, space.id, kinds.HEARD, card.id)
    before = dict.fromkeys(heard, Shown(How.HEARD_BEFORE, card))
    if not await _is_known_open(tx, card):
        if not card.in_time(now):
            return before
        in_group = await load_group_card(tx, services, space, card.id)
        return {} if in_group is None else dict.fromkeys(here, Shown(How.STANDS, card, in_group=in_group))
    lines = await messages.copies_of(tx, space.id, LINE, card.id)
    if not await sending.is_out(NAMES, tx, card):
        lost = await sending.is_lost(NAMES, tx, card)
        return before | dict.fromkeys(lines, Shown(How.UNSEEN, card)) if lost else {}
    stand = await messages.threads_of(tx, space.id, kinds.kind_of(card), card.id)
    is_revealed = await outbox.is_out(tx, space.id, kinds.REVEAL, card.id)
    reveal = await sending.newest_copy(tx, space, (kinds.REVEAL, card.id))
    opened_in = {
        thread
        for (chat_id, _number), thread in (
            await messages.threads_of(tx, space.id, kinds.REVEAL, card.id)
        ).items()
        if chat_id == space.chat_id
    }
    older = not await store.is_newest(tx, card, now)
    faces = {}
    for copy in here:
        topic = stand.get(copy)
        below = topic is None or not opened_in or topic in opened_in
        elsewhere = None if below or reveal is None else (space.chat_id, reveal)
        how = How.ANSWERED if is_revealed else How.ALOUD
        faces[copy] = Shown(how, card, elsewhere=elsewhere, older=older)
    return faces | before | dict.fromkeys(lines, Shown(How.OPENED, card))


def _render_face(shown: Shown, services: Services, space: Space, chat_id: int) -> Message:
    """Return a message's face, in the language of its chat."""
    with languages.in_chat(space, chat_id):
        question, subject = (
            services.bank.question(shown.card.item_id),
            views.subject(Reader(space, chat_id if chat_id > 0 else 0, services.bank), shown.card),
        )
        match shown.how:
            case How.HEARD_BEFORE:
                return at_doors.heard_before(subject)
            case How.UNSEEN:
                return at_doors.unseen(subject)
            case How.OPENED:
                return at_doors.opened(subject)
            case How.ANSWERED:
                return views.answered_card(shown.card, question, elsewhere=shown.elsewhere, older=shown.older)
            case How.STANDS if shown.in_group is not None:
                return render_group_card(shown.in_group, Reader(space, 0, services.bank))
            case _:
                return views.aloud_card(space, shown.card, question)


async def _is_known_open(tx: AsyncConnection, card: Card) -> bool:
    return card.revealed_at is not None and not await sending.is_unshown(NAMES, tx, card)


_WAITED_AGAIN, _WAITED_FOR = timedelta(minutes=10), timedelta(days=2)
_FIRST_DAY = timedelta(days=1)


async def card_closes(tx: AsyncConnection, space: Space, card_id: int) -> datetime | None:
    """Return when a card can be answered no more."""
    return await rows.closes_at(NAMES, tx, space.id, card_id)


async def replies_close(tx: AsyncConnection, space: Space, card_id: int) -> datetime | None:
    """Return when a reveal takes no replies any more."""
    card = await rows.card(NAMES, tx, space.id, card_id)
    return None if card is None else card.replied_until


async def offer_closes(tx: AsyncConnection, space: Space, card_id: int) -> datetime | None:
    """Return when a reveal that may never have arrived is shown again no more."""
    outbox_id = await outbox.id_of(tx, kinds.REVEAL, card_id)
    outgoing = None if outbox_id is None else await outbox.by_id(tx, outbox_id)
    tried_at = None if outgoing is None or outgoing.space_id != space.id else outgoing.claimed_at
    return None if tried_at is None else tried_at + outbox.ASKED_FOR


async def waits_until(tx: AsyncConnection, space: Space, outgoing: OutboxMessage, outcome: Outcome) -> None:
    """The group was told that an answer is waiting: that is so until the card closes, at the latest."""
    card = await rows.card(NAMES, tx, space.id, outgoing.ref)
    if card is not None and isinstance(outcome, Sent):
        at = outgoing.claimed_at or card.due_at
        await timers.put(tx, space_id=space.id, kind=WAITED, ref=card.id, at=card.closes_at, now=at)


async def waited(
    tx: AsyncConnection, services: Services, space: Space, card_id: int, now: datetime
) -> After | None:
    """Let the line that an answer is waiting go, as its card has opened or closed.

    One that can be deleted no more says that an answer was waiting. What is taken back meanwhile changes
    nothing: that would tell of it.
    """
    card = await rows.card(NAMES, tx, space.id, card_id)
    if card is None or not await messages.copies_of(tx, space.id, kinds.WAITING, card_id):
        return None
    opened = card.revealed_at is not None and not await sending.is_unshown(NAMES, tx, card)
    if card.in_time(now) and not opened:
        await timers.put(tx, space_id=space.id, kind=WAITED, ref=card_id, at=card.closes_at, now=now)
        return None
    if now < max(card.closes_at, card.revealed_at or card.closes_at) + _WAITED_FOR:
        await timers.put(tx, space_id=space.id, kind=WAITED, ref=card_id, at=now + _WAITED_AGAIN, now=now)
    return partial(_waited_goes, services, space, card_id)


async def _waited_goes(services: Services, space: Space, card_id: int) -> None:
    async with services.db.read() as tx:
        copies = await messages.copies_of(tx, space.id, kinds.WAITING, card_id)
    gone = [
        await _goes(services, space, chat_id, message_id)
        for chat_id, message_id in copies
        if chat_id == space.chat_id
    ]
    if all(gone):
        async with services.db.write() as tx:
            await timers.cancel(tx, WAITED, card_id)


async def _goes(services: Services, space: Space, chat_id: int, message_id: int) -> bool:
    """Delete such a line, or have it say what is so still; False if that is to be tried again."""
    outcome = await services.sender.delete(chat_id, message_id)
    if isinstance(outcome, Refused) and outcome.why != refusals.MESSAGE_GONE:
        with languages.in_group(space):
            was_waiting = views.was_waiting()
        outcome = await services.sender.edit(chat_id, message_id, was_waiting)
    return isinstance(outcome, Sent | Refused | Impossible)


async def over(tx: AsyncConnection, bank: Bank, space: Space, keyboard: Keyboard) -> Message | None:
    """Return what a card says once its time is over, the same whatever was sealed to it.

    One that both answered says so since its reveal, or since they said it aloud.
    """
    card = await rows.card(NAMES, tx, space.id, keyboard.ref)
    if card is None or (card.revealed_at is not None and not await sending.is_unshown(NAMES, tx, card)):
        return None
    return views.closed_card(card, bank.question(card.item_id))


_ON_CARDS: tuple[Stands, ...] = (Seal, WeTalked, DrawAnother, NotToday, Pick)

OVER: Mapping[Stands, Over] = dict.fromkeys(_ON_CARDS, over)


async def first_closes(_tx: AsyncConnection, space: Space, _ref: int) -> datetime | None:
    """Return when nobody needs the way to a first question any more: a day after the couple began."""
    return None if space.active_at is None else space.active_at + _FIRST_DAY


CLOSES: Mapping[Stands, Closes] = {
    **dict.fromkeys(_ON_CARDS, card_closes),
    TakeUp: card_closes,
    ReplyBelow: replies_close,
    ShowAgain: offer_closes,
    AskFirst: first_closes,
}
