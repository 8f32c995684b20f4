"""The rules of thank-yous, alone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.features.thanks import rules

BERLIN = ZoneInfo("Europe/Berlin")


@given(st.dates(date(2024, 1, 1), date(2030, 12, 24)))
def test_next_sunday_is_a_later_sunday_within_a_week(today: date) -> None:
    sunday = rules.next_sunday(today)
    assert sunday.weekday() == 6
    assert timedelta(0) < sunday - today <= timedelta(days=7)


def test_buttons_end_with_the_next_days_card_on_a_night_when_clocks_change_too() -> None:
    closes = rules.closes_at(date(2026, 10, 24), time(9), BERLIN)
    assert closes == datetime(2026, 10, 25, 8, 0, tzinfo=UTC)


def test_length_is_counted_as_telegram_counts() -> None:
    assert rules.fits_card("a" * 3496, with_media=False)
    assert not rules.fits_card("🌻" * 3496, with_media=False)
    assert not rules.fits_card("a" * 1000, with_media=True)
