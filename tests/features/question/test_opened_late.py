"""A reveal that goes out long after its answers were sealed turns their lines as any other does."""

import pytest

from tests.conftest import Couple
from tests.features.question.acts import choice_morning, morning, options, reveals, seals
from tests.people import Person

OPENED = "You've both answered. It opened in your group."


def lines(person: Person) -> list[str]:
    """Return what the messages at a door say of answers that are sealed, or opened."""
    told = [shown for shown in person.door.messages if shown.text.startswith(("Sealed.", OPENED))]
    assert not any(shown.buttons for shown in told if shown.text.startswith(OPENED))
    return [shown.text.split("\n")[0] for shown in told]


async def test_answered_in_time_and_heard_two_hours_after_the_card_is_over(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Tea", card)
    await couple.stage.moves(hours=34)
    await couple.ben.taps("Answer privately", on=card)
    await couple.stage.moves(minutes=50)
    await couple.stage.stop()
    await couple.ben.says("Coffee")
    await couple.stage.moves(hours=3)
    await couple.stage.start()
    await couple.stage.moves(hours=1)
    assert len(reveals(couple)) == 1
    assert (lines(couple.ana), lines(couple.ben)) == ([OPENED], [OPENED])


@pytest.mark.parametrize("hours", [1, 35, 80])
async def test_refused_for_long_by_the_group(couple: Couple, hours: int) -> None:
    card = await morning(couple)
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)
    await seals(couple.ana, "Tea", card)
    await couple.ana.says("With milk", reply_to=couple.ana.door.last())  # its line moves down
    await seals(couple.ben, "Coffee", card)
    await couple.stage.moves(hours=hours)
    assert OPENED not in lines(couple.ana)
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=2)
    assert len(reveals(couple)) == 1
    assert (lines(couple.ana), lines(couple.ben)) == ([OPENED], [OPENED])


async def test_one_taken_back_and_sealed_anew_has_one_line_that_turns(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Tea", card)
    await couple.ana.taps("Take back", at=couple.ana.door)
    await seals(couple.ana, "Coffee", card)
    await seals(couple.ben, "Coffee", card)
    await couple.stage.moves(hours=1)
    assert lines(couple.ana) == [OPENED]
    assert [shown.text for shown in couple.ana.door.messages if shown.text.startswith("Taken back")]


async def test_a_choice_has_no_line_to_turn(couple: Couple) -> None:
    card = await choice_morning(couple)
    await couple.ana.taps(options(card)[0], on=card)
    await couple.ben.taps(options(card)[1], on=card)
    await couple.minute_passes()
    assert (len(reveals(couple)), lines(couple.ana)) == (1, [])
