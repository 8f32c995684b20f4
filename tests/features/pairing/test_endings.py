"""A space that ends by itself says so at each door, in the same words whoever left, and names nobody."""

from collections.abc import Awaitable, Callable

import pytest

from bot.loopback import faults
from tests.conftest import Couple
from tests.people import Loopback

ENDED = "Kindling has ended for you two: your group no longer holds the two of you and me."

Leaves = Callable[[Couple], Awaitable[None]]


async def ana_leaves(couple: Couple) -> None:
    await couple.ana.leaves(couple.group)


async def ben_leaves(couple: Couple) -> None:
    await couple.ben.leaves(couple.group)


async def ben_is_removed(couple: Couple) -> None:
    await couple.group.removes(couple.ben, by=couple.ana)


async def the_bot_is_removed(couple: Couple) -> None:
    await couple.group.removes_bot(by=couple.ben)


def said(couple: Couple) -> list[str]:
    """Return what each door heard of an end."""
    doors = (couple.ana.door, couple.ben.door)
    return [shown.text for door in doors for shown in door.messages if "has ended" in shown.text]


@pytest.mark.parametrize("leaves", [ana_leaves, ben_leaves, ben_is_removed, the_bot_is_removed])
async def test_each_hears_it_once_at_their_own_door_in_the_same_words(couple: Couple, leaves: Leaves) -> None:
    await leaves(couple)
    await couple.stage.moves(minutes=59)
    assert said(couple) == []
    await couple.stage.moves(minutes=2)
    ana, ben = said(couple)
    assert ana == ben
    assert ana.startswith(ENDED)
    assert len(ana.split()) <= 60
    assert not {"Ana", "Ben", "left"} & set(ana.replace(",", "").split())
    assert couple.ana.door.last().silent
    await couple.stage.restart()
    await couple.stage.moves(days=2)
    assert len(said(couple)) == 2


async def test_what_it_says_is_so_for_seven_days(couple: Couple) -> None:
    await the_bot_is_removed(couple)
    await couple.stage.moves(minutes=61)
    await couple.stage.moves(days=6)
    await couple.ana.says("/export")
    assert couple.ana.door.last().media == "document"
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    assert "has ended" not in couple.ana.door.last().text


async def test_a_partner_back_in_time_hears_of_no_end(couple: Couple) -> None:
    await ben_leaves(couple)
    await couple.stage.moves(minutes=50)
    await couple.group.adds(couple.ben, by=couple.ana)
    await couple.stage.moves(days=1)
    assert said(couple) == []


async def test_who_closed_it_with_stop_is_told_nothing_more(couple: Couple) -> None:
    await couple.ben.says("/stop")
    await couple.ben.taps("End quietly", at=couple.ben.door)
    told = said(couple)
    assert [it.text for it in couple.ben.door.messages if "has ended" in it.text] == told
    await the_bot_is_removed(couple)
    await couple.stage.moves(hours=2)
    assert said(couple) == told


async def test_it_is_told_however_long_the_network_is_away(couple: Couple, telegram: Loopback) -> None:
    await ana_leaves(couple)
    telegram.fail_next("sendMessage", faults.refused(), times=4)
    await couple.stage.moves(minutes=61)
    assert said(couple) == []
    await couple.stage.restart()
    for _ in range(4):
        await couple.stage.moves(minutes=2)
    assert len(said(couple)) == 2


async def test_a_shut_door_hears_it_when_it_opens(couple: Couple) -> None:
    await couple.ana.blocks_bot()
    await the_bot_is_removed(couple)
    await couple.stage.moves(minutes=61)
    assert len(said(couple)) == 1
    await couple.ana.unblocks_bot()
    await couple.stage.moves(hours=2)
    assert len(said(couple)) == 2


async def test_nothing_else_of_a_closed_space_goes_out(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Save it for Sunday", at=couple.ana.door)
    await the_bot_is_removed(couple)
    await couple.stage.moves(minutes=61)
    before = len(couple.ana.door.messages) + len(couple.ben.door.messages)
    await couple.stage.moves(days=6)
    assert len(couple.ana.door.messages) + len(couple.ben.door.messages) == before


async def kept_at_the_door(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")


async def said_while_ben_is_out(couple: Couple) -> None:
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)


@pytest.mark.parametrize("thanks", [kept_at_the_door, said_while_ben_is_out])
async def test_that_a_thank_you_is_not_given_is_told_to_its_giver_alone(
    couple: Couple, thanks: Leaves
) -> None:
    await ben_leaves(couple)
    await thanks(couple)
    await couple.stage.moves(minutes=61)
    ana, ben = said(couple)
    assert "no thank-you of yours that waited is given" in ana
    assert len(ana.split()) <= 60
    assert "thank-you" not in ben


async def test_of_a_thank_you_that_was_given_no_end_tells(couple: Couple) -> None:
    await said_while_ben_is_out(couple)
    await ben_leaves(couple)
    await couple.stage.moves(minutes=61)
    assert len(set(said(couple))) == 1
