"""When a question's card closes in the group, what else of it has keys there, and what it makes untrue."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import refusals
from bot.expiry import Closes, Over, Stands
from bot.features.question import kinds, sending, store, views
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
from bot.message import Message
from bot.outcomes import Impossible, Outcome, Refused, Sent
from bot.services import Services
from bot.spaces import languages
from bot.spaces.model import Space
from content.bank import Bank
from schedules import messages, outbox, timers
from schedules.keyboards import Keyboard
from schedules.outbox import OutboxMessage
from schedules.tick import After

WAITED = "question.waited"
"""The timer, about a card: the group was told that an answer is waiting, which is so no more."""
_AGAIN, _TRIED_FOR = timedelta(minutes=10), timedelta(days=2)
_FIRST_DAY = timedelta(days=1)


async def card_closes(tx: AsyncConnection, space: Space, card_id: int) -> datetime | None:
    """Return when a card can be answered no more."""
    card = await store.card(tx, space.id, card_id)
    return None if card is None else card.closes_at


async def replies_close(tx: AsyncConnection, space: Space, card_id: int) -> datetime | None:
    """Return when a reveal takes no replies any more."""
    card = await store.card(tx, space.id, card_id)
    return None if card is None else card.replied_until


async def offer_closes(tx: AsyncConnection, space: Space, card_id: int) -> datetime | None:
    """Return when a reveal that may never have arrived is shown again no more."""
    outbox_id = await outbox.id_of(tx, kinds.REVEAL, card_id)
    outgoing = None if outbox_id is None else await outbox.by_id(tx, outbox_id)
    tried_at = None if outgoing is None or outgoing.space_id != space.id else outgoing.claimed_at
    return None if tried_at is None else tried_at + outbox.ASKED_FOR


async def waits_until(tx: AsyncConnection, space: Space, outgoing: OutboxMessage, outcome: Outcome) -> None:
    """The group was told that an answer is waiting: that is so until the card closes, at the latest."""
    card = await store.card(tx, space.id, outgoing.ref)
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
    card = await store.card(tx, space.id, card_id)
    if card is None or not await messages.copies_of(tx, space.id, sending.WAITING, card_id):
        return None
    opened = card.revealed_at is not None and not await sending.is_unshown(tx, card)
    if card.in_time(now) and not opened:
        await timers.put(tx, space_id=space.id, kind=WAITED, ref=card_id, at=card.closes_at, now=now)
        return None
    if now < max(card.closes_at, card.revealed_at or card.closes_at) + _TRIED_FOR:
        await timers.put(tx, space_id=space.id, kind=WAITED, ref=card_id, at=now + _AGAIN, now=now)
    return partial(_turn, services, space, card_id)


async def _turn(services: Services, space: Space, card_id: int) -> None:
    async with services.db.read() as tx:
        copies = await messages.copies_of(tx, space.id, sending.WAITING, card_id)
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
    card = await store.card(tx, space.id, keyboard.ref)
    if card is None or (card.revealed_at is not None and not await sending.is_unshown(tx, card)):
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
