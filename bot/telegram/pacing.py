"""How fast the bot speaks: below Telegram's limits, so that it is rarely told to wait.

Telegram names about 30 messages a second in all (1,000 where broadcasts are paid for), 1 a second in one
chat, short bursts aside, and 20 a minute in one group
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Where it asks to wait all
the same, or a lively group has had its twenty, calls for that chat fail with the rest of the wait, as if
Telegram had said so: who sends decides what then.

Replies to people overtake letters, which the bot sends by itself. Letters leave some of the burst free, so
that a reply finds a place at once in the midst of the busiest minute. Tidying (keyboards that go) waits for
a quiet moment.
"""

import asyncio
from asyncio import Future, Task, get_running_loop
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from enum import IntEnum
from itertools import islice
from math import inf
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.budgets import NOW, Steady, Window
from bot.telegram.verdicts import wait_of

_MINUTE = 60.0
_A_MOMENT = 1e-6  # sleeping may end this much early
_CHAT_BURST = 8
_GROUP_MINUTE = 20
_PATIENCE = 10.0  # seconds that a chat may keep a call waiting; handlers have a minute in all
_MOST = 1000.0
_BURST_SECONDS = 1 / 6  # at 30 a second 5 at once, so that no second has more than 35


class Lane(IntEnum):
    """Who goes first."""

    REPLY = 0
    LETTER = 1
    TIDYING = 2


class _Chat:
    """What one chat may get, and who asked last."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self._windows = windows
        self.used_at = NOW

    def free_at(self) -> float:
        return max((window.free_at() for window in self._windows), default=NOW)

    def take(self, now: float) -> None:
        self.used_at = now
        for window in self._windows:
            window.take(now)


class _Caller:
    """A call that waits for its place."""

    __slots__ = ("chat", "chat_id", "place")

    def __init__(self, chat_id: object, chat: _Chat) -> None:
        self.chat_id = chat_id
        self.chat = chat
        self.place: Future[None] = get_running_loop().create_future()


class Pacing(BaseRateLimiter[Lane]):
    """Spaces out sends and edits, per chat and in all; every other call goes straight through."""

    def __init__(
        self,
        overall: float = 30.0,
        *,
        in_chats: bool = True,
        now: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the messages a second in all (`inf`: no limit) and whether chats have limits of their own.

        `now` returns seconds; without it the event loop's own clock counts, which never jumps.
        """
        self._now = now or (lambda: get_running_loop().time())
        self._sleep = sleep
        burst = max(2, int(min(overall, _MOST) * _BURST_SECONDS))
        self._in_chats = in_chats
        self._all = Steady(overall, burst)
        self._spare = {Lane.REPLY: 0, Lane.LETTER: burst // 2, Lane.TIDYING: burst - 1}
        self._chats: dict[object, _Chat] = {}  # whoever was used last comes last
        self._held: dict[object, float] = {}
        self._waiting: dict[Lane, dict[_Caller, None]] = {lane: {} for lane in sorted(Lane)}
        self._alarm: Task[None] | None = None
        self._alarm_at = inf

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Give no more places."""
        self._set_alarm(inf)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Make the call when its place comes; a call that names no lane is a reply.

        Raises:
            RetryAfter: Telegram asks, or has asked for this chat, to wait, or would; nothing was sent.
        """
        if not endpoint.startswith(("send", "edit")):
            return await callback(*args, **kwargs)
        chat_id = data.get("chat_id")
        await self._place(chat_id, Lane.REPLY if rate_limit_args is None else rate_limit_args)
        if wait := self._wait_of(chat_id):
            raise RetryAfter(timedelta(seconds=wait))
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._held[chat_id] = self._now() + wait_of(error)
            raise

    def _wait_of(self, chat_id: object) -> float:
        """Return the seconds for which a chat is still to be left alone."""
        until = self._held.get(chat_id)
        if until is None:
            return 0.0
        if until > (now := self._now()):
            return until - now
        del self._held[chat_id]
        return 0.0

    async def _place(self, chat_id: object, lane: Lane) -> None:
        """Wait for a place."""
        caller = _Caller(chat_id, self._chat(chat_id))
        self._waiting[lane][caller] = None
        try:
            self._set_alarm(self._give())
            await caller.place
        finally:
            self._waiting[lane].pop(caller, None)

    def _give(self) -> float:
        """Give a place to everyone who may have one; return when to come again."""
        now = self._now()
        soon = now + _A_MOMENT
        soonest = inf
        for lane, callers in self._waiting.items():
            passed_over: set[_Chat] = set()
            for caller in callers:  # they leave by themselves, once told
                chat = caller.chat
                if caller.place.done() or chat in passed_over:
                    continue
                if self._wait_of(caller.chat_id):  # it will be told so, and takes nobody's place
                    caller.place.set_result(None)
                elif (at := chat.free_at()) > now + _PATIENCE:
                    caller.place.set_exception(RetryAfter(timedelta(seconds=at - now)))
                elif at > soon:
                    passed_over.add(chat)
                    soonest = min(soonest, at)
                elif (at := self._all.free_at(self._spare[lane])) > soon:
                    return min(soonest, at)  # nor is there one for those who need more
                else:
                    self._all.take(now)
                    chat.take(now)
                    caller.place.set_result(None)
        return soonest

    def _set_alarm(self, at: float) -> None:
        """Come again at this time, unless an earlier one is set; `inf` for never."""
        if self._alarm is not None and self._alarm_at <= at < inf:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = at
        self._alarm = None if at == inf else get_running_loop().create_task(self._give_at(at))

    async def _give_at(self, at: float) -> None:
        await self._sleep(max(0.0, at - self._now()))
        self._alarm = None
        self._set_alarm(self._give())

    def _chat(self, chat_id: object) -> _Chat:
        """Return the budget of a chat; forget those that have been quiet for a minute."""
        chat = self._chats.pop(chat_id, None) or _Chat(self._windows(chat_id))
        chat.used_at = now = self._now()
        self._chats[chat_id] = chat
        for key, other in list(islice(self._chats.items(), 2)):
            if other.used_at < now - _MINUTE:
                del self._chats[key]
        return chat

    def _windows(self, chat_id: object) -> list[Window]:
        if not self._in_chats:
            return []
        seconds = Window(_CHAT_BURST, _CHAT_BURST)
        is_group = isinstance(chat_id, int) and chat_id < 0
        return [seconds, Window(_GROUP_MINUTE, _MINUTE)] if is_group else [seconds]
