"""getUpdates as Telegram answers it: JSON, and nothing of it logged.

`Bot.get_updates` parses all it brings at once, prints the whole where one update is not as it expects, and
brings nothing then, for ever. Here each update can be parsed by itself, and those known already need not be.
"""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from telegram.request import BaseRequest


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
        asked = {"timeout": timeout, "allowed_updates": json.dumps(self._kinds)}
        asked |= {"offset": offset} if offset else {}
        # The Bot API takes parameters in the address, too: https://core.telegram.org/bots/api#making-requests
        answer = await self._request.post(
            f"{self._url}?{urlencode(asked)}",
            read_timeout=timeout + (self._request.read_timeout or 0),
        )
        return answer if isinstance(answer, list) else []
