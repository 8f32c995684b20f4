"""The bot keeps below Telegram's limits, lets replies go first, and obeys a wait. Time is moved by hand."""

import asyncio
import heapq
from collections import Counter
from collections.abc import Coroutine
from datetime import timedelta
from itertools import count
from math import inf
from typing import Any

import pytest
from telegram.error import RetryAfter, TelegramError

from bot.telegram.outbound.errors import AnswerLost, RequestNotSent
from bot.telegram.outbound.pacing import Pacing, Priority, patient
from bot.telegram.outbound.verdicts import wait_of


class Watch:
    """A clock and a sleep for the pacing; when everybody sleeps, the time of who wakes first has come."""

    def __init__(self) -> None:
        self.now = 100.0
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []
        self._numbers = count()

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        rings = asyncio.Event()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._numbers), rings))
        await rings.wait()

    async def settle(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    async def passes(self, seconds: float = inf) -> None:
        """Move the clock, stopping at each waking; without a number until nobody sleeps any more."""
        end = self.now + seconds
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            self.now, _number, rings = heapq.heappop(self._sleepers)
            rings.set()
            await self.settle()
        if end < inf:
            self.now = end


class Wire:
    """What reaches Telegram through a pacing, and when."""

    def __init__(self, overall: float = 30.0) -> None:
        self.watch = Watch()
        self.pacing = Pacing(overall, now=self.watch.time, sleep=self.watch.sleep)
        self.calls: list[tuple[float, object, Priority | None]] = []

    async def call(
        self,
        chat: int | None = 1,
        priority: Priority | None = None,
        endpoint: str = "sendMessage",
        told_to_wait: int = 0,
    ) -> None:
        async def telegram(_endpoint: str, _data: dict[str, Any]) -> bool:
            self.calls.append((self.watch.now, chat, priority))
            if told_to_wait:
                raise RetryAfter(told_to_wait)
            return True

        data = {} if chat is None else {"chat_id": chat}
        assert (
            await self.pacing.process_request(telegram, (endpoint, data), {}, endpoint, data, priority)
            is True
        )

    async def all(self, *calls: Coroutine[Any, Any, None]) -> list[float]:
        """Make these calls at once; return the seconds after which each went out."""
        begun = self.watch.now
        tasks = [asyncio.create_task(call) for call in calls]
        await self.watch.passes()
        await asyncio.gather(*tasks)
        return [at - begun for at, _chat, _lane in self.calls]


def most_in(seconds: float, times: list[float]) -> int:
    return max(sum(at <= other < at + seconds - 0.01 for other in times) for at in times)


async def test_one_chat_gets_eight_messages_at_once_and_never_more_in_eight_seconds() -> None:
    wire = Wire()
    times = await wire.all(*(wire.call(1) for _ in range(30)))
    assert times[:9] == [*[pytest.approx(0, abs=0.2)] * 8, pytest.approx(8)]
    assert most_in(8, times) == 8


async def test_a_group_gets_twenty_a_minute_and_hears_at_once_how_long_a_further_one_would_wait() -> None:
    wire = Wire()
    waits = []
    for _second in range(180):
        try:
            await wire.call(-1)
        except RetryAfter as error:
            waits.append(wait_of(error))
            wire.watch.now += wait_of(error) - 1
        wire.watch.now += 1
    times = [at for at, _chat, _lane in wire.calls]
    assert most_in(60, times) == 20
    assert waits[0] == pytest.approx(40)


async def test_all_chats_together_get_thirty_a_second_and_a_short_burst() -> None:
    wire = Wire()
    times = await wire.all(*(wire.call(chat) for chat in range(3000)))
    assert times[-1] == pytest.approx(100, rel=0.01)
    assert most_in(1, times[:200]) <= 35


@pytest.mark.parametrize("rate", [30.0, 1000.0])
async def test_outbox_messages_go_out_at_the_full_rate_when_nobody_else_speaks(rate: float) -> None:
    wire = Wire(rate)
    times = await wire.all(*(wire.call(chat, Priority.OUTBOX) for chat in range(2000)))
    assert times[-1] == pytest.approx(2000 / rate, rel=0.05)


async def test_a_reply_waits_for_no_outbox_message() -> None:
    wire = Wire()
    posts = [asyncio.create_task(wire.call(chat, Priority.OUTBOX)) for chat in range(300)]
    await wire.watch.passes(4.9)
    before = wire.watch.now
    await wire.call(-7, Priority.REPLY)
    await wire.call(-8)
    assert wire.watch.now == before
    await wire.watch.passes()
    await asyncio.gather(*posts)


async def test_replies_overtake_outbox_messages_that_came_before_them() -> None:
    wire = Wire()
    posts = [wire.call(chat, Priority.OUTBOX) for chat in range(100)]
    replies = [wire.call(chat, Priority.REPLY) for chat in range(1000, 1020)]
    await wire.all(*posts, *replies)
    order = [priority for _at, _chat, priority in wire.calls]
    began = order.index(Priority.REPLY)  # those outbox messages that found a place before any reply had come
    assert began <= 3
    assert order[began : began + 20] == [Priority.REPLY] * 20


async def test_outbox_messages_do_not_wait_for_a_reply_that_waits_for_its_own_chat() -> None:
    wire = Wire()
    lively = [wire.call(1, Priority.REPLY) for _ in range(16)]
    await wire.all(*lively, *(wire.call(chat, Priority.OUTBOX) for chat in range(2, 62)))
    last_post = max(at for at, _chat, priority in wire.calls if priority is Priority.OUTBOX)
    last_reply = max(at for at, _chat, priority in wire.calls if priority is Priority.REPLY)
    assert last_post - 100 == pytest.approx(2.2, abs=0.3)
    assert last_reply - 100 == pytest.approx(8, abs=0.2)


async def test_messages_of_one_chat_keep_their_order() -> None:
    wire = Wire()
    order: list[int] = []

    async def telegram(number: int) -> bool:
        order.append(number)
        return True

    async def say(number: int) -> None:
        await wire.pacing.process_request(telegram, (number,), {}, "sendMessage", {"chat_id": 1}, None)

    await wire.all(*(say(number) for number in range(40)))
    assert order == list(range(40))


async def test_taps_are_answered_and_everything_but_messages_goes_through_at_once() -> None:
    wire = Wire()
    waiting = [asyncio.create_task(wire.call(1)) for _ in range(20)]
    await wire.watch.settle()
    await wire.call(None, endpoint="answerCallbackQuery")
    await wire.call(1, endpoint="getChatMemberCount")
    assert wire.watch.now == 100
    await wire.watch.passes()
    await asyncio.gather(*waiting)


async def test_a_chat_told_to_wait_is_left_alone_for_that_long_and_others_are_not() -> None:
    wire = Wire()
    with pytest.raises(RetryAfter):
        await wire.call(1, told_to_wait=30)
    wire.watch.now += 10
    with pytest.raises(RetryAfter) as caught:
        await wire.call(1)
    assert wait_of(caught.value) == 20
    await wire.call(2)
    wire.watch.now += 20
    await wire.call(1)
    assert Counter(chat for _at, chat, _lane in wire.calls) == {1: 2, 2: 1}


async def test_a_message_that_was_queued_when_the_wait_came_is_held_too() -> None:
    wire = Wire()
    first = [wire.call(1) for _ in range(7)]
    queued = [asyncio.create_task(call) for call in (*first, wire.call(1, told_to_wait=30), wire.call(1))]
    await wire.watch.passes()
    eighth, ninth = (await asyncio.gather(*queued, return_exceptions=True))[-2:]
    assert isinstance(eighth, RetryAfter)
    assert isinstance(ninth, RetryAfter)
    assert wait_of(ninth) < wait_of(eighth)
    assert len(wire.calls) == 8


async def test_a_call_given_up_while_it_waits_takes_nobody_elses_place() -> None:
    wire = Wire()
    tasks = [asyncio.create_task(wire.call(1)) for _ in range(10)]
    await wire.watch.settle()
    tasks[8].cancel()
    await wire.watch.passes()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(results[8], asyncio.CancelledError)
    assert results[9] is None
    assert wire.calls[-1][0] == pytest.approx(108)


async def test_without_a_limit_for_all_a_chat_has_its_own_still() -> None:
    wire = Wire(inf)
    times = await wire.all(*(wire.call(chat) for chat in range(5000)))
    assert times[-1] == 0
    await wire.all(*(wire.call(7) for _ in range(8)))
    assert wire.watch.now == 108


async def test_chats_that_went_quiet_are_forgotten() -> None:
    wire = Wire(inf)
    for chat in range(500):
        await wire.call(chat)
    wire.watch.now += 61
    for chat in range(500):
        await wire.call(-1 - chat)
    assert len(wire.pacing._chats) == 500


def test_a_wait_is_read_as_seconds() -> None:
    assert wait_of(RetryAfter(7)) == 7
    assert wait_of(RetryAfter(timedelta(seconds=1.5))) == 1.5


async def test_tidying_waits_until_all_outbox_messages_are_out_and_a_quiet_moment_came() -> None:
    wire = Wire()
    tidying = [wire.call(-1000 - n, Priority.TIDYING, "editMessageReplyMarkup") for n in range(5)]
    posts = [wire.call(-n, Priority.OUTBOX) for n in range(1, 200)]
    await wire.all(*tidying, *posts)
    queues = [priority for _at, _chat, priority in wire.calls]
    assert (
        queues[1:] == [Priority.OUTBOX] * 199 + [Priority.TIDYING] * 4
    )  # nothing else was there before the first


class Failing:
    """Chat 1 fails as told, first things first; everything that went out, and when."""

    def __init__(self, *failures: TelegramError) -> None:
        self.wire = Wire()
        self.failures = list(failures)
        self.went: list[tuple[float, str]] = []

    async def says(
        self, what: str, priority: Priority = Priority.REPLY, endpoint: str = "sendMessage"
    ) -> bool:
        async def telegram() -> bool:
            self.went.append((self.wire.watch.now - 100, what))
            fails = self.failures.pop(0) if self.failures else None
            await asyncio.sleep(0)  # others call meanwhile
            if fails is not None:
                raise fails
            return True

        pacing = self.wire.pacing
        return bool(await pacing.process_request(telegram, (), {}, endpoint, {"chat_id": 1}, priority))

    async def all(self, *calls: Coroutine[Any, Any, bool]) -> list[bool | BaseException]:
        tasks = [asyncio.create_task(call) for call in calls]
        await self.wire.watch.passes()
        return await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_reply_that_telegram_asks_to_wait_for_goes_after_that_wait_and_before_those_after_it() -> (
    None
):
    chat = Failing(RetryAfter(3))
    first = asyncio.create_task(chat.says("first"))
    await chat.wire.watch.passes(1)
    assert await chat.all(chat.says("second"), chat.says("third")) == [True, True]
    assert await first
    assert chat.went == [(0, "first"), (3, "first"), (3, "second"), (3, "third")]


async def test_a_reply_waits_ten_seconds_in_all() -> None:
    chat = Failing(RetryAfter(4), RetryAfter(5), RetryAfter(2))
    (told,) = await chat.all(chat.says("this"))
    assert isinstance(told, RetryAfter)
    assert [at for at, _what in chat.went] == [0, 4, 9]


@pytest.mark.parametrize("priority", [Priority.ANSWER, Priority.OUTBOX, Priority.TIDYING])
async def test_what_comes_later_by_itself_is_told_at_once_to_wait(priority: Priority) -> None:
    chat = Failing(RetryAfter(1))
    (told,) = await chat.all(chat.says("this", priority))
    assert isinstance(told, RetryAfter)
    assert len(chat.went) == 1


async def test_a_wait_of_no_time_is_not_asked_about_without_end() -> None:
    chat = Failing(*(RetryAfter(0) for _ in range(50)))
    (told,) = await chat.all(chat.says("this"))
    assert isinstance(told, RetryAfter)
    assert len(chat.went) <= 11


async def test_what_never_left_this_machine_is_tried_twice_more_and_what_may_have_arrived_is_not() -> None:
    chat = Failing(RequestNotSent(""), RequestNotSent(""), RequestNotSent(""))
    (told,) = await chat.all(chat.says("this"))
    assert isinstance(told, RequestNotSent)
    assert [at for at, _what in chat.went] == [0, 1, 4]
    chat = Failing(RequestNotSent(""), AnswerLost(""))
    (told,) = await chat.all(chat.says("this"))
    assert isinstance(told, AnswerLost)
    assert [at for at, _what in chat.went] == [0, 1]


async def test_an_edit_of_which_nobody_knows_is_made_once_more() -> None:
    chat = Failing(AnswerLost(""))
    assert await chat.all(chat.says("this", endpoint="editMessageText")) == [True]
    chat.failures = [AnswerLost(""), AnswerLost("")]
    (told,) = await chat.all(chat.says("this", endpoint="editMessageText"))
    assert isinstance(told, AnswerLost)
    assert [at for at, _what in chat.went] == [0, 1, 1, 2]


async def test_all_replies_of_one_handler_wait_as_long_as_it_may() -> None:
    chat = Failing(*(RetryAfter(8) for _ in range(9)))

    async def handler() -> bool:
        with patient(12):
            for what in ("first", "second", "third"):
                with pytest.raises(RetryAfter):
                    await chat.says(what)
        return True

    assert await chat.all(handler()) == [True]
    assert chat.wire.watch.now - 100 <= 12


async def test_nobody_is_patient_while_the_bot_stops() -> None:
    chat = Failing(RetryAfter(5))
    waiting = asyncio.create_task(chat.says("this"))
    await chat.wire.watch.passes(1)
    chat.wire.pacing.hurry()
    await chat.wire.watch.settle()
    with pytest.raises(RetryAfter):
        await waiting
    assert chat.wire.watch.now == 101


async def test_an_edit_that_failed_is_not_made_again_after_a_newer_one_of_the_same_message() -> None:
    chat = Failing(AnswerLost(""))
    older, newer = await chat.all(
        chat.says("older", endpoint="editMessageText"), chat.says("newer", endpoint="editMessageText")
    )
    assert isinstance(older, AnswerLost)
    assert newer
    assert [what for _at, what in chat.went] == ["older", "newer"]


async def test_what_tidies_does_not_come_after_a_newer_face() -> None:
    chat = Failing()
    await chat.all(*(chat.says("before", Priority.OUTBOX) for _ in range(4)))
    chat.wire.watch.now += 0.01
    tidying = asyncio.create_task(chat.says("tidying", Priority.TIDYING, "editMessageReplyMarkup"))
    await chat.wire.watch.settle()
    assert await chat.says("newer", endpoint="editMessageText")
    await chat.wire.watch.passes()
    with pytest.raises(RetryAfter):
        await tidying


async def test_an_answer_to_a_tap_waits_as_a_reply_does_and_ten_seconds_at_most() -> None:
    chat = Failing(RetryAfter(3), RequestNotSent(""))
    assert await chat.all(chat.says("this", endpoint="answerCallbackQuery")) == [True]
    assert [at for at, _what in chat.went] == [0, 3, 4]
    for error in (RetryAfter(11), AnswerLost("")):
        chat = Failing(error)
        (told,) = await chat.all(chat.says("this", endpoint="answerCallbackQuery"))
        assert told is error
        assert len(chat.went) == 1
