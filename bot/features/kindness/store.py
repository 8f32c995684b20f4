"""The SQL of the micro-kindness: its posts' state, and what was handed to whom."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import RowMapping, Select, delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.columns import fixed
from bot.db.tables import handed, posts
from bot.features.kindness import rules
from bot.features.kindness.rules import Mark
from bot.taking import PAGE
from content.picker import Given
from schedules.ritual import Post


@dataclass(frozen=True, slots=True)
class Handed:
    """An idea one partner was shown under one post, and what they said of it."""

    seq: int
    idea_id: str
    mark: Mark


async def post(tx: AsyncConnection, space_id: int, post_id: int) -> Post | None:
    """Return this space's kindness post, whatever became of it."""
    return await _one(tx, _posts(space_id).where(posts.c.id == post_id))


async def open_post(tx: AsyncConnection, space_id: int, post_id: int, now: datetime) -> Post | None:
    """Return this space's kindness post if it is still open."""
    return await _one(
        tx, _posts(space_id).where(posts.c.id == post_id, posts.c.state == "open", posts.c.closes_at > now)
    )


async def newest_open(tx: AsyncConnection, space_id: int, now: datetime) -> Post | None:
    """Return the newest kindness post of a space that is still open."""
    return await _one(
        tx,
        _posts(space_id)
        .where(posts.c.state == fixed("open"), posts.c.closes_at > now)
        .order_by(posts.c.local_date.desc())
        .limit(1),
    )


async def post_on(tx: AsyncConnection, space_id: int, day: date) -> Post | None:
    """Return the kindness post of a local date, whatever became of it."""
    return await _one(tx, _posts(space_id).where(posts.c.person_id == 0, posts.c.local_date == day))


async def skip(tx: AsyncConnection, post_id: int) -> None:
    """Let a claimed post stay unsaid."""
    await tx.execute(update(posts).where(posts.c.id == post_id).values(state="skipped"))


async def reopen(tx: AsyncConnection, post_id: int, now: datetime, lasts: timedelta) -> None:
    """Open a post of today that was skipped or is over: somebody asked for it."""
    await tx.execute(
        update(posts)
        .where(posts.c.id == post_id, (posts.c.state != "open") | (posts.c.closes_at <= now))
        .values(state="open", closes_at=now + lasts)
    )


async def of_post(tx: AsyncConnection, post_id: int, person_id: int) -> list[Handed]:
    """Return what this person was handed under a post, oldest first."""
    rows = await tx.execute(
        select(handed.c.seq, handed.c.idea_id, handed.c.mark)
        .where(handed.c.post_id == post_id, handed.c.person_id == person_id)
        .order_by(handed.c.seq)
    )
    return [Handed(row.seq, row.idea_id, cast(Mark, row.mark)) for row in rows.all()]


async def history(tx: AsyncConnection, space_id: int, person_id: int) -> list[Given]:
    """Return everything this person was ever handed in a space, oldest first."""
    rows = await tx.execute(
        select(handed.c.idea_id, handed.c.local_date, handed.c.mark)
        .where(handed.c.space_id == space_id, handed.c.person_id == person_id)
        .order_by(handed.c.local_date, handed.c.seq)
    )
    return [Given(row.idea_id, row.local_date, cast(Mark, row.mark)) for row in rows.all()]


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
            mark="shown",
        )
    )


async def mark(tx: AsyncConnection, post_id: int, person_id: int, seq: int, said: Mark) -> None:
    """Note what a person said of an idea they hold."""
    await tx.execute(
        update(handed)
        .where(handed.c.post_id == post_id, handed.c.person_id == person_id, handed.c.seq == seq)
        .values(mark=said)
    )


async def page_of(
    tx: AsyncConnection, space_id: int, person_id: int, after: tuple[int, int]
) -> list[tuple[int, int, date, str, str]]:
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
    return [(row.post_id, row.seq, row.local_date, row.idea_id, row.mark) for row in rows.all()]


async def erase(tx: AsyncConnection, space_id: int, person_id: int) -> None:
    """Erase every idea and mark of one person in a space."""
    await tx.execute(delete(handed).where(handed.c.space_id == space_id, handed.c.person_id == person_id))


def _posts(space_id: int) -> Select[tuple[object, ...]]:
    return select(posts).where(posts.c.space_id == space_id, posts.c.ritual == rules.NAME)


async def _one(tx: AsyncConnection, statement: Select[tuple[object, ...]]) -> Post | None:
    row: RowMapping | None = (await tx.execute(statement)).mappings().one_or_none()
    if row is None:
        return None
    return Post(row["id"], row["space_id"], row["person_id"], row["ritual"], row["local_date"], row["due_at"])
