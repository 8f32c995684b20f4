"""An author edits what they said: it is followed, or they are told what stays; nobody else learns of it."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals
from tests.people import Person
from tests.worlds import Lives, seen_by_ben

CHANGED = "Your sealed answer is changed too."
STAYS = "That one is open already, so it stays as it was posted."
REST = "I can't take that, so the rest is what I have. Change it, or take it back?"
NOTHING = "I can't take that, so nothing is sealed any more. Text, a voice note or a photo?"


async def seals_photo(couple: Couple, caption: str | None = None) -> Shown:
    """Ana seals a photo, and may go on for a minute."""
    await couple.ana.taps("Answer privately", at=couple.group)
    return await couple.ana.sends_photo(caption=caption)


def heard(person: Person, words: str) -> int:
    """Return how often the bot said this at a door."""
    return sum(shown.text == words for shown in person.door.messages)


def shown_media(couple: Couple) -> list[str]:
    """Return the file ids of every photo that the bot ever put into the group."""
    return [
        shown.message.content["photo"][-1]["file_id"]
        for shown in couple.group.messages
        if shown.media == "photo"
    ]


async def test_a_sealed_photo_is_revealed_as_the_one_that_took_its_place(couple: Couple) -> None:
    await morning(couple)
    said = await seals_photo(couple)
    await couple.ana.replaces_media(said, "photo")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert shown_media(couple) == [said.message.content["photo"][-1]["file_id"]]


async def test_sealed_words_that_became_a_photo_are_revealed_as_the_photo(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately", at=couple.group)
    said = await couple.ana.says("The lake")
    await couple.ana.replaces_media(said, "photo")
    assert heard(couple.ana, CHANGED) == 1
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert len(shown_media(couple)) == 1


@pytest.mark.parametrize("clip", ["video", "document", "audio", "animation"])
async def test_a_photo_taken_away_by_a_clip_is_revealed_to_nobody(couple: Couple, clip: str) -> None:
    await morning(couple)
    said = await seals_photo(couple, "The lake, at six")
    await couple.ana.replaces_media(said, clip)
    assert heard(couple.ana, REST) == 1
    assert couple.ana.door.last().text.startswith("Sealed.")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    (reveal,) = reveals(couple)
    assert (shown_media(couple), reveal.spoilers) == ([], ["The lake, at six", "Mine"])


async def test_of_which_nothing_is_left_is_sealed_no_more_and_asked_for_anew(couple: Couple) -> None:
    await morning(couple)
    said = await seals_photo(couple)
    await couple.ana.replaces_media(said, "video")
    assert couple.ana.door.last().text == NOTHING
    await couple.stage.moves(minutes=2)
    await seals(couple.ben, "Mine", None)
    await couple.stage.moves(minutes=2)
    assert reveals(couple) == []
    await couple.ana.says("The lake")
    await is_done(couple.ana)
    assert reveals(couple)[0].spoilers == ["The lake", "Mine"]
    assert shown_media(couple) == []


async def test_an_edit_that_changes_nothing_is_silent(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately", at=couple.group)
    said = await couple.ana.says("See https://example.org/lake")
    await couple.ana.edit_noise(said)
    assert heard(couple.ana, CHANGED) == 0
    await couple.ana.edits(said, "See the lake")
    assert heard(couple.ana, CHANGED) == 1
    await couple.stage.moves(minutes=2)
    await couple.ana.edit_noise(said)
    assert heard(couple.ana, CHANGED) == 1


async def test_an_edit_within_the_minute_begins_it_anew(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Mine")
    await couple.ana.taps("Answer privately", at=couple.group)
    said = await couple.ana.says("Hm")
    await couple.stage.moves(seconds=50)
    await couple.ana.edits(said, "The walk")
    await couple.stage.moves(seconds=50)
    assert reveals(couple) == []
    await couple.stage.moves(seconds=15)
    assert reveals(couple)[0].spoilers == ["The walk", "Mine"]


async def test_after_the_reveal_its_author_hears_once_that_it_stays(couple: Couple) -> None:
    await morning(couple)
    await couple.leaves_words()
    await couple.ana.taps("Answer privately", at=couple.group)
    said = await couple.ana.says("The walk")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    (reveal,) = reveals(couple)
    shown = reveal.text
    await couple.ana.edit_noise(said)
    assert heard(couple.ana, STAYS) == 0
    for words in ("The long walk", "The longest walk"):
        await couple.ana.edits(said, words)
    assert (heard(couple.ana, STAYS), reveal.text) == (1, shown)
    await couple.stage.moves(days=2)
    await couple.ana.edits(said, "The walk, again")
    assert heard(couple.ana, STAYS) == 1


async def test_after_closing_its_author_hears_so_as_well(couple: Couple) -> None:
    await morning(couple)
    await couple.stage.moves(hours=30)
    card = next(shown for shown in couple.group.messages if "Not today" in shown.buttons)
    await couple.ana.taps("Answer privately", on=card)
    said = await couple.ana.says("The walk")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine", card)
    assert len(reveals(couple)) == 1
    await couple.stage.moves(hours=10)
    await couple.ana.edits(said, "The long walk")
    assert heard(couple.ana, STAYS) == 1


async def test_said_aloud_an_edit_is_followed_in_silence_at_any_time(couple: Couple) -> None:
    card = await morning(couple)
    said = await couple.ana.replies("The walk", card)
    await seals(couple.ben, "Mine")
    await couple.stage.moves(minutes=2)
    assert len(reveals(couple)) == 1
    before = couple.ana.screen(couple.ana.door)
    await couple.ana.edits(said, "The long walk")
    await couple.ana.replaces_media(said, "video")
    assert couple.ana.screen(couple.ana.door) == before


Edit = Callable[[Person, Shown], Awaitable[None]]


async def _words(ana: Person, said: Shown) -> None:
    await ana.edits(said, "Something else")


async def _photo(ana: Person, said: Shown) -> None:
    await ana.replaces_media(said, "photo")


async def _clip(ana: Person, said: Shown) -> None:
    await ana.replaces_media(said, "video")


@pytest.mark.parametrize("edit", [_words, _photo, _clip, None])
async def test_no_edit_of_a_sealed_answer_shows_at_the_others(tmp_path: Path, edit: Edit | None) -> None:
    """Promise 6: sealed, edited away, or nothing said at all: before the reveal the other sees the same."""

    def lives(*, edited: bool) -> Lives:
        async def day(couple: Couple) -> None:
            await morning(couple)
            if edited:
                said = await seals_photo(couple, "The lake" if edit is _words else None)
                if edit is not None:
                    await edit(couple.ana, said)
                await couple.stage.moves(minutes=2)
            else:
                await couple.stage.moves(minutes=2)

        return day

    assert await seen_by_ben(tmp_path / "a", lives(edited=True)) == await seen_by_ben(
        tmp_path / "b", lives(edited=False)
    )


async def test_while_the_reveal_waits_an_edit_tells_nobody_that_it_opened(
    couple: Couple, cleo: Person
) -> None:
    await morning(couple)
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ana.taps("Answer privately", at=couple.group)
    said = await couple.ana.says("The walk")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    await couple.stage.moves(minutes=2)
    await couple.ana.edits(said, "The long walk")
    assert (heard(couple.ana, CHANGED), heard(couple.ana, STAYS)) == (1, 0)
    await couple.group.removes(cleo, by=couple.ana)
    await couple.stage.moves(minutes=3)
    assert reveals(couple)[0].spoilers == ["The long walk", "Mine"]


async def test_a_command_is_never_words_of_an_answer(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    said = await couple.ana.says("the walk")
    for command in ("/thanks for all", "/thanks"):
        await couple.ana.edits(said, command)
        assert couple.ana.door.last().text.startswith("That's a command now, so your sealed answer stays")
    await couple.minute_passes()
    await seals(couple.ben, "the sea", on=card)
    await couple.minute_passes()
    shown = couple.group.last().text
    assert "the walk" in shown
    assert "for all" not in shown
