"""How fast the bot speaks: below Telegram's limits, so that it is rarely told to wait.

Telegram names about 30 messages a second in all and 1 a second in one chat, short bursts aside
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Where it asks to wait all
the same, further calls for that chat fail with the rest of the wait: who sends decides what then.
"""

from asyncio import get_running_loop, sleep
from collections import defaultdict
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.verdicts import wait_of

_MANY_CHATS = 1000


class _Lane:
    """Gives `burst` places at once and from then on one every `interval` seconds."""

    def __init__(self, interval: float, burst: int) -> None:
        self._interval = interval
        self._slack = (burst - 1) * interval
        self.next = float("-inf")
        self.held_until = float("-inf")

    def take(self, now: float) -> float:
        """Take the next place; return the seconds until it comes."""
        place = max(self.next, now - self._slack)
        self.next = place + self._interval
        return max(0.0, place - now)


class Pacing(BaseRateLimiter[None]):
    """Spaces out sends and edits, per chat and in all; every other call goes straight through."""

    def __init__(
        self,
        *,
        overall: float = 25.0,
        per_chat: float = 1.0,
        burst: int = 8,
        now: Callable[[], float] | None = None,
    ) -> None:
        """Take the messages a second in all and in one chat, and how many one chat may get at once.

        `now` returns seconds; without it the event loop's own clock counts, which never jumps.
        """
        self._now = now or (lambda: get_running_loop().time())
        self._all = _Lane(1 / overall, round(overall))
        self._chats: defaultdict[object, _Lane] = defaultdict(lambda: _Lane(1 / per_chat, burst))

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Make the call when its place comes.

        Raises:
            RetryAfter: Telegram asks, or has asked for this chat, to wait; nothing was sent.
        """
        if not endpoint.startswith(("send", "edit")):
            return await callback(*args, **kwargs)
        now = self._now()
        lane = self._lane(data.get("chat_id"), now)
        await sleep(max(lane.take(now), self._all.take(now)))
        now = self._now()
        if lane.held_until > now:
            raise RetryAfter(timedelta(seconds=lane.held_until - now))
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            lane.held_until = self._now() + wait_of(error)
            raise

    def _lane(self, chat: object, now: float) -> _Lane:
        if len(self._chats) >= _MANY_CHATS:
            for quiet in [key for key, lane in self._chats.items() if max(lane.next, lane.held_until) < now]:
                del self._chats[quiet]
        return self._chats[chat]
