"""Days as people type them: "tomorrow", "next Friday", "a week on Thursday", "14 July", "14.7.", "14/7"."""

import re
from datetime import date, timedelta

from bot.dates import month_number, weekday_number
from bot.typed.words import Reading

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)

TOMORROW = ("tomorrow", "tmrw", "tmr", "tomorow", "tommorow", "tommorrow", "2morrow")
_MORE_WEEKDAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_HOLIDAYS = {
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "xmas": (12, 25),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year": (1, 1),
    "new year's": (1, 1),
    "new years": (1, 1),
    "new year's day": (1, 1),
}
_WEEK_AFTER = (
    re.compile(r"(?:a|one|1) week (?:on |from |after )?(.+)"),  # "a week on Thursday", "a week tomorrow"
    re.compile(r"(.+) week"),  # "Thursday week"
)
_NEXT_WEEKS = (re.compile(r"([a-z]+),?(?: of)? next week"), re.compile(r"next week,?(?: on)? ([a-z]+)"))

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})([./-]) ?(\d{1,2})(?:\2 ?(\d{4}|\d{2})?)?")
_END_OF = re.compile(r"end of ([^\W\d]+)")
_DAY_ALONE = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)")
_DAY_MONTH = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? ?([^\W\d]+)\.?,?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([^\W\d]+)\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")


def read_day(words: str, today: date, *, or_today: bool = False) -> Reading[date] | None:
    """Return the day that plain words say, or None.

    Without a year it is the next after today, or today if that may be. A guess are a weekday that is today's,
    "next Friday", the end of a week, and numbers of which either may be the month.
    """
    words = words.removeprefix("on ").removeprefix("the ")
    if numbers := _NUMERIC.fullmatch(words):
        return _in_numbers(numbers, today - _DAY if or_today else today)
    words = words.removesuffix(".")
    if or_today and words in ("today", "tonight", "this evening"):
        return Reading(today)
    for found in (
        _relative(words, today),
        _weekday(words, today, or_today=or_today),
        _week_after(words, today),
    ):
        if found is not None:
            return found
    day = _calendar_date(words, today - _DAY if or_today else today)
    return None if day is None else Reading(day)


def weekday_named(words: str) -> int | None:
    """Return the number of a weekday (Monday is 0) named in full or in short; None for anything else."""
    number = weekday_number(words)
    return _MORE_WEEKDAYS.get(words) if number is None else number


def _relative(words: str, today: date) -> Reading[date] | None:
    """Return a day told by its distance from today."""
    monday = today + timedelta(days=7 - today.weekday())
    at_weekend = today.weekday() >= 5
    if words in TOMORROW:
        return Reading(today + _DAY)
    if words.startswith("day after ") and words.removeprefix("day after ") in TOMORROW:
        return Reading(today + 2 * _DAY)
    match words:
        case "next week" | "after the weekend" | "after this weekend" | "start of next week":
            return Reading(monday)
        case "weekend" | "this weekend":
            saturday = monday - 2 * _DAY
            return Reading(saturday + _WEEK, guess=True) if at_weekend else Reading(saturday)
        case "next weekend":
            saturday = monday - 2 * _DAY
            if at_weekend:
                return Reading(saturday + _WEEK, guess=True)
            return Reading(saturday, guess=True, other=saturday + _WEEK)
        case "end of the week" | "end of this week" | "end of week":
            return Reading(monday, guess=True)
        case "next month" | "end of the month" | "end of this month" | "end of month":
            return Reading(_month_after(today))
    end = _END_OF.fullmatch(words)
    month = None if end is None else _month(end[1])
    last = _next(today.replace(day=1) - _DAY, month, 1, None)
    return None if last is None else Reading(_month_after(last))


