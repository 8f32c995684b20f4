"""The rules of thank-yous, alone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.thanks import rules, views
from bot.features.thanks.rules import Receipt
from bot.spaces.model import Partner, PartnerState
from bot.telegram.incoming import TappedMessage
from tests.people import there

BERLIN = ZoneInfo("Europe/Berlin")
BEN = Partner(2, "Ben", "Europe/Berlin", PartnerState.IN, None, True)


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


@pytest.mark.parametrize(
    "last",
    [
        "I'll keep it with your thank-yous: /thanks in our private chat.",
        "What I saw of it I'll keep with your thank-yous: /thanks in our private chat.",
        "I'll save it with your thank-yous: /thanks in our private chat.",
        "What I saw of it I'll save with your thank-yous: /thanks in our private chat.",
        "For as long as its giver likes, it's with your thank-yous: /thanks in our private chat.",
    ],
)
def test_a_card_takes_its_reply_though_it_was_posted_before_its_last_line_was_reworded(last: str) -> None:
    face = TappedMessage(
        f"Ben, this one is for you. 💛\nAna thanks you: soup\n{last}", (), None, frozenset({2})
    )
    card = there(views.answered(BEN, face, Receipt.LANDED))
    assert str(card.text).endswith("Ana thanks you: soup\nBen: that landed.")


def test_a_card_with_a_reply_takes_no_other() -> None:
    face = TappedMessage("Ben, this one is for you. 💛\nBen: that landed.", (), None, frozenset({2}))
    assert views.answered(BEN, face, Receipt.MORE) is None
