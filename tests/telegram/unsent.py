"""Calls that go nowhere: what would have travelled to Telegram, answered as a test says."""

from typing import Any

from telegram.ext import ExtBot
from telegram.request import RequestData

from bot.telegram.outbound.pacing import Pacing, Priority
from bot.telegram.outbound.transport import DatedRequest

Library = ExtBot[Priority]


class Unsent(DatedRequest):
    """A way to Telegram that ends here; `answer` says what comes back."""

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_args: Any, **_limits: Any
    ) -> tuple[int, bytes]:
        return self.answer(url.rpartition("/")[2], request_data)

    def answer(self, method: str, data: RequestData | None) -> tuple[int, bytes]:
        """Return the status and the body with which a call is answered; note what is to be looked at."""
        raise NotImplementedError


def library(request: Unsent) -> Library:
    """Return python-telegram-bot's bot on that way."""
    return ExtBot("1:test", request=request, get_updates_request=request, rate_limiter=Pacing())
