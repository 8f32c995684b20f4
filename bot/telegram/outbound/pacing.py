"""How fast the bot speaks: below Telegram's limits, so that it is rarely told to wait.

Telegram names about 30 messages a second in all (1,000 where broadcasts are paid for), 1 a second in one
chat, short bursts aside, and 20 a minute in one group
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Where it asks to wait all
the same, or a lively group has had its twenty, calls for that chat fail with the rest of the wait, as if
Telegram had said so: who sends decides what then.

Only replies to people have patience, for ten seconds in all, because nobody sends them later: where nothing
was carried out (Telegram asked to wait, or the request never left this machine) they wait and are made
again, and so is an edit, once, of which nobody knows: made twice it shows the same.

Replies overtake outbox messages, which the bot sends by itself. Outbox messages leave some of the burst free,
so that a reply finds a place at once in the midst of the busiest minute. Tidying (keyboards that go) waits
for a quiet moment.
"""

import asyncio
from asyncio import Future, Task, get_running_loop
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from itertools import islice
from math import inf
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.outcomes import Later, NotSent, Unknown
from bot.telegram.outbound.budgets import NOW, Steady, Window
from bot.telegram.outbound.verdicts import outcome_of

_MINUTE = 60.0
_A_MOMENT = 1e-6  # sleeping may end this much early
_CHAT_BURST = 8
_GROUP_MINUTE = 20
_PATIENCE = 10.0  # seconds that a chat may keep a call waiting; handlers have a minute in all
_TAP = "answerCallbackQuery"
_PAUSES = (1.0, 3.0)  # before what never left this machine is tried again
_MOST = 1000.0
_BURST_SECONDS = 1 / 6  # at 30 a second 5 at once, so that no second has more than 35


_Result = bool | dict[str, Any] | list[dict[str, Any]]


class Priority(IntEnum):
    """Who goes first. An `ANSWER` is an outbox message that answers somebody: it comes later by itself if it
    must.
    """

    REPLY = 0
    ANSWER = 1
    OUTBOX = 2
    TIDYING = 3


@dataclass(slots=True)
class _Budget:
    """The seconds for which calls made here may still be kept waiting."""

    left: float


_budget: ContextVar[_Budget | None] = ContextVar("patience", default=None)


@contextmanager
def patient(seconds: float) -> Iterator[None]:
    """Let the replies made within have patience for so many seconds in all."""
    token = _budget.set(_Budget(seconds))
    try:
        yield
    finally:
        _budget.reset(token)


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
    """A call that waits for its place, or is under way and may be made again; its place in line it keeps.

    It is willing to wait until `patient_until`, and goes `not_before` an instant.
    """

    __slots__ = ("chat", "chat_id", "not_before", "patient_until", "place", "tries")

    def __init__(self, chat_id: object, chat: _Chat, patient_until: float) -> None:
        self.chat_id = chat_id
        self.chat = chat
        self.patient_until = patient_until
        self.not_before = NOW
        self.tries = 0
        self.place: Future[None] = get_running_loop().create_future()

    def lines_up_again(self) -> None:
        self.tries += 1
        self.place = get_running_loop().create_future()


