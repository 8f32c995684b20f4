"""The hours that both know of, as words, and those that suit both. Pure; hours only, and never a place."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot import dates
from bot.features.kindness.exports import KINDNESS_MODE, KINDNESS_TIME
from bot.features.question.exports import QUESTION_TIME
from bot.spaces.model import Partner, Space
from bot.words import _
from schedules.quiet import is_quiet_at

SUITING = 4
_MARGIN = timedelta(hours=1)


def known(space: Space, partner: Partner) -> ZoneInfo:
    """Return the clock by which both know a partner to live: the announced one, else the group's."""
    return ZoneInfo(partner.announced) if partner.announced else space.tz


def at_others(space: Space, at: time, now: datetime) -> Markup:
    """Return what the group's time `at` is where an announced clock shows another: " (16:00 for Ben)"."""
    each = Markup(_("%(time)s for %(name)s"))
    told = [
        each % {"time": dates.say_time(_at(space, at, known(space, it), now)), "name": it.name}
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


def suiting(space: Space, now: datetime) -> list[time]:
    """Return a few whole hours of the group's clock that suit both, those nearest to the question's first
    chosen, in their order; none if no hour does.
    """
    near = sorted(_fitting(space, now), key=lambda at: _apart(at, space[QUESTION_TIME]))[:SUITING]
    return sorted(near)


def kindness_moves(space: Space, now: datetime) -> bool:
    """Whether the kindness has an hour of its own that is night for one of them."""
    return space[KINDNESS_MODE] == "own" and not suits(space, space[KINDNESS_TIME], now)


def beside(space: Space, question: time, now: datetime) -> time:
    """Return where a kindness of the night moves with the question: the nearest hour that suits both."""
    others = [at for at in _fitting(space, now) if at != question]
    return min(others, key=lambda at: _apart(at, space[KINDNESS_TIME]), default=question)


def at_night(space: Space, at: time, now: datetime) -> list[str]:
    """Return for whom, by clocks that differ and that both know of, the group's time `at` is night."""
    if not space.clocks_differ(now):
        return []
    return [it.name for it in space.couple if is_quiet_at(space, _at(space, at, known(space, it), now))]


def _fitting(space: Space, now: datetime) -> list[time]:
    hours = [time(hour) for hour in range(24)]
    return [at for at in hours if suits(space, at, now, _MARGIN)] or [
        at for at in hours if suits(space, at, now)
    ]


def pair(space: Space, at: time, now: datetime) -> str:
    """Return the group's time `at` by both partners' clocks, as a button has it: "17:00 / 08:00"."""
    return " / ".join(dates.say_time(_at(space, at, known(space, it), now)) for it in space.couple)


def _apart(one: time, other: time) -> int:
    minutes = abs((one.hour - other.hour) * 60 + one.minute - other.minute)
    return min(minutes, 24 * 60 - minutes)


def _same(one: ZoneInfo, other: ZoneInfo, now: datetime) -> bool:
    return offset(one, now) == offset(other, now)


def _instant(space: Space, at: time, now: datetime) -> datetime:
    return datetime.combine(space.local(now).date(), at, tzinfo=space.tz)


def by(space: Space, at: time, zone: str, now: datetime) -> time:
    """Return the group's time `at` by another clock."""
    return _at(space, at, ZoneInfo(zone), now)


def _at(space: Space, at: time, zone: ZoneInfo, now: datetime) -> time:
    return _instant(space, at, now).astimezone(zone).time()