def _weekday(words: str, today: date, *, or_today: bool) -> Reading[date] | None:
    """Return the next day of a weekday's name, with "next" or "this" before it or without."""
    which, _, rest = words.rpartition(" ")
    number = weekday_named(rest.removesuffix("."))
    if number is None or which not in ("", "this", "next", "this coming", "coming"):
        return None
    ahead = (number - today.weekday()) % 7
    if ahead == 0 and not or_today:
        if which == "this":
            return None  # this very day is none to come, and the next one is not "this"
        return Reading(today + _WEEK, guess=which == "")
    day = today + timedelta(days=ahead)
    is_before_monday = day < today + timedelta(days=7 - today.weekday())
    if which == "next" and is_before_monday:
        return Reading(
            day + _WEEK if ahead == 0 else day, guess=True, other=None if ahead == 0 else day + _WEEK
        )
    return Reading(day)


def _week_after(words: str, today: date) -> Reading[date] | None:
    """Return a day a week after another: "a week on Thursday", "Thursday week", "Thursday next week"."""
    for shape in _NEXT_WEEKS:
        if (named := shape.fullmatch(words)) and (number := weekday_named(named[1])) is not None:
            return Reading(today + timedelta(days=7 - today.weekday() + number))
    for shape in _WEEK_AFTER:
        if (other := shape.fullmatch(words)) is None:
            continue
        number = weekday_named(other[1])
        if number is not None:
            return Reading(today + timedelta(days=((number - today.weekday() - 1) % 7) + 8))
        if other[1] == "today":
            return Reading(today + _WEEK)
        if other[1] in TOMORROW:
            return Reading(today + _DAY + _WEEK)
    return None


def _in_numbers(numbers: re.Match[str], after: date) -> Reading[date] | None:
    """Return a day in two or three numbers; where either may be the month, the nearer day to come is first.

    Sure are points, with the one at the end of "14.7.", and a whole date that can be read in one way alone.
    """
    first, point, second, year = int(numbers[1]), numbers[2], int(numbers[3]), numbers[4]
    year = f"20{year}" if year and len(year) == 2 else year
    ways = [(first, second)] if point == "." else list(dict.fromkeys([(first, second), (second, first)]))
    days = [found for day, month in ways if (found := _next(after, month, day, year)) is not None]
    if not days:
        return None
    days.sort(key=lambda day: (day <= after, day))
    ends_in_a_point = point == "." and numbers[0].endswith(".")
    guess = not (ends_in_a_point or (year and (point == "." or len(days) == 1)))
    other = days[1] if len(days) > 1 and days[1] > after else None
    return Reading(days[0], guess, other)


def _calendar_date(words: str, after: date) -> date | None:
    """Return a date, with the weekday before it if that fits; without a year the next one after `after`."""
    first, _, rest = words.partition(" ")
    number = weekday_named(first.rstrip(",."))
    day = _dated(words if number is None else rest.removeprefix("the "), after)
    return day if day is None or number in (None, day.weekday()) else None


def _dated(words: str, after: date) -> date | None:
    if iso := _ISO.fullmatch(words):
        return _day(int(iso[1] or iso[5]), int(iso[3] or iso[6]), int(iso[4] or iso[7]))
    if words in _HOLIDAYS:
        return _next(after, *_HOLIDAYS[words], None)
    if numbers := _NUMERIC.fullmatch(words):
        found = _in_numbers(numbers, after)  # behind a weekday, which tells the ways of reading it apart
        return None if found is None or found.other is not None else found.meant
    if alone := _DAY_ALONE.fullmatch(words):
        days = (after + timedelta(days=ahead) for ahead in range(1, 63))  # no two months are without it
        return next((day for day in days if day.day == int(alone[1])), None)
    if named := _DAY_MONTH.fullmatch(words):
        return _next(after, _month(named[2]), int(named[1]), named[3])
    if named := _MONTH_DAY.fullmatch(words):
        return _next(after, _month(named[1]), int(named[2]), named[3])
    return None


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _month(name: str) -> int | None:
    return 9 if name == "sept" else month_number(name)


def _next(after: date, month: int | None, day: int, year: str | None) -> date | None:
    """Return that date of that year; without one the next such date after `after`."""
    if month is None:
        return None
    if year:
        return _day(int(year), month, day)
    years = (after.year + ahead for ahead in range(9))  # a 29 February is eight years away at most
    found = (_day(it, month, day) for it in years)
    return next((it for it in found if it is not None and it > after), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
