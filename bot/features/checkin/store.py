"""The SQL of evenings. Every function works inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Row, and_, bindparam, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import evenings, outbox, posts
from bot.features.checkin.rules import WISHES, Evening, Step
from bot.spaces.model import Space
from bot.taking import PAGE

_COLUMNS = (
    evenings.c.local_date,
    evenings.c.day,
    evenings.c.closeness,
    evenings.c.wish,
    evenings.c.step,
    evenings.c.passed_on,
    evenings.c.message_id,
)

# Asked at every post and tap: building a statement takes SQLAlchemy twice as long as running one that stands.
_THAT = and_(
    evenings.c.space_id == bindparam("space"),
    evenings.c.person_id == bindparam("person"),
    evenings.c.local_date == bindparam("date"),
)
_EVENING = select(*_COLUMNS).where(_THAT)
_BEGIN = upsert(evenings).on_conflict_do_update(
    index_elements=["space_id", "person_id", "local_date"], set_={"message_id": None}
)
_CHANGE = update(evenings).where(_THAT)
_SINCE = (
    select(*_COLUMNS)
    .where(
        evenings.c.space_id == bindparam("space"),
        evenings.c.person_id == bindparam("person"),
        evenings.c.local_date >= bindparam("first"),
    )
    .order_by(evenings.c.local_date)
)
_PASSED_ON = (
    select(evenings.c.person_id, evenings.c.local_date, evenings.c.wish, evenings.c.told_at)
    .where(
        evenings.c.space_id == bindparam("space"),
        evenings.c.person_id.in_(bindparam("authors", expanding=True)),
        evenings.c.local_date.in_(bindparam("nights", expanding=True)),
        evenings.c.passed_on.is_(True),
        or_(evenings.c.told_at.is_(None), evenings.c.told_at == bindparam("due")),
    )
    .order_by(evenings.c.person_id, evenings.c.local_date)
)


Nights = Mapping[int, Sequence[date]]
"""By author, the evenings (their own local dates) that a post may tell of."""


async def begin(tx: AsyncConnection, space_id: int, person_id: int, day: date, now: datetime) -> None:
    """Begin an evening, or go through it once more: what was tapped stays until it is tapped anew."""
    values = {
        "space_id": space_id,
        "person_id": person_id,
        "local_date": day,
        "step": "day",
        "began_at": now,
    }
    await tx.execute(_BEGIN, values)


async def evening(tx: AsyncConnection, space_id: int, person_id: int, day: date) -> Evening | None:
    """Return one partner's evening of a date, or None."""
    row = (await tx.execute(_EVENING, _that(space_id, person_id, day))).one_or_none()
    return None if row is None else _as_evening(row)


async def since(tx: AsyncConnection, space_id: int, person_id: int, day: date) -> list[Evening]:
    """Return one partner's evenings from a date on, oldest first."""
    rows = await tx.execute(_SINCE, {"space": space_id, "person": person_id, "first": day})
    return [_as_evening(row) for row in rows.all()]


async def page_of(tx: AsyncConnection, space_id: int, person_id: int, after: date | None) -> list[Evening]:
    """Return the next evenings of one partner after a date (None: from the first), `PAGE` at most."""
    later = [] if after is None else [evenings.c.local_date > after]
    rows = await tx.execute(
        select(*_COLUMNS)
        .where(evenings.c.space_id == space_id, evenings.c.person_id == person_id, *later)
        .order_by(evenings.c.local_date)
        .limit(PAGE)
    )
    return [_as_evening(row) for row in rows.all()]


async def reminded(
    tx: AsyncConnection, space_id: int, person_id: int, kinds: Sequence[str], limit: int
) -> list[tuple[str, date]]:
    """Return (kind, local date) of the newest letters of these kinds to one partner, newest first."""
    rows = await tx.execute(
        select(outbox.c.kind, posts.c.local_date)
        .join(posts, posts.c.id == outbox.c.ref)
        .where(outbox.c.space_id == space_id, outbox.c.person_id == person_id, outbox.c.kind.in_(kinds))
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    return [(row.kind, row.local_date) for row in rows.all()]


async def save(tx: AsyncConnection, space_id: int, person_id: int, evening: Evening) -> None:
    """Write down what was tapped."""
    values = {
        "day": evening.day,
        "closeness": evening.closeness,
        "wish": evening.wish,
        "step": evening.step,
        "passed_on": evening.passed_on,
    }
    await tx.execute(_CHANGE, _that(space_id, person_id, evening.local_date) | values)


async def note_message(
    tx: AsyncConnection, space_id: int, person_id: int, day: date, message_id: int
) -> None:
    """Note the message at the door that asks, so that a late door link asks no second time."""
    await tx.execute(_CHANGE, _that(space_id, person_id, day) | {"message_id": message_id})


async def tell(
    tx: AsyncConnection, space_id: int, nights: Nights, post_due: datetime
) -> list[tuple[int, str]]:
    """Return (author, wish) of what the two passed on in these nights, for the post due then.

    `told_at` takes the post's due instant: the first post that tells a wish keeps it, tells it again when
    its letter is composed anew, and no other post tells it twice.
    """
    found = await _passed_on(tx, space_id, nights, post_due)
    for row in found:
        if row.told_at is None:
            await tx.execute(_CHANGE, _that(space_id, row.person_id, row.local_date) | {"told_at": post_due})
    return [(row.person_id, row.wish) for row in found if row.wish is not None and row.wish in WISHES]


async def has_untold(tx: AsyncConnection, space_id: int, nights: Nights) -> bool:
    """Return whether anybody passed on a wish in these nights that no post has told yet."""
    return bool(await _passed_on(tx, space_id, nights, None))


async def erase_of(tx: AsyncConnection, space: Space, person_id: int) -> None:
    """Erase one partner's evenings."""
    await tx.execute(
        delete(evenings).where(evenings.c.space_id == space.id, evenings.c.person_id == person_id)
    )


async def forget_wishes(tx: AsyncConnection, space_id: int) -> None:
    """Erase every wish that was not told, passed on or not: the space ended."""
    await tx.execute(
        update(evenings)
        .where(evenings.c.space_id == space_id, evenings.c.told_at.is_(None))
        .values(wish=None, passed_on=False)
    )


async def _passed_on(
    tx: AsyncConnection, space_id: int, nights: Nights, told_at: datetime | None
) -> list[Row[int, date, str | None, datetime | None]]:
    """Return by author and date what was passed on and not told yet, or told by the post due at `told_at`."""
    dates = {day for days in nights.values() for day in days}
    values = {"space": space_id, "authors": list(nights), "nights": sorted(dates), "due": told_at}
    rows = await tx.execute(_PASSED_ON, values)
    return [row for row in rows.all() if row.local_date in nights[row.person_id]]


def _that(space_id: int, person_id: int, day: date) -> dict[str, Any]:
    return {"space": space_id, "person": person_id, "date": day}


def _as_evening(row: Any) -> Evening:
    return Evening(
        local_date=row.local_date,
        day=row.day,
        closeness=row.closeness,
        wish=row.wish,
        step=cast(Step, row.step),
        passed_on=row.passed_on,
        message_id=row.message_id,
    )
