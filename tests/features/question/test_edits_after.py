"""Edits of what is part of no answer any more: one kind line, once for each message, and nothing else."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals
from tests.people import Person
from tests.worlds import Lives, seen_by_ben

GONE = "That one isn't saved here any more, so changing it does nothing."

Goes = Callable[[Couple], Awaitable[None]]


async def is_changed(couple: Couple) -> None:
    """Ana writes it anew."""
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.says("the sea")


async def is_taken_back(couple: Couple) -> None:
    """Ana takes it back."""
    await couple.ana.taps("Take back", at=couple.ana.door)


def heard(person: Person, words: str = GONE) -> int:
    """Return how often the bot said this at a door."""
    return sum(shown.text == words for shown in person.door.messages)


async def sealed(couple: Couple) -> tuple[Shown, list[Shown]]:
    """Ana, who leaves her words in the chat, seals some and an album of two."""
    await couple.leaves_words(couple.ana)
    await morning(couple)
    await couple.ana.taps("Answer privately", at=couple.group)
    return await couple.ana.says("the walk"), await couple.ana.sends_album(2)


@pytest.mark.parametrize("goes", [is_changed, is_taken_back])
async def test_its_author_hears_once_that_nothing_changes(couple: Couple, goes: Goes) -> None:
    words, album = await sealed(couple)
    await goes(couple)
    await couple.ana.edits(words, "the long walk")
    assert heard(couple.ana) == 1
    await couple.ana.edits(words, "the very long walk")
    assert heard(couple.ana) == 1
    await couple.ana.replaces_media(album[0], "video")
    assert heard(couple.ana) == 2
    await couple.stage.moves(days=3)
    await couple.ana.edits(words, "nobody can do this after two days")
    assert heard(couple.ana) == 2


async def test_what_took_its_place_follows_and_opens_alone(couple: Couple) -> None:
    words, _album = await sealed(couple)
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.edits(words, "the long walk")
    assert heard(couple.ana, "Your sealed answer is changed too.") == 1
    anew = await couple.ana.says("the sea")
    await couple.ana.edits(words, "the walk after all")
    await couple.ana.edits(anew, "the wide sea")
    assert (heard(couple.ana), heard(couple.ana, "Your sealed answer is changed too.")) == (1, 2)
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert "the wide sea" in reveals(couple)[-1].text
    assert "walk" not in reveals(couple)[-1].text


async def test_taken_back_it_becomes_no_answer_and_no_thank_you(couple: Couple) -> None:
    words, _album = await sealed(couple)
    await is_taken_back(couple)
    await couple.ana.taps("Answer privately", at=couple.ana.door)
    await couple.ana.edits(words, "/thanks for the walk")
    assert couple.ana.door.last().text == GONE
    await couple.ana.edit_noise(words)
    assert couple.ana.door.last().text == GONE


async def test_of_which_an_edit_left_nothing_the_next_edit_answers_anew(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately", at=couple.group)
    photo = await couple.ana.sends_photo()
    await couple.ana.replaces_media(photo, "video")
    assert couple.ana.door.last().text.startswith("I can't take that, so nothing is sealed any more.")
    await couple.ana.replaces_media(photo, "photo", "here it is")
    assert couple.ana.door.last().text.startswith("Sealed.")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert any("here it is" in shown.text for shown in couple.group.messages)


async def test_a_thank_you_let_go_is_not_brought_back(couple: Couple) -> None:
    said = await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Delete it")
    await couple.ana.edits(said, "/thanks for the stew")
    await couple.ana.edits(said, "/thanks for the fish")
    assert heard(couple.ana) == 1
    assert couple.ana.door.last().text == GONE


async def test_after_delete_nothing_is_known_of_it(couple: Couple) -> None:
    words, _album = await sealed(couple)
    await is_changed(couple)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    await couple.ana.edits(words, "the long walk")
    assert heard(couple.ana) == 0


@pytest.mark.parametrize("label", ["Change", "Take back"])
async def test_it_says_the_same_whether_or_not_the_other_answered(tmp_path: Path, label: str) -> None:
    def lives(*, answers: bool) -> Lives:
        async def live(couple: Couple) -> None:
            await morning(couple)
            if answers:
                await seals(couple.ana, "Mine")
            await couple.ben.taps("Answer privately", at=couple.group)
            words = await couple.ben.says("the walk")
            await couple.ben.taps(label, at=couple.ben.door)
            if label == "Change":
                await couple.ben.says("the sea")
            await couple.ben.edits(words, "the long walk")

        return live

    assert await seen_by_ben(tmp_path / "a", lives(answers=True)) == await seen_by_ben(
        tmp_path / "b", lives(answers=False)
    )
