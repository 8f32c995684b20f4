"""The ladder: how posts grow rarer when nothing is done together, and the pace a couple chose. Pure.

It counts only what both did (a reveal, *we talked about it*, an answered thanks), so its steps say
nothing about either of the two.
"""

from datetime import datetime, time, timedelta

from bot.spaces.model import Space
from bot.spaces.preference import INSTANT, TEXT, YES_OR_NO, Ours
from schedules.due import Rhythm
from schedules.rest import REST_DAYS, REST_FROM, REST_TO, rests_until

PACES = {"daily": 1, "other_day": 2, "weekly": 7}
SILENCE = timedelta(days=21)

PACE = Ours("ladder.pace", "daily", TEXT, told=True)
"""How often posts come where nothing makes them rarer: one of `PACES`."""

JOINT_AT: Ours[datetime | None] = Ours("ladder.joint_at", None, INSTANT)
"""When both last did something together, from which the ladder counts."""

QUIET_TOLD = Ours("ladder.quiet_told", False, YES_OR_NO)
"""Whether the one line before silence was said, so that it does not come twice."""


def step(chosen: str, since: datetime, now: datetime) -> int | None:
    """Return the days between posts, or None for silence.

    `since` is the last thing both did (or when the space began, or when a rest ended). Three days without:
    every other day; a week: weekly; three weeks: silence until spoken to. A rarer chosen pace wins.
    """
    without = now - since
    if without >= SILENCE:
        return None
    laddered = 7 if without >= timedelta(days=7) else 2 if without >= timedelta(days=3) else 1
    return max(PACES[chosen], laddered)


def since(space: Space, now: datetime) -> datetime:
    """Return whence the ladder counts: the last joint thing, the beginning, or a rest's end."""
    rest = rests_until(space)
    marks = (space[JOINT_AT], space.active_at, rest if rest is not None and rest <= now else None)
    return max((mark for mark in marks if mark is not None), default=space.created_at)


def is_silent(space: Space, now: datetime) -> bool:
    """Whether nothing is posted: three weeks without anything both did."""
    return step(space[PACE], since(space, now), now) is None


def rhythm(space: Space, at: time, days: str, now: datetime) -> Rhythm | None:
    """Return the rhythm of one of the space's own posts, or None for silence.

    The first post that would find the couple in silence still comes due: it is the one that says so.
    """
    every = step(space[PACE], since(space, now), now)
    if every is None and space[QUIET_TOLD]:
        return None
    return Rhythm(
        at=at,
        zone=space.tz,
        days=days,
        rest_days=space[REST_DAYS],
        rest_from=space[REST_FROM],
        rest_to=space[REST_TO],
        step=every or PACES["weekly"],
        not_before=rests_until(space),
    )
