"""The line of a morning that tells an author what stayed theirs alone: silent, one a day, at their own door.

It comes at the hour of the morning's question, or at nine by their own clock where that is night to them. No
pause holds it back: the other's must not show in it, and with one's own what is shown after it would come a
day later than after the other's. All that stayed alone of one day's cards is one line; what of several days
comes together waits its turn. Nothing of it ends before the day after it was told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.composing import Composer, Reader
from bot.features.question import door_views, rules, store
from bot.features.question.preferences import QUESTION_TIME
from bot.features.question.rules import Answer, Card
from bot.message import Message
from bot.more import by_slot_ref, row_of, slot_ref
from bot.services import Services
from bot.spaces import fading
from bot.spaces.model import Partner, Space
from schedules import messages, outbox, plan, timers
from schedules.due import instant
from schedules.outbox import OutboxMessage
from schedules.quiet import QUIET_UNTIL, is_quiet_at
from schedules.tick import After

STAYED = "question.stayed"
"""The outbox message to an author; its ref is the post to which what stayed alone was said."""
TELLS = "question.tells"
"""The timer, about a post and an author (`bot.more.slot_ref`): it is the morning to tell them."""
ENDS = "question.ends"
"""The timer, about a card: the day is over in which its author may save an answer that stayed alone."""

_NINE = time(9)
_SUNDAY = 6
_SOONER = timedelta(minutes=10)
"""What was told a moment after the hour of a morning is shown in the next one, not in the one after that."""
_A_DAY = timedelta(hours=12)
"""Mornings are further apart than that, whatever the clocks do."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the line tells of one card: what stayed, and until when its author may save it (UTC).

    Messages of it may still `stand` in their private chat.
    """

    card: Card
    answer: Answer | None
    end: datetime | None
    stands: bool


async def tell(tx: AsyncConnection, space: Space, answer: Answer, now: datetime) -> None:
    """Have its author told, in the morning, of an answer that stayed alone."""
    card = await store.card(tx, space.id, answer.card_id)
    me = space.partner(answer.person_id)
    if card is not None and me is not None:
        ref = slot_ref(space, card.post_id, me.person_id)
        await timers.put(tx, space_id=space.id, kind=TELLS, ref=ref, at=morning(space, me, now), now=now)


async def tells(
    tx: AsyncConnection, _services: Services, space: Space, ref: int, now: datetime
) -> After | None:
    """The morning has come: tell its author, or wait for the next if they were told of another in this one.

    So does what comes too late for that day, as the machine slept.
    """
    post_id, me = await _whose(tx, space, ref)
    if me is None or not await stayed_of(tx, post_id, me.person_id):
        return None
    night = is_quiet_at(space, now.astimezone(me.tz).time())
    if night or await _was_told(tx, space, me, now - _A_DAY):
        at = morning(space, me, now)
        await timers.put(tx, space_id=space.id, kind=TELLS, ref=ref, at=at, now=now)
        return None
    await outbox.forget(tx, space.id, STAYED, post_id, me.person_id)
    await outbox.put(
        tx, space_id=space.id, person_id=me.person_id, kind=STAYED, ref=post_id, at=now, loud=False
    )
    await plan.hold(tx, space, me.person_id, STAYED, now)
    return None


async def _whose(tx: AsyncConnection, space: Space, ref: int) -> tuple[int, Partner | None]:
    """Return the post and the author that a timer is about.

    Who is in by now may be another than the one who undid their joining since: then it is whoever has
    something there.
    """
    post_id = row_of(ref)
    if not any(card.undone for card in await store.cards_of_post(tx, post_id)):
        return by_slot_ref(space, ref)
    stayed = [it for it in space.couple if await stayed_of(tx, post_id, it.person_id)]
    return post_id, next(iter(stayed), None)


async def load(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Sequence[Known] | None:
    """Return what the line tells; None if nothing stays any more."""
    if not await stayed_of(tx, outgoing.ref, outgoing.person_id) or outgoing.claimed_at is None:
        return None
    return await load_face(tx, space, outgoing.ref, outgoing.person_id, outgoing.claimed_at)


async def load_face(
    tx: AsyncConnection, space: Space, post_id: int, person_id: int, told_at: datetime | None = None
) -> Sequence[Known]:
    """Return what the line shows now; when it is told for the first time (UTC), its end is written later."""
    cards = await store.cards_of_post(tx, post_id)
    known = []
    for card in cards:
        mine = await store.answer_of(tx, card.id, person_id)
        ended = mine is not None and mine.how in ("stayed", "saved", "revealed") and not card.revealed_at
        if ended or (mine is None and len(cards) == 1):
            end = await timers.at(tx, ENDS, card.id)
            if end is None and mine is not None and told_at is not None:
                end = ends_at(space, mine, told_at)
            stands = await store.has_mark(tx, card.id, person_id, store.STANDS)
            known.append(Known(card, mine, end, stands))
    return known


def face(known: Sequence[Known], reader: Reader) -> Message:
    """Return the line."""
    cards = [(it.card, reader.bank.question(it.card.item_id), it.answer, it.end, it.stands) for it in known]
    return door_views.stayed(reader.space, cards)


COMPOSERS: Mapping[str, Composer[Any]] = {STAYED: Composer(load, face)}


def ends_at(space: Space, answer: Answer, told_at: datetime) -> datetime:
    """Return when the day to choose is over: what is to be shown then has the next morning's hour."""
    over = told_at + rules.TO_CHOOSE
    return rules.morning_after(space, over - _SOONER) if answer.alone == "show" else over


