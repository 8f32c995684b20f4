"""Timers: each fires once at its instant, through restarts, faults and jumps of the clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.question import FEATURE
from bot.services import Services
from bot.spaces.model import Space
from schedules import timers
from schedules.tick import After
from tests.conftest import Couple
from tests.promises.acts import rows

Fired = list[tuple[int, datetime]]
FAILS = 13


@pytest.fixture
def fired(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fired]:
    """A kind of timer of these tests, and each time one of it fired: its ref, and when."""
    seen: Fired = []

    async def handler(
        tx: AsyncConnection, _services: Services, _space: Space, ref: int, now: datetime
    ) -> After | None:
        if ref == FAILS:
            raise RuntimeError
        seen.append((ref, now))
        return None

    before = FEATURE.timers
    object.__setattr__(FEATURE, "timers", {**before, "question.test": handler})
    yield seen
    object.__setattr__(FEATURE, "timers", before)


async def sets(couple: Couple, ref: int, kind: str = "question.test", **after: float) -> datetime:
    """Set a timer for an instant this long from now."""
    now = couple.stage.clock.now()
    async with couple.stage.kindling.parts.db.write() as tx:
        await timers.put(tx, space_id=1, kind=kind, ref=ref, at=now + timedelta(**after), now=now)
    return now + timedelta(**after)


async def test_each_fires_once_when_its_instant_has_come(couple: Couple, fired: Fired) -> None:
    await sets(couple, 1, seconds=10)
    at = await sets(couple, 2, seconds=20)
    await couple.stage.moves(seconds=10)
    assert [ref for ref, _at in fired] == [1]
    await couple.stage.moves(seconds=10)
    await couple.stage.moves(hours=1)
    assert [ref for ref, _at in fired] == [1, 2]
    assert fired[1][1] == at
    assert (await rows(couple.stage))["timers"] == []


async def test_set_again_it_moves(couple: Couple, fired: Fired) -> None:
    await sets(couple, 1, seconds=10)
    await sets(couple, 1, seconds=40)
    await couple.stage.moves(seconds=30)
    assert fired == []
    await couple.stage.moves(seconds=10)
    assert [ref for ref, _at in fired] == [1]


async def test_the_tick_wants_to_come_back_at_its_instant(couple: Couple, fired: Fired) -> None:
    at = await sets(couple, 1, seconds=10)
    assert await couple.stage.kindling.tick.run() == at


async def test_one_that_is_due_while_the_bot_is_down_fires_at_the_start(couple: Couple, fired: Fired) -> None:
    await sets(couple, 1, seconds=10)
    await couple.stage.stop()
    couple.stage.clock.move(timedelta(hours=2))
    await couple.stage.start()
    await couple.stage.moves(seconds=1)
    await couple.stage.restart()
    assert [ref for ref, _at in fired] == [1]


async def test_one_that_fails_is_tried_again_in_an_hour_and_keeps_none_waiting(
    couple: Couple, fired: Fired
) -> None:
    await sets(couple, FAILS, seconds=10)
    await sets(couple, 2, kind="nobody's", seconds=10)
    await sets(couple, 1, seconds=10)
    await couple.stage.moves(seconds=10)
    assert [ref for ref, _at in fired] == [1]
    left = (await rows(couple.stage))["timers"]
    assert {row["at"] for row in left} == {couple.stage.clock.now() + timedelta(hours=1)}
    assert len(left) == 2


async def test_after_a_clock_that_ran_ahead_it_comes_as_soon_as_it_was_to(
    couple: Couple, fired: Fired
) -> None:
    await couple.stage.moves(days=30)
    await sets(couple, 1, seconds=60)
    await couple.stage.moves(days=-30)
    await couple.stage.moves(seconds=30)
    assert fired == []
    await couple.stage.moves(seconds=60)
    assert [ref for ref, _at in fired] == [1]


async def test_it_falls_with_its_space(couple: Couple, fired: Fired) -> None:
    await sets(couple, 1, hours=1)
    await couple.ana.says("/stop")
    await couple.ana.taps("End quietly")
    assert (await rows(couple.stage))["timers"] == []
    await couple.stage.moves(hours=2)
    assert fired == []
