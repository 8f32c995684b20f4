"""What Telegram took is not sent again, though its answer does not say as what."""

import pytest

from bot.loopback.faults import Fault
from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals

TAKEN = {
    "no result": b'{"ok":true}',
    "an empty one": b'{"ok":true,"result":{}}',
    "a list": b'{"ok":true,"result":[1]}',
}


def takes(couple: Couple, shape: str, times: int = 1) -> None:
    """Let the next messages be taken and answered so."""
    couple.stage.telegram.fail_next("sendMessage", Fault(shape, True, 200, TAKEN[shape]), times)


@pytest.mark.parametrize("shape", TAKEN)
async def test_what_is_typed_next_is_the_answer_that_was_asked_for(couple: Couple, shape: str) -> None:
    card = await morning(couple)
    takes(couple, shape)
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.says("Hers")
    await couple.ana.taps("That's all", at=couple.ana.door)
    assert couple.ana.door.last().text.startswith("Sealed.")
    await couple.stage.moves(minutes=30)
    assert [it.text for it in couple.ana.door.messages if "waiting for" in it.text] == []


@pytest.mark.parametrize("shape", TAKEN)
async def test_thank_yous_and_reveals_come_once(couple: Couple, shape: str) -> None:
    card = await morning(couple)
    for words in ("the soup", "the walk"):
        takes(couple, shape)
        await couple.ana.says(f"/thanks for {words}", at=couple.group)
        await couple.stage.moves(minutes=2)
    for person in (couple.ana, couple.ben):
        takes(couple, shape, 3)
        await seals(person, f"by {person.name}", card)
    for _ in range(4):
        await couple.stage.moves(minutes=30)
    assert len([it for it in couple.group.messages if "for you" in it.text]) == 2
    assert len(reveals(couple)) == 1
    assert "You both answered." in card.text
    everything = [*couple.ana.door.messages, *couple.ben.door.messages]
    assert [it.text for it in everything if "may not have" in it.text] == []
