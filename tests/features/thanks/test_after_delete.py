"""After /delete: what the other does with old buttons and edits goes on as if nothing had been erased."""

from pathlib import Path

import pytest

from bot.loopback.typed import Formatted
from tests.conftest import Couple
from tests.features.thanks.looking import cards
from tests.worlds import Lives, seen_by_ben

FROM_DOOR = "/thanks for the soup\nand the <b>bread</b>"


async def gives(couple: Couple, how: str) -> None:
    """Ana gives Ben a thank-you."""
    if how == "aloud":
        await couple.ana.says("/thanks@kindling_bot for the walk", at=couple.group)
    elif how == "a photo":
        await couple.ana.says("/thanks")
        await couple.ana.sends_photo(caption="this one")
        await couple.ana.taps("Give it now")
    elif how == "long":
        await couple.ana.says("/thanks " + "w" * 3800)
        await couple.ana.taps("Give it now")
    else:
        await couple.ana.says(Formatted(FROM_DOOR))
        await couple.ana.taps("Give it now")


async def erases(couple: Couple) -> None:
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)


@pytest.mark.parametrize("how", ["aloud", "from the door", "a photo", "long"])
@pytest.mark.parametrize("after", [0, 2])
async def test_a_reply_to_what_was_erased_is_as_any(tmp_path: Path, how: str, after: int) -> None:
    """A8: toast, heart, line and keyboard are the same, on its day and later."""

    def lives(*, erased: bool) -> Lives:
        async def days(couple: Couple) -> None:
            await gives(couple, how)
            if erased:
                await erases(couple)
            card = cards(couple)[-1]
            data = card.message.buttons[0][0]["callback_data"]
            await couple.stage.moves(days=after)
            await couple.ben.forges(data, on=card)
            assert card.text.endswith("Ben: that landed.") == (after == 0)
            assert card.buttons == []
            await couple.ben.forges(data, on=card)

        return days

    assert await seen_by_ben(tmp_path / "a", lives(erased=True)) == await seen_by_ben(
        tmp_path / "b", lives(erased=False)
    )


async def test_ones_own_edit_brings_no_keyboard_back_after_the_reply_was_erased(tmp_path: Path) -> None:
    def lives(*, erased: bool) -> Lives:
        async def day(couple: Couple) -> None:
            said = await couple.ben.says("/thanks for the soup")
            await couple.ben.taps("Give it now")
            (card,) = cards(couple)
            await couple.ana.taps("That landed", on=card)
            if erased:
                await erases(couple)
            await couple.ben.edits(said, "/thanks for the stew")
            assert card.buttons == []
            assert card.text.endswith("Ana: that landed.")

        return day

    assert await seen_by_ben(tmp_path / "a", lives(erased=True)) == await seen_by_ben(
        tmp_path / "b", lives(erased=False)
    )


async def test_the_next_card_takes_the_keyboard_off_an_erased_one_too(tmp_path: Path) -> None:
    def lives(*, erased: bool) -> Lives:
        async def days(couple: Couple) -> None:
            await gives(couple, "from the door")
            card = cards(couple)[-1]
            if erased:
                await erases(couple)
            await couple.stage.moves(days=2)
            await couple.ben.says("/thanks@kindling_bot for the tea", at=couple.group)
            assert card.buttons == []

        return days

    assert await seen_by_ben(tmp_path / "a", lives(erased=True)) == await seen_by_ben(
        tmp_path / "b", lives(erased=False)
    )


@pytest.mark.parametrize("gone", ["erased", "hidden"])
async def test_the_list_tells_an_erased_one_from_no_hidden_one(tmp_path: Path, gone: str) -> None:
    """Old buttons of the list lead to the newest that is there, whatever became of the one they named."""

    async def day(couple: Couple) -> None:
        await gives(couple, "aloud")
        await couple.ben.says("/thanks")
        await couple.ben.taps("My thank-yous")
        shown = couple.ben.door.last()
        data = next(
            button["callback_data"]
            for row in shown.message.buttons
            for button in row
            if button["text"] == "Hide this one"
        )
        if gone == "erased":
            await erases(couple)
        else:
            await couple.ben.taps("Hide this one")
        await couple.ben.forges(data, on=shown)
        assert shown.text.startswith("Nothing here right now.")

    await seen_by_ben(tmp_path, day)


async def test_the_giver_who_erased_theirs_cannot_answer_it_in_the_others_name(couple: Couple) -> None:
    await gives(couple, "from the door")
    await erases(couple)
    (card,) = cards(couple)
    toast = await couple.ana.taps("That landed", on=card)
    assert toast.text == "These are for Ben."
    assert len(card.buttons) == 3


async def test_the_warning_says_what_goes_from_the_others_list(couple: Couple) -> None:
    await couple.ana.says("/delete")
    assert "go from Ben's list unless you leave them" in couple.ana.door.last().text


@pytest.mark.parametrize("how", ["aloud", "from the door"])
async def test_the_card_in_the_group_says_nothing_that_an_erasure_makes_untrue(
    couple: Couple, how: str
) -> None:
    """It stays as it was, since an edit would tell; so it never promised more than its giver leaves."""
    await gives(couple, how)
    before = cards(couple)[-1].text
    assert before.endswith(
        "For as long as its giver likes, it's with your thank-yous: /thanks in our private chat."
    )
    await erases(couple)
    await couple.stage.moves(minutes=2)
    assert cards(couple)[-1].text == before
