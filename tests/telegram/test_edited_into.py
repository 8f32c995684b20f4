"""A message of the group that an edit turns into a command: its words are taken, and nothing twice."""

import pytest

from tests.conftest import Couple
from tests.features.question.acts import morning
from tests.features.thanks.looking import cards, logged

SOUP = "/thanks@kindling_bot for the soup"


@pytest.mark.parametrize(
    "before",
    ["thanks for the soup", "/ thanks for the soup", "/today@kindling_bot", "/thanks@other_bot for it"],
)
async def test_a_thank_you_that_was_none_before_is_one_now(couple: Couple, before: str) -> None:
    said = await couple.ana.says(before, at=couple.group)
    await couple.ana.edits(said, SOUP)
    assert len(cards(couple)) == 1
    await couple.ana.edits(said, SOUP + " and the bread")
    await couple.ana.edit_noise(said)
    assert len(cards(couple)) == 1
    assert [row.text for row in await logged(couple)] == ["for the soup and the bread"]


async def test_what_its_words_name_is_not_begun(couple: Couple) -> None:
    """Nobody loses a word by it, and a new post below is not looked for where an old message is."""
    for words in ("/question@kindling_bot", "/kindness@kindling_bot", "/thanks@kindling_bot"):
        said = await couple.ana.says("plain talk", at=couple.group)
        there = len(couple.group.messages)
        await couple.ana.edits(said, words)
        assert len(couple.group.messages) == there


async def test_an_answer_said_aloud_is_no_thank_you_as_well(couple: Couple) -> None:
    card = await morning(couple)
    said = await couple.ana.says("the walk", at=couple.group, reply_to=card)
    there = len(couple.group.messages)
    await couple.ana.edits(said, SOUP)
    assert (cards(couple), len(couple.group.messages)) == ([], there)
    told = couple.ana.door.last()
    assert told.text == "That's a command now, so your answer stays as you said it. Send it by itself."
    assert told.message.silent


async def test_erased_it_does_not_come_back_by_an_edit(couple: Couple) -> None:
    said = await couple.ana.says(SOUP, at=couple.group)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    await couple.ana.edits(said, SOUP + " and the bread")
    assert (len(cards(couple)), await logged(couple)) == (1, [])


async def test_held_it_follows_and_is_asked_about_once(couple: Couple) -> None:
    said = await couple.ana.says("/thanks@kindling_bot I want to die", at=couple.group)
    there = len(couple.ana.door.messages)
    await couple.ana.edits(said, SOUP)
    assert (cards(couple), len(couple.ana.door.messages)) == ([], there)
    await couple.ana.taps("Read", at=couple.ana.door)
    waits = "This waits for you.\n\nPost it, and a card in your group gives it to Ben. Or not?"
    assert couple.ana.door.last().text == waits
    await couple.ana.taps("Post it", at=couple.ana.door)
    assert [row.text for row in await logged(couple)] == ["for the soup"]


async def test_in_a_link_that_telegram_shows_lies_no_edit(couple: Couple) -> None:
    said = await couple.ana.says("/thanks@other_bot for https://example.org/soup", at=couple.group)
    await couple.group.promotes_bot(by=couple.ana)
    await couple.ana.edit_noise(said)
    assert cards(couple) == []
