"""How posts grow rarer when nothing is done together."""

from datetime import UTC, datetime, timedelta

import pytest

from schedules import ladder

NOW = datetime(2026, 7, 13, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "expected"), [(0, 1), (2, 1), (3, 2), (6, 2), (7, 7), (20, 7), (21, None), (400, None)]
)
def test_the_ladder_steps_down_after_three_days_a_week_and_three_weeks(
    days: int, expected: int | None
) -> None:
    assert ladder.step("daily", NOW - timedelta(days=days), NOW) == expected


@pytest.mark.parametrize(
    ("chosen", "days", "expected"), [("weekly", 0, 7), ("other_day", 0, 2), ("other_day", 8, 7)]
)
def test_the_rarer_of_chosen_and_laddered_wins(chosen: str, days: int, expected: int) -> None:
    assert ladder.step(chosen, NOW - timedelta(days=days), NOW) == expected
