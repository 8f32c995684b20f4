"""The SQL of evenings. Every function works inside the caller's transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, delete, select, update
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


async def begin(tx: AsyncConnection, space_id: int, person_id: int, day: date, now: datetime) -> None:
    """Begin an evening, or go through it once more: what was tapped stays until it is tapped anew."""
    statement = upsert(evenings).values(
        space_id=space_id, person_id=person_id, local_date=day, step="day", began_at=now
    )
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["space_id", "person_id", "local_date"], set_={"message_id": None}
        )
    )


async def evening(tx: AsyncConnection, space_id: int, person_id: int, day: date) -> Evening | None:
    """Return one partner's evening of a date, or None."""
    row = (await tx.execute(select(*_COLUMNS).where(_of(space_id, person_id, day)))).one_or_none()
    return None if row is None else _as_evening(row)


async def since(tx: AsyncConnection, space_id: int, person_id: int, day: date) -> list[Evening]:
    """Return one partner's evenings from a date on, oldest first."""
    rows = await tx.execute(
        select(*_COLUMNS)
        .where(
            evenings.c.space_id == space_id,
            evenings.c.person_id == person_id,
            evenings.c.local_date >= day,
        )
        .order_by(evenings.c.local_date)
    )
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
    await tx.execute(
        update(evenings)
        .where(_of(space_id, person_id, evening.local_date))
        .values(
            day=evening.day,
            closeness=evening.closeness,
            wish=evening.wish,
            step=evening.step,
            passed_on=evening.passed_on,
        )
    )


async def note_message(
    tx: AsyncConnection, space_id: int, person_id: int, day: date, message_id: int
) -> None:
    """Note the message at the door that asks, so that a late door link asks no second time."""
    await tx.execute(update(evenings).where(_of(space_id, person_id, day)).values(message_id=message_id))


async def tell(
    tx: AsyncConnection, space_id: int, person_id: int, days: Sequence[date], post_due: datetime
) -> list[str]:
    """Return the wishes that a partner passed on in the evenings of these dates, for the post due then.

    `told_at` takes the post's due instant: the first post that tells a wish keeps it, tells it again when
    its letter is composed anew, and no other post tells it twice.
    """
    passed_on = _passed_on(space_id, person_id, days)
    await tx.execute(update(evenings).where(passed_on, evenings.c.told_at.is_(None)).values(told_at=post_due))
    rows = await tx.scalars(
        select(evenings.c.wish)
        .where(passed_on, evenings.c.told_at == post_due)
        .order_by(evenings.c.local_date)
    )
    return [wish for wish in rows if wish in WISHES]


async def has_untold(tx: AsyncConnection, space_id: int, person_id: int, days: Sequence[date]) -> bool:
    """Return whether a partner passed on a wish in these evenings that no post has told yet."""
    found = await tx.scalar(
        select(evenings.c.person_id).where(
            _passed_on(space_id, person_id, days), evenings.c.told_at.is_(None)
        )
    )
    return found is not None


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


def _of(space_id: int, person_id: int, day: date) -> ColumnElement[bool]:
    return and_(
        evenings.c.space_id == space_id,
        evenings.c.person_id == person_id,
        evenings.c.local_date == day,
    )


def _passed_on(space_id: int, person_id: int, days: Sequence[date]) -> ColumnElement[bool]:
    return and_(
        evenings.c.space_id == space_id,
        evenings.c.person_id == person_id,
        evenings.c.local_date.in_(days),
        evenings.c.passed_on.is_(True),
    )


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
