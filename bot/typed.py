"""What people type where a time or an end is asked for: read in one place, and everything the bot writes too.

Pure: no clock, no SQL. Each reader returns None for what it cannot read; it never guesses at half of a text.
English words and the numbers of Europe and America ("9.15", "21h", "20.7.", "7/20") are understood.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from bot.dates import month_number, weekday_number

LONGEST = 60
"""Characters; whoever types more does not type a time."""

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_WORDS = {word: number for number, word in enumerate(_NUMBERS.split(), start=1)} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
_UNITS = {
    "h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours",
    "d": "days", "day": "days", "days": "days", "night": "days", "nights": "days",
    "w": "weeks", "wk": "weeks", "wks": "weeks", "week": "weeks", "weeks": "weeks",
}  # fmt: skip

_CLOCK = re.compile(r"(\d{1,2})(?: ?[:.h] ?(\d{2}))?(?: ?h)?(?: ?(am|pm))?")
_DIGITS = re.compile(r"(\d{1,2})(\d{2})(?: ?(am|pm))?")
_O_CLOCK = re.compile(r"(.+?) ?(?:o'? ?clock|uhr|hrs|hours)(?: (am|pm))?")
_LATEST = re.compile(r"24[:.]00(?: ?(?:h|uhr|hrs|hours))?|24 ?uhr")
"""The end of a day, as timetables write it."""
_PAST_TO = re.compile(r"(?:a )?(.+?)(?: minutes?)?[ -](past|after|to|before|of) (.+)")
_PART = re.compile(
    r"(.+?),? (?:in the (morning|afternoon|evening)|(?:at )?(night)|this (morning|evening)|(tonight))"
)
_DAY_PART = re.compile(r"(.+?),? (?:in the )?(morning|afternoon|evening|night)")
_PARTS_BEGIN = {"morning": time(6), "afternoon": time(12), "evening": time(18), "night": time(21)}
_SAYS_HALF = re.compile(r"0\d.*|.*(?:\d| )[ap]m|.*(?:noon|midday|midnight).*")
"""A time that says itself which half of the day it is in; what begins with a nought counts to 24."""
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}

_SPAN = re.compile(r"(\d{1,4})[ -]?([a-z]+)|([a-z]+(?:[ -][a-z]+)?) ([a-z]+)")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2})?)?")
_DAY_ALONE = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)")
_DAY_MONTH = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? ([^\W\d]+)\.?,?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([^\W\d]+)\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")
_WITH_TIME = (re.compile(r"(.+?),? at (.+)"), re.compile(r"(.+), ?(.*(?:\d[:.]\d\d|noon|midnight|[ap]m).*)"))
_LAST_WORD = re.compile(r"(.+) (\S*(?:\d:\d\d|noon|midnight|\d[ap]m))")


def read_time(text: str, *, evening: bool = False) -> time | None:
    """Return the wall time a person typed: "7:30", "19.15", "9 o'clock", "9:15 p.m.", "half past nine".

    Where an `evening`'s time is asked for, one of twelve hours that says no half of the day is the evening's,
    or the night's before four: "half past nine" is 21:30 and "one" 01:00; "09:30" and "9 am" stay in the
    morning.
    """
    words = _plain(text)
    for word in ("at ", "around ", "about ", "by "):
        words = words.removeprefix(word)
    part = _PART.fullmatch(words)
    if part is None:
        at = _time(words)
        return _before_bed(at) if evening and at is not None and not _SAYS_HALF.fullmatch(words) else at
    at = _time(part[1])
    return None if at is None else _in_part(at, part[2] or part[3] or part[4] or "evening")


def read_end(text: str, now: datetime) -> datetime | None:
    """Return the end a person typed, by the wall clock and zone of `now`; None if it is no future.

    A number is days from now, as "3 days", "a week" and "12 hours" count from now; a date ("14 July",
    "Monday 20 July 2026", "20.7.", "the 20th", "2026-07-20"), a weekday or "tomorrow" is its first minute, or
    the time said with it, or when that part of the day begins ("sunday evening": 18:00). A date without a
    year is the next one, a weekday beside a date has to fit it.
    """
    words = _plain(text)
    for word in ("until ", "till ", "til ", "for ", "in ", "on "):
        words = words.removeprefix(word)
    span = _span(words)
    if span is not None:
        # Days of a calendar keep the hour on the wall; hours are as long as they are.
        in_days = span % timedelta(days=1) == timedelta()
        end = now + span if in_days else (now.astimezone(UTC) + span).astimezone(now.tzinfo)
        return end if span else None
    whole = _date(words, now.date())
    if whole is not None:
        return _future(datetime.combine(whole, time(), tzinfo=now.tzinfo), now)
    if part := _DAY_PART.fullmatch(words):
        day, begins = _date(part[1], now.date(), or_today=True), _PARTS_BEGIN[part[2]]
        return None if day is None else _future(datetime.combine(day, begins, tzinfo=now.tzinfo), now)
    for shape in (*_WITH_TIME, _LAST_WORD):
        if (both := shape.fullmatch(words)) is None:
            continue
        part = _DAY_PART.fullmatch(both[1])
        in_part = "evening" if both[1] in ("tonight", "this evening") else part and part[2]
        named = part[1] if part and both[1] != "this evening" else both[1]
        day, at = _date(named, now.date(), or_today=True), read_time(both[2])
        if at is not None and in_part:
            at = _in_part(at, in_part)
        if day is not None and at is not None:
            if _LATEST.fullmatch(both[2]) and day < date.max:
                day += timedelta(days=1)
            return _future(datetime.combine(day, at, tzinfo=now.tzinfo), now)
    return None


def _plain(text: str) -> str:
    """Return the words in small letters, with single blanks and without what ends a sentence."""
    if len(text) > LONGEST:
        return ""
    words = " ".join(text.casefold().replace("\u2019", "'").split())
    words = re.sub(r"\b([ap])\.? ?m\b\.?", r"\1m", words)
    words = re.sub(r"(\d) ([ap]m)\b", r"\1\2", words)
    return words.strip(" !?").removesuffix(",")


def _time(words: str) -> time | None:
    """Return a time without a part of the day."""
    bare = words.removeprefix("12 ") if words.startswith("12 ") else words
    if bare in _NAMED_TIMES:
        return _NAMED_TIMES[bare]
    words = words.removesuffix(".")
    if _LATEST.fullmatch(words):
        return time(0)
    if (in_digits := _digits(words)) is not None:
        return in_digits
    if o_clock := _O_CLOCK.fullmatch(words):
        half = f" {o_clock[2]}" if o_clock[2] else ""
        hour = _number(o_clock[1])
        return _digits(o_clock[1] + half) if hour is None or hour > 99 else _clock(hour, 0, o_clock[2])
    return _spoken(words)


def _digits(words: str) -> time | None:
    """Return a time in digits alone: "7:30", "19.15", "0930", "9pm"."""
    for shape in (_CLOCK, _DIGITS):
        if clock := shape.fullmatch(words):
            return _clock(int(clock[1]), int(clock[2] or 0), clock[3])
    return None


def _spoken(words: str) -> time | None:
    """Return a time in words: "nine", "nine thirty", "half past nine pm", "quarter to ten"."""
    words, half = (words[:-3], words[-2:]) if words.endswith((" am", " pm")) else (words, None)
    if past_to := _PAST_TO.fullmatch(words):
        minutes = {"half": 30, "quarter": 15}.get(past_to[1]) or _number(past_to[1])
        base = _time(past_to[3])
        if minutes is None or base is None or base.minute or not 0 < minutes < 60:
            return None
        if half is not None:
            base = _clock(base.hour, 0, half)
        return (
            None if base is None else _shifted(base, minutes if past_to[2] in ("past", "after") else -minutes)
        )
    hour_word, _, minute_words = words.partition(" ")
    hour, minute = _WORDS.get(hour_word), _number(minute_words) if minute_words else 0
    if hour is None or minute is None or hour_word in ("a", "an") or hour > 12:
        return None
    return _clock(hour, minute, half)


def _clock(hour: int, minute: int, half: str | None) -> time | None:
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _shifted(at: time, minutes: int) -> time:
    total = (at.hour * 60 + at.minute + minutes) % (24 * 60)
    return time(total // 60, total % 60)


def _before_bed(at: time) -> time:
    """Return a time of twelve hours as that of an evening or of the night behind it."""
    if 4 <= at.hour < 12:
        return at.replace(hour=at.hour + 12)
    return at.replace(hour=0) if at.hour == 12 else at


def _in_part(at: time, part: str) -> time | None:
    """Return a time of twelve hours in its part of the day; None where it does not fit."""
    if part == "morning":
        return at.replace(hour=at.hour % 12) if at.hour <= 12 else None
    if part == "night" and (at.hour == 12 or at.hour <= 5):
        return at.replace(hour=at.hour % 12)
    return at.replace(hour=at.hour + 12) if at.hour < 12 else at


def _number(words: str) -> int | None:
    """Return a number up to 99 in digits or words."""
    if re.fullmatch(r"\d{1,4}", words):
        return int(words)
    parts = words.removeprefix("a ").replace("-", " ").split()
    numbers = [_WORDS.get(part) for part in parts]
    if not numbers or None in numbers or len(numbers) > 2:
        return None
    if len(numbers) == 2 and not (numbers[0] in (20, 30, 40, 50) and (numbers[1] or 10) < 10):
        return None
    return sum(number or 0 for number in numbers)


def _span(words: str) -> timedelta | None:
    """Return a length of time; nought is no time at all."""
    if re.fullmatch(r"\d{1,4}", words):
        return timedelta(days=int(words))
    if words in ("a fortnight", "fortnight", "one fortnight"):
        return timedelta(weeks=2)
    if words in ("a month", "one month", "1 month"):
        return timedelta(days=30)
    words = words.replace("a couple of ", "two ")
    span = _SPAN.fullmatch(words)
    if span is None or (unit := _UNITS.get(span[2] or span[4])) is None:
        return None
    count = _number(span[1] or span[3])
    return None if count is None else timedelta(**{unit: count})


def _future(end: datetime, now: datetime) -> datetime | None:
    return end if end > now else None


def _date(words: str, today: date, *, or_today: bool = False) -> date | None:
    """Return the date of these words; without a year the next after today, or today if it may be."""
    match words.removeprefix("the "):
        case "today" | "tonight" | "this evening":
            return today if or_today else None
        case "tomorrow":
            return today + timedelta(days=1)
        case "day after tomorrow":
            return today + timedelta(days=2)
        case "next week":
            return today + timedelta(days=7 - today.weekday())
    after = today - timedelta(days=1) if or_today else today
    number = weekday_number(words.removeprefix("next ").removeprefix("this ").removesuffix("."))
    if number is not None:
        if words.startswith("this ") and number == today.weekday() and not or_today:
            return None  # this very day is none to come, and the next one is not "this"
        return after + timedelta(days=(number - after.weekday() - 1) % 7 + 1)
    first, _, rest = words.partition(" ")
    number = weekday_number(first.rstrip(",."))
    day = _calendar_date(rest if number is not None else words, after)
    return day if day is None or number in (None, day.weekday()) else None


def _calendar_date(words: str, after: date) -> date | None:
    if iso := _ISO.fullmatch(words):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if numbers := _NUMERIC.fullmatch(words):
        day, month, year = int(numbers[1]), int(numbers[2]), numbers[3]
        if month > 12:
            day, month = month, day
        return _next(after, month, day, f"20{year}" if year and len(year) == 2 else year)
    if alone := _DAY_ALONE.fullmatch(words):
        days = (after + timedelta(days=ahead) for ahead in range(1, 63))  # no two months are without it
        return next((day for day in days if day.day == int(alone[1])), None)
    if named := _DAY_MONTH.fullmatch(words):
        return _next(after, month_number(named[2]), int(named[1]), named[3])
    if named := _MONTH_DAY.fullmatch(words):
        return _next(after, month_number(named[1]), int(named[2]), named[3])
    return None


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
