"""Times of the day as people type them: "7:30", "19.15", "9 o'clock", "9:15 p.m.", "half nine", "8ish"."""

import re
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

from bot.typed.words import WORDS, Reading, number, plain, without

Around = Literal["day", "morning", "evening"]
"""The part of the day in which a time is asked for."""

_CLOCK = re.compile(r"(\d{1,2})(?: ?[:.h] ?(\d{2}))?(?: ?h)?(?: ?(am|pm))?")
_DIGITS = re.compile(r"(\d{1,2}) ?(\d{2})(am|pm)|(\d{1,2})(\d{2})")
_O_CLOCK = re.compile(r"(.+?) ?(?:o'? ?clock|uhr|hrs|hours)(?: (am|pm))?")
LATEST = re.compile(r"24[:.]00(?: ?(?:h|uhr|hrs|hours))?|24 ?uhr")
"""The end of a day, as timetables write it."""
_PAST_TO = re.compile(r"(?:a )?(.+?)(?: minutes?)?[ -](past|after|to|till|before|of) (.+)")
_HALF = re.compile(r"half[ -](.+)")
_PART = re.compile(
    r"(.+?),? (?:in the (morning|afternoon|evening)|(?:at )?(night)|this (morning|evening)|(tonight))"
)
_SAYS_HALF = re.compile(r"0\d.*|(?:1[3-9]|2\d).*|.*(?:\d| )[ap]m|.*(?:noon|midday|midnight).*")
"""A time that says itself which half of the day it is in; what begins with a nought counts to 24."""
_MAY_COUNT_TO_24 = re.compile(r"1[0-2][:.h]?\d\d|.*\d ?(?:h|h\d\d|uhr|hrs|hours)")
"""As the bot writes it, too ("10:30"), or as it is said in Europe ("9 Uhr")."""
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_BEFORE = ("make it ", "let's say ", "say ", "from ", "at ", "by ", "exactly ")
_VAGUE = re.compile(
    r"(?:(?:around|about|roughly|approx\.?|circa|ca\.?|~) ?(.+))|(?:(.+?)(?:[ -]?ish| or so)( ?[ap]m| .+)?)"
)
_SURE = {"day": range(7, 13), "morning": range(4, 12), "evening": range(17, 24)}
"""The hours that a time of twelve hours may be without a doubt, where that part of the day is asked for."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A time as it was said: `twelve` if it says no half of the day; `other` is what else it may mean.

    `to_24`: it may as well count to 24.
    """

    at: time
    twelve: bool = False
    guess: bool = False
    other: time | None = None
    to_24: bool = False

    def near(self, around: Around) -> Reading[time]:
        """Return the time that is meant where one `around` that part of the day is asked for."""
        if not self.twelve:
            return Reading(self.at, self.guess, self.other)
        at = _near(self.at, around)
        is_sure = at.hour in _SURE[around] and not (self.to_24 and at != self.at)
        other = opposite(at) if self.other is None else _near(self.other, around)
        told = None if is_sure and self.other is None else other
        return Reading(at, self.guess or not is_sure, told)

    def within(self, part: str) -> "Spoken | None":
        """Return the time within a named part of the day; None where it does not fit there."""
        at = _in_part(self.at, part)
        other = None if self.other is None else _in_part(self.other, part)
        return None if at is None else replace(self, at=at, other=other, twelve=False)


def read_time(text: str, *, around: Around = "day") -> Reading[time] | None:
    """Return the wall time a person typed, as it is meant `around` that part of the day.

    One of twelve hours that says no half of the day is the evening's, or the night's behind it, where an
    evening is asked for: "half past nine" is 21:30 and "one" 01:00; "09:30" and "9 am" stay in the morning.
    Where any time of the day may be meant, one to five are the afternoon's. What is likely and not sure is a
    guess, and so is "half nine": half past nine in London, half past eight in Berlin.
    """
    spoken = hear(without(plain(text), "every day ", "daily "))
    return None if spoken is None else spoken.near(around)


def hear(words: str) -> Spoken | None:
    """Return the time that plain words say, or None."""
    words = without(words.removesuffix("."), *_BEFORE).removesuffix(" sharp").removesuffix(" on the dot")
    if vague := _VAGUE.fullmatch(words):
        spoken = hear(vague[1] or f"{vague[2]}{vague[3] or ''}")
        return None if spoken is None else replace(spoken, guess=True)
    part = _PART.fullmatch(words)
    if part is None:
        return _said(words)
    spoken = _said(part[1])
    return None if spoken is None else spoken.within(part[2] or part[3] or part[4] or "evening")


