"""The posts: what a ritual had of one local day in one space. All SQL of the table is here.

A feature names its ritual and gets no other's posts. What hangs on posts (cards, ideas, outbox messages) may
be joined to them by whose table that is. Every function works inside the caller's transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.columns import fixed
from bot.db.tables import posts
from schedules.due import Due


class PostState(StrEnum):
    """What became of a post, as its row holds it."""

    OPEN = "open"
    """It came, and its time is not over: it may be answered until `closes_at`."""
    CLOSED = "closed"
    """Its time is over, or its space ended."""
    SKIPPED = "skipped"
    """Nothing was said that day: its place of the day was another's, or its hour over before it could be."""


@dataclass(frozen=True, slots=True)
class Post:
    """A claimed post: one ritual on one local date in one space; `person_id` 0 is the space itself."""

    id: int
    space_id: int
    person_id: int
    ritual: str
    local_date: date
    due_at: datetime

    @classmethod
    def from_row(cls, row: Row[Any]) -> "Post":
        """Return the post that a row of the table holds."""
        return cls(row.id, row.space_id, row.person_id, row.ritual, row.local_date, row.due_at)


class Whose(NamedTuple):
    """Whose posts are meant: a ritual's in a space, and a person's (0: the space's own)."""

    space_id: int
    ritual: str
    person_id: int = 0

    @property
    def values(self) -> dict[str, object]:
        """The parameters of a statement."""
        return {"space": self.space_id, "ritual": self.ritual, "person": self.person_id}


_KEY = ["space_id", "person_id", "ritual", "local_date"]
_OPEN = posts.c.state == fixed(PostState.OPEN)
_AT = (posts.c.space_id == bindparam("space"), posts.c.person_id == bindparam("person"))
_OF = (*_AT, posts.c.ritual == bindparam("ritual"))
_IN = (posts.c.space_id == bindparam("space"), posts.c.ritual == bindparam("ritual"))
_ONE = posts.c.id == bindparam("post")

_BEGIN = upsert(posts).on_conflict_do_nothing().returning(posts.c.id)
_CLOSE = update(posts).where(_ONE, posts.c.state == PostState.OPEN).values(state=PostState.CLOSED)
_HOLDS_NOTHING = update(posts).where(_ONE).values(place=None)
_OVER = select(posts).where(posts.c.closes_at <= bindparam("now"), _OPEN).limit(bindparam("most"))
_NEXT_OVER = select(func.min(posts.c.closes_at)).where(_OPEN, posts.c.closes_at > bindparam("now"))
_AHEAD = select(posts.c.id).where(posts.c.due_at > bindparam("now")).limit(1)
_CLOSES_AT = select(posts.c.closes_at).where(_ONE, posts.c.space_id == bindparam("space"))

_HOLDERS = select(posts.c.ritual).where(
    *_AT, posts.c.place == bindparam("place"), posts.c.held_on == bindparam("day")
)
_NEWEST = select(posts.c.held_on, posts.c.state).where(*_OF).order_by(posts.c.local_date.desc()).limit(1)
_TURN = (
    select(posts.c.local_date)
    .where(*_OF, posts.c.state != PostState.SKIPPED)
    .order_by(posts.c.local_date.desc())
    .limit(1)
)
_SKIPPED = select(func.count()).where(
    *_OF, posts.c.state == PostState.SKIPPED, posts.c.local_date > bindparam("since")
)

_FIND = select(posts).where(*_IN, _ONE)
_FIND_OPEN = select(posts).where(
    *_IN, _ONE, posts.c.state == PostState.OPEN, posts.c.closes_at > bindparam("now")
)
_NEWEST_OPEN = (
    select(posts)
    .where(*_IN, _OPEN, posts.c.closes_at > bindparam("now"))
    .order_by(posts.c.local_date.desc())
    .limit(1)
)
_ON = select(posts).where(*_OF, posts.c.local_date == bindparam("day"))


