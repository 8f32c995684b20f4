"""The rules of an evening, alone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.checkin import rules, views
from bot.features.checkin.rules import Evening

ZONES = sorted(available_timezones())
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
BERLIN = ZoneInfo("Europe/Berlin")
AN_EVENING = date(2026, 7, 13)
TOLD_ON = AN_EVENING + timedelta(days=1)


@given(INSTANTS, st.sampled_from(ZONES))
def test_a_night_belongs_to_the_evening_on_which_it_began(instant: datetime, zone: str) -> None:
    local = instant.astimezone(ZoneInfo(zone))
    belongs = rules.evening_of(local)
    if local.hour < 4:
        assert belongs == local.date() - timedelta(days=1)
    else:
        assert belongs == local.date()
    assert rules.is_evening(local) == (local.hour >= 18 or local.hour < 4)


@pytest.mark.parametrize("night", [date(2026, 3, 28), date(2026, 10, 24)])
def test_the_nights_on_which_clocks_change_are_one_evening(night: date) -> None:
    first = datetime(night.year, night.month, night.day, 18, tzinfo=BERLIN).astimezone(UTC)
    minutes = range(0, 12 * 60, 10)
    instants = [(first + timedelta(minutes=n)).astimezone(BERLIN) for n in minutes]
    found = {rules.evening_of(local) for local in instants if rules.is_evening(local)}
    assert found == {night}


@pytest.mark.parametrize(
    ("on", "at", "question", "day"),
    [
        (13, time(22), time(9), 14),
        (14, time(3, 30), time(9), 14),
        (14, time(8, 59), time(9), 14),
        (14, time(9), time(9), 15),
        (13, time(20), time(21), 14),
        (14, time(11, 59), time(21), 14),
        (13, time(22), time(2), 14),
        (14, time(2, 30), time(2), 15),
    ],
)
def test_a_wish_is_told_by_the_next_morning_never_in_the_same_evening(
    on: int, at: time, question: time, day: int
) -> None:
    local = datetime.combine(date(2026, 7, on), at, tzinfo=BERLIN)
    assert rules.tells_on(local, question) == date(2026, 7, day)


def test_leave_to_tell_is_bound_to_the_wish_it_was_given_for() -> None:
    told = rules.with_telling(Evening(AN_EVENING, wish="a_hand"), "a_hand", TOLD_ON)
    assert told.passed_on
    assert rules.with_wish(told, "a_hand").passed_on
    assert not rules.with_wish(told, "some_fun").passed_on
    assert not rules.with_wish(told, None).passed_on
    with pytest.raises(ValueError, match="not the wish"):
        rules.with_telling(Evening(AN_EVENING, wish="a_hand"), "affection", TOLD_ON)
    with pytest.raises(ValueError, match="not the wish"):
        rules.with_telling(Evening(AN_EVENING, wish="nothing"), "nothing", TOLD_ON)


def test_seven_evenings_fit_into_a_box() -> None:
    week = [Evening(AN_EVENING + timedelta(days=n), day=2, closeness=5) for n in range(7)]
    text = views.last_seven(week)
    assert len(text) <= 200
    assert len(text.splitlines()) == 7
