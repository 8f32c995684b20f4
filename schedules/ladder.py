"""The ladder: how posts grow rarer when nothing is done together, and the pace a couple chose. Pure.

It counts only what both did (a reveal, *we talked about it*, an answered thanks), so its steps say
nothing about either of the two.
"""

from datetime import datetime, time, timedelta

from bot.spaces.model import Space
from schedules.due import Rhythm

PACES = {"daily": 1, "other_day": 2, "weekly": 7}
SILENCE = timedelta(days=21)


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
    rest = space.rests_until
    marks = (space.joint_at, space.active_at, rest if rest is not None and rest <= now else None)
    return max((mark for mark in marks if mark is not None), default=space.created_at)


def rhythm(space: Space, at: time, days: str, now: datetime) -> Rhythm | None:
    """Return the rhythm of one of the space's own posts, or None for silence.

    The first post that would find the couple in silence still comes due: it is the one that says so.
    """
    every = step(space.pace, since(space, now), now)
    if every is None and space.quiet_told:
        return None
    return Rhythm(
        at=at,
        zone=space.tz,
        days=days,
        rest_days=space.rest_days,
        rest_from=space.rest_from,
        rest_to=space.rest_to,
        step=every or PACES["weekly"],
        not_before=space.rests_until,
    )
