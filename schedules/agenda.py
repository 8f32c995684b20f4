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

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import plan
from bot.spaces.model import Space
from schedules import posts
from schedules.due import Due
from schedules.posts import Whose
from schedules.ritual import Ritual

_PATIENCE = 7
"""So often in a row a ritual may be refused; then it comes first."""

_PLANNED = select(plan.c.ritual, plan.c.next_date, plan.c.next_due).where(
    plan.c.space_id == bindparam("space"),
    plan.c.person_id == bindparam("person"),
    plan.c.ritual.in_(bindparam("others", expanding=True)),
    plan.c.next_date == bindparam("day"),
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
    asking = Whose(space.id, asks.name, person_id)
    if await _is_held(tx, asking, asks, day):
        return Refusal.TAKEN
    if not others:
        return None
    where = {"space": space.id, "person": person_id, "others": sorted(others), "day": day}
    planned = (await tx.execute(_PLANNED, where)).all()
    if not planned or await _gave_way_for_nothing(tx, asking, asks):
        return None
    mine = await posts.newest_turn(tx, asking)
    for row in planned:
        other, whose = others[row.ritual], Whose(space.id, row.ritual, person_id)
        theirs = await posts.newest_turn(tx, whose)
        rarer = other.rank < asks.rank and theirs <= mine
        first = rarer or (theirs < mine and await posts.skipped_since(tx, whose, theirs) >= _PATIENCE)
        if first and await other.wants(tx, space, person_id, Due(row.next_date, row.next_due)):
            return Refusal.LEFT_TO_ANOTHER
    return None


async def _is_held(tx: AsyncConnection, asking: Whose, asks: Ritual, day: date) -> bool:
    """Whether something else than the one that asks has its place on a day."""
    if asks.place is None:
        return False
    names = await posts.holders(tx, asking.space_id, asking.person_id, asks.place, day)
    return any(name != asking.ritual for name in names)


async def _gave_way_for_nothing(tx: AsyncConnection, asking: Whose, asks: Ritual) -> bool:
    """Whether a ritual was refused the last time, and then nobody came in its place."""
    day = await posts.skipped_on(tx, asking)
    return day is not None and not await _is_held(tx, asking, asks, day)