def opposite(at: time) -> time:
    """Return the time twelve hours away."""
    return at.replace(hour=(at.hour + 12) % 24)


def _said(words: str) -> Spoken | None:
    """Return a time said without a part of the day."""
    if half := _HALF.fullmatch(words):
        return (
            _half(half[1]) if not half[1].startswith(("past", "after", "to ", "an ", "a ")) else _past(words)
        )
    if (at := _exact(words)) is not None:
        to_24 = _MAY_COUNT_TO_24.fullmatch(words) is not None
        return Spoken(at, twelve=_is_of_twelve(at, words), to_24=to_24)
    return _past(words)


def _half(base_words: str) -> Spoken | None:
    """Return "half nine": half past nine to the British, half past eight to many on the continent."""
    base = _exact(base_words)
    if base is None or base.minute or base_words in _NAMED:
        return None
    twelve = _is_of_twelve(base, base_words)
    return Spoken(
        _shifted(base, 30, twelve=twelve), twelve, guess=True, other=_shifted(base, -30, twelve=twelve)
    )


def _past(words: str) -> Spoken | None:
    """Return a time so many minutes past or to another: "quarter to ten", "half past nine pm"."""
    past_to = _PAST_TO.fullmatch(words)
    if past_to is None:
        return None
    minutes = {"half": 30, "quarter": 15}.get(past_to[1]) or number(past_to[1])
    base = _exact(past_to[3])
    if minutes is None or base is None or base.minute or not 0 < minutes < 60:
        return None
    if past_to[1].isdecimal() and minutes % 5:
        return None  # "9 to 5" are the hours of an office
    later = past_to[2] in ("past", "after")
    twelve = _is_of_twelve(base, past_to[3])
    return Spoken(_shifted(base, minutes if later else -minutes, twelve=twelve), twelve)


def _exact(words: str) -> time | None:
    """Return a time named by itself: "noon", "9.30", "nine thirty pm", "9 o'clock"."""
    bare = without(words, "12 ", "twelve ")
    if bare in _NAMED:
        return _NAMED[bare]
    if LATEST.fullmatch(words):
        return time(0)
    if (in_digits := _digits(words)) is not None:
        return in_digits
    if o_clock := _O_CLOCK.fullmatch(words):
        half = f" {o_clock[2]}" if o_clock[2] else ""
        hour = number(o_clock[1])
        return _digits(o_clock[1] + half) if hour is None or hour > 99 else _clock(hour, 0, o_clock[2])
    return _in_words(words)


def _digits(words: str) -> time | None:
    """Return a time in digits alone: "7:30", "19.15", "0930", "9pm", "9 30pm"."""
    if clock := _CLOCK.fullmatch(words):
        return _clock(int(clock[1]), int(clock[2] or 0), clock[3])
    if clock := _DIGITS.fullmatch(words):
        return _clock(int(clock[1] or clock[4]), int(clock[2] or clock[5]), clock[3])
    return None


def _in_words(words: str) -> time | None:
    """Return a time in words: "nine", "nine thirty", "nine oh five pm"."""
    words, half = (words[:-3], words[-2:]) if words.endswith((" am", " pm")) else (words, None)
    hour_word, _, minute_words = words.partition(" ")
    hour = WORDS.get(hour_word)
    minute = number(without(minute_words, "oh ", "o ")) if minute_words else 0
    if hour is None or minute is None or hour_word in ("a", "an") or hour > 12:
        return None
    return _clock(hour, minute, half)


def _clock(hour: int, minute: int, half: str | None) -> time | None:
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _is_of_twelve(at: time, words: str) -> bool:
    return 1 <= at.hour <= 12 and not _SAYS_HALF.fullmatch(words)


def _shifted(at: time, minutes: int, *, twelve: bool) -> time:
    total = (at.hour * 60 + at.minute + minutes) % (24 * 60)
    return time(total // 60 or (12 if twelve else 0), total % 60)


def _near(at: time, around: Around) -> time:
    """Return a time of twelve hours as that of a part of the day; the night behind it is the evening's."""
    hour = at.hour % 12 if around == "evening" else at.hour
    later = range(4, 12) if around == "evening" else range(1, 6) if around == "day" else ()
    return at.replace(hour=hour + 12 if hour in later else hour)


def _in_part(at: time, part: str) -> time | None:
    """Return a time of twelve hours in its part of the day; None where it does not fit."""
    if part == "morning":
        return at.replace(hour=at.hour % 12) if at.hour <= 12 else None
    if part == "night" and (at.hour == 12 or at.hour <= 5):
        return at.replace(hour=at.hour % 12)
    return at.replace(hour=at.hour + 12) if at.hour < 12 else at
