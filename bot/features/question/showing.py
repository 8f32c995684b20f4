"""What has become of a card is shown where it stands: on its copies in the group and on each *Sealed* line.

An edit that surely or perhaps did not get there, or was refused for a reason that may pass, is made again by
the clock, in rows, until it got there or the card is over: nothing goes on claiming what is not so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import refusals
from bot.composing import Reader
from bot.features.question import door_views, ending, kinds, sending, standing, store, views
from bot.features.question.ending import LINE
from bot.features.question.rules import Card
from bot.features.question.standing import Whole
from bot.message import Message
from bot.outcomes import Impossible, Outcome, Refused, Sent
from bot.services import Services
from bot.spaces import languages
from bot.spaces.model import Space
from schedules import messages, outbox, timers
from schedules.tick import After

SHOWS = "question.shows"
"""The timer, about a card: what its messages show may not be what has become of it."""
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
    whole: Whole | None = None
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
    if await messages.copies_of(tx, space.id, sending.HEARD, card_id):
        await soon(tx, space, card_id, now)


async def shows(
    tx: AsyncConnection, services: Services, space: Space, card_id: int, now: datetime
) -> After | None:
    """Have a card's messages show what has become of it, once more."""
    card = await store.card(tx, space.id, card_id)
    if card is None or now > max(card.closes_at, card.revealed_at or card.closes_at) + timedelta(days=1):
        return None
    await timers.put(tx, space_id=space.id, kind=SHOWS, ref=card_id, at=now + _LATER, now=now)
    return partial(show, services, space, card_id)


async def show(services: Services, space: Space, card_id: int) -> None:
    """Give a card's copies in the group, and the *Sealed* lines about it, the faces they are to have."""
    async with services.db.read() as tx:
        faces = await _load(tx, services, space, card_id)
    arrived = True
    for (chat_id, message_id), face in faces.items():
        outcome = await services.sender.edit(chat_id, message_id, _render(face, services, space, chat_id))
        arrived = arrived and _is_settled(outcome)
    async with services.db.write() as tx:
        if not arrived or await _load(tx, services, space, card_id) != faces:
            return
        await timers.cancel(tx, SHOWS, card_id)
        card = await store.card(tx, space.id, card_id)
        if card is not None and card.revealed_at is not None and await sending.is_out(tx, card):
            for person_id, message_id in await messages.copies_of(tx, space.id, LINE, card_id):
                mine = await store.answer_of(tx, card_id, person_id)
                await ending.opened(tx, mine, message_id, services.now())
            await messages.forget_notes(tx, space.id, LINE, card_id)
            await _heard_pass(tx, space, card_id, services.now())


async def _heard_pass(tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """Let the lines that an answer was heard go in the coming night, as far as Telegram deletes them then."""
    answers = await store.answers_to(tx, card_id)
    for person_id, number in await messages.copies_of(tx, space.id, sending.HEARD, card_id):
        await ending.opened(tx, answers.get(person_id), number, now)


def _is_settled(outcome: Outcome) -> bool:
    """Whether an edit arrived, or never can."""
    if isinstance(outcome, Refused):
        return outcome.why in refusals.OF_MESSAGES
    return isinstance(outcome, Sent | Impossible)


async def _load(
    tx: AsyncConnection, services: Services, space: Space, card_id: int
) -> dict[tuple[int, int], Shown]:
    """Return what each message about a card is to show, by its chat and number."""
    card, now = await store.card(tx, space.id, card_id), services.now()
    if card is None or space.chat_id is None:
        return {}
    copies = await messages.copies_of(tx, space.id, sending.kind_of(card), card.id)
    here = [copy for copy in copies if copy[0] == space.chat_id]
    heard = await messages.copies_of(tx, space.id, sending.HEARD, card.id)
    before = dict.fromkeys(heard, Shown(How.HEARD_BEFORE, card))
    if not await _is_known_open(tx, card):
        if not card.in_time(now):
            return before
        whole = await standing.load_whole(tx, services, space, card.id)
        return {} if whole is None else dict.fromkeys(here, Shown(How.STANDS, card, whole=whole))
    lines = await messages.copies_of(tx, space.id, LINE, card.id)
    if not await sending.is_out(tx, card):
        lost = await sending.is_lost(tx, card)
        return before | dict.fromkeys(lines, Shown(How.UNSEEN, card)) if lost else {}
    stand = await messages.threads_of(tx, space.id, sending.kind_of(card), card.id)
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


def _render(shown: Shown, services: Services, space: Space, chat_id: int) -> Message:
    """Return a message's face, in the language of its chat."""
    question = services.bank.question(shown.card.item_id)
    with languages.in_chat(space, chat_id):
        match shown.how:
            case How.HEARD_BEFORE:
                return door_views.heard_before(question)
            case How.UNSEEN:
                return door_views.unseen(question)
            case How.OPENED:
                return door_views.opened(question)
            case How.ANSWERED:
                return views.answered_card(question, elsewhere=shown.elsewhere, older=shown.older)
            case How.STANDS if shown.whole is not None:
                return standing.render_whole(shown.whole, Reader(space, 0, services.bank))
            case _:
                return views.aloud_card(space, shown.card, question)


async def _is_known_open(tx: AsyncConnection, card: Card) -> bool:
    return card.revealed_at is not None and not await sending.is_unshown(tx, card)
