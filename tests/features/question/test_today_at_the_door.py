"""A reply at the door to /today's line of an open question is an answer to it."""

from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals, writes
from tests.stage import TONIGHT

UNEXPECTED = "I wasn't expecting that just now, so I didn't save it. /today shows what's on."


async def test_a_reply_to_the_line_that_points_at_the_open_card_is_sealed(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Coffee", on=card)
    await couple.ana.says("/today")
    today = couple.ana.door.last()
    await couple.ana.says("Tea", reply_to=today)
    assert couple.ana.door.last().text.startswith("Sealed.")
    await couple.ana.says("With milk")
    await is_done(couple.ana)
    (reveal,) = reveals(couple)
    assert "With milk" in reveal.text


async def test_what_is_merely_said_below_it_is_no_answer(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.says("/today")
    await couple.ana.says("Tea")
    assert couple.ana.door.last().text == UNEXPECTED + TONIGHT


async def test_its_button_still_asks_and_what_is_said_next_is_the_answer(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.says("/today")
    await couple.ana.taps("Answer privately", at=couple.ana.door)
    await couple.ana.says("Tea")
    assert couple.ana.door.last().text.startswith("Sealed.")


async def test_a_reply_to_it_after_the_reveal_is_no_answer(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.says("/today")
    today = couple.ana.door.last()
    for person in (couple.ana, couple.ben):
        await seals(person, "Tea", on=card)
    await couple.ana.says("Coffee", reply_to=today)
    assert couple.ana.door.last().text == UNEXPECTED + TONIGHT


async def test_what_is_said_within_the_minute_joins_the_other_card_whatever_today_points_at(
    couple: Couple,
) -> None:
    card = await morning(couple)
    await couple.ana.taps("Another", on=card)
    await writes(couple.ana, "Tea", on=couple.group.last())
    await couple.ana.says("/today")
    await couple.ana.says("With milk")
    assert couple.ana.door.last().text.startswith("Sealed.")
