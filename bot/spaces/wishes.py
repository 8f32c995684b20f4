"""Wishes that their author chose to pass on: the one thing of an evening that other features may know."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import evenings
from bot.spaces.model import Space

FARTHEST = timedelta(days=3)
"""How far the date that tells a wish may lie from its evening's, which is its author's own."""
STILL_TOLD = timedelta(days=7)
"""So long a wish is told that its own morning did not tell: while it is quiet, say, or with the machine
asleep.
"""


async def wait(tx: AsyncConnection, space: Space, day: date) -> bool:
    """Return whether anybody passed on a wish that the space's date, or one before, tells and that is not
    known to be told.
    """
    waiting = (
        select(evenings.c.person_id)
        .where(
            evenings.c.space_id == space.id,
            evenings.c.person_id.in_([author.person_id for author in space.couple]),
            evenings.c.local_date.between(day - STILL_TOLD - FARTHEST, day + FARTHEST),  # by the key
            evenings.c.passed_on.is_(True),
            evenings.c.tells_on.between(day - STILL_TOLD, day),
            evenings.c.told.is_(False),
        )
        .limit(1)
    )
    return await tx.scalar(waiting) is not None


async def told_wish(tx: AsyncConnection, space_id: int, author_id: int, day: date) -> str | None:
    """Return the wish (a key) of a partner that the space's date was to tell and that is told, or None.

    One that its author passed on, and that nobody has read yet, is nobody's to know.
    """
    return await tx.scalar(
        select(evenings.c.wish)
        .where(
            evenings.c.space_id == space_id,
            evenings.c.person_id == author_id,
            evenings.c.local_date.between(day - FARTHEST, day + FARTHEST),  # by the key
            evenings.c.passed_on.is_(True),
            evenings.c.tells_on == day,
            evenings.c.told.is_(True),
        )
        .order_by(evenings.c.local_date.desc())
        .limit(1)
    )
