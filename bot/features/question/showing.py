"""What has become of a card is shown where it stands: on its copies in the group and on each *Sealed* line.

An edit that surely or perhaps did not get there, or was refused for a reason that may pass, is made again by
the clock, in rows, until it got there or the card is over: nothing goes on claiming what is not so.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import refusals
from bot.cards import Card
from bot.features.question import door_views, ending, kinds, letters, standing, store, views
from bot.features.question.ending import LINE
from bot.features.question.rules import QuestionCard
from bot.house import House
from bot.outcomes import Impossible, Outcome, Refused, Sent
from bot.spaces import languages
from bot.spaces.model import Space
from schedules import messages, outbox, timers
from schedules.tick import After

SHOWS = "question.shows"
"""The timer, about a card: what its messages show may not be what has become of it."""
_AGAIN = timedelta(minutes=2)
_LATER = timedelta(minutes=30)


async def owes(tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """Note that a card is to show what has become of it: `show` does that, and the clock where it fails."""
    await timers.put(tx, space_id=space.id, kind=SHOWS, ref=card_id, at=now + _AGAIN, now=now)


async def soon(tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """Have the clock show at once what has become of a card."""
    await timers.put(tx, space_id=space.id, kind=SHOWS, ref=card_id, at=now, now=now)


async def closes(tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """A card's time is over: the line at a door that an answer was heard has nothing to offer any more."""
    if await messages.copies_of(tx, space.id, letters.HEARD, card_id):
        await soon(tx, space, card_id, now)


async def shows(tx: AsyncConnection, house: House, space: Space, card_id: int, now: datetime) -> After | None:
    """Have a card's messages show what has become of it, once more."""
    card = await store.card(tx, space.id, card_id)
    if card is None or now > max(card.closes_at, card.revealed_at or card.closes_at) + timedelta(days=1):
        return None
    await timers.put(tx, space_id=space.id, kind=SHOWS, ref=card_id, at=now + _LATER, now=now)
    return partial(show, house, space, card_id)


async def show(house: House, space: Space, card_id: int) -> None:
    """Give a card's copies in the group, and the *Sealed* lines about it, the faces they are to have."""
    async with house.db.read() as tx:
        faces = await _faces(tx, house, space, card_id)
    arrived = True
    for (chat_id, message_id), face in faces.items():
        outcome = await house.sender.edit(chat_id, message_id, face)
        arrived = arrived and _is_settled(outcome)
    async with house.db.write() as tx:
        if not arrived or await _faces(tx, house, space, card_id) != faces:
            return
        await timers.cancel(tx, SHOWS, card_id)
        card = await store.card(tx, space.id, card_id)
        if card is not None and card.revealed_at is not None and await letters.is_out(tx, card):
            for person_id, message_id in await messages.copies_of(tx, space.id, LINE, card_id):
                mine = await store.answer_of(tx, card_id, person_id)
                await ending.opened(tx, mine, message_id, house.now())
            await messages.forget_notes(tx, space.id, LINE, card_id)
            await _heard_pass(tx, space, card_id, house.now())


async def _heard_pass(tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """Let the lines that an answer was heard go in the coming night, as far as Telegram deletes them then."""
    answers = await store.answers_to(tx, card_id)
    for person_id, number in await messages.copies_of(tx, space.id, letters.HEARD, card_id):
        await ending.opened(tx, answers.get(person_id), number, now)


def _is_settled(outcome: Outcome) -> bool:
    """Whether an edit arrived, or never can."""
    if isinstance(outcome, Refused):
        return outcome.why in refusals.OF_MESSAGES
    return isinstance(outcome, Sent | Impossible)


async def _faces(
    tx: AsyncConnection, house: House, space: Space, card_id: int
) -> dict[tuple[int, int], Card]:
    """Return what each message about a card is to show, by its chat and number."""
    card, now = await store.card(tx, space.id, card_id), house.now()
    if card is None or space.chat_id is None:
        return {}
    copies = await messages.copies_of(tx, space.id, letters.kind_of(card), card.id)
    here = [copy for copy in copies if copy[0] == space.chat_id]
    question = house.bank.question(card.item_id)
    heard = await messages.copies_of(tx, space.id, letters.HEARD, card.id)
    before = _at_doors(space, heard, lambda: door_views.heard_before(question))
    if not await _is_known_open(tx, card):
        if not card.in_time(now):
            return before
        face = await standing.whole_card(tx, house, space, card.id)
        return {} if face is None else dict.fromkeys(here, face)
    lines = await messages.copies_of(tx, space.id, LINE, card.id)
    if not await letters.is_out(tx, card):
        lost = await letters.is_lost(tx, card)
        return before | _at_doors(space, lines, lambda: door_views.unseen(question)) if lost else {}
    stand = await messages.threads_of(tx, space.id, letters.kind_of(card), card.id)
    is_revealed = await outbox.is_out(tx, space.id, kinds.REVEAL, card.id)
    reveal = await letters.newest_copy(tx, space, (kinds.REVEAL, card.id))
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
        with languages.in_group(space):
            faces[copy] = (
                views.answered_card(question, elsewhere=elsewhere, older=older)
                if is_revealed
                else views.aloud_card(space, card, question)
            )
    return faces | before | _at_doors(space, lines, lambda: door_views.opened(question))


def _at_doors(
    space: Space, lines: Iterable[tuple[int, int]], says: Callable[[], Card]
) -> dict[tuple[int, int], Card]:
    """Return a face for each line at a door, in the language of its person."""
    faces = {}
    for chat_id, message_id in lines:
        with languages.at_door(space, chat_id):
            faces[chat_id, message_id] = says()
    return faces


async def _is_known_open(tx: AsyncConnection, card: QuestionCard) -> bool:
    return card.revealed_at is not None and not await letters.is_unshown(tx, card)
