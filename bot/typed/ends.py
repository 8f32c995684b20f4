"""Ends as people type them: a length of time, a day, a part of a day, a day with its hour, or an hour."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.typed.days import TOMORROW, read_day
from bot.typed.hours import LATEST, Spoken, hear, opposite
from bot.typed.words import Reading, number, plain, without

_BEFORE = (
    *(
        "i'm ",
        "resting ",
        "rest ",
        "pause ",
        "from now ",
        "until ",
        "till ",
        "til ",
        "'til ",
        "for ",
        "in ",
        "on ",
    ),
)
_UNITS = {
    "min": "minutes", "mins": "minutes", "minute": "minutes", "minutes": "minutes",
    "h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours",
    "d": "days", "day": "days", "days": "days", "night": "days", "nights": "days",
    "w": "weeks", "wk": "weeks", "wks": "weeks", "week": "weeks", "weeks": "weeks",
}  # fmt: skip
_LONG_UNITS = {"month": 30, "months": 30, "year": 365, "years": 365}
"""Days, as a rest counts them."""
_SPANS = {
    "half an hour": timedelta(minutes=30),
    "an hour and a half": timedelta(minutes=90),
    "half a day": timedelta(hours=12),
    "a fortnight": timedelta(weeks=2),
    "fortnight": timedelta(weeks=2),
    "one fortnight": timedelta(weeks=2),
}
_SPAN = re.compile(r"(\d{1,4})[ -]?([a-z]+)|([a-z]+(?:[ -][a-z]+)?) ([a-z]+)")
_AND_A_HALF = re.compile(r"(.+?) ([a-z]+) and a half|(.+?) and a half ([a-z]+)")  # "a day and a half"
_VAGUE = re.compile(r"(?:about|around|roughly) (.+)|(.+?) or so")
_BARE = re.compile(r"(until |till |til |'til |for |in |on )?(\d{1,2}|[a-z]+(?:[ -][a-z]+)?)")
_SAME_TIME = re.compile(r"(?:(?:at )?(?:this|the same|same) time) (.+)")
_FROM_NOW = re.compile(r"(.+?)(?: from (?:now|today)|(?:s'|'s)? time)")
_PARTS_BEGIN = {"morning": time(6), "afternoon": time(12), "evening": time(18), "night": time(21)}
_DAY_PART = re.compile(r"(.+?),? (?:in the )?(morning|afternoon|evening|night)")
_TONIGHT = {"tonight": "night", "this evening": "evening", "this afternoon": "afternoon"}
_NUMBER = re.compile(r"\d{1,2}|[a-z]+")
_DAY = timedelta(days=1)
_ENDLESS = timedelta(days=36500)
"""Nothing that is read lies further ahead, in the units of time: no calendar goes on for ever."""


def read_end(text: str, now: datetime, days: tzinfo | None = None) -> Reading[datetime] | None:
    """Return the end a person typed, by the wall clock and zone of `now`; None if it is no future.

    A number is days from now, as "3 days", "a week" and "12 hours" count from now; a date ("14 July",
    "Monday 20 July 2026", "20.7.", "the 20th", "2026-07-20"), a weekday or "tomorrow" is its first minute, or
    the time said with it, or when that part of the day begins ("sunday evening": 18:00). A time alone is the
    next such time. A date without a year is the next one, a weekday beside a date has to fit it.

    A day without an hour begins by the clock `days`, if that is another. Where it has begun there already,
    the next to begin there is a guess. A midnight that is named ("midnight", "00:00") is an hour, by `now`.
    """
    said = plain(text)
    bare = _BARE.fullmatch(said.removesuffix("."))
    count = None if bare is None else number(bare[2])
    before = bare[1] if bare is not None and count is not None else None
    if count is not None and before not in (None, "for ", "in "):
        return _until_number(count, now, days or now.tzinfo)
    words = without(said, *_BEFORE)
    if length := _after_length(words.removesuffix("."), now):
        return replace(length, guess=length.guess or before is not None)
    if whole := read_day(words, now.date()):
        if _first_minute(whole.meant, now.tzinfo) <= now:
            return None
        begins = _begins(whole.meant, now, days or now.tzinfo)
        other = None if whole.other is None else _begins(whole.other, now, days or now.tzinfo).meant
        return replace(
            begins, guess=begins.guess or whole.guess, other=None if other == begins.meant else other
        )
    words = words.removesuffix(".")
    readers = (_same_time, _part, _with_time, _next_time)
    return next((reading for read in readers if (reading := read(words, now)) is not None), None)


def _until_number(number: int, now: datetime, days: tzinfo | None) -> Reading[datetime] | None:
    """Return the end of "until 9", which is an hour or a day of the month, and never sure."""
    day = read_day(f"{number}th", now.date())
    ends = [] if day is None else [_begins(day.meant, now, days).meant]
    if 0 < number <= 24:
        ends.append(min(_coming(time(hour % 24), now) for hour in {number, number + 12} if hour <= 24))
    ends = sorted(set(ends))  # its midnight may be that very hour by the other clock
    return Reading(ends[0], guess=True, other=ends[1] if len(ends) > 1 else None) if ends else None


def _after_length(words: str, now: datetime) -> Reading[datetime] | None:
    """Return the end of a length of time from now: "3 days", "about a week"."""
    vague = _VAGUE.fullmatch(words)
    span = _length(vague[1] or vague[2]) if vague else _length(words)
    if not span:
        return None
    span = min(span, _ENDLESS)
    # Days of a calendar keep the hour on the wall; hours are as long as they are.
    in_days = span % _DAY == timedelta()
    end = now + span if in_days else (now.astimezone(UTC) + span).astimezone(now.tzinfo)
    return Reading(end, guess=vague is not None)


def _same_time(words: str, now: datetime) -> Reading[datetime] | None:
    """Return this time of another day: "this time tomorrow", "same time next week"."""
    same = _SAME_TIME.fullmatch(words)
    if same is None:
        return None
    if same[1] == "next week":
        return Reading(now + timedelta(weeks=1))
    day = read_day(same[1], now.date())
    if day is None:
        return None
    return Reading(datetime.combine(day.meant, now.time(), tzinfo=now.tzinfo), day.guess)


def _length(words: str) -> timedelta | None:
    """Return a length of time, of one unit or of two; nought is no time at all."""
    if again := _FROM_NOW.fullmatch(words):
        words = again[1]
    days = None if words in ("a", "an") else number(words)
    if days is not None and (days < 1000 or hear(words) is None):  # "2130" is a time
        return timedelta(days=days)
    if words in _SPANS:
        return _SPANS[words]
    if half := _AND_A_HALF.fullmatch(words):
        one, whole = _span(f"1 {half[2] or half[4]}"), _span(f"{half[1] or half[3]} {half[2] or half[4]}")
        return None if one is None or whole is None else whole + one / 2
    parts = [_span(part) for part in words.split(" and ")]
    return None if None in parts or len(parts) > 2 else sum((part for part in parts if part), timedelta())


def _span(words: str) -> timedelta | None:
    words = without(words, "another ").replace("a couple of ", "two ").replace("a couple ", "two ")
    span = _SPAN.fullmatch(words)
    if span is None:
        return None
    unit, count = span[2] or span[4], number(span[1] or span[3])
    if count is None:
        return None
    if unit in _LONG_UNITS:
        return timedelta(days=_LONG_UNITS[unit] * count)
    return timedelta(**{_UNITS[unit]: count}) if unit in _UNITS else None


def _part(words: str, now: datetime) -> Reading[datetime] | None:
    """Return when a part of a day begins: "sunday evening", "tonight"."""
    if words in _TONIGHT:
        begins = datetime.combine(now.date(), _PARTS_BEGIN[_TONIGHT[words]], tzinfo=now.tzinfo)
        return Reading(begins) if begins > now else None
    part = _DAY_PART.fullmatch(words)
    if part is None:
        return None
    return _at(part[1], Reading(_PARTS_BEGIN[part[2]]), now)


def _with_time(words: str, now: datetime) -> Reading[datetime] | None:
    """Return a day with its time, in either order: "Thursday at half nine", "noon tomorrow"."""
    for day_words, time_words, said_at in _splits(words):
        is_bare = _NUMBER.fullmatch(time_words) and time_words not in ("noon", "midday", "midnight")
        if is_bare and not said_at and day_words not in TOMORROW:
            continue  # "Thursday 9" may as well be the ninth
        spoken = hear(time_words)
        if spoken is None:
            continue
        named, part = _day_and_part(day_words)
        placed = spoken.within(part) if part else spoken
        if placed is None:
            continue
        at = placed.near("day")
        end = _at(named, at, now)
        if end is None:
            continue
        if time_words == "midnight" and end.meant.date() < date.max:
            return Reading(
                end.meant, guess=True, other=end.meant + _DAY
            )  # the one before that day, or behind it
        is_latest = LATEST.fullmatch(time_words) and end.meant.date() < date.max
        return Reading(end.meant + _DAY, end.guess) if is_latest else end
    return None


def _splits(words: str) -> Iterator[tuple[str, str, bool]]:
    """Return the ways in which words may be a day and a time, and whether an "at" stands before the time."""
    words = re.sub(r"(\d)t(\d)", r"\1 \2", words)  # 2026-07-14T09:00
    tokens = words.split(" ")
    for cut in range(len(tokens) - 1, 0, -1):
        before, behind = " ".join(tokens[:cut]).removesuffix(","), " ".join(tokens[cut:])
        said_at = behind.startswith("at ")
        yield before, behind.removeprefix("at "), said_at
        yield behind.removeprefix("on "), before.removeprefix("at "), before.startswith("at ")


def _day_and_part(words: str) -> tuple[str, str]:
    """Return a day's words, and the part of it that they name as well, if they do."""
    if words in ("tonight", "this evening"):
        return words, "evening"
    part = _DAY_PART.fullmatch(words)
    return (part[1], part[2]) if part else (words, "")


