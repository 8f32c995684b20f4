"""Buttons that earlier versions sent do what they did, whatever their actions are called now."""

from datetime import date

import pytest

from tests.conftest import Couple
from tests.features.checkin.looking import DAYS, rows_of
from tests.old_buttons import taps_old

THE_MONDAY = date(2026, 7, 13).toordinal()


@pytest.fixture
async def evening(couple: Couple) -> Couple:
    """Ana and Ben, on Monday at 21:00."""
    await couple.stage.moves_to_time(21)
    return couple


async def taps(evening: Couple, data: str) -> None:
    """Let Ana tap an old button of the evening; {0} is the space, {1} the day."""
    space = await evening.space()
    await taps_old(evening.stage, evening.ana, data.format(space.id, THE_MONDAY))


async def test_a_check_in_goes_on_by_the_old_names_of_its_buttons(evening: Couple) -> None:
    for data in ("c.day:{0}:{1}:4", "c.near:{0}:{1}:2", "c.wish:{0}:{1}:a_hand", "c.tell:{0}:{1}:a_hand"):
        await taps(evening, data)
    (row,) = await rows_of(evening)
    assert (row.day, row.closeness, row.wish, row.passed_on, row.step) == (4, 2, "a_hand", True, "done")
    for data in ("c.day:{0}:{1}", "c.at:{0}:{1}:closeness", "c.tell:{0}:{1}:no"):
        await taps(evening, data)
    (row,) = await rows_of(evening)
    assert (row.day, row.closeness, row.passed_on) == (None, 2, False)


async def test_a_check_in_begins_by_the_old_button_with_an_evening_and_without(evening: Couple) -> None:
    for data in ("c.go:{0}:{1}:here", "c.go:{0}:0"):
        await taps(evening, data)
        assert evening.ana.door.last().rows == DAYS


async def test_the_old_buttons_of_the_yes_still_give_it_and_take_it_back(evening: Couple) -> None:
    await taps(evening, "c.stop:{0}:0:delete")
    await evening.ana.says("/checkin")
    assert evening.ana.door.last().text.startswith("Before your first check-in")
    await taps(evening, "c.yes:{0}:{1}")
    assert evening.ana.door.last().rows == DAYS
