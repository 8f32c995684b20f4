"""What may have reached nobody: outbox messages whose tries all stayed without an answer and without proof.

Nobody else would ever learn of them, so they may be asked for, for two days, and go out once more.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.columns import fixed
from bot.db.tables import outbox
from schedules.outbox import ASKED_FOR, TRIES, OutboxMessage, OutboxState, as_message, change, each_behind

_GIVEN_UP = and_(outbox.c.state == fixed(OutboxState.UNKNOWN), outbox.c.tries >= fixed(TRIES))
_LOST = (
    select(outbox)
    .where(
        outbox.c.space_id == bindparam("space"),
        outbox.c.person_id == 0,
        _GIVEN_UP,
        outbox.c.claimed_at > bindparam("since"),
        outbox.c.kind.not_in(bindparam("besides", expanding=True)),
        or_(outbox.c.fresh_until.is_(None), outbox.c.fresh_until > bindparam("soon")),
    )
    .order_by(outbox.c.id)
)
_AGAIN_BEHIND = (
    update(outbox)
    .where(outbox.c.behind == bindparam("outbox_id"), outbox.c.behind.is_not(None), _GIVEN_UP)
    .values(state=OutboxState.WAITING, not_before=bindparam("until"))
    .returning(outbox.c.id)
)


async def given_up(tx: AsyncConnection, space_id: int, kind: str, now: datetime) -> list[int]:
    """Return what those outbox messages to the group are about of which nobody knows whether they arrived.

    Their tries all stayed without an answer and without proof, or Telegram cannot take them as they are, some
    time in the last two days.
    """
    rows = await tx.execute(select(outbox.c.ref).where(_given_up(space_id, kind, now)).order_by(outbox.c.id))
    return list(rows.scalars().all())


async def ask_again(tx: AsyncConnection, space_id: int, kind: str, ref: int, now: datetime) -> None:
    """Let an outbox message that was given up go out once more, without sound: somebody asked for it."""
    await tx.execute(
        update(outbox)
        .where(_given_up(space_id, kind, now), outbox.c.ref == ref)
        .values(state=OutboxState.WAITING, not_before=now)
    )


async def lost(
    tx: AsyncConnection, space_id: int, besides: frozenset[str], now: datetime
) -> list[OutboxMessage]:
    """Return the given up messages to the group, of all kinds besides these, that do not go stale soon."""
    rows = await tx.execute(
        _LOST,
        {"space": space_id, "since": now - ASKED_FOR, "besides": list(besides), "soon": now + ASKED_FOR},
    )
    return [as_message(row) for row in rows.all()]


async def send_again(tx: AsyncConnection, outgoing: OutboxMessage, now: datetime) -> None:
    """Let a message that was given up go out once more, without sound, and what goes out behind it."""
    await change(tx, outgoing, state=OutboxState.WAITING, not_before=now)
    await each_behind(tx, [outgoing.id], _AGAIN_BEHIND, until=now)


def _given_up(space_id: int, kind: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        outbox.c.space_id == space_id,
        outbox.c.kind == kind,
        outbox.c.person_id == 0,
        outbox.c.state == fixed(OutboxState.UNKNOWN),
        outbox.c.tries >= fixed(TRIES),
        outbox.c.claimed_at > now - ASKED_FOR,
    )
