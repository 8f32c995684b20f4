"""A day begins at four: what is asked for after midnight is of the day before."""

from datetime import time

import pytest

from tests.conftest import Couple
from tests.features.checkin.looking import sets
from tests.features.question.acts import cards, morning


async def test_a_question_asked_for_after_midnight_leaves_the_mornings_its_place(couple: Couple) -> None:
    card = await morning(couple)
    await couple.stage.moves_to_time(0, 30)
    await couple.ana.says_from_menu("/question", couple.group)
    assert couple.group.last().text == "Today's question is up here."
    assert couple.group.last().reply_to == card
    assert len(cards(couple)) == 1
    await morning(couple)
    assert len(cards(couple)) == 2


async def test_one_asked_for_after_midnight_of_a_day_without_is_that_days(couple: Couple) -> None:
    await sets(couple, question_on=False)
    await couple.stage.moves_to_time(0, 30)
    await couple.ana.says_from_menu("/question", couple.group)
    assert len(cards(couple)) == 1
    await sets(couple, question_on=True)
    await morning(couple)
    assert len(cards(couple)) == 2


async def test_the_first_one_asked_for_after_midnight_too(couple: Couple) -> None:
    await sets(couple, question_on=False)
    await couple.stage.moves_to_time(3, 59)
    await sets(couple, question_on=True)
    await couple.ana.taps("Ask us our first question", at=couple.group)
    assert len(cards(couple)) == 1
    await morning(couple)
    assert len(cards(couple)) == 2


async def test_from_four_on_it_is_the_days_own(couple: Couple) -> None:
    await sets(couple, question_on=False)
    await couple.stage.moves_to_time(4)
    await sets(couple, question_on=True)
    await couple.ana.says_from_menu("/question", couple.group)
    assert len(cards(couple)) == 1
    await morning(couple)
    assert len(cards(couple)) == 1


async def test_where_it_comes_by_night_the_night_is_the_days_own(couple: Couple) -> None:
    await sets(couple, question_time=time(0, 15))
    await couple.stage.moves_to_time(0, 15)
    card = couple.group.last()
    await couple.stage.moves_to_time(0, 30)
    await couple.ana.says_from_menu("/question", couple.group)
    assert couple.group.last().reply_to == card
    assert len(cards(couple)) == 1


@pytest.mark.parametrize(("hour", "came"), [(3, 1), (4, 2)])
async def test_a_kindness_asked_for_by_night_is_the_day_befores(couple: Couple, hour: int, came: int) -> None:
    await couple.stage.moves_to_time(12, 30)
    await couple.stage.moves_to_time(hour)
    await couple.ana.says_from_menu("/kindness", couple.group)
    cards = [it for it in couple.group.messages if "Show me mine" in it.buttons and it.reply_to is None]
    assert len(cards) == came
