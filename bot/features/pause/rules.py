"""How long a pause may be: pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.typed import Reading, read_end

SPANS = {"1": timedelta(days=1), "3": timedelta(days=3), "7": timedelta(days=7)}
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


def minutes(end: datetime) -> str:
    """Return an end as a button carries it: whole minutes since 1970, UTC."""
    return str(int(end.timestamp()) // 60)


def end_of(minutes: str, now: datetime) -> datetime | None:
    """Return the end (UTC) that a button carries; None if it is over, too far ahead, or none."""
    if not minutes.isascii() or not minutes.isdecimal() or len(minutes) > 9:
        return None
    end = datetime.fromtimestamp(int(minutes) * 60, UTC)
    return end if now < end <= now + LONGEST else None
