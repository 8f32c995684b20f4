"""What a person may take with them or erase, as plain values: each feature tells its own."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import date

Value = str | int | bool | list[str] | None

PAGE = 200
"""How many rows a feature reads at a time: an export of many years holds no more of them at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of one day. `day` is a local date: an export knows no hours, so that it proves nothing.

    `data` is for machines; `words` is what of it people read, by its label: plain words, or `Markup` of
    formatted ones (`bot.formatting.for_page`).
    """

    day: date | None
    data: Mapping[str, Value]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """All a feature has of one kind. `entries` reads it, a page at a time, in the transaction it was made
    in.
    """

    name: str
    title: str
    entries: Callable[[], AsyncIterator[Entry]]


@dataclass(frozen=True, slots=True)
class Single:
    """One thing of a person's that they may erase by itself: its number in its feature, and its day.

    `said` is what it says, in plain words; `about` what it answers ("": nothing); `note` what else goes with
    it, or stays.
    """

    ref: int
    day: date
    said: str
    about: str = ""
    note: str = ""
