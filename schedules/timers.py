"""Timers: at an instant, what a kind means is done about its `ref`, once.

A timer is a row, so that it survives every restart and falls with its space. The tick finds it at its instant
and runs what its kind means in one transaction, which takes the row away too: a crash leaves both or neither.
A feature says what its kinds mean (`Feature.timers`); setting one again moves it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import timers

_ASIDE = timedelta(hours=1)

_THIS = timers.c.kind == bindparam("of_kind"), timers.c.ref == bindparam("of_ref")
_NEW = upsert(timers)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["kind", "ref"],
    set_={name: _NEW.excluded[name] for name in ("space_id", "at", "made_at")},
)
_CANCEL = delete(timers).where(*_THIS)
_AT = select(timers.c.at).where(*_THIS)
_DUE = (
    select(timers.c.space_id, timers.c.kind, timers.c.ref)
    .where(timers.c.at <= bindparam("now"))
    .order_by(timers.c.at)
    .limit(bindparam("most"))
)
_TAKE = _CANCEL.where(timers.c.at <= bindparam("now"))
_NEXT = select(func.min(timers.c.at)).where(timers.c.at > bindparam("now"))
_AHEAD = select(timers).where(timers.c.at > bindparam("now"), timers.c.made_at > bindparam("now"))
_MOVE = update(timers).where(*_THIS)


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that is due: what to do (`kind`), about what (`ref`), in which space."""

    space_id: int
    kind: str
    ref: int


async def put(
    tx: AsyncConnection, *, space_id: int, kind: str, ref: int, at: datetime, now: datetime
) -> None:
    """Have what `kind` means done about `ref` at an instant, which may have passed; moves one that stands."""
    values = {"space_id": space_id, "kind": kind, "ref": ref, "at": at, "made_at": now}
    await tx.execute(_PUT, values)


async def cancel(tx: AsyncConnection, kind: str, ref: int) -> None:
    """Do nothing about `ref`; without effect where no timer stands."""
    await tx.execute(_CANCEL, {"of_kind": kind, "of_ref": ref})


async def at(tx: AsyncConnection, kind: str, ref: int) -> datetime | None:
    """Return when what `kind` means is done about `ref`; None where no timer stands."""
    return await tx.scalar(_AT, {"of_kind": kind, "of_ref": ref})


async def due(tx: AsyncConnection, now: datetime, limit: int) -> list[Timer]:
    """Return up to `limit` timers whose instant has come, soonest first."""
    rows = await tx.execute(_DUE, {"now": now, "most": limit})
    return [Timer(*row) for row in rows.all()]


async def take(tx: AsyncConnection, timer: Timer, now: datetime) -> bool:
    """Take a due timer away in the transaction that does what it means; False if it is not due any more."""
    values = {"of_kind": timer.kind, "of_ref": timer.ref, "now": now}
    return bool((await tx.execute(_TAKE, values)).rowcount)


async def set_aside(tx: AsyncConnection, timer: Timer, now: datetime) -> None:
    """Try a timer that failed again in an hour, so that it does not keep others waiting."""
    await tx.execute(_MOVE, {"of_kind": timer.kind, "of_ref": timer.ref, "at": now + _ASIDE})


async def forget(tx: AsyncConnection, space_id: int) -> None:
    """Do nothing more in a space that ended."""
    await tx.execute(delete(timers).where(timers.c.space_id == space_id))


async def turn_back(tx: AsyncConnection, now: datetime) -> None:
    """After the clock was set back: what was to come in a minute of the wrong time comes in a minute."""
    for row in (await tx.execute(_AHEAD, {"now": now})).all():
        values = {"of_kind": row.kind, "of_ref": row.ref, "at": now + (row.at - row.made_at), "made_at": now}
        await tx.execute(_MOVE, values)


async def next_instant(tx: AsyncConnection, now: datetime) -> datetime | None:
    """Return the soonest instant after now at which a timer is due."""
    return await tx.scalar(_NEXT, {"now": now})
