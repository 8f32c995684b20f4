"""What a person means by the end they typed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.pause.rules import LONGEST, TooLong, as_shown, may_be, typed_end
from bot.typed import Reading
from tests.people import there

BERLIN = ZoneInfo("Europe/Berlin")
HONOLULU = ZoneInfo("Pacific/Honolulu")
NOW = datetime(2026, 7, 13, 20, 30, tzinfo=BERLIN)  # a Monday


def midnight(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("10", NOW + timedelta(days=10)),
        ("1 day", NOW + timedelta(days=1)),
        ("for 30 days", NOW + timedelta(days=30)),
        ("14 July", midnight(7, 14)),
        ("until 20 july", midnight(7, 20)),
        ("July 20th", midnight(7, 20)),
        ("20. Jul", midnight(7, 20)),
        ("20.7.", midnight(7, 20)),
        ("20.7.2026", midnight(7, 20)),
        ("20/7", midnight(7, 20)),
        ("7/20", midnight(7, 20)),
        ("2026-08-01", midnight(8, 1)),
        ("Thursday", midnight(7, 16)),
        ("monday", midnight(7, 20)),
        ("sun", midnight(7, 19)),
    ],
)
def test_an_end_is_understood(typed: str, end: datetime) -> None:
    reading = there(typed_end(typed, NOW, BERLIN))
    assert reading.meant == end


@pytest.mark.parametrize(
    "typed", ["", "0", "soon", "today", "13 July 2020", "2026-07-13", "2020-01-01", "31.6.", "32 July"]
)
def test_what_is_no_future_is_none(typed: str) -> None:
    assert typed_end(typed, NOW, BERLIN) is None


@pytest.mark.parametrize("typed", ["31", "9999", "14 August", "13 July", "2027-07-13", "25.12."])
def test_thirty_days_are_the_longest(typed: str) -> None:
    with pytest.raises(TooLong):
        typed_end(typed, NOW, BERLIN)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_end_within_thirty_days_or_nothing(text: str) -> None:
    try:
        reading = typed_end(text, NOW, BERLIN)
    except TooLong:
        return
    if reading is not None:
        assert all(NOW < end <= NOW + LONGEST for end in (reading.meant, reading.other or reading.meant))


def test_new_years_eve_leads_into_the_next_year() -> None:
    eve = datetime(2026, 12, 31, 12, tzinfo=BERLIN)
    assert typed_end("3 January", eve, BERLIN) == Reading(midnight(1, 3, 2027))


def test_of_two_ends_one_too_far_ahead_is_not_offered() -> None:
    assert typed_end("4/8", NOW, BERLIN) == Reading(midnight(8, 4), guess=True)
    assert typed_end("next Friday", NOW, BERLIN) == Reading(
        midnight(7, 17), guess=True, other=midnight(7, 24)
    )


def test_a_pause_ends_neither_in_the_past_nor_too_far_ahead() -> None:
    assert may_be(midnight(8, 12), NOW)
    assert may_be(NOW + LONGEST, NOW)
    for end in (NOW, NOW + LONGEST + timedelta(minutes=1)):
        assert not may_be(end, NOW)


def test_a_day_is_the_groups_and_an_hour_ones_own() -> None:
    here = NOW.astimezone(HONOLULU)
    assert typed_end("16 July", here, BERLIN) == Reading(midnight(7, 16))
    assert typed_end("in 3 days", here, BERLIN) == Reading(NOW + timedelta(days=3))
    at_nine = there(typed_end("16 July 9:00", here, BERLIN))
    assert as_shown(at_nine.meant, HONOLULU, BERLIN).hour == 9
    assert as_shown(midnight(7, 16), HONOLULU, BERLIN) == midnight(7, 16)


LOS_ANGELES, KIRITIMATI = ZoneInfo("America/Los_Angeles"), ZoneInfo("Pacific/Kiritimati")
TUESDAY_THERE = datetime(2026, 7, 14, 20, 0, tzinfo=LOS_ANGELES)  # in Berlin it is Wednesday, 05:00


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("midnight", Reading(datetime(2026, 7, 15, tzinfo=LOS_ANGELES))),
        ("00:00", Reading(datetime(2026, 7, 15, tzinfo=LOS_ANGELES))),
        ("tomorrow 00:00", Reading(datetime(2026, 7, 15, tzinfo=LOS_ANGELES))),
        ("tomorrow", Reading(midnight(7, 16), guess=True)),  # Wednesday has begun in Berlin
        ("15 July", Reading(midnight(7, 16), guess=True)),
        ("Thursday", Reading(midnight(7, 16))),
        ("Wednesday week", Reading(midnight(7, 22))),
        ("day after tomorrow", Reading(midnight(7, 16))),
        ("tomorrow 9:00", Reading(datetime(2026, 7, 15, 9, tzinfo=LOS_ANGELES))),
        ("until 15", Reading(midnight(7, 16), guess=True)),  # 15:00 here: the same instant
    ],
)
def test_where_the_groups_date_is_ahead_words_are_read_by_ones_own(
    typed: str, end: Reading[datetime]
) -> None:
    assert typed_end(typed, TUESDAY_THERE, BERLIN) == end


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("tomorrow", Reading(midnight(7, 15))),
        ("midnight", Reading(datetime(2026, 7, 15, tzinfo=KIRITIMATI))),
        ("Thursday", Reading(midnight(7, 16))),
        (
            "until 16",
            Reading(datetime(2026, 7, 14, 16, tzinfo=KIRITIMATI), guess=True, other=midnight(7, 16)),
        ),
    ],
)
def test_where_the_groups_date_is_behind_words_are_read_by_ones_own(
    typed: str, end: Reading[datetime]
) -> None:
    tuesday_there = NOW.astimezone(KIRITIMATI)  # 08:30
    assert typed_end(typed, tuesday_there, BERLIN) == end
