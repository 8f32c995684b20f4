"""How long a pause may be, and what a person means by a typed end: pure."""

import re
from datetime import date, datetime, time, timedelta

from bot.dates import month_number, weekday_number

SPANS = {"1": timedelta(days=1), "3": timedelta(days=3), "7": timedelta(days=7)}
LONGEST = timedelta(days=30)

_DAYS = re.compile(r"(?:for )?(\d{1,4})(?: days?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4})?)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? ([^\W\d]+)\.?")
_MONTH_DAY = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?")


class TooLong(Exception):
    """The typed end lies more than `LONGEST` ahead."""


def typed_end(text: str, now: datetime) -> datetime | None:
    """Return the end a person typed, by the clock of `now`, or None if it cannot be read or is no future.

    A number is days from now; a date ("14 July", "14.7.", "2026-07-14") or weekday is its first minute. A
    date without a year is the next one.

    Raises:
        TooLong: it is readable, but too far ahead.
    """
    words = " ".join(text.casefold().removeprefix("until ").split())
    days = _DAYS.fullmatch(words)
    if days is not None:
        count = int(days[1])
        if count > LONGEST.days:
            raise TooLong
        return now + timedelta(days=count) if count else None
    day = _date(words, now.date())
    if day is None or day <= now.date():
        return None
    end = datetime.combine(day, time(), tzinfo=now.tzinfo)
    if end - now > LONGEST:
        raise TooLong
    return end


def _date(words: str, today: date) -> date | None:
    if iso := _ISO.fullmatch(words):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if numbers := _NUMBERS.fullmatch(words):
        day, month = int(numbers[1]), int(numbers[2])
        if month > 12:
            day, month = month, day
        return _day(int(numbers[3]), month, day) if numbers[3] else _next(today, month, day)
    if named := _DAY_MONTH.fullmatch(words):
        return _next(today, month_number(named[2]), int(named[1]))
    if named := _MONTH_DAY.fullmatch(words):
        return _next(today, month_number(named[1]), int(named[2]))
    number = weekday_number(words)
    return None if number is None else today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _next(today: date, month: int | None, day: int) -> date | None:
    """Return the next such date after today."""
    if month is None:
        return None
    this_year = _day(today.year, month, day)
    if this_year is not None and this_year > today:
        return this_year
    return _day(today.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
