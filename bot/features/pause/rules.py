"""How long a pause may be: pure."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.typed import Reading, read_end


class Span(StrEnum):
    """How long a tap lets it rest, in days."""

    DAY = "1"
    THREE_DAYS = "3"
    WEEK = "7"

    @property
    def length(self) -> timedelta:
        """The span itself."""
        return timedelta(days=int(self))


LONGEST = timedelta(days=30)


class TooLong(Exception):
    """The typed end lies more than `LONGEST` ahead."""


def typed_end(text: str, now: datetime, group: ZoneInfo) -> Reading[datetime] | None:
    """Return the end a person typed (see `bot.typed.read_end`), by the clock of `now`.

    A day without an hour is that day by the group's clock, whose posts rest until it: by one's own it would
    begin at another hour for the other to see. None if it cannot be read or is no future.

    Raises:
        TooLong: it is readable, but too far ahead.
    """
    reading = read_end(text, now, group)
    if reading is None:
        return None
    ends = [end for end in (reading.meant, reading.other) if end is not None and end - now <= LONGEST]
    if not ends:
        raise TooLong
    return Reading(ends[0], reading.guess, ends[1] if len(ends) > 1 else None)


def as_shown(end: datetime, own: ZoneInfo, group: ZoneInfo) -> datetime:
    """Return an end as its person reads it: the group's day as that day, any other by their clock."""
    there = end.astimezone(group)
    return there if there.time() == time() else end.astimezone(own)


def may_be(end: datetime, now: datetime) -> bool:
    """Whether a pause may end then: neither over nor too far ahead."""
    return now < end <= now + LONGEST