class Pacing(BaseRateLimiter[Priority]):
    """Spaces out sends and edits, per chat and in all; every other call goes straight through.

    An answer to a tap does, too, and has a reply's patience.
    """

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
        self._spare = {
            Priority.REPLY: 0,
            Priority.ANSWER: 0,
            Priority.OUTBOX: burst // 2,
            Priority.TIDYING: burst - 1,
        }
        self._chats: dict[object, _Chat] = {}  # whoever was used last comes last
        self._held: dict[object, float] = {}
        self._waiting: dict[Priority, dict[_Caller, None]] = {priority: {} for priority in sorted(Priority)}
        self._alarm: Task[None] | None = None
        self._alarm_at = inf
        self._hurried = False
        self._newest: dict[tuple[object, object], _Caller] = {}
        """The newest edit of each message that is being edited: an older one is never made after it."""

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Give no more places."""
        self._set_alarm(inf)

    def hurry(self) -> None:
        """Let nobody be patient from now on: the bot is stopping."""
        self._hurried = True
        for caller in (it for callers in self._waiting.values() for it in callers):
            caller.patient_until = NOW
        self._set_alarm(self._give())

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> _Result:
        """Make the call when its place comes; a call that names no priority is a reply.

        Raises:
            RetryAfter: Telegram asks, or has asked for this chat, to wait, or would; nothing was sent. Also
                where what only tidies a message came after a newer edit of it.
        """
        if endpoint == _TAP:
            return await self._answer_tap(lambda: callback(*args, **kwargs))
        if not endpoint.startswith(("send", "edit")):
            return await callback(*args, **kwargs)
        priority, chat_id = (
            Priority.REPLY if rate_limit_args is None else rate_limit_args,
            data.get("chat_id"),
        )
        caller = _Caller(chat_id, self._chat(chat_id), self._patient_until(priority))
        edited = (chat_id, data.get("message_id")) if endpoint.startswith("edit") else None
        self._waiting[priority][caller] = None
        if edited is not None:
            self._newest[edited] = caller
        try:
            while True:
                await self._place(caller)
                is_newest = edited is None or self._newest.get(edited) is caller
                if priority is Priority.TIDYING and not is_newest:
                    raise RetryAfter(timedelta(seconds=_PAUSES[0]))
                try:
                    return await callback(*args, **kwargs)
                except TelegramError as error:
                    again = self._is_made_again(caller, endpoint, error)
                    if not again or (edited is not None and self._newest.get(edited) is not caller):
                        raise
        finally:
            self._waiting[priority].pop(caller, None)
            if edited is not None and self._newest.get(edited) is caller:
                del self._newest[edited]

    async def _answer_tap(self, call: Callable[[], Coroutine[Any, Any, _Result]]) -> _Result:
        """Answer a tap, which takes nobody's place; again where that carried nothing out, as a reply."""
        until, pauses = self._patient_until(Priority.REPLY), iter(_PAUSES)
        while True:
            try:
                return await call()
            except TelegramError as error:
                match outcome_of(error):
                    case Later(pause):
                        pass
                    case NotSent():
                        pause = next(pauses, inf)
                    case _:
                        raise
                if self._now() + pause > until or self._hurried:
                    raise
            if (budget := _budget.get()) is not None:
                budget.left -= pause
            await self._sleep(pause)

    async def _place(self, caller: _Caller) -> None:
        """Wait for a place."""
        begun = self._now()
        self._set_alarm(self._give())
        await caller.place
        if (budget := _budget.get()) is not None:
            budget.left -= self._now() - begun

    def _patient_until(self, priority: Priority) -> float:
        """Return until when a new call may be kept waiting by what fails."""
        budget = _budget.get()
        if priority is not Priority.REPLY or self._hurried:
            return NOW
        return self._now() + (_PATIENCE if budget is None else min(_PATIENCE, budget.left))

    def _is_made_again(self, caller: _Caller, endpoint: str, error: TelegramError) -> bool:
        """Have a call that failed line up once more, if it may wait so long and nothing is said twice."""
        match outcome_of(error):
            case Later(pause):
                self._held[caller.chat_id] = self._now() + pause
            case NotSent() if caller.tries < len(_PAUSES):
                pause = _PAUSES[caller.tries]
            case Unknown() if endpoint.startswith("edit") and not caller.tries:
                pause = _PAUSES[0]
            case _:
                return False
        at = self._now() + pause
        if at > caller.patient_until:
            return False
        caller.not_before = at
        caller.lines_up_again()
        return True

    def _wait_of(self, chat_id: object) -> float:
        """Return the seconds for which a chat is still to be left alone."""
        until = self._held.get(chat_id)
        if until is None:
            return 0.0
        if until > (now := self._now()):
            return until - now
        del self._held[chat_id]
        return 0.0

    def _give(self) -> float:
        """Give a place to everyone who may have one; return when to come again."""
        now = self._now()
        soon = now + _A_MOMENT
        soonest = inf
        for priority, callers in self._waiting.items():
            passed_over: set[_Chat] = set()
            for caller in callers:  # they leave by themselves, once told
                chat = caller.chat
                if caller.place.done():  # its call is under way
                    continue
                wait = self._wait_of(caller.chat_id)
                if wait and now + wait > caller.patient_until:
                    caller.place.set_exception(RetryAfter(timedelta(seconds=wait)))
                elif chat in passed_over:
                    continue
                elif (at := max(now + wait, caller.not_before)) > soon:
                    passed_over.add(chat)
                    soonest = min(soonest, at)
                elif (at := chat.free_at()) > now + _PATIENCE:
                    caller.place.set_exception(RetryAfter(timedelta(seconds=at - now)))
                elif at > soon:
                    passed_over.add(chat)
                    soonest = min(soonest, at)
                elif (at := self._all.free_at(self._spare[priority])) > soon:
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
