"""Who is in two groups reads on each card at their door which one it is about; nobody else does."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.people import Person
from tests.stage import Couple, Stage, joined


@pytest.fixture
async def two(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, cleo: Person
) -> AsyncIterator[Couple]:
    """Ana is in a group with Ben and in one with Cleo."""
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    couple = await joined(stage, ana, ben)
    await joined(stage, ana, cleo)
    yield couple
    await stage.stop()


async def asks_about(ana: Person, command: str, whom: str) -> str:
    """Let Ana ask for something of one of her two groups; return what she reads."""
    await ana.says(command)
    await ana.taps(f"With {whom}", at=ana.door)
    return ana.door.last().text


@pytest.mark.parametrize("whom", ["Ben", "Cleo"])
async def test_each_card_says_first_which_group_it_is_about(two: Couple, whom: str) -> None:
    ana, first = two.ana, f"With {whom}:\n"
    assert (await asks_about(ana, "/pause", whom)).startswith(f"{first}Rest: ")
    await ana.taps("3 days", at=ana.door)
    assert ana.door.last().text.startswith(f"{first}Rest: ")
    await ana.taps("Until…", at=ana.door)
    assert ana.door.last().text.startswith(f"{first}Until when?")
    await ana.says("10")
    assert ana.door.last().text.startswith(f"{first}I'm resting until")
    assert (await asks_about(ana, "/export", whom)).startswith(first)
    await ana.taps("Everything of mine", at=ana.door)
    assert ana.door.last().text.startswith(f"{first}Everything of yours comes")
    await ana.taps("Call it off", at=ana.door)
    assert ana.door.last().text.startswith(f"{first}Called off")
    assert (await asks_about(ana, "/delete", whom)).startswith(f"{first}Erase what you told me?")
    await ana.taps("One by one", at=ana.door)
    assert ana.door.last().text.startswith(first)
    assert (await asks_about(ana, "/stop", whom)).startswith(f"{first}End Kindling for you two?")
    await ana.taps("Don't end it", at=ana.door)
    assert ana.door.last().text.startswith(first)
    await asks_about(ana, "/stop", whom)
    await ana.taps("End quietly", at=ana.door)
    assert ana.door.last().text.startswith(f"{first}Kindling has ended for you two.")


@pytest.mark.parametrize("button", ["Erase my words", "Erase all but what I gave"])
async def test_what_is_erased_in_one_group_is_not_said_to_be_all(two: Couple, button: str) -> None:
    await asks_about(two.ana, "/delete", "Ben")
    await two.ana.taps(button, at=two.ana.door)
    said = two.ana.door.last().text
    assert said.startswith("With Ben:\nDone.")
    assert said.endswith("What you told me in another group stays.")


async def test_who_is_in_one_group_reads_no_name_first(two: Couple) -> None:
    ben = two.ben
    for command in ("/pause", "/export", "/stop", "/delete"):
        await ben.says(command)
        assert not ben.door.last().text.startswith("With ")
    await ben.taps("Erase my words", at=ben.door)
    assert "another group" not in ben.door.last().text
