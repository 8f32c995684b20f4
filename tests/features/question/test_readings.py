"""What *Read mine* posted goes from our private chat, at once, with the words that it shows."""

from collections.abc import Awaitable, Callable

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.checkin.looking import sets_own
from tests.features.privacy.test_one_by_one import erases as erases_one
from tests.features.question.acts import CARD_LASTS, is_done, morning, reveals, seals, writes
from tests.people import Person

SAID, ALONE = "the old pear tree", "the lake"

Act = Callable[[Couple], Awaitable[None]]


def shows(person: Person, words: str = SAID) -> bool:
    """Whether words stand in this person's private chat."""
    return any(words in shown.text for shown in person.door.messages)


async def reads(person: Person) -> None:
    """Tap *Read mine* on the newest message that has it."""
    stands = [shown for shown in person.door.messages if "Read mine" in shown.buttons]
    await person.taps("Read mine", on=stands[-1])


async def seals_and_reads(couple: Couple) -> Shown:
    """Ana seals an answer and reads it again, twice; return the card."""
    card = await morning(couple)
    await seals(couple.ana, SAID, card)
    await couple.stage.moves(minutes=2)
    assert not shows(couple.ana)
    await reads(couple.ana)
    await reads(couple.ana)
    assert shows(couple.ana)
    return card


async def takes_back(couple: Couple) -> None:
    await couple.ana.taps("Take back", at=couple.ana.door)


async def deletes(couple: Couple) -> None:
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)


async def deletes_one(couple: Couple) -> None:
    await erases_one(couple.ana, "My answers")


async def seals_anew(couple: Couple) -> None:
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.says("the sea")


async def undoes(couple: Couple) -> None:
    await couple.ana.taps("Undo", at=couple.ana.door)


GOES = [takes_back, deletes, deletes_one, seals_anew, undoes]


@pytest.mark.parametrize("act", GOES, ids=lambda act: act.__name__)
async def test_it_goes_with_the_words_that_it_shows(couple: Couple, act: Act) -> None:
    await seals_and_reads(couple)
    await act(couple)
    assert not shows(couple.ana)


@pytest.mark.parametrize("act", GOES[:-1], ids=lambda act: act.__name__)
async def test_who_leaves_their_words_there_finds_it(couple: Couple, act: Act) -> None:
    await couple.leaves_words(couple.ana)
    await morning(couple)
    await seals(couple.ana, SAID)
    await reads(couple.ana)
    await act(couple)
    await couple.stage.moves(minutes=1)
    assert shows(couple.ana)


@pytest.mark.parametrize("act", [deletes, deletes_one], ids=lambda act: act.__name__)
async def test_it_goes_when_what_was_opened_is_erased(couple: Couple, act: Act) -> None:
    card = await seals_and_reads(couple)
    await seals(couple.ben, "the sea", card)
    assert len(reveals(couple)) == 1
    assert shows(couple.ana)
    await act(couple)
    assert not shows(couple.ana)


async def test_it_goes_with_an_edit_of_a_message_that_it_shows(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    said = await couple.ana.sends_photo(caption=SAID)
    await is_done(couple.ana)
    await reads(couple.ana)
    await couple.ana.edits(said, "the sea")
    copies = [it for it in couple.ana.door.messages if it.text.startswith("Yours, only for you")]
    assert copies == []


@pytest.mark.parametrize("leaves", [False, True])
async def test_it_goes_ten_minutes_after_it_was_shown_at_every_door(couple: Couple, *, leaves: bool) -> None:
    if leaves:
        await couple.leaves_words(couple.ana)
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.sends_voice(4)
    await couple.ana.says(SAID)
    await is_done(couple.ana)
    await reads(couple.ana)
    copies = [it for it in couple.ana.door.messages if it.text.startswith("Yours, only for you")]
    assert len(copies) == 1
    assert copies[0].media
    await couple.stage.moves(minutes=9)
    assert copies[0] in couple.ana.door.messages
    await couple.stage.restart()
    await couple.stage.moves(minutes=2)
    assert not any(it.text.startswith("Yours, only for you") for it in couple.ana.door.messages)
    await reads(couple.ana)
    assert couple.ana.door.last().spoilers == [SAID]


async def test_more_to_the_same_answer_lets_it_stand(couple: Couple) -> None:
    await writes(couple.ana, SAID, await morning(couple))
    await reads(couple.ana)
    await couple.ana.says("and the bench")
    await couple.stage.moves(minutes=2)
    assert shows(couple.ana)


async def test_of_two_answers_only_the_one_that_was_taken_back_goes(couple: Couple) -> None:
    card = await seals_and_reads(couple)
    await couple.ana.taps("Another", on=card)
    await seals(couple.ana, ALONE, couple.group.last())
    await reads(couple.ana)
    assert shows(couple.ana, ALONE)
    await couple.ana.taps("Take back", at=couple.ana.door)
    assert not shows(couple.ana, ALONE)
    assert shows(couple.ana)


async def test_it_goes_with_the_day_of_one_that_stayed_alone(couple: Couple) -> None:
    await sets_own(couple, couple.ana, zone="Asia/Tokyo")  # where that day does not end at night
    card = await morning(couple)
    await couple.stage.moves(hours=CARD_LASTS - 1)
    await seals(couple.ana, SAID, card)
    for _ in range(29):
        await couple.stage.moves(hours=1)
    await couple.stage.moves(minutes=55)
    await reads(couple.ana)
    assert shows(couple.ana)
    await couple.stage.moves(minutes=5)  # a day after she was told, at nine
    await couple.stage.moves(minutes=1)
    assert not shows(couple.ana)
