"""The SQL of evenings. Every function works inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Row, and_, bindparam, case, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import evenings, outbox, posts
from bot.features.checkin.rules import A_WEEK, WISHES, Evening, Step, is_worn
from bot.lifecycle import Faces
from bot.services import Services
from bot.spaces.model import Space
from bot.spaces.wishes import FARTHEST, STILL_TOLD
from bot.taking import PAGE

_COLUMNS = (
    evenings.c.local_date,
    evenings.c.day,
    evenings.c.closeness,
    evenings.c.wish,
    evenings.c.step,
    evenings.c.passed_on,
    evenings.c.tells_on,
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
_SAVE = _CHANGE.values(  # what a post carries keeps its day
    tells_on=case((evenings.c.told_at.is_(None), bindparam("telling", type_=Date)), else_=evenings.c.tells_on)
)
_SINCE = (
    select(*_COLUMNS)
    .where(
        evenings.c.space_id == bindparam("space"),
        evenings.c.person_id == bindparam("person"),
        evenings.c.local_date >= bindparam("first"),
    )
    .order_by(evenings.c.local_date)
)
_TOLD_THEN = and_(
    evenings.c.space_id == bindparam("space"),
    evenings.c.person_id.in_(bindparam("authors", expanding=True)),
    evenings.c.local_date.between(bindparam("first"), bindparam("last")),  # by the key: no history is read
    evenings.c.tells_on.between(bindparam("oldest"), bindparam("telling")),
)
_PASSED_ON = (
    select(
        evenings.c.person_id,
        evenings.c.local_date,
        evenings.c.wish,
        evenings.c.tells_on,
        evenings.c.told_at,
        evenings.c.told,
    )
    .where(_TOLD_THEN, evenings.c.passed_on.is_(True))
    .order_by(evenings.c.person_id, evenings.c.local_date)
)
_CARRIED = and_(_TOLD_THEN, evenings.c.told_at == bindparam("due"))
_TOLD = update(evenings).where(_CARRIED).values(told=True)
_UNTOLD = update(evenings).where(_CARRIED).values(told=False, told_at=None)


@dataclass(frozen=True, slots=True)
class Carried:
    """A wish that a post carries: whose, its key, and the date that was to tell it."""

    person_id: int
    wish: str
    tells_on: date


async def begin(tx: AsyncConnection, space_id: int, person_id: int, day: date, now: datetime) -> None:
    """Begin an evening, or go through it once more: what was tapped stays until it is tapped anew."""
    values = {
        "space_id": space_id,
        "person_id": person_id,
        "local_date": day,
        "step": Step.DAY,
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


async def has_worn_wish(tx: AsyncConnection, space_id: int, person_id: int, evening: Evening) -> bool:
    """Return whether this partner passed the evening's wish on as often as a week allows."""
    if evening.wish not in WISHES:
        return False
    return is_worn(evening, await since(tx, space_id, person_id, evening.local_date - A_WEEK))


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
    """Return (kind, local date) of the newest outbox messages of these kinds to one partner, newest first."""
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
        "telling": evening.tells_on,
    }
    await tx.execute(_SAVE, _that(space_id, person_id, evening.local_date) | values)


async def note_message(
    tx: AsyncConnection, space_id: int, person_id: int, day: date, message_id: int
) -> None:
    """Note the message at the door that asks, so that a late door link asks no second time."""
    await tx.execute(_CHANGE, _that(space_id, person_id, day) | {"message_id": message_id})


async def carry(
    tx: AsyncConnection, space: Space, day: date, post_due: datetime, lost_before: datetime
) -> tuple[list[Carried], bool]:
    """Return what the post due then carries of the wishes up to a day's, and whether others carry any.

    `told_at` takes the post's due instant, so that its outbox message carries the same when it is composed
    anew, and no other post the same wish. What is `told` already belongs to the post that told it. A wish
    that a post due at `lost_before` or earlier carries, and that nobody ever heard of again, is free.
    """
    carried, elsewhere = [], False
    for row in await _passed_on(tx, space, day):
        if row.told_at != post_due:
            if row.told:
                continue
            if row.told_at is not None and row.told_at > lost_before:
                elsewhere = True
                continue
            await tx.execute(_CHANGE, _that(space.id, row.person_id, row.local_date) | {"told_at": post_due})
        if row.wish is not None and row.wish in WISHES:
            carried.append(Carried(row.person_id, row.wish, row.tells_on or day))
    return carried, elsewhere


