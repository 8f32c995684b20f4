"""Whatever takes long keeps no other post waiting: an answer of Telegram's that does not come, the upkeep."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from schedules import dispatch, timers
from schedules.tick import After
from schedules.timers import Timer
from tests.conftest import Couple, Stage, joined
from tests.people import Loopback
from tests.promises.acts import rows


async def test_posts_do_not_wait_for_the_upkeep(couple: Couple) -> None:
    stage, group = couple.stage, couple.group
    begun, over = asyncio.Event(), asyncio.Event()

    async def backup_of_a_large_file() -> None:
        begun.set()
        await over.wait()

    stage.kindling.tick.upkeep = backup_of_a_large_file
    shown = len(group.messages)
    morning = asyncio.create_task(stage.moves(hours=26))
    await begun.wait()
    try:
        await stage.telegram.until(lambda: len(group.messages) > shown)
        assert not morning.done()
    finally:
        over.set()
        await morning


async def test_what_takes_long_to_begin_keeps_nobodys_reply_waiting(couple: Couple) -> None:
    stage, tick = couple.stage, couple.stage.kindling.tick
    begun, over = asyncio.Event(), asyncio.Event()

    async def looks_for_long(_timer: Timer) -> None:
        begun.set()
        await over.wait()

    tick.looks = looks_for_long
    at = stage.clock.now() + timedelta(seconds=10)
    async with stage.kindling.parts.db.write() as tx:
        await timers.put(tx, space_id=1, kind="question.whole", ref=1, at=at, now=stage.clock.now())
    waits = asyncio.create_task(stage.moves(seconds=10))
    await begun.wait()
    shown = len(couple.group.messages)
    says = asyncio.create_task(couple.ana.says("/thanks for the tea", couple.group))
    try:
        await stage.telegram.until(lambda: len(couple.group.messages) == shown + 2)
        assert couple.group.last().text.startswith("Ben, this one is for you.")
        assert not waits.done()
    finally:
        over.set()
        await asyncio.gather(waits, says)


async def test_a_stop_waits_for_what_follows_a_timer_that_fires_meanwhile(couple: Couple) -> None:
    stage, tick = couple.stage, couple.stage.kindling.tick
    begun, over, followed = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def looks_for_long(_timer: Timer) -> None:
        begun.set()
        await over.wait()

    async def follows() -> None:
        for _turn in range(100):
            await asyncio.sleep(0)
        followed.set()

    async def fires(*_about: Any) -> After:
        return follows

    tick.looks, tick.fire = looks_for_long, fires
    at = stage.clock.now() + timedelta(seconds=10)
    async with stage.kindling.parts.db.write() as tx:
        await timers.put(tx, space_id=1, kind="question.whole", ref=1, at=at, now=stage.clock.now())
    moves = asyncio.create_task(stage.moves(seconds=10))
    await begun.wait()
    stops = asyncio.create_task(stage.kindling.waker.close())
    await asyncio.sleep(0)
    over.set()
    await stops
    assert followed.is_set()
    moves.cancel()
    await asyncio.wait([moves])


async def test_a_send_without_an_answer_keeps_no_other_couple_waiting(
    telegram: Loopback, make_stage: Callable[..., Stage]
) -> None:
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    first = await joined(stage, telegram.person("Ana"), telegram.person("Ben"))
    second = await joined(stage, telegram.person("Dora"), telegram.person("Emil"))
    hold = telegram.hold(
        "sendMessage", "before", lambda params: str(first.group.id) == str(params["chat_id"])
    )
    shown = len(second.group.messages)
    morning = asyncio.create_task(stage.moves(hours=26))
    await hold.reached()
    await telegram.until(lambda: len(second.group.messages) > shown)
    assert not morning.done()
    hold.release()
    await morning
    await stage.stop()


async def test_what_became_of_an_outbox_message_is_written_down_once_the_database_can_again(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, faults = dispatch.record, [OSError("full"), OSError("full")]

    async def fails_at_first(*told: Any, **more: Any) -> bool:
        if faults:
            raise faults.pop()
        return await record(*told, **more)

    monkeypatch.setattr("schedules.delivery._AFTER_A_FAULT", 0.0)
    monkeypatch.setattr(dispatch, "record", fails_at_first)
    await couple.stage.moves(hours=26)
    assert faults == []
    assert "claimed" not in {outgoing["state"] for outgoing in (await rows(couple.stage))["outbox"]}


async def test_a_stop_in_the_midst_of_a_look_begins_no_outbox_message(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, shown = couple.stage, len(couple.group.messages)
    tick = stage.kindling.tick
    look = tick._look

    async def looks_as_it_stops() -> Any:
        due = await look()
        if due.others:
            await tick.close()
        return due

    monkeypatch.setattr(tick, "_look", looks_as_it_stops)
    stage.clock.move_to(stage.clock.now() + timedelta(hours=26))
    await tick.run()
    await stage.stop()
    assert len(couple.group.messages) == shown
    await stage.start()
    assert len(couple.group.messages) > shown
