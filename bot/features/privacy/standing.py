"""Who may erase what: a person at their own door, in a space of theirs that is not erased yet."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spaces import store as spaces
from bot.spaces.model import Space, SpaceState
from bot.telegram.incoming import Tap

KEPT_IN = tuple(SpaceState)


async def standing(tx: AsyncConnection, tap: Tap) -> Space | None:
    """Return the tapped space, as it is now, if this person is a partner of it; else None."""
    space = await spaces.by_id(tx, tap.space.id) if tap.space is not None else None
    if space is None or space.partner(tap.person.id) is None:
        return None
    return space
