"""When a post is due, over every zone there is and the nights in which their clocks change."""

import functools
import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.due import Due, Rhythm, dues, first_due, instant, is_quiet

ZONES = sorted(name for name in available_timezones() if not name.startswith(("posix", "right", "localtime")))
FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
MIDNIGHT = time(0)


@functools.cache
def nights_of_change(name: str) -> tuple[date, ...]:
    """The local dates 2024-2030 in the course of which a zone's offset from UTC changes."""
    zone = ZoneInfo(name)

    def offset(day: date) -> timedelta | None:
        return datetime.combine(day, MIDNIGHT, tzinfo=zone).utcoffset()

    found = []
    day = FIRST
    while day <= LAST:  # weeks first, then the days of a week in which something changed
        week = day + timedelta(days=7)
        if offset(day) != offset(week):
            found += [
                d
                for d in (day + timedelta(days=n) for n in range(7))
                if offset(d) != offset(d + timedelta(1))
            ]
        day = week
    return tuple(found)


@st.composite
def nights(draw: st.DrawFn) -> tuple[ZoneInfo, date]:
    name = draw(st.sampled_from(ZONES))
    changes = nights_of_change(name)
    anyday = st.dates(FIRST, LAST)
    day = draw(st.sampled_from(changes) | anyday if changes else anyday)
    return ZoneInfo(name), day


@given(nights(), st.times().map(lambda t: t.replace(second=0, microsecond=0)))
@settings(max_examples=500)
def test_a_due_instant_shows_the_wall_time_or_comes_right_after_a_gap(
    night: tuple[ZoneInfo, date], at: time
) -> None:
    zone, day = night
    due = instant(day, at, zone)
    shown = due.astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    if shown == wanted:
        assert (due - timedelta(hours=4)).astimezone(zone).replace(tzinfo=None) < wanted
        return
    # The clock never shows that time on that day: it is moved forward by the jump, no further.
    assert shown > wanted
    before, after = (due - timedelta(days=1)).astimezone(zone), due.astimezone(zone)
    assert shown - wanted == (after.utcoffset() or timedelta()) - (before.utcoffset() or timedelta())


@given(nights(), st.times().map(lambda t: t.replace(second=0, microsecond=0)))
@settings(max_examples=300)
def test_a_daily_rhythm_has_each_local_date_once_and_in_order(night: tuple[ZoneInfo, date], at: time) -> None:
    zone, day = night
    start = day - timedelta(days=3)
    week = list(itertools.islice(dues(Rhythm(at, zone), start), 7))
    assert [due.local_date for due in week] == [start + timedelta(days=n) for n in range(1, 8)]
    # Where a whole local day is missing (Apia in 2011), or a gap swallows midnight, order still holds.
    assert all(one.at < two.at for one, two in itertools.pairwise(week))


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 0), datetime(2026, 4, 23, 22, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),
    ],
)
def test_the_four_nasty_nights(zone: str, day: date, at: time, expected: datetime) -> None:
    assert instant(day, at, ZoneInfo(zone)) == expected


BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 7, 13)


def dates(rhythm: Rhythm, after: date, count: int) -> list[str]:
    return [due.local_date.strftime("%a %d") for due in itertools.islice(dues(rhythm, after), count)]


def test_only_chosen_weekdays_come() -> None:
    rhythm = Rhythm(time(9), BERLIN, days="x.x.x..")
    assert dates(rhythm, MONDAY, 4) == ["Wed 15", "Fri 17", "Mon 20", "Wed 22"]


def test_rest_days_are_left_out_and_a_moved_one_looks_like_any_other() -> None:
    rhythm = Rhythm(
        time(9), BERLIN, rest_days="......x", rest_from=date(2026, 7, 19), rest_to=date(2026, 7, 15)
    )
    assert dates(rhythm, MONDAY, 6) == ["Tue 14", "Thu 16", "Fri 17", "Sat 18", "Sun 19", "Mon 20"]


def test_every_other_day_keeps_its_distance_around_a_rest_day() -> None:
    rhythm = Rhythm(time(9), BERLIN, rest_days="..x....", step=2)
    assert dates(rhythm, MONDAY, 3) == ["Thu 16", "Sat 18", "Mon 20"]


def test_nothing_is_due_before_a_pause_ends() -> None:
    rhythm = Rhythm(time(9), BERLIN, not_before=datetime(2026, 7, 16, 12, 0, tzinfo=BERLIN))
    assert dates(rhythm, MONDAY, 1) == ["Fri 17"]


def test_a_rhythm_without_days_ends_instead_of_searching_for_ever() -> None:
    assert (
        first_due(Rhythm(time(9), BERLIN, days="......."), MONDAY, datetime(2026, 7, 13, tzinfo=UTC)) is None
    )


def test_the_first_due_lies_after_the_given_instant() -> None:
    late = datetime(2026, 7, 15, 9, 0, tzinfo=BERLIN)
    found = first_due(Rhythm(time(9), BERLIN), MONDAY, late)
    assert found == Due(date(2026, 7, 16), datetime(2026, 7, 16, 7, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("local", "quiet"), [(time(21, 59), False), (time(22), True), (time(3), True), (time(7), False)]
)
def test_quiet_hours_may_span_midnight(local: time, quiet: bool) -> None:
    assert is_quiet(local, time(22), time(7)) is quiet


def test_equal_ends_mean_no_quiet_hours() -> None:
    assert not is_quiet(time(3), time(0), time(0))
