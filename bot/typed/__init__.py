"""What people type where a day or an hour is asked for, and everything the bot writes, is read here alone.

Pure: no clock, no SQL. Each reader returns None for what it cannot read; it never makes something of half
of a text, so no sentence is taken for an hour. English words and the numbers of Europe and America ("9.15",
"21h", "20.7.", "7/20") are understood. `tests/typed_table.py` is the table it is judged by.

A language has readers of its own in `_READERS`, and a table in the tests. One without is read as English is,
with the names of months and days as its calendar has them (`bot.dates`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from typing import Protocol

from bot.typed import ends, hours, words
from bot.typed.hours import Around
from bot.typed.words import LONGEST, Reading
from bot.words import ENGLISH, content_of

__all__ = ["LONGEST", "Around", "Reading", "may_be_time", "read_end", "read_time"]


class _ReadTime(Protocol):
    def __call__(self, text: str, *, around: Around) -> Reading[time] | None: ...


@dataclass(frozen=True, slots=True)
class _Readers:
    """How one language says times: its own versions of the functions below."""

    read_end: Callable[[str, datetime, tzinfo | None], Reading[datetime] | None]
    read_time: "_ReadTime"
    may_be_time: Callable[[str], bool]


_READERS: Mapping[str, _Readers] = {ENGLISH: _Readers(ends.read_end, hours.read_time, words.may_be_time)}


def read_end(text: str, now: datetime, days: tzinfo | None = None) -> Reading[datetime] | None:
    """Return the end that is typed, in the language of who typed it (see `bot.typed.ends.read_end`)."""
    return content_of(_READERS).read_end(text, now, days)


def read_time(text: str, *, around: Around = "day") -> Reading[time] | None:
    """Return the hour that is typed, in the language of who typed it (see `bot.typed.hours.read_time`)."""
    return content_of(_READERS).read_time(text, around=around)


def may_be_time(text: str) -> bool:
    """Whether this may be a day or an hour, even a misspelt one (see `bot.typed.words.may_be_time`)."""
    return content_of(_READERS).may_be_time(text)
