"""Promise 8: what opened, but which the group refused to show, ends with its space as what is sealed does."""

import pytest

from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, is_over, morning, reveals, seals
from tests.features.stop.test_stop import closes
from tests.promises.acts import rows

NOTHING = "Nothing is sealed here any more. What was is erased, unopened."
FOR_NOW, FOR_GOOD = (
    "Bad Request: not enough rights to send text messages",
    "Bad Request: can't parse entities: x",
)


@pytest.mark.parametrize("why", [FOR_NOW, FOR_GOOD])
@pytest.mark.parametrize("label", ["End quietly", "End with a note"])
async def test_promise_8_an_answer_whose_reveal_was_refused_is_erased(
    couple: Couple, why: str, label: str
) -> None:
    card = await morning(couple)
    await seals(couple.ana, "the walk", on=card)
    couple.stage.telegram.refuses("sendMessage", why, chat=couple.group)
    await seals(couple.ben, "the sea", on=card)
    await couple.stage.moves(minutes=30)
    assert len((await rows(couple.stage))["answers"]) == 2
    await closes(couple, label)
    assert (await rows(couple.stage))["answers"] == []
    for person in (couple.ana, couple.ben):
        assert [it.text for it in person.door.messages].count(NOTHING) == 1
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=3)
    assert reveals(couple) == []
    assert not any("the walk" in it.text or "the sea" in it.text for it in couple.group.messages)


async def test_promise_8_so_is_one_that_was_to_be_shown_alone(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "the walk", on=card)
    await couple.ana.taps("If Ben doesn't answer: show mine", at=couple.ana.door)
    await couple.stage.moves(hours=CARD_LASTS)
    couple.stage.telegram.refuses("sendMessage", FOR_NOW, chat=couple.group)
    await is_over(couple)
    assert len((await rows(couple.stage))["answers"]) == 1
    await closes(couple)
    assert (await rows(couple.stage))["answers"] == []


async def test_promise_8_what_both_saw_stays_for_who_said_it(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "the walk", on=card)
    await seals(couple.ben, "the sea", on=card)
    assert len(reveals(couple)) == 1
    await closes(couple)
    assert len((await rows(couple.stage))["answers"]) == 2
