"""Upkeep is done as often as it says, whatever fails beside it."""

from datetime import timedelta

import pytest

from bot.services import Services
from bot.upkeep import DAILY, HOURLY, Upkeep, Upkeeps
from tests.conftest import Couple
from tests.stage import Stage


class Work:
    """Housekeeping that counts how often it was done, and fails while told so."""

    def __init__(self) -> None:
        self.times = 0
        self.fails = False

    async def __call__(self, _services: Services) -> None:
        self.times += 1
        if self.fails:
            raise RuntimeError


@pytest.fixture
def each() -> Work:
    return Work()


@pytest.fixture
def daily() -> Work:
    return Work()


@pytest.fixture
def busy(couple: Couple, each: Work, daily: Work) -> Stage:
    """Give the running bot two pieces of upkeep of our own, as a start does."""
    start_anew(couple.stage, each, daily)
    return couple.stage


def start_anew(stage: Stage, each: Work, daily: Work) -> None:
    kindling = stage.kindling
    works = (Upkeep("the daily", daily, DAILY), Upkeep("each", each))
    kindling.tick.upkeep = Upkeeps(works, kindling.services, stage.clock).round


async def test_what_is_daily_is_not_done_at_each_tick(busy: Stage, each: Work, daily: Work) -> None:
    for _ in range(23):
        await busy.moves(hours=1)
    assert (each.times >= 23, daily.times) == (True, 1)
    await busy.moves(hours=2)
    assert daily.times == 2


async def test_a_start_does_everything_once(busy: Stage, each: Work, daily: Work) -> None:
    await busy.moves(minutes=1)
    start_anew(busy, each, daily)
    await busy.moves(minutes=1)
    await busy.moves(minutes=1)
    assert daily.times == 2


async def test_what_failed_is_tried_in_the_next_round_and_keeps_nothing_else_from_being_done(
    busy: Stage, each: Work, daily: Work, caplog: pytest.LogCaptureFixture
) -> None:
    daily.fails = True
    await busy.moves(minutes=1)
    assert (each.times > 0, daily.times > 0) == (True, True)
    assert "the upkeep of the daily failed: RuntimeError" in caplog.text
    failed, daily.fails = daily.times, False
    await busy.moves(minutes=1)
    await busy.moves(minutes=1)
    assert daily.times == failed + 1


async def test_a_clock_set_back_by_a_day_keeps_nothing_undone(busy: Stage, daily: Work) -> None:
    await busy.moves(minutes=1)
    done = daily.times
    busy.clock.move(timedelta(days=-2))
    await busy.moves(minutes=1)
    assert daily.times == done + 1


async def test_what_the_running_bot_does_rarely_says_so(couple: Couple) -> None:
    rarely = {work.name: work.every for work in couple.stage.kindling.upkeep() if work.every >= HOURLY}
    assert rarely == {"the updates processed": HOURLY, "the bot's name": DAILY}
