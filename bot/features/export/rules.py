"""When everything of somebody's comes: tomorrow morning by their own clock."""

from datetime import datetime, time, timedelta

from bot.spaces.model import Partner, Space, SpaceState
from schedules.due import instant
from schedules.quiet import QUIET_UNTIL, is_quiet_at

MORNING = time(8)
STANDS = timedelta(hours=1)
"""So long the file stands in its person's chat."""
STATES = tuple(SpaceState)
"""The states of a space that there is a file of: who waits alone has said yes, and may have told more."""


def comes_at(space: Space, me: Partner, asked_at: datetime) -> datetime:
    """Return when what was asked for at an instant comes (UTC).

    That is at eight of the next day by this person's clock, or when the quiet hours are over: hours away,
    whatever clock they set. Of a space that has ended it comes before all of it is erased.
    """
    return _before_erased(space, _morning(space, me, asked_at, timedelta(days=1)), asked_at)


def put_off_to(space: Space, me: Partner, now: datetime) -> datetime:
    """Return when what was due and cannot be brought now comes (UTC): the first morning still ahead."""
    today = _morning(space, me, now, timedelta())
    morning = today if today > now else _morning(space, me, now, timedelta(days=1))
    return _before_erased(space, morning, now)


def _morning(space: Space, me: Partner, now: datetime, later: timedelta) -> datetime:
    day = now.astimezone(me.tz).date() + later
    hour = space[QUIET_UNTIL] if is_quiet_at(space, MORNING) else MORNING
    return instant(day, hour, me.tz)


def _before_erased(space: Space, comes: datetime, now: datetime) -> datetime:
    if space.erase_at is None:
        return comes
    return min(comes, max(space.erase_at - STANDS, now + (space.erase_at - now) / 2))


def stays_in_sight(space: Space, me: Partner, asked_at: datetime) -> bool:
    """Whether what was asked for then stays in its person's sight till it comes, and comes with sound.

    So it is if it was asked for at night, by their own clock: from a phone whose owner may have slept, who is
    to learn of it. Whoever asked by day knows when it comes; what stood there, or rang, would tell others.
    """
    return is_night(space, me, asked_at)


def is_night(space: Space, me: Partner, now: datetime) -> bool:
    """Whether it is quiet at this person's door now."""
    return is_quiet_at(space, now.astimezone(me.tz).time())
