"""An answer holds ten voice notes and photos: what finds no room in it is named as what it is, once."""

import pytest

from tests.conftest import Couple
from tests.features.question.acts import morning

FULL = "That's more than one answer can hold, so I left "


def left_out(couple: Couple) -> list[str]:
    """Return what Ana heard of what found no room."""
    return [it.text for it in couple.ana.door.messages if it.text.startswith(FULL)]


@pytest.mark.parametrize(
    ("sealed", "said"), [(10, "your album out."), (8, "the rest of your album out."), (7, "the rest of your")]
)
async def test_an_album_that_finds_no_room_is_told_once_in_reply_to_it(
    couple: Couple, sealed: int, said: str
) -> None:
    await couple.ana.taps("Answer privately", on=await morning(couple))
    await couple.ana.sends_album(sealed)
    line = couple.ana.door.last()
    album = await couple.ana.sends_album(4, reply_to=line)
    (text,) = left_out(couple)
    assert text.startswith(FULL + said)
    told = next(it for it in couple.ana.door.messages if it.text == text)
    assert told.reply_to == album[10 - sealed]


async def test_one_photo_too_many_is_one_message(couple: Couple) -> None:
    await couple.ana.taps("Answer privately", on=await morning(couple))
    await couple.ana.sends_album(10)
    photo = await couple.ana.sends_photo()
    assert [text.startswith(FULL + "this message out.") for text in left_out(couple)] == [True]
    assert next(it for it in couple.ana.door.messages if it.text.startswith(FULL)).reply_to == photo


async def test_a_sticker_in_reply_to_the_card_may_be_taken_back_as_an_answer(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.sends_sticker(at=couple.group, reply_to=card)
    line = couple.ana.door.last()
    assert line.buttons == ["That wasn't my answer"]
    toast = await couple.ana.taps("That wasn't my answer", on=line)
    assert toast.text == "Then it was just talk."
