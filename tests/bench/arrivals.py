"""When what the bot says by itself arrives."""

import asyncio
import time
from collections.abc import Iterable
from datetime import datetime

from tests.bench.load import PATIENCE, Stuck
from tests.bench.telegram import Telegram


class Arrivals:
    """Notes the first message that comes to each of these chats, in seconds of `time.time`."""

    def __init__(self, telegram: Telegram, chats: Iterable[int]) -> None:
        """Listen from now on."""
        self._awaited = set(chats)
        self._clock = time.time() - time.perf_counter()
        self._moved = asyncio.Event()
        self.at: dict[int, float] = {}
        telegram.listeners.append(self._hear)

    async def all(self, due: datetime) -> None:
        """Wait until something came to every chat.

        Raises:
            Stuck: nothing came for `PATIENCE` seconds after it was due.
        """
        while len(self.at) < len(self._awaited):
            self._moved.clear()
            try:
                await asyncio.wait_for(self._moved.wait(), max(0.0, due.timestamp() - time.time()) + PATIENCE)
            except TimeoutError:
                raise Stuck(f"{len(self.at)} of {len(self._awaited)} posts came") from None

    @property
    def last(self) -> float:
        """When the last one came."""
        return max(self.at.values())

    def _hear(self, _method: bytes, chat: int, at: float) -> None:
        if chat in self._awaited and chat not in self.at:
            self.at[chat] = at + self._clock
            self._moved.set()
