"""The SQL of the postcard."""

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions import Row
from bot.db.tables import posts as of_posts
from bot.db.tables.postcard import postcards
from bot.taking import PAGE
from schedules import posts
from schedules.posts import Whose

_RITUAL = "postcard"


def row(post_id: int) -> Row:
    """Return a post's number for a button."""
    return Row(post_id)


async def day_of(tx: AsyncConnection, space_id: int, post_id: int) -> date | None:
    """Return the day of a postcard of this space; None for anything else."""
    post = await posts.find(tx, space_id, _RITUAL, post_id)
    return None if post is None else post.local_date


async def came_on(tx: AsyncConnection, space_id: int, day: date) -> bool:
    """Return whether one came on a day."""
    post = await posts.on(tx, Whose(space_id, _RITUAL), day)
    state = select(of_posts.c.state).where(of_posts.c.id == (post.id if post else 0))
    return await tx.scalar(state) in ("open", "closed")


async def open_post(tx: AsyncConnection, space_id: int, now: datetime) -> int | None:
    """Return the post of the one that is up now."""
    post = await posts.newest_open(tx, space_id, _RITUAL, now)
    return None if post is None else post.id


async def like(tx: AsyncConnection, space_id: int, post_id: int, person_id: int) -> None:
    """Note that somebody likes one."""
    values = {"space_id": space_id, "post_id": post_id, "person_id": person_id}
    likes = insert(postcards).values(**values, liked=True)
    await tx.execute(
        likes.on_conflict_do_update(index_elements=["post_id", "person_id"], set_={"liked": True})
    )


async def pin(tx: AsyncConnection, space_id: int, post_id: int, person_id: int, border: str) -> None:
    """Note that somebody pinned one, in a frame of theirs."""
    values = {"space_id": space_id, "post_id": post_id, "person_id": person_id}
    pins = insert(postcards).values(**values, border=border)
    await tx.execute(
        pins.on_conflict_do_update(
            index_elements=["post_id", "person_id"], set_={"border": pins.excluded.border}
        )
    )


async def page_of(
    tx: AsyncConnection, space_id: int, person_id: int, after: int
) -> list[tuple[int, date, str | None]]:
    """Return a page of what somebody did with postcards, from the one after this: post, day, frame."""
    rows = await tx.execute(
        select(postcards.c.post_id, of_posts.c.local_date, postcards.c.border)
        .join(of_posts, of_posts.c.id == postcards.c.post_id)
        .where(
            postcards.c.space_id == space_id,
            postcards.c.person_id == person_id,
            postcards.c.post_id > after,
        )
        .order_by(postcards.c.post_id)
        .limit(PAGE)
    )
    return [(row.post_id, row.local_date, row.border) for row in rows.all()]


async def erase_of(tx: AsyncConnection, space_id: int, person_id: int) -> None:
    """Erase everything of somebody's."""
    await tx.execute(
        delete(postcards).where(postcards.c.space_id == space_id, postcards.c.person_id == person_id)
    )
