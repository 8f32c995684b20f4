"""Updates are confirmed when they are handled, in order within a chat, and none holds up the others."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from telegram.error import TelegramError

from bot.clock import MovableClock
from bot.db.engine import Database
from bot.db.tables import meta
from bot.telegram.inbound import handling, polling
from bot.telegram.inbound.polling import Polling
from bot.telegram.inbound.processed import KEPT_FOR, AlreadyDone, ProcessedUpdates
from tests.conftest import Couple

Raw = dict[str, Any]
Handle = Callable[[int], Awaitable[None]]


def update(number: int, chat: int = 1) -> Raw:
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": chat}, "text": "a word"}}


class Queue:
    """A Telegram that only knows getUpdates. Its updates go when they are confirmed."""

    def __init__(self, *raws: Raw) -> None:
        self.waiting = list(raws)
        self.asked = 0
        self.changed = asyncio.Condition()

    async def __call__(self, *, offset: int, timeout: int) -> list[Raw]:
        self.asked += 1
        self.waiting = [raw for raw in self.waiting if not offset or raw["update_id"] >= offset]
        async with self.changed:
            self.changed.notify_all()
            if timeout:
                await self.changed.wait_for(lambda: self.waiting)
        return self.waiting[: polling.LIMIT]

    async def brings(self, *raws: Raw) -> None:
        self.waiting.extend(raws)
        async with self.changed:
            self.changed.notify_all()

    async def is_asked(self, times: int) -> None:
        async with asyncio.timeout(60), self.changed:
            await self.changed.wait_for(lambda: self.asked >= times)

    async def is_empty(self) -> None:
        """Wait until everything is confirmed."""
        async with asyncio.timeout(60), self.changed:
            await self.changed.wait_for(lambda: not self.waiting)


class Hands:
    """Handles updates as a test says, and remembers what was begun and what was apologised for."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self.begun: list[int] = []
        self.sorry: list[int] = []
        self.at: dict[int, datetime] = {}
        self.news = asyncio.Event()

    async def handle(self, raw: Raw, at: datetime) -> None:
        self.begun.append(raw["update_id"])
        self.at[raw["update_id"]] = at
        self.news.set()
        await self._handle(raw["update_id"])

    async def apologise(self, raw: Raw) -> None:
        self.sorry.append(raw["update_id"])

    async def until_begun(self, *numbers: int) -> None:
        async with asyncio.timeout(60):
            while not set(numbers) <= set(self.begun):
                self.news.clear()
                await self.news.wait()


async def well(_number: int) -> None:
    """Go well."""


async def for_ever(_number: int) -> None:
    await asyncio.Event().wait()


def unheard(error: TelegramError) -> None:
    raise AssertionError(error)


@pytest.fixture
def processed(db: Database, clock: MovableClock) -> ProcessedUpdates:
    return ProcessedUpdates(db, clock)


@pytest.fixture
async def listens(
    processed: ProcessedUpdates, clock: MovableClock
) -> AsyncIterator[Callable[[Queue, Handle], Hands]]:
    """Let one more run listen to a queue."""
    runs: list[Polling] = []

    def start(queue: Queue, handle: Handle) -> Hands:
        hands = Hands(handle)
        runs.append(Polling(queue, processed, clock, unheard))
        runs[-1].start(hands)
        return hands

    yield start
    for run in runs:
        for worker in run._handling._workers:
            worker.cancel()
        await run.stop()


async def cut_off() -> None:
    """End what is listening as a crash would: nothing is finished, nothing confirmed."""
    registry = ("Polling", "Handling")
    ours = [task for task in asyncio.all_tasks() if any(it in repr(task.get_coro()) for it in registry)]
    for task in ours:
        task.cancel()
    await asyncio.wait(ours)


Listens = Callable[[Queue, Handle], Hands]


