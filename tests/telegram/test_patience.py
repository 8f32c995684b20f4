"""A start waits for Telegram as long as it takes, in Telegram's own time, and says so once a minute."""

import logging

import pytest
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from bot.telegram.outbound.errors import RequestNotSent
from bot.telegram.patience import NotTelegram, Patience, passes


class Calls:
    """Goes wrong in these ways, then well; the waits between are noted and not waited."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.waits: list[float] = []

    async def __call__(self) -> bool:
        if self.errors:
            raise self.errors.pop(0)
        return True

    async def sleeps(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def are_answered(self) -> None:
        await Patience("https://telegram.example", self.sleeps).until_answered(self)


async def test_it_waits_longer_each_time_and_half_a_minute_at_most() -> None:
    calls = Calls(*(RequestNotSent("ClientConnectorDNSError") for _ in range(8)))
    await calls.are_answered()
    assert calls.waits == [1, 2, 4, 8, 16, 30, 30, 30]


async def test_it_keeps_to_the_time_that_telegram_names() -> None:
    calls = Calls(RetryAfter(700), NetworkError("Bad Gateway"), RetryAfter(3))
    await calls.are_answered()
    assert calls.waits == [700, 1, 3]


async def test_a_wait_of_less_than_a_second_is_one(caplog: pytest.LogCaptureFixture) -> None:
    calls = Calls(RetryAfter(-1), RetryAfter(0))
    with caplog.at_level(logging.WARNING):
        await calls.are_answered()
    assert calls.waits == [1, 1]
    assert "asks to wait. Trying again in 1 s." in caplog.text


async def test_it_says_so_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    calls = Calls(*(RequestNotSent("ClientConnectorError") for _ in range(20)))
    with caplog.at_level(logging.WARNING):
        await calls.are_answered()
    assert sum(calls.waits) == 31 + 15 * 30
    assert 7 <= len(caplog.records) <= 9
    assert all("TELEGRAM_API_BASE: telegram.example" in it.getMessage() for it in caplog.records)


async def test_a_refused_token_and_what_is_not_telegram_end_it() -> None:
    with pytest.raises(InvalidToken):
        await Calls(RetryAfter(1), InvalidToken()).are_answered()
    with pytest.raises(NotTelegram):
        await Calls(TypeError("missing")).are_answered()


def test_what_telegram_forbids_does_not_pass_by_itself() -> None:
    assert passes(RetryAfter(1))
    assert passes(NetworkError("Bad Gateway"))
    assert passes(RequestNotSent("ClientConnectorError"))
    assert not passes(BadRequest("BOT_COMMAND_INVALID"))
