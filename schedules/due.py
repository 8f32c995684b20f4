"""When a post is due: pure rules over local dates, zones and rhythms. No clock, no SQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVERY_DAY = "xxxxxxx"
NIGHT_ENDS = time(4)
_HORIZON = 400


@dataclass(frozen=True, slots=True)
class Due:
    """The local date a post belongs to, and the instant (UTC) at which it is due."""

    local_date: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Days:
    """How long a post of whole days lasts: its own day is the first, and after the last the night belongs
    to it, until four.
    """

    count: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """On which local dates a ritual may come.

    `days` and `rest_days` are seven letters, Monday first, `x` where the day counts. The rest day on
    `rest_from` is moved to `rest_to`. At least `step` days lie between two posts. Nothing is due before
    `not_before`, an instant (a pause).
    """

    at: time
    zone: ZoneInfo
    days: str = EVERY_DAY
    rest_days: str = "......."
    rest_from: date | None = None
    rest_to: date | None = None
    step: int = 1
    not_before: datetime | None = None


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a wall time on a local date.

    A time that the clocks jump over is moved forward by the jump; one that comes twice means the first.
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def end(due: Due, lasts: timedelta | Days, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which a post that is due then is over, by the clock of a zone."""
    if isinstance(lasts, timedelta):
        return due.at + lasts
    return instant(due.local_date + timedelta(days=lasts.count), NIGHT_ENDS, zone)


def rests(rhythm: Rhythm, day: date) -> bool:
    """Return whether a local date is a rest day, moved ones counted where they were moved to."""
    if day == rhythm.rest_to:
        return True
    return rhythm.rest_days[day.weekday()] == "x" and day != rhythm.rest_from


def dues(rhythm: Rhythm, after: date) -> Iterator[Due]:
    """Yield the dates after a claimed one on which the rhythm lets a post come, soonest first.

    The first keeps the step's distance from `after`, each further one from the one before. Stops after
    about a year without a fitting date.
    """
    candidate = after + timedelta(days=rhythm.step)
    misses = 0
    while misses < _HORIZON:
        due = Due(candidate, instant(candidate, rhythm.at, rhythm.zone))
        allowed = rhythm.days[candidate.weekday()] == "x" and not rests(rhythm, candidate)
        if allowed and (rhythm.not_before is None or due.at >= rhythm.not_before):
            yield due
            misses, candidate = 0, candidate + timedelta(days=rhythm.step)
        else:
            misses, candidate = misses + 1, candidate + timedelta(days=1)


def first_due(rhythm: Rhythm, after: date, later_than: datetime) -> Due | None:
    """Return the first due date after a claimed one whose instant lies after `later_than`, or None."""
    for due in dues(rhythm, after):
        if due.at > later_than:
            return due
    return None


def is_quiet(local: time, quiet_from: time, quiet_until: time) -> bool:
    """Return whether a local time lies in the quiet hours, which may span midnight; equal ends: never."""
    if quiet_from <= quiet_until:
        return quiet_from <= local < quiet_until
    return local >= quiet_from or local < quiet_until
