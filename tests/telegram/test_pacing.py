"""The bot keeps below Telegram's limits and obeys a wait, chat by chat. Time is simulated, never slept."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.telegram.pacing import Pacing
from bot.telegram.verdicts import wait_of


class Watch:
    """Stands in for the loop's clock and for sleeping, so that waits can be read off."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr("bot.telegram.pacing.get_running_loop", lambda: watch)
    monkeypatch.setattr("bot.telegram.pacing.sleep", watch.sleep)
    return watch


async def call(pacing: Pacing, chat: int | None = 1, endpoint: str = "sendMessage", wait: int = 0) -> None:
    async def telegram(_endpoint: str, _data: dict[str, Any]) -> bool:
        if wait:
            raise RetryAfter(wait)
        return True

    data = {} if chat is None else {"chat_id": chat}
    assert await pacing.process_request(telegram, (endpoint, data), {}, endpoint, data, None) is True


async def test_one_chat_gets_a_burst_at_once_and_then_one_message_a_second(watch: Watch) -> None:
    pacing = Pacing(burst=3)
    for _ in range(5):
        await call(pacing)
    assert watch.slept == [0, 0, 0, 1, 2]


async def test_a_chat_that_was_quiet_has_its_burst_again(watch: Watch) -> None:
    pacing = Pacing(burst=2)
    for _ in range(2):
        await call(pacing)
    watch.now += 10
    for _ in range(3):
        await call(pacing)
    assert watch.slept == [0, 0, 0, 0, 1]


async def test_many_chats_together_stay_below_the_limit_for_all(watch: Watch) -> None:
    pacing = Pacing(overall=10)
    for chat in range(30):
        await call(pacing, chat)
    assert watch.slept[:10] == [0] * 10
    assert watch.slept[-1] == pytest.approx(2.0)


async def test_taps_are_answered_and_everything_but_messages_goes_through_at_once(watch: Watch) -> None:
    pacing = Pacing(burst=1)
    await call(pacing)
    await call(pacing, None, "answerCallbackQuery")
    await call(pacing, 1, "getChatMemberCount")
    assert watch.slept == [0]


async def test_a_chat_told_to_wait_is_left_alone_for_that_long_and_others_are_not(watch: Watch) -> None:
    pacing = Pacing()
    with pytest.raises(RetryAfter):
        await call(pacing, 1, wait=30)
    watch.now += 10
    with pytest.raises(RetryAfter) as caught:
        await call(pacing, 1)
    assert wait_of(caught.value) == 20
    await call(pacing, 2)
    watch.now += 20
    await call(pacing, 1)


async def test_a_message_that_was_queued_when_the_wait_came_is_held_too(watch: Watch) -> None:
    pacing = Pacing()

    async def another_is_told_to_wait() -> None:
        with pytest.raises(RetryAfter):
            await call(pacing, 1, wait=30)

    watch.meanwhile = another_is_told_to_wait
    with pytest.raises(RetryAfter) as caught:
        await call(pacing, 1)
    assert wait_of(caught.value) == 30


def test_a_wait_is_read_as_seconds() -> None:
    assert wait_of(RetryAfter(7)) == 7
    assert wait_of(RetryAfter(timedelta(seconds=1.5))) == 1.5
