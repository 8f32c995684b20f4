"""The hours that both know of, as words. Pure; hours only, and never a place."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot import dates
from bot.spaces.model import Partner, Space
from bot.words import _
from schedules.quiet import is_quiet_at


def known(space: Space, partner: Partner) -> ZoneInfo:
    """Return the clock by which both know a partner to live: the announced one, else the group's."""
    return ZoneInfo(partner.announced) if partner.announced else space.tz


def at_others(space: Space, at: time, now: datetime) -> Markup:
    """Return what the group's time `at` is where an announced clock shows another: " (16:00 for Ben)"."""
    each = Markup(_("%(time)s for %(name)s"))
    told = [
        each % {"time": dates.say_time(at_clock(space, at, known(space, it), now)), "name": it.name}
        for it in space.couple
        if not _same(space.tz, known(space, it), now)
    ]
    return Markup(" (%s)") % Markup(", ").join(told) if told else Markup("")


def offset(zone: ZoneInfo, now: datetime) -> int:
    """Return how far a clock is from UTC at an instant, in minutes: all that an announcement tells."""
    ahead = now.astimezone(zone).utcoffset()
    return round((ahead or timedelta(0)).total_seconds() / 60)


def suits(space: Space, at: time, now: datetime, margin: timedelta = timedelta(0)) -> bool:
    """Return whether the group's time `at` is in nobody's night, by any clock that both know of.

    With a `margin` it is that far from every night, too.
    """
    instant = _instant(space, at, now)
    moments = (instant - margin, instant, instant + margin)
    return not any(
        is_quiet_at(space, moment.astimezone(zone).time()) for moment in moments for zone in space.clocks
    )


def at_night(space: Space, at: time, now: datetime) -> list[str]:
    """Return for whom, by clocks that differ and that both know of, the group's time `at` is night."""
    if not space.clocks_differ(now):
        return []
    return [it.name for it in space.couple if is_quiet_at(space, at_clock(space, at, known(space, it), now))]


def _same(one: ZoneInfo, other: ZoneInfo, now: datetime) -> bool:
    return offset(one, now) == offset(other, now)


def _instant(space: Space, at: time, now: datetime) -> datetime:
    return datetime.combine(space.local(now).date(), at, tzinfo=space.tz)


def by(space: Space, at: time, zone: str, now: datetime) -> time:
    """Return the group's time `at` by another clock."""
    return at_clock(space, at, ZoneInfo(zone), now)


def at_clock(space: Space, at: time, zone: ZoneInfo, now: datetime) -> time:
    """Return the group's time `at` by a clock."""
    return _instant(space, at, now).astimezone(zone).time()