async def carried_by(tx: AsyncConnection, space: Space, day: date, post_due: datetime) -> list[Carried]:
    """Return what the post of a day that was due then has carried so far; it takes nothing."""
    return [
        Carried(row.person_id, row.wish, row.tells_on or day)
        for row in await _passed_on(tx, space, day)
        if row.told_at == post_due and row.wish is not None and row.wish in WISHES
    ]


async def note_told(tx: AsyncConnection, space: Space, day: date, post_due: datetime) -> None:
    """What a post carries is out, or may be: it is told."""
    await tx.execute(_TOLD, _told_on(space, day) | {"due": post_due})


async def release(tx: AsyncConnection, space: Space, day: date, post_due: datetime) -> None:
    """What a post carries did not go out: whichever goes first may carry it now."""
    await tx.execute(_UNTOLD, _told_on(space, day) | {"due": post_due})


async def has_untold(tx: AsyncConnection, space: Space, day: date) -> bool:
    """Return whether anybody passed on a wish for this day, or one before, that is not known to be out."""
    return any(not row.told for row in await _passed_on(tx, space, day))


async def newest(
    tx: AsyncConnection, space_id: int, person_id: int, skipped: int, most: int
) -> list[Evening]:
    """Return some of one partner's evenings, newest first, after so many."""
    rows = await tx.execute(
        select(*_COLUMNS)
        .where(evenings.c.space_id == space_id, evenings.c.person_id == person_id)
        .order_by(evenings.c.local_date.desc())
        .offset(skipped)
        .limit(most)
    )
    return [_as_evening(row) for row in rows.all()]


async def erase(tx: AsyncConnection, space_id: int, person_id: int, day: date) -> None:
    """Erase one partner's evening of a date."""
    await tx.execute(delete(evenings).where(_THAT), _that(space_id, person_id, day))


async def erase_of(tx: AsyncConnection, space: Space, person_id: int) -> None:
    """Erase one partner's evenings."""
    await tx.execute(
        delete(evenings).where(evenings.c.space_id == space.id, evenings.c.person_id == person_id)
    )


async def forget_wishes(tx: AsyncConnection, space_id: int, _now: datetime) -> None:
    """Erase every wish that was not told, passed on or not: the space ended."""
    await tx.execute(
        update(evenings)
        .where(evenings.c.space_id == space_id, evenings.c.told.is_(False))
        .values(wish=None, passed_on=False)
    )


async def pass_on_none(tx: AsyncConnection, _services: Services, space: Space, person_id: int) -> Faces:
    """Let no wish of this person's be told: who they passed it on to has left. It stays theirs."""
    theirs = (evenings.c.space_id == space.id, evenings.c.person_id == person_id)
    await tx.execute(update(evenings).where(*theirs, evenings.c.told.is_(False)).values(passed_on=False))
    return ()


async def _passed_on(
    tx: AsyncConnection, space: Space, day: date
) -> list[Row[int, date, str | None, date | None, datetime | None, bool]]:
    """Return by author what was passed on for this day and those before on which it may still be told."""
    return list((await tx.execute(_PASSED_ON, _told_on(space, day))).all())


def _told_on(space: Space, day: date) -> dict[str, Any]:
    return {
        "space": space.id,
        "authors": [author.person_id for author in space.couple],
        "telling": day,
        "oldest": day - STILL_TOLD,
        "first": day - STILL_TOLD - FARTHEST,
        "last": day + FARTHEST,
    }


def _that(space_id: int, person_id: int, day: date) -> dict[str, Any]:
    return {"space": space_id, "person": person_id, "date": day}


def _as_evening(row: Any) -> Evening:
    return Evening(
        local_date=row.local_date,
        day=row.day,
        closeness=row.closeness,
        wish=row.wish,
        step=Step(row.step),
        passed_on=row.passed_on,
        tells_on=row.tells_on,
        message_id=row.message_id,
    )
