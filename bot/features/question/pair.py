"""The daily question as a user of the sealed pair."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.question import ending, kinds, standing
from bot.sealed.pair import Pair
from bot.spaces.model import Space
from schedules import timers


async def _opened(tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """No answer is waiting any more, and the card says where it opened."""
    await timers.put(tx, space_id=space.id, kind=kinds.WAITED, ref=card_id, at=now, now=now)
    await standing.owes(tx, space, card_id, now)


PAIR = Pair(kinds.NAMES, stays=ending.stays, opened=_opened, changed=standing.soon, show=standing.show)
