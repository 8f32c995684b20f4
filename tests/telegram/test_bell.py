"""The bell: one tick at a time, however it is rung."""

from datetime import datetime

from tests.conftest import Stage


async def test_rung_just_as_a_tick_leaves_the_scheduler_it_ticks_once_and_not_twice(stage: Stage) -> None:
    assert stage.kindling is not None
    bell, tick = stage.kindling.bell, stage.kindling.tick
    real, ticks = tick.run, []

    async def run() -> datetime:
        ticks.append("begun")
        return await real()

    tick.run = run  # type: ignore[method-assign]
    leaving = bell._next
    assert leaving is not None
    leaving.job.remove()  # what APScheduler does before it runs a job
    bell.ring()
    await leaving.run(stage.kindling.application)
    await stage.settle()
    assert ticks == ["begun"]
    bell.ring()
    await stage.settle()
    assert len(ticks) == 2
