"""A message that could not be taken is, once an edit mends it; what had its effect is never run again."""

import pytest
from sqlalchemy import select

from bot.db.tables import missed
from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals
from tests.features.thanks.looking import cards, logged
from tests.stage import TONIGHT

UNKNOWN = "I don't know that one. /help shows what I can do."


async def noted(couple: Couple) -> int:
    """Return how many messages wait to be mended."""
    async with couple.stage.kindling.parts.db.read() as tx:
        return len((await tx.execute(select(missed))).all())


async def test_a_mistyped_command_is_taken_once_it_is_mended(couple: Couple) -> None:
    said = await couple.ana.says("/thnaks for the soup")
    assert couple.ana.door.last().text == UNKNOWN + TONIGHT
    before = len(couple.ana.door.messages)
    await couple.ana.edits(said, "/thakns for the soup")
    assert len(couple.ana.door.messages) == before, "still none, and nobody is told once more"
    await couple.ana.edits(said, "/thanks for the soup")
    (row,) = await logged(couple)
    assert row.text == "for the soup"
    assert await noted(couple) == 0
    await couple.ana.edits(said, "/thanks for the soup and the bread")
    (row,) = await logged(couple)
    assert row.text == "for the soup and the bread", "from now on the thank-you follows its edits"


async def test_a_mistyped_command_in_the_group_is_taken_once_it_is_mended(couple: Couple) -> None:
    said = await couple.ana.says("/thnaks@kindling_bot for the soup", at=couple.group)
    assert couple.group.last().text == UNKNOWN
    await couple.ana.edits(said, "/thanks@kindling_bot for the soup")
    assert len(cards(couple)) == 1
    bare = await couple.ben.says("/thnaks for the bread", at=couple.group)
    assert couple.group.last().sender is couple.ben.user, "it may be another bot's, so silence"
    await couple.ben.edits(bare, "/thanks for the bread")
    assert [row.text for row in await logged(couple)] == ["for the soup", "for the bread"]


async def test_words_nobody_waited_for_become_a_command(couple: Couple) -> None:
    said = await couple.ana.says("thanks for the soup")
    assert couple.ana.door.last().text.startswith("I wasn't expecting that")
    await couple.ana.edits(said, "/thanks for the soup")
    assert len(await logged(couple)) == 1


async def test_words_nobody_waited_for_answer_nothing_that_was_asked_later(couple: Couple) -> None:
    said = await couple.ana.says("the walk")
    await morning(couple)
    await couple.ana.taps("Answer privately")
    before = len(couple.ana.door.messages)
    await couple.ana.edits(said, "the long walk")
    assert len(couple.ana.door.messages) == before
    await couple.ben.taps("Answer privately")
    await couple.ben.says("the sea")
    await couple.stage.moves(minutes=2)
    assert reveals(couple) == []


async def test_a_command_that_had_its_effect_is_not_run_again(couple: Couple) -> None:
    said = await couple.ana.says("/today")
    before = len(couple.ana.door.messages)
    await couple.ana.edits(said, "/checkin")
    assert len(couple.ana.door.messages) == before
    assert await noted(couple) == 0


async def test_it_is_taken_once_however_often_telegram_tells(couple: Couple) -> None:
    said = await couple.ana.says("/thnaks for the soup")
    await couple.ana.edits(said, "/thanks for the soup")
    await couple.ana.edit_noise(said)
    await couple.stage.restart()
    await couple.ana.edit_noise(said)
    assert len(await logged(couple)) == 1


async def test_after_two_days_nothing_waits_to_be_mended(couple: Couple) -> None:
    await couple.ana.says("/thnaks for the soup")
    assert await noted(couple) == 1
    await couple.stage.moves(hours=49)
    assert await noted(couple) == 0


@pytest.mark.parametrize(
    ("command", "buttons", "wrong", "right", "answer"),
    [
        ("/pause", ["Until…"], "20 Juli", "20 July", "resting until"),
        ("/settings", ["Just mine", "Reminder", "Another time"], "half past", "21:15", "Evening reminder"),
        ("/settings", ["Just mine", "My clock"], "Lisbonne-les-Bains", "Lisbon", "Lisbon"),
    ],
)
async def test_what_a_prompt_could_not_read_is_taken_once_it_is_mended(
    couple: Couple, command: str, buttons: list[str], wrong: str, right: str, answer: str
) -> None:
    await couple.ana.says(command)
    for label in buttons:
        await couple.ana.taps(label, at=couple.ana.door)
    said = await couple.ana.says(wrong)
    refused = couple.ana.door.last().text
    assert answer not in refused
    await couple.ana.edits(said, right)
    assert answer in couple.ana.door.last().text
    assert await noted(couple) == 0
    await couple.ana.edits(said, wrong)
    assert couple.ana.door.last().text != refused, "what had its effect stays"


async def test_a_clip_that_is_replaced_by_a_photo_is_taken(couple: Couple) -> None:
    await couple.ana.says("/thanks")
    clip = await couple.ana.sends_video()
    assert couple.ana.door.last().text == "I can take text, a voice note or a photo." + TONIGHT
    await couple.ana.replaces_media(clip, "photo", "for this view")
    (row,) = await logged(couple)
    assert row.text == "for this view"


async def test_words_merely_said_beside_a_sealed_answer_become_a_command_and_no_answer(
    couple: Couple,
) -> None:
    card = await morning(couple)
    await seals(couple.ana, "the walk", on=card)
    said = await couple.ana.says("thanks for the soup")
    assert couple.ana.door.last().text.startswith("I didn't save that.")
    before = len(couple.ana.door.messages)
    await couple.ana.edits(said, "thanks for all the soup")
    assert len(couple.ana.door.messages) == before
    await couple.ana.edits(said, "/thanks for the soup")
    assert [row.text for row in await logged(couple)] == ["for the soup"]
    await seals(couple.ben, "the sea", on=card)
    assert "soup" not in reveals(couple)[0].text


@pytest.mark.parametrize("at_door", [False, True])
async def test_a_bare_thanks_is_the_thank_you_that_an_edit_makes_of_it(couple: Couple, at_door: bool) -> None:
    place = couple.ana.door if at_door else couple.group
    said = await couple.ana.says("/thanks", at=place)
    asked = len(place.messages)
    await couple.ana.edit_noise(said)
    assert len(place.messages) == asked, "nothing was changed, so nobody is asked once more"
    await couple.ana.edits(said, "/thanks for the soup")
    assert [row.text for row in await logged(couple)] == ["for the soup"]
    assert await noted(couple) == 0
    await couple.ana.edits(said, "/thanks for the soup and the bread")
    await couple.ana.says("you there?")
    assert [row.text for row in await logged(couple)] == ["for the soup and the bread"], (
        "the prompt is gone, and the thank-you follows"
    )
    assert couple.ana.door.last().text.startswith("I wasn't expecting that")


async def test_a_bare_thanks_that_has_its_words_gets_no_more_by_an_edit(couple: Couple) -> None:
    said = await couple.ana.says("/thanks")
    await couple.ana.says("for the soup")
    await couple.ana.edits(said, "/thanks for the bread")
    assert [row.text for row in await logged(couple)] == ["for the soup"]


async def test_a_bare_thanks_edited_into_another_command_had_its_effect(couple: Couple) -> None:
    said = await couple.ana.says("/thanks")
    before = len(couple.ana.door.messages)
    await couple.ana.edits(said, "/today")
    assert len(couple.ana.door.messages) == before
