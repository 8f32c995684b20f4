"""Wishes that their author chose to pass on: the one thing of an evening that other rooms may know."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import evenings


async def passed_on_wish(tx: AsyncConnection, space_id: int, author_id: int, local_date: date) -> str | None:
    """Return the wish (a key) that a partner passed on in the evening of a date of theirs, or None."""
    return await tx.scalar(
        select(evenings.c.wish).where(
            evenings.c.space_id == space_id,
            evenings.c.person_id == author_id,
            evenings.c.local_date == local_date,
            evenings.c.passed_on.is_(True),
        )
    )
