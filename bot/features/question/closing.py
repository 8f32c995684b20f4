"""When a question's card closes in the group, and what else of it has keys there."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.question import letters, store
from bot.features.question.door_views import SHOW
from bot.features.question.views import DRAWN, FIRST
from bot.keyboards import Closes
from bot.spaces.model import Space
from schedules import outbox


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
    letter_id = await outbox.id_of(tx, letters.REVEAL, card_id)
    letter = None if letter_id is None else await outbox.by_id(tx, letter_id)
    tried_at = None if letter is None or letter.space_id != space.id else letter.claimed_at
    return None if tried_at is None else tried_at + outbox.ASKED_FOR


CLOSES: dict[str, Closes] = {
    **{
        f"{family}.{what}": card_closes
        for family in (FIRST, DRAWN)
        for what in ("seal", "talk", "more", "skip", "pick")
    },
    "q.today": card_closes,
    "q.reply": replies_close,
    SHOW: offer_closes,
}
