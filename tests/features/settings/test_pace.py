"""The one question after three weeks."""

import pytest

from tests.conftest import Couple

pytestmark = pytest.mark.prove

ASKED = "You've had me around for three weeks now."


async def lives(couple: Couple, days: int) -> None:
    """Let days pass on which the two talk about the question."""
    for _ in range(days):
        await couple.stage.moves_to_time(9)
        await couple.ana.taps("We talked about it (both see it)", at=couple.group)


async def asked(couple: Couple) -> int:
    """Return how often it was asked."""
    return sum(shown.text.startswith(ASKED) for shown in couple.group.messages)


async def test_it_is_asked_on_the_21st_evening_without_sound_and_once(couple: Couple) -> None:
    await lives(couple, 21)
    await couple.stage.moves_to_time(18)
    assert await asked(couple) == 0
    await couple.stage.moves_to_time(17, 59)
    assert await asked(couple) == 0
    await couple.stage.moves_to_time(18)
    card = couple.group.last()
    assert card.text.startswith(ASKED)
    assert card.silent
    await couple.stage.moves(days=2)
    assert await asked(couple) == 1


async def test_either_settles_it_for_both(couple: Couple) -> None:
    await lives(couple, 22)
    await couple.stage.moves_to_time(18)
    card = couple.group.last()
    keep = str(card.message.buttons[0][0]["callback_data"])
    await couple.ben.taps("Every other day", on=card)
    assert couple.group.last().text.startswith("Every other day it is.")
    assert couple.group.last().buttons == []
    late = await couple.ana.forges(keep, on=card)
    assert late.text.startswith("That's settled already.")
    before = len(couple.group.messages)
    await couple.stage.moves_to_time(9)
    assert len(couple.group.messages) == before
    await couple.stage.moves(days=1)
    assert len(couple.group.messages) > before


async def test_a_weeks_rest_is_a_week_without_posts(couple: Couple) -> None:
    await lives(couple, 22)
    await couple.stage.moves_to_time(18)
    await couple.ana.taps("A week's rest", at=couple.group)
    assert couple.group.last().text == "A week's rest it is. I'll be back on Tuesday 11 August."
    before = len(couple.group.messages)
    for _ in range(8):
        await couple.stage.moves_to_time(23)
    assert len(couple.group.messages) == before
    await couple.stage.moves_to_time(9)
    assert len(couple.group.messages) == before + 1


async def test_a_couple_in_silence_is_not_asked(couple: Couple) -> None:
    for _ in range(25):
        await couple.stage.moves_to_time(18)
    assert await asked(couple) == 0
