"""Replies that a door surely did not take: the clock offers them again, as outbox messages.

A reply is never repeated, but one that was refused, or never left this machine, was not said yet. From then
on it is an outbox message (`schedules.dispatch`), composed anew when it goes out: it comes only while it is
of use.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.columns import fixed
from bot.db.tables import outbox
from bot.outcomes import Later, NotSent, Outcome, Refused
from schedules.dispatch import AFTER_A_REFUSAL, RETRY
from schedules.outbox import OutboxState

_KEY = (
    outbox.c.kind == bindparam("of_kind"),
    outbox.c.ref == bindparam("of_ref"),
    outbox.c.person_id == bindparam("of_person"),
)
_FORGET = delete(outbox).where(*_KEY, outbox.c.state.in_((OutboxState.SENT, OutboxState.OVER)))
_PUT = upsert(outbox).on_conflict_do_nothing()
_REFUSED = (
    outbox.c.state == fixed(OutboxState.WAITING),
    outbox.c.refused > fixed(0),
    outbox.c.person_id > fixed(0),
)
_REFUSED_AT = select(outbox.c.id).where(outbox.c.person_id == bindparam("of_person"), *_REFUSED)
_HURRY = (
    update(outbox)
    .where(
        outbox.c.id.in_(bindparam("outbox_ids", expanding=True)),
        outbox.c.state == OutboxState.WAITING,
        outbox.c.not_before > bindparam("now"),
    )
    .values(not_before=bindparam("now"))
)
_IS_COMING = select(outbox.c.id).where(*_KEY, outbox.c.state.in_((OutboxState.WAITING, OutboxState.CLAIMED)))


def wait_for(outcome: Outcome) -> timedelta | None:
    """Return after how long a reply may be offered again; None if it arrived, or nobody knows."""
    match outcome:
        case Refused():
            return AFTER_A_REFUSAL
        case NotSent():
            return RETRY
        case Later(seconds):
            return timedelta(seconds=seconds)
        case _:
            return None


async def offer(
    tx: AsyncConnection,
    outcome: Outcome,
    *,
    space_id: int,
    person_id: int,
    kind: str,
    ref: int,
    now: datetime,
) -> bool:
    """Have a reply at this person's door that was surely not taken offered again as an outbox message.

    `kind` and `ref` say who composes it. Returns whether it comes; `wake` the services after the transaction.
    """
    wait = wait_for(outcome)
    if wait is None:
        return False
    await tx.execute(_FORGET, {"of_kind": kind, "of_ref": ref, "of_person": person_id})
    values = {
        "space_id": space_id,
        "person_id": person_id,
        "kind": kind,
        "ref": ref,
        "not_before": now + wait,
        "fresh_until": None,
        "claimed_at": now,
        "loud": True,
        "refused": 1,
    }
    await tx.execute(_PUT, values)
    return True


async def is_coming(tx: AsyncConnection, person_id: int, kind: str, ref: int) -> bool:
    """Return whether a reply is offered again by itself."""
    found = await tx.scalar(_IS_COMING, {"of_kind": kind, "of_ref": ref, "of_person": person_id})
    return found is not None


async def refused_at(tx: AsyncConnection, person_id: int) -> Sequence[int]:
    """Return the outbox messages (their ids) that this person's door did not take and that wait for it."""
    return (await tx.execute(_REFUSED_AT, {"of_person": person_id})).scalars().all()


async def hurry(tx: AsyncConnection, outbox_ids: Sequence[int], now: datetime) -> None:
    """Offer these outbox messages now, if they still wait: their reader was just heard of at their door."""
    await tx.execute(_HURRY, {"outbox_ids": list(outbox_ids), "now": now})
