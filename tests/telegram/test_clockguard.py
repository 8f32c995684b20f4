"""Posts wait while this machine's clock and Telegram's differ by more than five minutes."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.telegram.clockguard import ClockGuard
from tests.conftest import Couple
from tests.features.question.acts import cards
from tests.promises.acts import rows

NOON = datetime(2026, 7, 13, 12, 0, tzinfo=UTC)


class SetClock:
    """A clock that can be set wrong: the steady seconds know nothing of it."""

    def __init__(self) -> None:
        self.at = NOON
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.at

    def steady(self) -> float:
        return self.seconds


async def asks_telegram(couple: Couple) -> None:
    """Have the bot hear an answer of Telegram's."""
    await couple.ana.says("/help")


async def test_posts_wait_while_the_clock_is_off_and_come_by_themselves_when_it_is_right(
    couple: Couple, caplog: pytest.LogCaptureFixture
) -> None:
    stage, telegram = couple.stage, couple.stage.telegram
    caplog.set_level(logging.WARNING, "bot.telegram.clockguard")
    telegram.clock_ahead = timedelta(hours=-2)
    await asks_telegram(couple)
    await stage.moves_to_time(9)
    await stage.moves(minutes=20)
    assert cards(couple) == []
    telegram.clock_ahead = timedelta(minutes=4)
    await asks_telegram(couple)
    await stage.settle()
    assert len(cards(couple)) == 1
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]


async def test_after_a_long_wait_freshness_decides(couple: Couple) -> None:
    stage, telegram = couple.stage, couple.stage.telegram
    telegram.clock_ahead = timedelta(minutes=6)
    await asks_telegram(couple)
    await stage.moves_to_time(16)
    telegram.clock_ahead = timedelta()
    await asks_telegram(couple)
    await stage.settle()
    assert cards(couple) == []
    await stage.moves_to_time(9)
    assert len(cards(couple)) == 1


@pytest.mark.parametrize("off", [timedelta(days=9), timedelta(days=-9)], ids=["behind", "ahead"])
async def test_what_is_done_on_a_wrong_clock_counts_its_days_from_telegrams(
    couple: Couple, off: timedelta
) -> None:
    stage, telegram, ana = couple.stage, couple.stage.telegram, couple.ana
    telegram.clock_ahead = off
    await ana.says("/stop")
    await ana.taps("End quietly")
    telegram.clock_ahead = timedelta()
    stage.clock.move(off)  # set right: the instant is the one that Telegram told all along
    await asks_telegram(couple)
    await stage.moves(days=6, hours=23)
    assert [row["state"] for row in (await rows(stage))["spaces"]] == ["closed"]
    await stage.moves(hours=2)
    assert (await rows(stage))["spaces"] == []


async def test_nothing_is_erased_by_itself_while_the_clock_is_off(couple: Couple) -> None:
    stage, telegram = couple.stage, couple.stage.telegram
    await couple.ana.says("/stop")
    await couple.ana.taps("End quietly")
    telegram.clock_ahead = timedelta(days=-8)
    await asks_telegram(couple)
    await stage.moves(days=8)
    assert len((await rows(stage))["spaces"]) == 1
    telegram.clock_ahead = timedelta()
    await asks_telegram(couple)
    await stage.settle()
    assert (await rows(stage))["spaces"] == []


def test_while_the_clock_is_off_the_time_is_telegrams() -> None:
    clock = SetClock()
    guard = ClockGuard(clock, lambda: None)
    assert guard.now() == NOON
    guard.hear(NOON + timedelta(days=3))
    clock.at, clock.seconds = NOON + timedelta(hours=1), 60.0
    assert guard.now() == NOON + timedelta(days=3, minutes=1)
    clock.at = NOON + timedelta(days=3, minutes=4)
    assert guard.now() == clock.at


def test_a_clock_that_jumps_between_two_answers_is_noticed_at_once() -> None:
    clock = SetClock()
    guard = ClockGuard(clock, lambda: None)
    assert not guard.askew
    guard.hear(NOON)
    clock.at, clock.seconds = NOON + timedelta(hours=3), 10800.0
    assert not guard.askew
    clock.at += timedelta(minutes=6)
    assert guard.askew
    clock.at -= timedelta(minutes=2)
    assert not guard.askew


def test_an_answer_that_shows_a_right_clock_again_calls_for_a_tick() -> None:
    clock, called = SetClock(), []
    guard = ClockGuard(clock, lambda: called.append("tick"))
    guard.hear(NOON + timedelta(days=1))
    assert guard.askew
    clock.at += timedelta(days=1)
    guard.hear(clock.at)
    assert called == ["tick"]