def _at(day_words: str, at: Reading[time], now: datetime) -> Reading[datetime] | None:
    """Return that day at that time; a weekday that is today's is the next one where the time is over."""
    for or_today in (True, False):
        day = read_day(day_words, now.date(), or_today=or_today)
        if day is None:
            return None
        end = datetime.combine(day.meant, at.meant, tzinfo=now.tzinfo)
        if end <= now:
            if or_today and day.meant == now.date() and not day.guess:
                continue
            return None
        if not or_today and end.date() - now.date() > timedelta(days=7):
            return None
        others = [datetime.combine(day.meant, at.other, tzinfo=now.tzinfo)] if at.other else []
        others += [datetime.combine(day.other, at.meant, tzinfo=now.tzinfo)] if day.other else []
        return Reading(end, day.guess or at.guess, next((it for it in others if it > now), None))
    return None


def _next_time(words: str, now: datetime) -> Reading[datetime] | None:
    """Return the next time the clock shows this: of one that says no half of the day, in either."""
    spoken = None if re.fullmatch(r"\d{1,3}", words) else hear(words)
    if spoken is None:
        return None
    ends = sorted(_coming(at, now) for at in _ways(spoken))
    return Reading(ends[0], spoken.guess or len(ends) > 1, ends[1] if len(ends) > 1 else None)


def _ways(spoken: Spoken) -> list[time]:
    return [spoken.at, opposite(spoken.at)] if spoken.twelve else [spoken.at]


def _coming(at: time, now: datetime) -> datetime:
    today = datetime.combine(now.date(), at, tzinfo=now.tzinfo)
    return today if today > now else datetime.combine(now.date() + _DAY, at, tzinfo=now.tzinfo)


def _begins(day: date, now: datetime, days: tzinfo | None) -> Reading[datetime]:
    """Return when a day begins by the clock `days`; where it has already, the next to begin, a guess."""
    begins = _first_minute(day, days)
    if begins > now:
        return Reading(begins)
    return Reading(_first_minute(now.astimezone(days).date() + _DAY, days), guess=True)


def _first_minute(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
