"""What counts as an answer said aloud: whatever it is, and whichever of our messages it replies to."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, morning, reveals, seals
from tests.worlds import Lives, seen_by_ben

Reply = Callable[[Couple, Shown], Awaitable[object]]

KINDS: dict[str, Reply] = {
    "video": lambda couple, card: couple.ana.sends_video(couple.group, reply_to=card),
    "round video": lambda couple, card: couple.ana.sends_round_video(couple.group, reply_to=card),
    "GIF": lambda couple, card: couple.ana.sends_gif(couple.group, reply_to=card),
    "audio": lambda couple, card: couple.ana.sends_audio(couple.group, reply_to=card),
    "file": lambda couple, card: couple.ana.sends_document(couple.group, reply_to=card),
    "sticker": lambda couple, card: couple.ana.sends_sticker(couple.group, reply_to=card),
    "location": lambda couple, card: couple.ana.sends_location(couple.group, reply_to=card),
    "album": lambda couple, card: couple.ana.sends_album(["video", "photo"], couple.group, reply_to=card),
}
ENDED = "That question has closed. /today shows what's on."


@pytest.mark.parametrize("kind", KINDS)
async def test_anything_in_reply_to_the_card_is_an_answer_said_aloud(couple: Couple, kind: str) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Mine")
    await KINDS[kind](couple, card)
    assert "I took what you said in your group as your answer" in couple.ana.door.last().text
    assert reveals(couple) == []
    await couple.stage.moves(minutes=2)
    (reveal,) = reveals(couple)
    assert "Ana said it aloud, above." in reveal.text
    assert reveal.spoilers == ["Mine"]


async def test_a_sticker_that_was_no_answer_leaves_what_is_sealed(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Mine")
    await couple.ana.sends_sticker(couple.group, reply_to=card)
    await couple.ana.taps("That wasn't my answer")
    await couple.stage.moves(minutes=2)
    assert reveals(couple) == []


async def _today(couple: Couple) -> Shown:
    await couple.ben.says_from_menu("/today", couple.group)
    return couple.group.last()


async def _question(couple: Couple) -> Shown:
    await couple.ben.says_from_menu("/question", couple.group)
    return couple.group.last()


async def _waiting(couple: Couple) -> Shown:
    await couple.ben.taps("Let Ana know one is waiting", at=couple.ben.door)
    return couple.group.last()


@pytest.mark.parametrize("points", [_today, _question, _waiting])
async def test_a_reply_to_what_points_at_the_card_is_one_to_the_card(
    couple: Couple, points: Callable[[Couple], Awaitable[Shown]]
) -> None:
    await morning(couple)
    await seals(couple.ben, "Mine")
    await couple.ana.replies("The walk", await points(couple))
    await couple.stage.moves(minutes=2)
    assert "Ana said it aloud, above." in reveals(couple)[0].text


async def test_where_two_cards_are_open_a_reply_to_today_means_the_newest(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ben.taps("Another", on=card)
    newest = couple.group.last()
    await couple.ana.replies("The walk", await _today(couple))
    await seals(couple.ben, "Mine", newest)
    await couple.stage.moves(minutes=2)
    assert len(reveals(couple)) == 1


async def test_what_points_at_the_card_is_no_copy_of_it(couple: Couple) -> None:
    """At the reveal the card's copies get another face; these lines do not."""
    await morning(couple)
    await seals(couple.ben, "Mine")
    lines = [await _today(couple), await _question(couple)]
    before = [line.text for line in lines]
    await seals(couple.ana, "The walk")
    assert [line.text for line in lines] == before
    await couple.ben.says_from_menu("/question", couple.group)
    assert couple.group.last().reply_to not in lines


async def test_a_reply_to_a_card_that_has_closed_is_told_so_once(couple: Couple) -> None:
    card = await morning(couple)
    await couple.stage.moves(hours=CARD_LASTS)
    for words in ("The walk", "Really"):
        await couple.ana.replies(words, card)
    said = [shown for shown in couple.group.messages if shown.text == ENDED]
    assert len(said) == 1
    assert said[0].silent


async def test_below_a_closed_card_that_both_answered_talk_goes_on(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Mine")
    await seals(couple.ana, "The walk")
    await couple.stage.moves(days=3)
    await couple.ana.replies("I thought of this again", card)
    assert ENDED not in couple.ana.screen(couple.group)


async def test_that_a_card_has_closed_is_said_whatever_the_other_had_sealed(tmp_path: Path) -> None:
    def lives(*, sealed: bool) -> Lives:
        async def days(couple: Couple) -> None:
            card = await morning(couple)
            if sealed:
                await seals(couple.ana, "The walk", card)
            await couple.stage.moves(hours=CARD_LASTS)
            await couple.ben.replies("Mine", card)
            assert ENDED in couple.ben.screen(couple.group)

        return days

    assert await seen_by_ben(tmp_path / "a", lives(sealed=True)) == await seen_by_ben(
        tmp_path / "b", lives(sealed=False)
    )
