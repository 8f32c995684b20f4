"""getUpdates as Telegram answers it: JSON, and nothing of it logged.

`Bot.get_updates` parses all it brings at once, prints the whole where one update is not as it expects, and
brings nothing then, for ever. Here each update can be parsed by itself, and those known already need not be.
"""

from collections.abc import Sequence
from typing import Any

from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter


class Fetching:
    """Asks one bot's Telegram for updates of some kinds."""

    def __init__(self, request: BaseRequest, base_url: str, kinds: Sequence[str]) -> None:
        """Take what carries the calls, the bot's address (its token is part of it), and the kinds."""
        self._request = request
        self._url = f"{base_url}/getUpdates"
        self._kinds = list(kinds)

    async def __call__(self, *, offset: int, timeout: int) -> list[dict[str, Any]]:
        """Confirm what lies below the offset (0: nothing), wait up to `timeout` seconds, return updates.

        Raises:
            TelegramError: Telegram refuses, or is out of reach.
        """
        asked = {"offset": offset or None, "timeout": timeout, "allowed_updates": self._kinds}
        answer = await self._request.post(
            self._url,
            RequestData([RequestParameter(name, value, None) for name, value in asked.items()]),
            read_timeout=timeout + (self._request.read_timeout or 0),
        )
        return answer if isinstance(answer, list) else []
