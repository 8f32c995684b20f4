"""What joining leaves in the group loses its buttons, and what is not so any more, a day after it began."""

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple, Stage
from tests.features.pairing.walk import invited, says_yes
from tests.people import Group, Person

BEGINS = "I begin once each of you has said yes"
HELLO = "I bring you two one good question a day, and a small kindness if you like."
OPEN, FIRST = "Open our private chat", "Ask us our first question"


def hello(group: Group) -> Shown:
    """Return the first card of a group."""
    return next(it for it in group.messages if HELLO in it.text)


def asks(group: Group) -> list[str]:
    """Return the buttons of joining that stand in a group."""
    return [it for shown in group.messages for it in shown.buttons if it in (OPEN, FIRST, "Set our times")]


async def days(stage: Stage, count: int) -> None:
    """Let days pass one by one, and what is due be done."""
    for _day in range(count):
        await stage.moves(hours=24)
    await stage.moves(minutes=2)


async def test_a_day_after_both_have_joined_nothing_asks_for_it(couple: Couple) -> None:
    assert BEGINS in hello(couple.group).text
    await couple.stage.moves(hours=23)
    assert asks(couple.group) == [OPEN, FIRST, "Set our times"]
    await couple.stage.restart()
    await couple.stage.moves(hours=1, minutes=5)
    await couple.stage.moves(minutes=2)
    assert asks(couple.group) == []
    assert hello(couple.group).text == (
        f"Hello! Ana asked me in. 🔥\n{HELLO}\n"
        "What you answer privately opens only when you've both answered."
    )
    assert any(it.text.startswith("You're both in") for it in couple.group.messages)


@pytest.mark.parametrize("waited", [0, 20])
async def test_while_it_waits_its_way_in_stands_and_works(
    stage: Stage, ana: Person, ben: Person, waited: int
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await days(stage, waited)
    assert asks(group) == [OPEN]
    await says_yes(ben, group)
    await stage.moves(hours=20)
    assert OPEN in asks(group)
    await days(stage, 1)
    assert asks(group) == []
    assert BEGINS not in hello(group).text


async def test_after_an_undo_it_stands_for_as_long_as_it_waits_again(couple: Couple) -> None:
    await couple.stage.moves(hours=2)
    await couple.ben.taps("Undo", at=couple.ben.door)
    await days(couple.stage, 3)
    assert OPEN in asks(couple.group)
    assert BEGINS in hello(couple.group).text
    await says_yes(couple.ben, couple.group)
    await days(couple.stage, 1)
    assert OPEN not in asks(couple.group)
