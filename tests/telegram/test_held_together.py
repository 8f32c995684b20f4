"""What was sent together waits together: one question, and all of it where its writer wants it."""

import pytest

from bot.db.tables import drafts
from bot.loopback.typed import Formatted
from tests.conftest import Couple
from tests.features.question.acts import morning
from tests.features.support.test_support import DARK
from tests.features.thanks.looking import logged
from tests.promises.acts import rows


async def two_prompts(couple: Couple) -> None:
    """Ana is asked for an answer and for a thank-you."""
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.says("/thanks")


def asked(couple: Couple, words: str) -> int:
    return sum(words in shown.text for shown in couple.ana.door.messages)


async def test_an_album_that_may_answer_two_prompts_is_asked_about_once(couple: Couple) -> None:
    await two_prompts(couple)
    *_, third = await couple.ana.sends_album(3, caption="for these days")
    assert asked(couple, "I was waiting for more than one thing.") == 1
    await couple.ana.edits(third, "and this one")
    await couple.ana.taps("A thank-you")
    (row,) = await logged(couple)
    assert (row.text, row.media) == ("for these days\nand this one", ["photo"] * 3)
    assert (await rows(couple.stage))[drafts.name] == []


async def test_a_paste_that_may_answer_two_prompts_is_asked_about_once(couple: Couple) -> None:
    await two_prompts(couple)
    await couple.ana.says("w" * 9000)
    assert asked(couple, "I was waiting for more than one thing.") == 1
    await couple.ana.taps("A thank-you")
    assert [row.text for row in await logged(couple)] == ["w" * 9000]


async def test_formatting_is_kept_while_words_wait(couple: Couple) -> None:
    await two_prompts(couple)
    await couple.ana.says(Formatted("for the <b>soup</b>"))
    await couple.ana.taps("A thank-you")
    await couple.ana.taps("Give it now")
    assert "<b>soup</b>" in couple.group.last().html


@pytest.mark.parametrize("choice", ["Save it", "Delete it"])
async def test_a_paste_that_waits_for_a_careful_choice_waits_whole(couple: Couple, choice: str) -> None:
    await couple.ana.says("/thanks " + f"{DARK} " + "w" * 5000)
    assert asked(couple, "Saved. Give it to") == 0
    await couple.ana.taps("Read")
    await couple.ana.taps(choice)
    assert ["w" * 900 in row.text and len(row.text) > 5000 for row in await logged(couple)] == (
        [True] if choice == "Save it" else []
    )
    assert (await rows(couple.stage))[drafts.name] == []


@pytest.mark.parametrize("choice", ["Save it", "Delete it"])
async def test_of_a_paste_only_the_piece_with_careful_words_waits(couple: Couple, choice: str) -> None:
    await couple.ana.says("/thanks " + "w" * 4200 + f" {DARK}")
    (row,) = await logged(couple)
    assert DARK not in row.text
    await couple.ana.taps("Read")
    await couple.ana.taps(choice)
    (row,) = await logged(couple)
    assert (DARK in row.text) == (choice == "Save it")