async def test_an_update_in_hand_is_not_confirmed_and_nobody_waits_for_it(listens: Listens) -> None:
    slow, queue = asyncio.Event(), Queue(update(1, chat=1), update(2, chat=2))
    hands = listens(queue, lambda number: slow.wait() if number == 1 else well(number))  # type: ignore[arg-type,return-value]
    await hands.until_begun(2)
    await queue.brings(update(3, chat=1), update(4, chat=3))
    await hands.until_begun(4)
    assert [raw["update_id"] for raw in queue.waiting] == [1, 2, 3, 4]
    assert sorted(hands.begun) == [1, 2, 4]
    slow.set()
    await queue.is_empty()
    assert hands.begun[-2:] == [4, 3]


async def test_an_idle_bot_asks_once_and_a_slow_update_is_no_busy_loop(listens: Listens) -> None:
    slow, queue = asyncio.Event(), Queue()
    hands = listens(queue, lambda _number: slow.wait())  # type: ignore[arg-type,return-value]
    await queue.brings(update(1))
    await hands.until_begun(1)
    asked = queue.asked
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await queue.is_empty()
    assert queue.asked - asked <= 15
    slow.set()
    await queue.is_empty()


async def test_one_that_always_fails_is_set_aside_after_three_tries_and_the_next_goes_on(
    listens: Listens, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(number: int) -> None:
        if number == 1:
            raise ValueError("a word of theirs")

    queue = Queue(update(1), update(2))
    hands = listens(queue, fails)
    await queue.is_empty()
    assert (hands.begun, hands.sorry) == ([1, 1, 1, 2], [1])
    aside = [record for record in caplog.records if "set aside" in record.message]
    assert len(aside) == 1
    assert "a word" not in caplog.text


async def test_one_that_hangs_counts_as_failed(listens: Listens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handling, "LONGEST_TRY", 0.02)
    queue = Queue(update(1), update(2))
    hands = listens(queue, lambda number: for_ever(number) if number == 1 else well(number))
    await queue.is_empty()
    assert (hands.begun, hands.sorry) == ([1, 1, 1, 2], [1])


async def test_one_that_ends_the_process_is_set_aside_after_three_starts_and_others_are_not_lost(
    listens: Listens,
) -> None:
    queue, begun = Queue(), []
    hands = listens(queue, for_ever)
    await queue.is_asked(2)
    await queue.brings(update(1, chat=1), update(2, chat=2))
    for _run in range(1 + handling.TRIES):  # the first one took it up fresh, and wrote down nothing
        await hands.until_begun(1)
        begun += hands.begun
        await cut_off()
        hands = listens(queue, lambda number: for_ever(number) if number == 1 else well(number))
    await queue.is_empty()
    begun += hands.begun
    assert begun.count(1) == 1 + handling.TRIES
    assert hands.sorry == [1]
    assert 2 in begun


async def test_one_in_hand_at_two_crashes_in_a_row_that_it_did_not_cause_is_handled(listens: Listens) -> None:
    queue = Queue(update(1))
    for _run in range(2):
        hands = listens(queue, for_ever)
        await hands.until_begun(1)
        await cut_off()
    hands = listens(queue, well)
    await queue.is_empty()
    assert (hands.begun, hands.sorry) == ([1], [])


async def test_what_has_had_its_effect_is_not_handled_again_after_a_crash(
    db: Database, processed: ProcessedUpdates, listens: Listens
) -> None:
    queue, written = Queue(update(1), update(2, chat=2)), asyncio.Barrier(3)

    async def writes_and_hangs(number: int) -> None:
        with processed.recording(number):
            async with db.write():
                pass
        await written.wait()
        await for_ever(number)

    listens(queue, writes_and_hangs)
    await written.wait()
    await cut_off()
    hands = listens(queue, well)
    await queue.is_empty()
    assert hands.begun == []


async def test_a_second_delivery_that_slipped_through_is_rolled_back(
    db: Database, processed: ProcessedUpdates
) -> None:
    for effect, told in (("kept", None), ("lost", AlreadyDone)):
        with pytest.raises(AlreadyDone) if told else nullcontext(), processed.recording(7):
            async with db.write() as tx:
                await tx.execute(insert(meta).values(key=effect, value=""))
    async with db.read() as tx:
        assert (await tx.scalars(select(meta.c.key))).all() == ["kept"]


async def test_a_first_step_or_a_failed_write_does_not_count_as_the_effect(
    db: Database, processed: ProcessedUpdates
) -> None:
    with processed.recording(7):
        async with db.write(more=True):
            pass
        with pytest.raises(ValueError, match="no"):
            async with db.write():
                raise ValueError("no")
    assert await processed.look_up([7]) == {}


async def test_more_than_telegram_brings_at_once_are_kept_and_outlive_a_crash(listens: Listens) -> None:
    flood = list(range(1, polling.LIMIT + 51))
    queue = Queue(*(update(number, chat=1) for number in flood), update(1000, chat=2))
    hands = listens(queue, lambda number: for_ever(number) if number == 1 else well(number))
    await hands.until_begun(1000)
    await cut_off()
    assert [raw["update_id"] for raw in queue.waiting] == [*flood[polling.LIMIT :], 1000]
    hands = listens(queue, well)
    await queue.is_empty()
    assert [number for number in hands.begun if number != 1000] == flood


async def test_what_is_old_is_forgotten(
    processed: ProcessedUpdates, clock: MovableClock, db: Database
) -> None:
    with processed.recording(7):
        async with db.write():
            pass
    clock.move(KEPT_FOR - timedelta(hours=1))
    await processed.forget_old()
    assert await processed.look_up([7])
    clock.move(timedelta(hours=2))
    await processed.forget_old()
    assert await processed.look_up([7]) == {}


async def test_a_clean_end_finishes_what_is_in_hand_and_confirms_it(
    processed: ProcessedUpdates, clock: MovableClock
) -> None:
    queue, finish = Queue(update(1), update(2)), asyncio.Event()
    hands = Hands(lambda _number: finish.wait())  # type: ignore[arg-type,return-value]
    run = Polling(queue, processed, clock, unheard)
    run.start(hands)
    await hands.until_begun(1)
    ending = asyncio.create_task(run.stop())
    await asyncio.wait((ending,), timeout=0.05)
    finish.set()
    await ending
    assert hands.begun == [1]
    assert [raw["update_id"] for raw in queue.waiting] == [2]


async def test_an_update_that_cannot_be_read_costs_itself_alone_and_says_so_once(
    couple: Couple, caplog: pytest.LogCaptureFixture
) -> None:
    telegram, door = couple.stage.telegram, couple.ana.door
    telegram.world.updates.add("message", {"message_id": 1, "text": "a word of theirs"})
    whom = {"chat": {"id": door.id}, "from": {"id": couple.ana.id}}
    telegram.world.updates.add("message", {"message_id": 2, "text": "a word of hers", **whom})
    telegram.world.updates.add("callback_query", {"id": "77", "data": "a word in a button"})
    await couple.ana.says("/help")
    assert caplog.text.count("cannot be read") == 3
    assert "set aside" not in caplog.text
    assert "a word" not in caplog.text
    assert [shown.text for shown in door.messages].count("I can take text, a voice note or a photo.") == 1
    assert [call.params for call in telegram.calls if call.method == "answerCallbackQuery"][-1] == {
        "callback_query_id": "77",
        "show_alert": False,
    }
    assert "/today" in door.last().text


async def test_one_in_hand_beside_others_at_many_crashes_is_handled_and_nobody_hears_of_it(
    listens: Listens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "ALONE_FOR", 0.02)
    queue = Queue(update(1))
    for run in range(2 * handling.TRIES):
        hands = listens(queue, lambda number: for_ever(number) if number == 1 else well(number))
        await hands.until_begun(1)
        await queue.brings(update(10 + run, chat=10 + run))
        await hands.until_begun(10 + run)
        await cut_off()
    hands = listens(queue, well)
    await queue.is_empty()
    assert 1 in hands.begun
    assert hands.sorry == []


async def test_what_writes_nothing_and_was_suspected_is_settled_before_anything_else_is_begun(
    listens: Listens, processed: ProcessedUpdates
) -> None:
    queue = Queue(update(1))
    hands = listens(queue, for_ever)
    await hands.until_begun(1)
    await cut_off()
    settled: list[int] = []
    settle = processed.settle

    async def notes(numbers: Sequence[int]) -> None:
        await settle(numbers)
        settled.extend(numbers)

    async def looks(number: int) -> None:
        assert number == 1 or settled == [1]

    processed.settle = notes  # type: ignore[method-assign, assignment]
    await queue.brings(update(2))
    hands = listens(queue, looks)
    await queue.is_empty()
    assert (hands.begun, hands.sorry) == ([1, 2], [])


async def test_an_apology_is_said_once_though_the_process_ends_while_it_is_said(listens: Listens) -> None:
    queue = Queue(update(1))

    async def fails(_number: int) -> None:
        raise ValueError

    said = asyncio.Event()

    async def never_ends(raw: Raw) -> None:
        said.set()
        await for_ever(raw["update_id"])

    hands = listens(queue, fails)
    hands.apologise = never_ends  # type: ignore[method-assign]
    async with asyncio.timeout(60):
        await said.wait()
    await cut_off()
    hands = listens(queue, well)
    await queue.is_empty()
    assert (hands.begun, hands.sorry) == ([], [])


async def test_one_in_hand_at_a_crash_holds_up_no_other_chat(listens: Listens) -> None:
    queue = Queue(update(1, chat=1), update(2, chat=2))
    hands = listens(queue, lambda number: for_ever(number) if number == 1 else well(number))
    await hands.until_begun(1)
    await hands.until_begun(2)
    await cut_off()
    await queue.brings(update(3, chat=3))
    hands = listens(queue, lambda number: for_ever(number) if number == 1 else well(number))
    await hands.until_begun(1, 3)


async def test_what_was_handled_before_a_crash_is_never_suspected(listens: Listens) -> None:
    queue = Queue(update(1, chat=1), update(2, chat=2))
    for _run in range(handling.TRIES):
        hands = listens(queue, lambda number: for_ever(number) if number == 1 else well(number))
        await hands.until_begun(1)
        await queue.is_asked(queue.asked + 2)
        await cut_off()
    hands = listens(queue, well)
    await queue.is_empty()
    assert hands.sorry == [1]
    assert 2 not in hands.begun


async def test_what_was_set_aside_before_a_crash_is_not_handled_after_it(listens: Listens) -> None:
    async def fails(number: int) -> None:
        if number == 1:
            await for_ever(number)
        raise ValueError

    queue = Queue()
    hands = listens(queue, fails)
    await queue.is_asked(2)
    await queue.brings(update(1, chat=1), update(2, chat=2), update(3, chat=2))
    await hands.until_begun(3)
    await cut_off()
    assert hands.sorry == [2]
    hands = listens(queue, well)
    await queue.is_empty()
    assert sorted(hands.begun) == [1, 3]


async def test_a_long_poll_that_is_not_held_is_asked_more_slowly_and_said_once(
    processed: ProcessedUpdates, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever answers at once, and with nothing, would be asked hundreds of times a second."""
    waits: list[float] = []
    enough = asyncio.Event()

    async def answers_at_once(*, offset: int, timeout: int) -> list[Raw]:
        return []

    async def sleeps(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 12:
            enough.set()
            await asyncio.Event().wait()

    run = Polling(answers_at_once, processed, clock, unheard, sleep=sleeps)
    run.start(Hands(well))
    async with asyncio.timeout(60):
        await enough.wait()
    await run.stop()
    assert [round(wait, 1) for wait in waits] == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, *[5.0] * 6]
    assert caplog.text.count("does not hold long polls") == 1


async def test_a_long_poll_that_is_held_is_asked_again_at_once(
    processed: ProcessedUpdates, clock: MovableClock
) -> None:
    waits: list[float] = []
    asked = asyncio.Event()
    timeouts: list[int] = []

    async def holds(*, offset: int, timeout: int) -> list[Raw]:
        timeouts.append(timeout)
        clock.move(timedelta(seconds=timeout))
        if len(timeouts) == 5:
            asked.set()
            await asyncio.Event().wait()
        return []

    async def sleeps(seconds: float) -> None:
        waits.append(seconds)

    run = Polling(holds, processed, clock, unheard, sleep=sleeps)
    run.start(Hands(well))
    async with asyncio.timeout(60):
        await asked.wait()
    await run.stop()
    assert waits == []
