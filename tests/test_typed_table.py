"""The table of what people type for a day or an hour: each is read as it is meant, and a guess is one."""

import pytest

from bot.typed import Around, Reading, read_end, read_time
from tests.people import there
from tests.typed_table import ENDS, HOURS, MONDAY, NEITHER, SATURDAY, SPRING, End, Hour

AROUND: tuple[Around, ...] = ("day", "morning", "evening")


@pytest.mark.parametrize("row", ENDS, ids=lambda row: f"{row.now:%a}-{row.typed}")
def test_an_end_is_read_as_it_is_meant(row: End) -> None:
    reading = there(read_end(row.typed, row.now))
    assert (reading.meant, reading.guess) == (row.meant, row.guess)


@pytest.mark.parametrize("row", HOURS, ids=lambda row: f"{row.around}-{row.typed}")
def test_an_hour_is_read_as_it_is_meant(row: Hour) -> None:
    reading = there(read_time(row.typed, around=row.around))
    assert (reading.meant, reading.guess) == (row.meant, row.guess)


@pytest.mark.parametrize("typed", NEITHER)
def test_what_is_neither_is_read_as_nothing(typed: str) -> None:
    assert [read_end(typed, now) for now in (MONDAY, SATURDAY, SPRING)] == [None] * 3
    assert [read_time(typed, around=around) for around in AROUND] == [None] * 3


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("next Friday", "2026-07-24 00:00"),
        ("4/8", "2027-04-08 00:00"),
        ("half past nine", "2026-07-14 09:30"),
    ],
)
def test_what_an_end_may_mean_as_well_is_told(typed: str, other: str) -> None:
    reading = there(read_end(typed, MONDAY))
    assert f"{reading.other:%Y-%m-%d %H:%M}" == other


def test_what_an_hour_may_mean_as_well_is_told() -> None:
    others = {typed: read_time(typed) for typed in ("half nine", "5", "6", "8ish", "9")}
    told = {
        typed: (it.other and f"{it.other:%H:%M}") for typed, it in others.items() if isinstance(it, Reading)
    }
    assert told == {"half nine": "08:30", "5": "05:00", "6": "18:00", "8ish": None, "9": None}
