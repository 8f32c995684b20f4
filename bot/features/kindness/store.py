"""The SQL of the micro-kindness: what was handed to whom."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import handed
from bot.taking import PAGE
from content.picker import Given, IdeaState
from schedules.posts import Post


@dataclass(frozen=True, slots=True)
class Handed:
    """An idea one partner was shown under one post, and what they said of it."""

    seq: int
    idea_id: str
    mark: IdeaState


async def of_post(tx: AsyncConnection, post_id: int, person_id: int) -> list[Handed]:
    """Return what this person was handed under a post, oldest first."""
    rows = await tx.execute(
        select(handed.c.seq, handed.c.idea_id, handed.c.mark)
        .where(handed.c.post_id == post_id, handed.c.person_id == person_id)
        .order_by(handed.c.seq)
    )
    return [Handed(row.seq, row.idea_id, IdeaState(row.mark)) for row in rows.all()]


async def history(tx: AsyncConnection, space_id: int, person_id: int) -> list[Given]:
    """Return everything this person was ever handed in a space, oldest first."""
    rows = await tx.execute(
        select(handed.c.idea_id, handed.c.local_date, handed.c.mark)
        .where(handed.c.space_id == space_id, handed.c.person_id == person_id)
        .order_by(handed.c.local_date, handed.c.seq)
    )
    return [Given(row.idea_id, row.local_date, IdeaState(row.mark)) for row in rows.all()]


async def hand(tx: AsyncConnection, post: Post, person_id: int, seq: int, idea_id: str) -> None:
    """Write down that an idea was handed to a person under a post."""
    await tx.execute(
        insert(handed).values(
            post_id=post.id,
            person_id=person_id,
            seq=seq,
            space_id=post.space_id,
            local_date=post.local_date,
            idea_id=idea_id,
            mark=IdeaState.SHOWN,
        )
    )


async def mark(tx: AsyncConnection, post_id: int, person_id: int, seq: int, said: IdeaState) -> None:
    """Note what a person said of an idea they hold."""
    await tx.execute(
        update(handed)
        .where(handed.c.post_id == post_id, handed.c.person_id == person_id, handed.c.seq == seq)
        .values(mark=said)
    )


async def page_of(
    tx: AsyncConnection, space_id: int, person_id: int, after: tuple[int, int]
) -> list[tuple[int, int, date, str, IdeaState]]:
    """Return (post id, seq, date, idea id, mark) of what was handed to one person after this post and seq."""
    rows = await tx.execute(
        select(handed.c.post_id, handed.c.seq, handed.c.local_date, handed.c.idea_id, handed.c.mark)
        .where(
            handed.c.space_id == space_id,
            handed.c.person_id == person_id,
            handed.c.post_id >= after[0],  # which the index knows; of the pair it knows nothing
            tuple_(handed.c.post_id, handed.c.seq) > after,
        )
        .order_by(handed.c.post_id, handed.c.seq)
        .limit(PAGE)
    )
    return [(row.post_id, row.seq, row.local_date, row.idea_id, IdeaState(row.mark)) for row in rows.all()]


async def erase(tx: AsyncConnection, space_id: int, person_id: int) -> None:
    """Erase every idea and mark of one person in a space."""
    await tx.execute(delete(handed).where(handed.c.space_id == space_id, handed.c.person_id == person_id))
