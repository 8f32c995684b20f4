"""Who may speak: what the bot begins by itself has a few places a day, and this grants them.

The group has two: the morning's and, without a sound, the midday's. A door has one. Each ritual names the
place it takes and its rank there (`Ritual`). Of several that have something to say on one day the rarest
speaks, that is the one of the lowest rank, if it had its turn no later than the others; who gives way asks
again the next day. Nobody gives way for good: not twice to what then does not come (the machine sleeps at its
hour, say), and whoever found no place seven times comes first, whatever their rank.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import plan, posts
from bot.spaces.model import Space
from schedules.due import Due
from schedules.ritual import Ritual

_PATIENCE = 7
"""So often in a row a ritual may be refused; then it comes first."""

_AT = (posts.c.space_id == bindparam("space"), posts.c.person_id == bindparam("person"))
_HELD = select(posts.c.ritual).where(
    *_AT, posts.c.place == bindparam("place"), posts.c.held_on == bindparam("day")
)
_PLANNED = select(plan.c.ritual, plan.c.next_date, plan.c.next_due).where(
    plan.c.space_id == bindparam("space"),
    plan.c.person_id == bindparam("person"),
    plan.c.ritual.in_(bindparam("others", expanding=True)),
    plan.c.next_date == bindparam("day"),
)
_OF = (*_AT, posts.c.ritual == bindparam("ritual"))
_NEWEST = select(posts.c.held_on, posts.c.state).where(*_OF).order_by(posts.c.local_date.desc()).limit(1)
_TURN = (
    select(posts.c.local_date)
    .where(*_OF, posts.c.state != "skipped")
    .order_by(posts.c.local_date.desc())
    .limit(1)
)
_REFUSED = select(func.count()).where(
    *_OF, posts.c.state == "skipped", posts.c.local_date > bindparam("turn")
)


class Refusal(StrEnum):
    """Why a ritual does not get the place of a day."""

    TAKEN = "taken"
    LEFT_TO_ANOTHER = "left to another"


def day_of(space: Space, person_id: int, due: Due) -> date:
    """Return the day whose place is meant: a day at a door goes on until four."""
    partner = space.partner(person_id)
    return due.local_date if partner is None else partner.day(due.at)


async def refuses(
    tx: AsyncConnection, rituals: Iterable[Ritual], space: Space, person_id: int, asks: Ritual, due: Due
) -> Refusal | None:
    """Return why a ritual that is due does not get the place it asks for; None: it does.

    What somebody asked for by hand holds a place, too, so that nothing comes on top of it.
    """
    if asks.place is None:
        return None
    others = {it.name: it for it in rituals if it.place is asks.place and it.name != asks.name}
    day = day_of(space, person_id, due)
    where = {"space": space.id, "person": person_id}
    if await _is_held(tx, where, asks, day):
        return Refusal.TAKEN
    if not others:
        return None
    planned = (await tx.execute(_PLANNED, where | {"others": sorted(others), "day": day})).all()
    if not planned or await _gave_way_for_nothing(tx, where, asks):
        return None
    mine = await _turn(tx, where, asks)
    for row in planned:
        other, theirs = others[row.ritual], await _turn(tx, where, others[row.ritual])
        rarer = other.rank < asks.rank and theirs <= mine
        first = rarer or (theirs < mine and await _has_waited(tx, where, other, theirs))
        if first and await other.wants(tx, space, person_id, Due(row.next_date, row.next_due)):
            return Refusal.LEFT_TO_ANOTHER
    return None


async def _is_held(tx: AsyncConnection, where: dict[str, int], asks: Ritual, day: date) -> bool:
    """Whether something else than the one that asks has its place on a day."""
    holders = await tx.scalars(_HELD, where | {"place": asks.place, "day": day})
    return any(name != asks.name for name in holders.all())


async def _turn(tx: AsyncConnection, where: dict[str, int], ritual: Ritual) -> date:
    """Return the newest day on which a ritual had its turn, be it without anything to say."""
    return await tx.scalar(_TURN, where | {"ritual": ritual.name}) or date.min


async def _gave_way_for_nothing(tx: AsyncConnection, where: dict[str, int], ritual: Ritual) -> bool:
    """Whether a ritual was refused the last time, and then nobody came in its place."""
    newest = (await tx.execute(_NEWEST, where | {"ritual": ritual.name})).one_or_none()
    if newest is None or newest.state != "skipped" or newest.held_on is None:
        return False
    return not await _is_held(tx, where, ritual, newest.held_on)


async def _has_waited(tx: AsyncConnection, where: dict[str, int], ritual: Ritual, turn: date) -> bool:
    """Whether a ritual was refused too often since it had its turn."""
    values = where | {"ritual": ritual.name, "turn": turn}
    return (await tx.scalar(_REFUSED, values) or 0) >= _PATIENCE
