"""A private chat takes nothing for a while: what was said there meanwhile is not lost in silence."""

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals
from tests.people import Person
from tests.stage import TONIGHT

ODD = "Bad Request: USER_IS_ODD"
ASKS = "Is this what I was waiting for?"


def asked(person: Person) -> list[Shown]:
    """Return the messages at a door that ask about a held one."""
    return [shown for shown in person.door.messages if shown.text.startswith(ASKS)]


async def types_unheard(couple: Couple, restarts: bool) -> Shown:
    """Ana's door refuses the prompt and the question about what she types; then it takes again."""
    card = await morning(couple)
    couple.stage.telegram.refuses("sendMessage", ODD, chat=couple.ana)
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.says("Tea")
    await couple.stage.moves(minutes=2)
    couple.stage.telegram.takes_again()
    if restarts:
        await couple.stage.restart()
    assert asked(couple.ana) == []
    return card


@pytest.mark.parametrize("restarts", [False, True])
async def test_words_about_which_nobody_could_be_asked_are_asked_about_at_the_next_ones(
    couple: Couple, restarts: bool
) -> None:
    card = await types_unheard(couple, restarts)
    await couple.ana.says("/today")
    (question,) = asked(couple.ana)
    await couple.ana.says("/today")
    assert len(asked(couple.ana)) == 1
    await couple.ana.taps(question.buttons[0], on=question)
    assert couple.ana.door.last().text.startswith("Sealed.")
    await couple.minute_passes()
    await seals(couple.ben, "Coffee", on=card)
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["Tea", "Coffee"]


async def test_each_of_several_is_asked_about(couple: Couple) -> None:
    await types_unheard(couple, restarts=False)
    await couple.ana.says("And cake")
    assert len(asked(couple.ana)) == 2


async def test_a_door_that_still_refuses_is_asked_at_later_words(couple: Couple) -> None:
    await types_unheard(couple, restarts=False)
    couple.stage.telegram.refuses("sendMessage", ODD, chat=couple.ana)
    await couple.ana.says("/today")
    couple.stage.telegram.takes_again()
    await couple.ana.says("/help")
    assert len(asked(couple.ana)) == 1


async def test_the_line_of_what_was_sealed_unheard_comes_at_the_next_words(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    couple.stage.telegram.refuses("sendMessage", ODD, chat=couple.ana)
    await couple.ana.says("Tea")
    await couple.stage.moves(minutes=5)
    couple.stage.telegram.takes_again()
    await couple.ana.says("Hello")
    words, line = couple.ana.door.messages[-2:]
    assert words.text == "I didn't save that. To add to what you sealed, reply to the line below." + TONIGHT
    assert line.text.startswith("Sealed.")
    await couple.ana.says("With milk", reply_to=line)
    await couple.minute_passes()
    await seals(couple.ben, "Coffee", on=card)
    (reveal,) = reveals(couple)
    assert "Tea" in reveal.text
    assert "With milk" in reveal.text
    assert "Hello" not in reveal.text
