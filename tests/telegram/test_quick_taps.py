"""Quick taps of one finger are meant once: what a button sends is sent once, and the door opens each time."""

import asyncio

import pytest

from tests.conftest import Couple
from tests.features.question.acts import morning, seals


async def test_four_quick_taps_bring_one_prompt_and_open_the_door_each_time(couple: Couple) -> None:
    card = await morning(couple)
    before = len(couple.ana.door.messages)
    toasts = await asyncio.gather(*(couple.ana.taps("Answer privately", on=card) for _ in range(4)))
    assert len(couple.ana.door.messages) == before + 1
    assert all(toast.url for toast in toasts)
    await couple.ana.says("The walk")
    assert couple.ana.door.last().text.startswith("Sealed.")


async def test_the_other_one_of_the_two_is_asked_as_well(couple: Couple) -> None:
    card = await morning(couple)
    for person in (couple.ana, couple.ben):
        before = len(person.door.messages)
        await person.taps("Answer privately", on=card)
        assert len(person.door.messages) == before + 1


async def test_a_tap_that_is_no_quick_one_asks_once_more(couple: Couple) -> None:
    card = await morning(couple)
    before = len(couple.ana.door.messages)
    for _ in range(2):
        await couple.ana.taps("Answer privately", on=card)
        await couple.stage.moves(seconds=4)
    assert len(couple.ana.door.messages) == before + 2


@pytest.mark.parametrize("between", ["words", "another tap"])
async def test_a_tap_after_something_else_was_done_is_no_second_one(couple: Couple, between: str) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk", on=card)
    if between == "another tap":
        await couple.ana.taps("Take back", at=couple.ana.door)
    before = len(couple.ana.door.messages)
    await couple.ana.taps("Answer privately", on=card)
    last = couple.ana.door.last()
    assert len(couple.ana.door.messages) > before or last.text.startswith("Sealed.")
    if between == "another tap":
        assert last.asks


async def test_four_quick_taps_on_change_ask_once(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk")
    line = couple.ana.door.last()
    before = len(couple.ana.door.messages)
    await asyncio.gather(*(couple.ana.taps("Change", on=line) for _ in range(4)))
    assert len(couple.ana.door.messages) == before + 1


async def test_four_quick_taps_on_check_in_begin_it_once(couple: Couple) -> None:
    await couple.stage.moves_to_time(21)
    await couple.ana.says_from_menu("/checkin", couple.group)
    card = couple.group.last()
    before = len(couple.ben.door.messages)
    await asyncio.gather(*(couple.ben.taps("Check in", on=card) for _ in range(4)))
    assert len(couple.ben.door.messages) == before + 1
