"""A sealed message that goes from its author's chat stays sealed, and that is said beforehand, once."""

import pytest

from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals, writes
from tests.people import Person

SAYS = "I take your words from this chat; they stay sealed with me."


async def test_with_the_first_words_it_is_said_and_it_is_so(couple: Couple) -> None:
    card = await morning(couple)
    await writes(couple.ana, "the pond at dusk", card)
    line = couple.ana.door.last()
    assert SAYS in line.text
    assert len(line.text.split()) <= 60
    assert "Take back" in line.buttons
    await is_done(couple.ana)
    await couple.stage.moves(minutes=2)
    assert "the pond at dusk" not in [shown.text for shown in couple.ana.door.messages]
    await writes(couple.ben, "the old pear tree", card)
    assert SAYS in couple.ben.door.last().text
    await is_done(couple.ben)
    assert "the pond at dusk" in reveals(couple)[0].text


@pytest.mark.prove
async def test_it_is_said_once_to_each_and_never_again(couple: Couple) -> None:
    said: dict[Person, list[bool]] = {couple.ana: [], couple.ben: []}
    for _ in range(14):
        card = await morning(couple)
        if "Answer privately" in card.buttons:  # else it is a choice's day
            for person, lines in said.items():
                await writes(person, "the pond at dusk", card)
                lines.append(SAYS in person.door.last().text)
                await is_done(person)
    for lines in said.values():
        assert lines == [True, *[False] * (len(lines) - 1)]
        assert len(lines) > 6


async def test_who_leaves_their_words_in_the_chat_is_not_told_that_they_go(couple: Couple) -> None:
    await couple.leaves_words(couple.ana)
    await seals(couple.ana, "the pond at dusk", await morning(couple))
    assert SAYS not in couple.ana.door.last().text
