"""While a third person may be listening: what is said with /thanks is kept, and given afterwards."""

import pytest

from tests.conftest import Couple
from tests.features.thanks.looking import cards, logged
from tests.people import Person

CROWDED = "I'm made for two, so I'll be quiet while more people are here. "
PARTED = "I'm made for two, so I'll be quiet until you're both here. "
WAITS = "I have your thank-you: its card comes then."


async def test_a_thank_you_said_among_more_people_is_given_once_they_are_two(
    couple: Couple, cleo: Person
) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    assert couple.group.last().text == CROWDED + WAITS
    assert [row.text for row in await logged(couple)] == ["for the soup"]
    await couple.stage.moves(days=3)
    assert cards(couple) == []
    await couple.group.removes(cleo, by=couple.ana)
    (card,) = cards(couple)
    await couple.ben.taps("That landed", on=card)
    assert card.text.endswith("Ben: that landed.")


async def test_a_thank_you_said_while_a_partner_is_out_is_given_when_they_are_back(couple: Couple) -> None:
    await couple.ben.leaves(couple.group)
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    assert couple.group.last().text == PARTED + WAITS
    await couple.group.adds(couple.ben, by=couple.ana)
    assert len(cards(couple)) == 1


async def test_a_reply_to_the_question_of_a_bare_one_is_kept_as_well(couple: Couple, cleo: Person) -> None:
    await couple.ana.says("/thanks@kindling_bot", at=couple.group)
    asked = couple.group.last()
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ana.sends_voice(at=couple.group, reply_to=asked)
    assert couple.group.last().text == CROWDED + WAITS
    await couple.group.removes(cleo, by=couple.ana)
    assert len(cards(couple)) == 1
    assert [row.media for row in await logged(couple)] == [["voice"]]


async def test_a_bare_one_asks_nothing(couple: Couple, cleo: Person) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ana.says("/thanks@kindling_bot", at=couple.group)
    assert couple.group.last().text == CROWDED + "Nothing is lost."
    assert couple.group.last().placeholder is None


@pytest.mark.parametrize("moves", [False, True])
async def test_what_is_replied_to_a_bare_ones_line_is_the_thank_you(
    couple: Couple, cleo: Person, moves: bool
) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ana.says("/thanks@kindling_bot", at=couple.group)
    if moves:
        await couple.group.becomes_supergroup()
    line = couple.group.last()
    assert line.text == CROWDED + "Nothing is lost."
    assert line.placeholder is None
    await couple.stage.restart()
    await couple.ben.says("for nothing", at=couple.group, reply_to=line)
    await couple.ana.says("for the rice", at=couple.group, reply_to=line)
    assert couple.group.last().text == CROWDED + WAITS
    assert [row.text for row in await logged(couple)] == ["for the rice"]
    await couple.group.removes(cleo, by=couple.ana)
    assert len(cards(couple)) == 1


@pytest.mark.parametrize("command", ["/checkin", "/kindness", "/question", "/today"])
@pytest.mark.parametrize(
    ("words", "rest"), [("", "Nothing is lost."), (" a long day", "I didn't save what came with it.")]
)
async def test_what_is_said_of_other_commands_is_true(
    couple: Couple, cleo: Person, command: str, words: str, rest: str
) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ana.says(f"{command}@kindling_bot{words}", at=couple.group)
    assert couple.group.last().text == CROWDED + rest


async def test_given_from_the_door_it_is_said_to_wait_and_follows_edits_meanwhile(
    couple: Couple, cleo: Person
) -> None:
    said = await couple.ana.says("/thanks for the soup")
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ana.taps("Give it now")
    assert couple.ana.door.messages[
        -1
    ].text == "Given. I post it once I may speak in your group again." or any(
        "Given. I post it once I may speak" in shown.text for shown in couple.ana.door.messages
    )
    await couple.ana.edits(said, "/thanks for the stew")
    assert cards(couple) == []
    await couple.group.removes(cleo, by=couple.ana)
    assert "Ana thanks you: for the stew" in cards(couple)[0].text


async def test_a_card_that_stands_is_neither_edited_nor_stripped(couple: Couple, cleo: Person) -> None:
    said = await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    shown = card.text
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ana.edits(said, "/thanks for what she must not read")
    assert (card.text, couple.ana.door.last().text) == (shown, "What was given stays as it was.")
    await couple.stage.moves(days=2)
    await couple.ana.says("/thanks@kindling_bot for the tea", at=couple.group)
    assert len(card.buttons) == 3


async def test_a_bare_one_in_private_goes_on_as_ever(couple: Couple, cleo: Person) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ana.says("/thanks for the soup")
    assert couple.ana.door.last().text.startswith("Saved. Give it to")
