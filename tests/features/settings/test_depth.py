"""Leak row 11: a deeper wish starts after a while that nobody can foresee, a lighter one at once."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from bot.features.settings.rules import DEEPENS_AFTER
from bot.playground.people import Person
from bot.spaces import store as spaces
from tests.conftest import BANK, Couple
from tests.features.settings.test_settings import QUESTION, item_ids, sets
from tests.worlds import seen_by_ben

LEAST, MOST = (span.days for span in DEEPENS_AFTER)
LIGHT_WEEK = 7
MIX = 3  # in the first month one of three days is open


async def mornings(couple: Couple, count: int) -> list[int]:
    """Live this many mornings, talking about each question; return the depths that came."""
    before = len(await item_ids(couple))
    for _ in range(count):
        await couple.stage.moves_to_time(9)
        await couple.ana.taps(QUESTION, at=couple.group)
    return [BANK.question(item).depth for item in (await item_ids(couple))[before:]]


async def test_a_raised_depth_starts_only_after_some_days(couple: Couple) -> None:
    await sets(couple.ben, "Just mine", "How deep", "Light")
    await mornings(couple, LIGHT_WEEK)
    assert set(await mornings(couple, MIX)) == {1}
    await sets(couple.ben, "Just mine", "How deep", "Open")
    assert "starts some time after you both chose it" in couple.ben.door.last().text
    assert set(await mornings(couple, max(LEAST, MIX))) == {1}
    await mornings(couple, MOST - LEAST)
    assert 2 in await mornings(couple, MIX)


async def test_a_lowered_depth_counts_from_the_next_question(couple: Couple) -> None:
    await mornings(couple, LIGHT_WEEK)
    assert 2 in await mornings(couple, MIX)
    await sets(couple.ana, "Just mine", "How deep", "Light")
    assert set(await mornings(couple, MIX)) == {1}


async def test_the_span_is_drawn_anew_each_time_and_survives_a_restart(couple: Couple) -> None:
    starts = set()
    for _ in range(5):
        await sets(couple.ben, "Just mine", "How deep", "Light")
        await couple.ben.taps("Deep", at=couple.ben.door)
        starts.add(await _starts_in(couple, couple.ben))
    assert len(starts) > 1
    assert all(DEEPENS_AFTER[0] <= span <= DEEPENS_AFTER[1] for span in starts)
    await couple.stage.restart()
    assert await _starts_in(couple, couple.ben) in starts


async def _starts_in(couple: Couple, person: Person) -> timedelta:
    assert couple.stage.kindling is not None
    async with couple.stage.kindling.parts.db.read() as tx:
        (space,) = await spaces.of_person(tx, person.id)
    me = space.partner(person.id)
    assert me is not None
    assert me.depth_from is not None
    return me.depth_from - couple.stage.clock.now()


def _life(*anas_choice: str) -> Callable[[Couple], Awaitable[None]]:
    """Ana began lightly; she chooses anew, or does not, and Ben looks at everything he can."""

    async def lives(couple: Couple) -> None:
        await sets(couple.ana, "Just mine", "How deep", "Light")
        await mornings(couple, LIGHT_WEEK)
        if anas_choice:
            await sets(couple.ana, "Just mine", "How deep", *anas_choice)
        await couple.ben.says("/today")
        await sets(couple.ben, "Just mine", "How deep")
        await mornings(couple, LEAST)

    return lives


async def test_the_other_sees_the_same_whether_i_raised_it_or_left_it(tmp_path: Path) -> None:
    for world in ("left", "raised"):
        (tmp_path / world).mkdir()
    left = await seen_by_ben(tmp_path / "left", _life())
    assert await seen_by_ben(tmp_path / "raised", _life("Deep", "Open")) == left


async def test_the_others_door_says_the_same_when_i_lowered_it(tmp_path: Path) -> None:
    async def lowered(couple: Couple) -> None:
        await sets(couple.ana, "Just mine", "How deep", "Light")
        await left(couple)

    async def left(couple: Couple) -> None:
        await sets(couple.ben, "Just mine", "How deep")
        await couple.ben.says("/today")
        await mornings(couple, MIX)  # the first week is light for everyone

    for world in ("left", "lowered"):
        (tmp_path / world).mkdir()
    assert await seen_by_ben(tmp_path / "left", left) == await seen_by_ben(tmp_path / "lowered", lowered)
