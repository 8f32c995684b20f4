"""How far everything that was said is handled, and when a tap counts as made that waited at Telegram."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.telegram.inbound import polling
from bot.telegram.inbound.polling import Polling
from bot.telegram.inbound.processed import ProcessedUpdates
from schedules.heard import Heard
from tests.telegram.test_polling import Handle, Hands, Queue, cut_off, processed, unheard, update, well

__all__ = ["processed"]

Runs = Callable[[Queue, Handle], tuple[Polling, Heard, Hands]]


@pytest.fixture
async def runs(processed: ProcessedUpdates, clock: MovableClock) -> Runs:
    """Let one more run listen to a queue; it begins where the former one wrote down that it was."""

    def start(queue: Queue, handle: Handle) -> tuple[Polling, Heard, Hands]:
        heard, hands = Heard(clock), Hands(handle)
        run = Polling(queue, processed, clock, unheard, heard)
        heard.begin(processed._heard)
        run.start(hands)
        return run, heard, hands

    return start


async def test_nothing_is_heard_before_the_first_answer_and_then_all_until_it(
    runs: Runs, clock: MovableClock
) -> None:
    run, heard, _hands = runs(queue := Queue(), well)
    assert heard.until is None
    assert heard.so_far() < clock.now() - timedelta(days=365)
    assert heard.starting
    await queue.is_asked(2)
    assert (heard.so_far(), heard.starting) == (clock.now(), False)
    before = clock.now()
    clock.move(timedelta(hours=1))
    assert heard.so_far() == before
    await run.stop()


async def test_what_is_in_hand_holds_it_back_for_a_while(runs: Runs, clock: MovableClock) -> None:
    slow, queue = asyncio.Event(), Queue(update(1))
    run, heard, hands = runs(queue, lambda _number: slow.wait())  # type: ignore[arg-type,return-value]
    await hands.until_begun(1)
    await queue.is_asked(3)
    assert heard.until is None
    clock.move(timedelta(seconds=polling._PATIENCE))
    await queue.is_asked(queue.asked + 2)
    assert heard.so_far() == clock.now()  # one that hangs does not keep every card open
    slow.set()
    await run.stop()


async def test_what_was_handled_lets_it_go_on(runs: Runs, clock: MovableClock) -> None:
    slow, queue = asyncio.Event(), Queue(update(1))
    run, heard, hands = runs(queue, lambda _number: slow.wait())  # type: ignore[arg-type,return-value]
    await hands.until_begun(1)
    slow.set()
    await queue.is_empty()
    assert heard.so_far() == clock.now()
    await run.stop()


async def test_a_tap_counts_as_made_when_it_came(runs: Runs, clock: MovableClock) -> None:
    run, _heard, hands = runs(queue := Queue(), well)
    await queue.is_asked(2)
    clock.move(timedelta(seconds=8))
    await queue.brings(update(1))
    await hands.until_begun(1)
    assert hands.at[1] == clock.now()
    await run.stop()


async def test_one_that_waited_through_a_gap_counts_as_made_when_telegram_last_answered(
    runs: Runs, clock: MovableClock
) -> None:
    run, _heard, hands = runs(queue := Queue(), well)
    await queue.is_asked(2)
    answered = clock.now()
    clock.move(timedelta(minutes=40))
    await queue.brings(update(1))
    await hands.until_begun(1)
    assert hands.at[1] == answered
    await queue.is_empty()
    await queue.brings(update(2))
    await hands.until_begun(2)
    assert hands.at[2] == clock.now()
    await run.stop()


async def test_one_that_a_start_finds_counts_as_made_when_the_former_run_stopped(
    runs: Runs, clock: MovableClock
) -> None:
    run, _heard, _hands = runs(queue := Queue(), well)
    await queue.is_asked(2)
    clock.move(timedelta(seconds=5))
    stopped = clock.now()
    await run.stop()
    clock.move(timedelta(hours=3))
    queue.waiting.append(update(1))
    for _crash in range(2):  # and no later after one more crash
        _run, _heard, hands = runs(queue, lambda _number: asyncio.Event().wait())  # type: ignore[arg-type,return-value]
        await hands.until_begun(1)
        assert hands.at[1] == stopped
        await cut_off()
        clock.move(timedelta(hours=1))


async def test_one_that_waited_for_days_counts_as_made_within_the_day_that_telegram_keeps_it(
    runs: Runs, clock: MovableClock
) -> None:
    run, _heard, _hands = runs(queue := Queue(), well)
    await queue.is_asked(2)
    await run.stop()
    clock.move(timedelta(days=5))
    queue.waiting.append(update(1))
    run, _heard, hands = runs(queue, well)
    await hands.until_begun(1)
    assert hands.at[1] == clock.now() - timedelta(days=1)
    await run.stop()


async def test_one_that_is_kept_here_keeps_when_it_came(
    runs: Runs, processed: ProcessedUpdates, clock: MovableClock
) -> None:
    came = clock.now()
    await processed.keep({1: (update(1), came)})
    clock.move(timedelta(hours=5))
    run, _heard, hands = runs(Queue(), well)
    await hands.until_begun(1)
    assert hands.at[1] == came
    await run.stop()


async def test_it_is_written_down_at_a_stop_and_once_a_minute_with_what_is_written(
    processed: ProcessedUpdates, clock: MovableClock
) -> None:
    first = clock.now()
    processed.note_heard(first)
    async with processed._db.write():
        pass
    assert await processed.heard() == first
    clock.move(timedelta(seconds=30))
    processed.note_heard(clock.now())
    async with processed._db.write():
        pass
    await processed.write_heard()
    assert await processed.heard() == first
    clock.move(timedelta(seconds=30))
    processed.note_heard(clock.now())
    await processed.write_heard()
    assert await processed.heard() == clock.now()
    clock.move(timedelta(seconds=1))
    processed.note_heard(clock.now())
    await processed.write_heard(at_once=True)
    assert await processed.heard() == clock.now()


def test_whoever_waits_is_rung_as_soon_as_more_was_heard(clock: MovableClock) -> None:
    rung: list[None] = []
    heard = Heard(clock, lambda: rung.append(None))
    heard.begin(clock.now())
    clock.move(timedelta(hours=1))
    heard.wait(so_far := heard.so_far())
    assert rung == []
    heard.advance(clock.now())
    heard.advance(clock.now())
    assert len(rung) == 1
    heard.wait(so_far)  # more was heard before it could ask
    assert len(rung) == 2


def test_a_clock_set_back_has_heard_no_more_than_its_now(clock: MovableClock) -> None:
    heard = Heard(clock)
    heard.begin(clock.now())
    clock.move(-timedelta(days=2))
    assert heard.so_far() == clock.now()
