"""What people type for a time or an end is read, and everything the bot writes itself."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import dates
from bot.typed import Around, read_end, read_time
from tests.people import there

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 7, 13, 20, 30, tzinfo=BERLIN)  # a Monday


def time_in(text: str, around: Around = "day") -> time | None:
    """Return the time that is read, whether it is a guess or not."""
    reading = read_time(text, around=around)
    return None if reading is None else reading.meant


def end_in(text: str, now: datetime) -> datetime | None:
    """Return the end that is read, whether it is a guess or not."""
    reading = read_end(text, now)
    return None if reading is None else reading.meant


def on(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7:30", time(7, 30)),
        ("19.15", time(19, 15)),
        (" 07h05 ", time(7, 5)),
        ("7", time(7)),
        ("7 pm", time(19)),
        ("9pm", time(21)),
        ("9 PM!", time(21)),
        ("12 am", time(0)),
        ("12:30 PM", time(12, 30)),
        ("9:15 p.m.", time(21, 15)),
        ("9.15 a.m.", time(9, 15)),
        ("9 a. m.", time(9)),
        ("0:00", time(0)),
        ("noon", time(12)),
        ("12 noon", time(12)),
        ("at noon", time(12)),
        ("Midnight", time(0)),
        ("9 o'clock", time(9)),
        ("9 o\u2019clock", time(9)),
        ("nine o'clock", time(9)),
        ("9 o'clock pm", time(21)),
        ("9 o'clock in the evening", time(21)),
        ("at 8 in the morning", time(8)),
        ("10 at night", time(22)),
        ("12 at night", time(0)),
        ("half past nine", time(9, 30)),
        ("half past 9 pm", time(21, 30)),
        ("a quarter past seven", time(7, 15)),
        ("quarter to ten", time(9, 45)),
        ("quarter to 12 am", time(23, 45)),
        ("ten past nine", time(9, 10)),
        ("twenty-five to ten", time(9, 35)),
        ("nine thirty", time(9, 30)),
        ("nine forty-five pm", time(21, 45)),
        ("9", time(9)),
        ("21h", time(21)),
        ("21h30", time(21, 30)),
        ("21 h", time(21)),
        ("21 Uhr", time(21)),
        ("0930", time(9, 30)),
        ("2115", time(21, 15)),
        ("around 9", time(9)),
        ("9 tonight", time(21)),
        ("half-past nine", time(9, 30)),
        ("quarter of ten", time(9, 45)),
        ("21:30 Uhr", time(21, 30)),
        ("21:30 hrs", time(21, 30)),
        ("0900 hours", time(9)),
        ("24:00", time(0)),
        ("24 Uhr", time(0)),
    ],
)
def test_a_typed_time_is_understood(typed: str, meant: time) -> None:
    assert time_in(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "24:01",
        "24",
        "7:60",
        "13 pm",
        "0 am",
        "7:3",
        "-1",
        "7:30:15",
        "٧:٣٠x",
        "o'clock",
        "half",
        "half past",
        "thirteen",
        "at",
        "ninety o'clock",
        "seventy past nine",
        "nine ten eleven",
        "13 in the morning",
        "25h",
        "a",
        "9" * 50,
        "noon " * 30,
    ],
)
def test_what_is_no_time_is_none(typed: str) -> None:
    assert time_in(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("quarter to ten", time(21, 45)),
        ("nine o'clock", time(21)),
        ("half past nine", time(21, 30)),
        ("half-past nine", time(21, 30)),
        ("9", time(21)),
        ("9:30", time(21, 30)),
        ("at eleven", time(23)),
        ("twelve", time(0)),
        ("half past twelve", time(0, 30)),
        ("one", time(1)),
        ("09:30", time(9, 30)),
        ("0930", time(9, 30)),
        ("9 am", time(9)),
        ("9.30 a.m.", time(9, 30)),
        ("nine in the morning", time(9)),
        ("half past nine am", time(9, 30)),
        ("9 pm", time(21)),
        ("21:30", time(21, 30)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("quarter past midnight", time(0, 15)),
        ("0:30", time(0, 30)),
        ("soon", None),
    ],
)
def test_where_an_evening_is_asked_for_a_bare_time_is_the_evenings(typed: str, meant: time | None) -> None:
    assert time_in(typed, "evening") == meant


@given(st.times())
def test_what_the_bot_writes_and_what_says_its_half_is_the_same_in_the_evening(at: time) -> None:
    to_24 = () if 10 <= at.hour <= 12 else ("%H:%M", "%H.%M", "%H%M")  # "10:00" may be either
    for shape in (*to_24, "%I:%M %p", "%I:%M%p"):
        assert time_in(at.strftime(shape), "evening") == at.replace(second=0, microsecond=0)


@given(st.times(), st.sampled_from([" Uhr", " hrs", " hours", "h", " h"]))
def test_every_minute_is_read_with_what_stands_behind_it(at: time, behind: str) -> None:
    assert time_in(f"{at:%H:%M}{behind}") == at.replace(second=0, microsecond=0)


@given(st.times())
def test_every_time_the_bot_writes_is_read_back(at: time) -> None:
    assert time_in(dates.say_time(at)) == at.replace(second=0, microsecond=0)


@given(st.times(), st.sampled_from(["%I:%M %p", "%I:%M%p", "%I.%M %p", "%H.%M", "%H:%M", "%Hh%M", "%H%M"]))
def test_every_minute_is_read_in_each_way_of_writing_it(at: time, shape: str) -> None:
    assert time_in(at.strftime(shape)) == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("tomorrow", on(7, 14)),
        ("until tomorrow", on(7, 14)),
        ("the day after tomorrow", on(7, 15)),
        ("tomorrow at noon", on(7, 14, 12)),
        ("tomorrow 8am", on(7, 14, 8)),
        ("tomorrow 8 pm", on(7, 14, 20)),
        ("tonight at 10", on(7, 13, 22)),
        ("today at 22:00", on(7, 13, 22)),
        ("1 week", on(7, 20, 20, 30)),
        ("a week", on(7, 20, 20, 30)),
        ("for two weeks", on(7, 27, 20, 30)),
        ("a fortnight", on(7, 27, 20, 30)),
        ("in 3 days", on(7, 16, 20, 30)),
        ("3 nights", on(7, 16, 20, 30)),
        ("three days", on(7, 16, 20, 30)),
        ("a couple of days", on(7, 15, 20, 30)),
        ("twenty-one days", on(8, 3, 20, 30)),
        ("10d", on(7, 23, 20, 30)),
        ("2w", on(7, 27, 20, 30)),
        ("12 hours", on(7, 14, 8, 30)),
        ("an hour", on(7, 13, 21, 30)),
        ("a month", on(8, 12, 20, 30)),
        ("next week", on(7, 20)),
        ("Monday", on(7, 20)),
        ("next Friday", on(7, 17)),
        ("Friday at 18:00", on(7, 17, 18)),
        ("20 July 2026", on(7, 20)),
        ("20 July, 2026", on(7, 20)),
        ("July 20, 2026", on(7, 20)),
        ("July 20th", on(7, 20)),
        ("the 20th of July", on(7, 20)),
        ("Monday 20 July", on(7, 20)),
        ("Monday, 20 July.", on(7, 20)),
        ("Mon 20 Jul 2026", on(7, 20)),
        ("Monday, July 20th", on(7, 20)),
        ("Monday 20 July, 08:00", on(7, 20, 8)),
        ("20 July at 8 pm", on(7, 20, 20)),
        ("20.7.26", on(7, 20)),
        ("20-7-2026", on(7, 20)),
        ("2026-07-20 08:00", on(7, 20, 8)),
        ("this Sunday", on(7, 19)),
        ("on Sunday", on(7, 19)),
        ("until this Friday at 18:00", on(7, 17, 18)),
        ("tomorrow morning", on(7, 14, 6)),
        ("tomorrow afternoon", on(7, 14, 12)),
        ("tomorrow evening", on(7, 14, 18)),
        ("Sunday evening", on(7, 19, 18)),
        ("this Sunday evening", on(7, 19, 18)),
        ("Sunday night", on(7, 19, 21)),
        ("20 July in the morning", on(7, 20, 6)),
        ("Sunday evening at 8", on(7, 19, 20)),
        ("tomorrow morning at half-past nine", on(7, 14, 9, 30)),
        ("the 20th", on(7, 20)),
        ("20th", on(7, 20)),
        ("the 13th", on(8, 13)),
        ("the 20th at 8 pm", on(7, 20, 20)),
        ("Monday the 20th", on(7, 20)),
        ("Sunday 24:00", on(7, 20)),
        ("2026-07-19, 24:00", on(7, 20)),
        ("tomorrow at 21:30 Uhr", on(7, 14, 21, 30)),
    ],
)
def test_a_typed_end_is_understood(typed: str, end: datetime) -> None:
    assert end_in(typed, NOW) == end


@pytest.mark.parametrize(
    "typed",
    [
        *("", "0", "0 days", "soon", "today", "yesterday", "a few days", "week", "in", "until"),
        *("Tuesday 20 July", "20 Juli", "32 July", "13 July 2020", "20 July at 25:00", "today at 20:00"),
        *(
            "this Monday",
            "the 32nd",
            "the 0th",
            "Tuesday the 20th",
            "evening",
            "9999-12-31 23:60",
        ),
        "9" * 70,
    ],
)
def test_what_is_no_end_is_none(typed: str) -> None:
    assert end_in(typed, NOW) is None


@given(st.dates(date(2026, 7, 14), date(2027, 7, 12)))
def test_every_date_the_bot_writes_is_read_back(day: date) -> None:
    first_minute = datetime.combine(day, time(), tzinfo=BERLIN)
    assert end_in(dates.say_date(day), NOW) == first_minute
    assert end_in(dates.say_date_of_year(day), NOW) == first_minute


@given(st.integers(min_value=1, max_value=30 * 24 * 60))
def test_every_end_the_bot_writes_is_read_back(minutes: int) -> None:
    end = NOW + timedelta(minutes=minutes)
    assert end_in(dates.say_until(end), NOW) == end


@given(st.integers(min_value=0, max_value=6 * 365 * 24 * 60), st.integers(min_value=1, max_value=31))
def test_a_day_of_the_month_is_the_next_such_day(minutes: int, number: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    end = there(end_in(f"the {number}th", now))
    assert (end.day, end.time()) == (number, time())
    between = (now.date() + timedelta(days=ahead) for ahead in range(1, (end.date() - now.date()).days))
    assert all(day.day != number for day in between)


@given(
    st.integers(min_value=0, max_value=6 * 365 * 24 * 60),
    st.integers(min_value=0, max_value=6),
    st.sampled_from(["morning", "afternoon", "evening", "night"]),
)
def test_a_part_of_a_weekday_is_the_next_one_to_come(minutes: int, number: int, part: str) -> None:
    now = NOW + timedelta(minutes=minutes)
    end = there(end_in(f"{dates.weekday(number)} {part}", now))
    assert end.weekday() == number
    assert end > now
    began_today = number == now.weekday() and now.time() >= end.time()
    assert (end.date() - now.date() == timedelta(days=7)) is began_today
    assert end.date() - now.date() <= timedelta(days=7)


@given(st.integers(min_value=0, max_value=6))
def test_a_weekday_as_the_bot_writes_it_is_the_next_one(number: int) -> None:
    end = there(end_in(dates.weekday(number), NOW))
    assert (end.weekday(), end.time()) == (number, time())
    assert timedelta() < end - NOW <= timedelta(days=7)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_time_an_end_in_the_future_or_nothing(text: str) -> None:
    time_in(text)
    end = end_in(text, NOW)
    assert end is None or end > NOW