async def begin(tx: AsyncConnection, values: Mapping[str, object]) -> int | None:
    """Write the post of a local date and return its id; None if that date already has one."""
    return (await tx.execute(_BEGIN, values)).scalar_one_or_none()


async def begin_anew(tx: AsyncConnection, key: Mapping[str, object], values: Mapping[str, object]) -> int:
    """Write the post of a local date, or write anew the one that the date has; return its id.

    `key` are the space, the person, the ritual and the date.
    """
    write = upsert(posts).values(**key, **values).on_conflict_do_update(index_elements=_KEY, set_=values)
    return await tx.scalar(write.returning(posts.c.id)) or 0


async def holds_nothing(tx: AsyncConnection, post_id: int) -> None:
    """Note that a post says nothing, and so leaves its place of the day to others."""
    await tx.execute(_HOLDS_NOTHING, {"post": post_id})


async def close(tx: AsyncConnection, post_id: int) -> bool:
    """Close a post; False if it was closed before."""
    return bool((await tx.execute(_CLOSE, {"post": post_id})).rowcount)


async def close_all(tx: AsyncConnection, space_id: int) -> None:
    """Close every open post of a space."""
    of_space = (posts.c.space_id == space_id, _OPEN)
    await tx.execute(update(posts).where(*of_space).values(state=PostState.CLOSED))


async def disown(tx: AsyncConnection, space_id: int, left: int) -> None:
    """Let a space's own posts be nobody's any more, and erase those of one who left (0: nobody did)."""
    for_both = (posts.c.space_id == space_id, posts.c.person_id == 0)
    await tx.execute(update(posts).where(*for_both).values(person_id=-posts.c.id))
    if left:
        await tx.execute(delete(posts).where(posts.c.space_id == space_id, posts.c.person_id == left))


async def erase_all(tx: AsyncConnection, space_id: int) -> None:
    """Erase every post of a space, with all that hangs on them."""
    await tx.execute(delete(posts).where(posts.c.space_id == space_id))


async def over(tx: AsyncConnection, now: datetime, limit: int) -> list[Post]:
    """Return up to `limit` open posts whose time is over."""
    rows = await tx.execute(_OVER, {"now": now, "most": limit})
    return [Post.from_row(row) for row in rows.all()]


async def next_over(tx: AsyncConnection, now: datetime) -> datetime | None:
    """Return the soonest instant after now at which a post closes."""
    return await tx.scalar(_NEXT_OVER, {"now": now})


async def close_later(tx: AsyncConnection, post_id: int, at: datetime) -> None:
    """Let a post close at another instant than it was to."""
    await tx.execute(update(posts).where(posts.c.id == post_id).values(closes_at=at))


async def closes_at(tx: AsyncConnection, space_id: int, post_id: int) -> datetime | None:
    """Return when a post of this space closes or closed; None where there is none."""
    return await tx.scalar(_CLOSES_AT, {"post": post_id, "space": space_id})


async def are_ahead(tx: AsyncConnection, now: datetime) -> bool:
    """Return whether a post was claimed before it is due: the clock ran ahead, and was set back."""
    return await tx.scalar(_AHEAD, {"now": now}) is not None


async def forget_skipped_ahead(tx: AsyncConnection, now: datetime) -> None:
    """Forget posts of days to come that were skipped."""
    await tx.execute(delete(posts).where(posts.c.due_at > now, posts.c.state == PostState.SKIPPED))


async def newest_days(tx: AsyncConnection, now: datetime) -> list[tuple[Whose, date]]:
    """Return the local date of everybody's newest post that was due by now, ritual by ritual."""
    rows = await tx.execute(
        select(posts.c.space_id, posts.c.person_id, posts.c.ritual, func.max(posts.c.local_date).label("day"))
        .where(posts.c.due_at <= now)
        .group_by(posts.c.space_id, posts.c.person_id, posts.c.ritual)
    )
    return [(Whose(row.space_id, row.ritual, row.person_id), row.day) for row in rows.all()]


