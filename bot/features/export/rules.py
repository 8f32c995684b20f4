"""When everything of somebody's comes: tomorrow morning by their own clock."""

from datetime import datetime, time, timedelta

from bot.spaces.model import Partner, Space
from schedules.due import instant, is_quiet

MORNING = time(8)
STANDS = timedelta(hours=1)
"""So long the file stands in its person's chat."""


def comes_at(space: Space, me: Partner, asked_at: datetime) -> datetime:
    """Return when what was asked for at an instant comes (UTC).

    That is at eight of the next day by this person's clock, or when the quiet hours are over: hours away,
    whatever clock they set. Of a space that has ended it comes before all of it is erased.
    """
    day = asked_at.astimezone(me.tz).date()
    hour = space.quiet_until if is_quiet(MORNING, space.quiet_from, space.quiet_until) else MORNING
    comes = instant(day + timedelta(days=1), hour, me.tz)
    if space.erase_at is None:
        return comes
    return min(comes, max(space.erase_at - STANDS, asked_at + (space.erase_at - asked_at) / 2))


def is_night(space: Space, me: Partner, now: datetime) -> bool:
    """Whether it is quiet at this person's door now."""
    return is_quiet(now.astimezone(me.tz).time(), space.quiet_from, space.quiet_until)