async def stayed_of(tx: AsyncConnection, post_id: int, person_id: int) -> list[tuple[Card, Answer]]:
    """Return what of a person's answers to the cards of a post stayed alone, and waits to be saved."""
    found = []
    for card in await store.cards_of_post(tx, post_id):
        mine = await store.answer_of(tx, card.id, person_id)
        if mine is not None and mine.how == "stayed":
            found.append((card, mine))
    return found


async def lets_go(tx: AsyncConnection, space: Space, post_id: int, now: datetime) -> None:
    """Let the line go once nothing it tells of can be saved any more: each *Sealed* line tells the same.

    In the coming night, where its reader just saved something of it.
    """
    cards = await store.cards_of_post(tx, post_id)
    for chat_id, message_id in await messages.copies_of(tx, space.id, STAYED, post_id):
        if await stayed_of(tx, post_id, chat_id):
            continue
        await messages.forget_notes(tx, space.id, STAYED, post_id, chat_id)
        mine = [await store.answer_of(tx, card.id, chat_id) for card in cards]
        if any(it is not None and it.how == "saved" for it in mine):
            await traces.passes(tx, chat_id, message_id, now)
        else:
            await fading.put(tx, chat_id, message_id, fading.OURS, now)


async def was_told(tx: AsyncConnection, space: Space, since: datetime) -> bool:
    """Return whether either of the two was told of anything since an instant."""
    return any([await _was_told(tx, space, partner, since) for partner in space.couple])


def morning(space: Space, me: Partner, after: datetime) -> datetime:
    """Return the first instant after `after` (UTC) at which an author is told something of a morning.

    A Sunday's place at a door is that of what was kept for Sunday.
    """
    day = space.local(after).date()
    here = instant(day, space[QUESTION_TIME], space.tz).astimezone(me.tz).time()
    zone, hour = space.tz, space[QUESTION_TIME]
    if is_quiet_at(space, here):
        night = is_quiet_at(space, _NINE)
        zone, hour = me.tz, space[QUIET_UNTIL] if night else _NINE
    day = after.astimezone(zone).date()
    mornings = (instant(day + timedelta(days=n), hour, zone) for n in range(4))
    return next(at for at in mornings if at > after and at.astimezone(me.tz).weekday() != _SUNDAY)


async def _was_told(tx: AsyncConnection, space: Space, author: Partner, since: datetime) -> bool:
    return await outbox.was_put(tx, space.id, STAYED, author.person_id, since, ritual=store.RITUAL)