async def holders(tx: AsyncConnection, space_id: int, person_id: int, place: str, day: date) -> list[str]:
    """Return the rituals that have this place of a day."""
    where = {"space": space_id, "person": person_id, "place": place, "day": day}
    return list((await tx.scalars(_HOLDERS, where)).all())


async def skipped_on(tx: AsyncConnection, whose: Whose) -> date | None:
    """Return the day whose place the newest post was refused, if it was skipped; None for any other."""
    newest = (await tx.execute(_NEWEST, whose.values)).one_or_none()
    return None if newest is None or newest.state != PostState.SKIPPED else newest.held_on


async def newest_turn(tx: AsyncConnection, whose: Whose) -> date:
    """Return the local date of the newest post that was not skipped; `date.min` where there is none."""
    return await tx.scalar(_TURN, whose.values) or date.min


async def skipped_since(tx: AsyncConnection, whose: Whose, day: date) -> int:
    """Return how many posts after this local date were skipped."""
    return await tx.scalar(_SKIPPED, whose.values | {"since": day}) or 0


async def find(tx: AsyncConnection, space_id: int, ritual: str, post_id: int) -> Post | None:
    """Return a post of a space's ritual, whatever became of it."""
    return await _one(tx, _FIND, {"space": space_id, "ritual": ritual, "post": post_id})


async def find_open(
    tx: AsyncConnection, space_id: int, ritual: str, post_id: int, now: datetime
) -> Post | None:
    """Return a post of a space's ritual if it is still open."""
    wanted = {"space": space_id, "ritual": ritual, "post": post_id, "now": now}
    return await _one(tx, _FIND_OPEN, wanted)


async def newest_open(tx: AsyncConnection, space_id: int, ritual: str, now: datetime) -> Post | None:
    """Return the newest post of a space's ritual that is still open."""
    return await _one(tx, _NEWEST_OPEN, {"space": space_id, "ritual": ritual, "now": now})


async def on(tx: AsyncConnection, whose: Whose, day: date) -> Post | None:
    """Return the post of a local date, whatever became of it."""
    return await _one(tx, _ON, whose.values | {"day": day})


async def due_of(tx: AsyncConnection, post_id: int, space_id: int = 0) -> Due | None:
    """Return the local date and the instant that a post belongs to; None for one of another space than this.

    Without a space any is meant, as where an outbox message is about it.
    """
    in_space = [posts.c.space_id == space_id] if space_id else []
    wanted = select(posts.c.local_date, posts.c.due_at).where(posts.c.id == post_id, *in_space)
    row = (await tx.execute(wanted)).one_or_none()
    return None if row is None else Due(row.local_date, row.due_at)


async def settle(tx: AsyncConnection, space_id: int, ritual: str, post_id: int) -> bool:
    """Close a post of a space's ritual; False if it was closed before, or is none of theirs."""
    theirs = (posts.c.id == post_id, posts.c.space_id == space_id, posts.c.ritual == ritual)
    changed = await tx.execute(
        update(posts).where(*theirs, posts.c.state == PostState.OPEN).values(state=PostState.CLOSED)
    )
    return bool(changed.rowcount)


async def skip(tx: AsyncConnection, post_id: int) -> None:
    """Let a claimed post stay unsaid."""
    await tx.execute(update(posts).where(posts.c.id == post_id).values(state=PostState.SKIPPED))


async def reopen(tx: AsyncConnection, post_id: int, now: datetime, until: datetime) -> None:
    """Open a post that was skipped or is over, until this instant: somebody asked for it."""
    ended = (posts.c.state != PostState.OPEN) | (posts.c.closes_at <= now)
    await tx.execute(
        update(posts).where(posts.c.id == post_id, ended).values(state=PostState.OPEN, closes_at=until)
    )


async def _one(tx: AsyncConnection, statement: Any, values: Mapping[str, object]) -> Post | None:
    row = (await tx.execute(statement, values)).one_or_none()
    return None if row is None else Post.from_row(row)
