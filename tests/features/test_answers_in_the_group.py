"""What answers a command in the group makes no sound: its writer is there, and the other need not come."""

import pytest

from tests.conftest import Couple
from tests.declared import commands


@pytest.mark.parametrize("typed", [*commands(), "today now, please", "nonsense"])
async def test_a_line_that_only_shows_a_way_or_what_is_there_is_silent(couple: Couple, typed: str) -> None:
    await couple.ana.says("/question@kindling_bot", at=couple.group)
    await couple.ana.says("/kindness@kindling_bot", at=couple.group)
    before = len(couple.group.messages)
    command, _, rest = typed.partition(" ")
    await couple.ana.says(f"/{command}@kindling_bot {rest}".strip(), at=couple.group)
    answers = [it for it in couple.group.messages[before:] if it.sender not in (couple.ana.user, None)]
    assert answers
    assert all(shown.silent for shown in answers)


async def test_so_is_a_question_whose_card_is_gone_and_the_thank_you_itself_still_rings(
    couple: Couple,
) -> None:
    await couple.ana.says("/question@kindling_bot", at=couple.group)
    card = couple.group.last()
    assert not card.silent
    await couple.ana.deletes(card)
    await couple.ana.says("/question@kindling_bot", at=couple.group)
    assert couple.group.last().text == card.text
    assert couple.group.last().silent
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    assert "this one is for you" in couple.group.last().text
    assert not couple.group.last().silent
