"""How a start waits for Telegram: for as long as it takes, in Telegram's own time, with one line a minute."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from math import inf
from urllib.parse import urlsplit

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.outcomes import Later, NotSent, Unknown
from bot.telegram.outbound.sender import UNREADABLE
from bot.telegram.outbound.verdicts import outcome_of, wait_of

log = logging.getLogger(__name__)

Sleep = Callable[[float], Awaitable[None]]

_WAIT = (1.0, 30.0)  # seconds between two tries, growing
_LINE_EVERY = 60.0


class NotTelegram(Exception):
    """Something answers in Telegram's place, and not as Telegram does."""


class Patience:
    """Makes calls until Telegram answers them. `base` is Telegram's address, `sleep` waits for seconds."""

    def __init__(self, base: str, sleep: Sleep = asyncio.sleep) -> None:
        self._host = urlsplit(base).netloc
        self._sleep = sleep
        self._since_a_line = inf

    async def until_answered(self, call: Callable[[], Awaitable[object]]) -> None:
        """Make the call, and make it again while Telegram is out of reach, busy, or asks to wait.

        Raises:
            InvalidToken: Telegram refuses the token.
            NotTelegram: it was answered, and not with what the call returns.
        """
        wait = _WAIT[0]
        while True:
            try:
                await call()
                return
            except InvalidToken:
                raise
            except RetryAfter as error:
                pause = wait_of(error)
                self._tell("asks to wait.", pause)
            except TelegramError as error:
                pause, wait = wait, min(wait * 2, _WAIT[1])
                self._tell(f"is out of reach ({type(error).__name__}); is this machine online?", pause)
            except UNREADABLE:
                raise NotTelegram(self._host) from None
            self._since_a_line += pause
            await self._sleep(pause)

    def _tell(self, what: str, pause: float) -> None:
        """Say why the start waits, once a minute."""
        if self._since_a_line >= _LINE_EVERY:
            log.warning("TELEGRAM_API_BASE: %s %s Trying again in %d s.", self._host, what, round(pause))
            self._since_a_line = 0.0


def passes(error: TelegramError) -> bool:
    """Whether the same call may go well later: no network, a drop, a gateway's fault, a request to wait."""
    return isinstance(outcome_of(error), Later | NotSent | Unknown)
