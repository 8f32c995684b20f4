"""Small words: a daily reader meets none of them twice within a week."""

import re
from datetime import date, timedelta

import pytest

from bot.features.checkin import lines as checkin
from bot.features.question import lines as question
from bot.words import variant
from tests.declared import modules

MONDAY = date(2026, 7, 13)
RARE = {"BACKED_OFF", "GONE_QUIET", "PLAIN", "PLAINLY"}
"""Short lists: what comes seldom, and what stays plain on purpose."""
LISTS = {
    f"{module.__name__.split('.')[-2]} {name}": (name, lines)
    for module in modules("lines")
    for name, lines in vars(module).items()
    if name.isupper() and isinstance(lines, tuple)
}


@pytest.mark.parametrize("which", LISTS)
def test_a_fortnight_says_no_line_twice_within_a_week(which: str) -> None:
    name, lines = LISTS[which]
    for seed in (1, 2, 7_000_000_001):
        said = [variant(lines, MONDAY + timedelta(days=day), seed) for day in range(14)]
        if name in RARE:
            assert set(said) == set(lines)
            continue
        for start in range(8):
            week = said[start : start + 7]
            assert len(set(week)) == 7


@pytest.mark.parametrize("which", LISTS)
def test_lines_are_short_and_all_different(which: str) -> None:
    _, lines = LISTS[which]
    assert len(set(lines)) == len(lines)
    for line in lines:
        assert len(re.sub(r"%\(\w+\)s", "Name", line).split()) <= 40, line


def test_two_couples_do_not_read_the_same_on_the_same_day() -> None:
    days = [MONDAY + timedelta(days=day) for day in range(14)]
    mine = [variant(checkin.CLOSING, day, 1) for day in days]
    assert mine != [variant(checkin.CLOSING, day, 2) for day in days]


def test_a_day_says_the_same_again_and_a_second_line_is_another() -> None:
    first = variant(question.OPENED, MONDAY, 5)
    assert variant(question.OPENED, MONDAY, 5) == first
    assert variant(question.OPENED, MONDAY, 5, 1) != first
