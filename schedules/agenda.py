"""Who may speak: rituals that share one place a day, so that a day never has more of the bot's than promised.

In the group the day's silent place is the kindness's, and once the question's about the pace; at a door it
is the evening reminder's, on some Sundays that of what was kept for Sunday, and on some other mornings that
of an answer that stayed alone. Whoever speaks less often has it.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import outbox, plan, posts
from bot.spaces.model import Space
from schedules import outbox as letters
from schedules.due import NIGHT_ENDS, Due, instant

_SHARES: Mapping[str, Mapping[str, str]] = {
    "kindness": {"pace": "pace"},
    "pace": {"kindness": "kindness"},
    "reminder": {"thanks_sunday": "thanks.ask"},
}
"""Ritual -> those to which it leaves the day's place once they have spoken, and the kind of their letter."""
_TOLD: Mapping[str, tuple[str, str]] = {"reminder": ("question.stayed", "question")}
"""Ritual at a door -> the kind of a letter to which it leaves the place, and whose posts that is about."""
_WAITS_FOR: Mapping[str, str] = {"kindness": "pace"}
"""Ritual -> the one to which it leaves the day's place that is planned for that day, too. It does so after a
day on which it spoke itself: what is planned may be missed, on a machine that sleeps at its hour, say, and
planned for the next day anew, and nobody gives way for good."""

_SPOKE = (
    select(outbox.c.id)
    .join(posts, outbox.c.ref == posts.c.id)
    .where(
        outbox.c.kind == bindparam("kind"),
        outbox.c.person_id == bindparam("person"),
        posts.c.space_id == bindparam("space"),
        posts.c.person_id == bindparam("person"),
        posts.c.ritual == bindparam("ritual"),
        posts.c.local_date == bindparam("day"),
    )
)
_PLANNED = select(plan.c.next_date).where(
    plan.c.space_id == bindparam("space"),
    plan.c.person_id == bindparam("person"),
    plan.c.ritual == bindparam("ritual"),
)


async def gives_way(tx: AsyncConnection, space: Space, person_id: int, ritual: str, due: Due) -> bool:
    """Whether a ritual that is due leaves its day's place to another: it is skipped on that day.

    A card that somebody asked for counts, too. A day at a door goes on until four.
    """
    partner = space.partner(person_id)
    day = due.local_date if partner is None else partner.day(due.at)
    where = {"space": space.id, "person": person_id, "day": day}
    for other, kind in _SHARES.get(ritual, {}).items():
        if await tx.scalar(_SPOKE, where | {"ritual": other, "kind": kind}) is not None:
            return True
    told = _TOLD.get(ritual)
    if partner is not None and told is not None:
        begun = instant(day, NIGHT_ENDS, partner.tz)
        kind, of = told
        if await letters.was_put(tx, space.id, kind, person_id, begun, ritual=of):
            return True
    if not await _is_planned(tx, space, person_id, _WAITS_FOR.get(ritual), day):
        return False
    yesterday = where | {"ritual": ritual, "kind": ritual, "day": day - timedelta(days=1)}
    return await tx.scalar(_SPOKE, yesterday) is not None


async def _is_planned(
    tx: AsyncConnection, space: Space, person_id: int, ritual: str | None, day: date
) -> bool:
    if ritual is None:
        return False
    where = {"space": space.id, "person": person_id, "ritual": ritual}
    return await tx.scalar(_PLANNED, where) == day
