"""The waker: one tick at a time, however often it is asked."""

import asyncio
from datetime import datetime

import pytest

from bot.features.question.actions import NotToday
from tests.conftest import Couple, Stage
from tests.people import there


async def test_rung_just_as_a_tick_leaves_the_scheduler_it_ticks_once_and_not_twice(stage: Stage) -> None:
    waker, tick = stage.kindling.waker, stage.kindling.tick
    real, ticks = tick.run, []

    async def run() -> datetime:
        ticks.append("begun")
        return await real()

    tick.run = run  # type: ignore[method-assign]
    leaving = there(waker._next)
    leaving.job.remove()  # what APScheduler does before it runs a job
    waker.wake()
    await leaving.run(stage.kindling.application)
    await stage.settle()
    assert ticks == ["begun"]
    waker.wake()
    await stage.settle()
    assert len(ticks) == 2


async def test_a_stop_lets_the_tick_end_that_is_sending_so_that_nothing_comes_twice(
    couple: Couple, caplog: pytest.LogCaptureFixture
) -> None:
    stage, telegram = couple.stage, couple.stage.telegram
    hold = telegram.hold("sendMessage", "after_acceptance", lambda params: NotToday.name in str(params))
    asking = asyncio.create_task(couple.ana.taps("Ask us our first question", at=couple.group))
    await hold.reached()
    stage.kindling.waker.wake()  # one more tick is asked for while this one sends
    stopping = asyncio.create_task(stage.kindling.stop())
    await asyncio.wait((stopping,), timeout=0.1)
    assert not stopping.done()
    hold.release()
    await stopping
    asking.cancel()
    assert [record for record in caplog.records if record.name.startswith("apscheduler.exec")] == []
    await stage.restart()
    await stage.moves(minutes=11)
    assert len([shown for shown in couple.group.messages if "Not today" in shown.buttons]) == 1
