"""Both tapped the same option: the reveal says so, under the veil of the answers; nothing does before it."""

from pathlib import Path

import pytest

from bot.features.question.lines import SAME
from tests.conftest import Couple
from tests.features.question.acts import choice_morning, morning, options, reveals, seals
from tests.worlds import Lives, seen_by_ben


async def test_the_reveal_of_two_equal_taps_says_so_under_the_veil(couple: Couple) -> None:
    card = await choice_morning(couple)
    choice = options(card)[1]
    await couple.ana.taps(choice, on=card)
    await couple.ben.taps(choice, on=card)
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    *answers, same = reveal.spoilers
    assert answers == [choice, choice]
    assert same in SAME
    assert "You both said" in same or "you both said" in same
    bare = reveal.text
    for hidden in reveal.spoilers:
        bare = bare.replace(hidden, "")
    assert "both said" not in bare


async def test_two_different_taps_say_nothing_of_how_they_compare(couple: Couple) -> None:
    card = await choice_morning(couple)
    first, second = options(card)[:2]
    await couple.ana.taps(first, on=card)
    await couple.ben.taps(second, on=card)
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    assert reveal.spoilers == [first, second]
    assert "both said" not in reveal.text


async def test_equal_words_and_what_was_said_aloud_are_compared_with_nothing(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk")
    await seals(couple.ben, "The walk")
    card = await choice_morning(couple)
    choice = options(card)[0]
    await couple.ana.taps(choice, on=card)
    await couple.ben.replies(choice, to=card)
    await couple.stage.moves(minutes=2)
    words, mixed = reveals(couple)
    assert words.spoilers == ["The walk", "The walk"]
    assert mixed.spoilers == [choice]
    assert "both said" not in words.text + mixed.text


async def test_taps_below_the_reveal_leave_the_line_where_it_stands(couple: Couple) -> None:
    card = await choice_morning(couple)
    for person in (couple.ana, couple.ben):
        await person.taps(options(card)[0], on=card)
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    before, veiled = reveal.text, reveal.spoilers
    await couple.ana.taps("Makes sense", on=reveal)
    assert reveal.text == f"{before}\n\nAna: that makes sense."
    assert reveal.spoilers == veiled


def _lives(tapped: int, *, changes: bool) -> Lives:
    async def lives(couple: Couple) -> None:
        card = await choice_morning(couple)
        await couple.ben.taps(options(card)[0], on=card)
        if changes:
            await couple.ana.taps(options(card)[1 - tapped], on=card)
        await couple.ana.taps(options(card)[tapped], on=card)
        await couple.stage.moves(seconds=50)
        assert reveals(couple) == []

    return lives


@pytest.mark.parametrize("changes", [False, True])
async def test_until_the_reveal_nobody_sees_whether_they_tapped_the_same(
    tmp_path: Path, *, changes: bool
) -> None:
    same = await seen_by_ben(tmp_path / "a", _lives(0, changes=changes))
    other = await seen_by_ben(tmp_path / "b", _lives(1, changes=changes))
    assert same == other
