"""Both have answered, and nothing may open: a third person is there, or the bot is out of the group."""

from pathlib import Path

import pytest

from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, is_over, morning, reveals, seals, writes
from tests.people import Person
from tests.worlds import Lives, seen_by_ben


def while_quieted(*, answered: bool) -> Lives:
    """Ana has answered, or not; a third person is in the group, and Ben goes on with what he sealed."""

    async def lives(couple: Couple) -> None:
        ben = couple.ben
        card = await morning(couple)
        if answered:
            await seals(couple.ana, "The walk", on=card)
        await couple.group.adds(couple.stage.telegram.person("Cleo"), by=couple.ana)
        await seals(ben, "Coffee", on=card)
        await couple.stage.moves(minutes=5)
        await ben.says("/today")
        await ben.taps("Change", at=ben.door)
        await ben.says("Tea")
        await couple.stage.moves(minutes=5)
        await ben.taps("Let Ana know one is waiting", at=ben.door)
        await ben.taps("Take back", at=ben.door)
        await ben.says_from_menu("/today", couple.group)

    return lives


async def test_promise_6_while_it_is_quiet_nothing_tells_whether_both_have_answered(tmp_path: Path) -> None:
    first = await seen_by_ben(tmp_path / "first", while_quieted(answered=False))
    assert first == await seen_by_ben(tmp_path / "second", while_quieted(answered=True))


def out_of_the_group(*, answered: bool) -> Lives:
    """Ana has answered, or not; the bot is thrown out within Ben's minute, and he goes on with his answer."""

    async def lives(couple: Couple) -> None:
        ben = couple.ben
        card = await morning(couple)
        if answered:
            await seals(couple.ana, "The walk", on=card)
        await writes(ben, "Coffee", on=card)
        await couple.group.removes_bot(by=couple.ana)
        await couple.stage.moves(minutes=5)
        await ben.taps("Change", at=ben.door)
        await ben.says("Tea")
        await couple.stage.moves(minutes=5)
        await ben.says("/today")
        await ben.taps("Take back", at=ben.door)

    return lives


async def test_promise_6_out_of_the_group_nothing_tells_whether_both_have_answered(tmp_path: Path) -> None:
    first = await seen_by_ben(tmp_path / "first", out_of_the_group(answered=False))
    assert first == await seen_by_ben(tmp_path / "second", out_of_the_group(answered=True))


async def test_a_card_that_stayed_shut_out_of_the_group_opens_once_the_bot_is_back(couple: Couple) -> None:
    card = await morning(couple)
    for person, words in ((couple.ana, "The walk"), (couple.ben, "Coffee")):
        await writes(person, words, on=card)
    await couple.group.removes_bot(by=couple.ana)
    await couple.stage.moves(minutes=30)
    await couple.group.adds_bot(by=couple.ben)
    await couple.minute_passes()
    assert [shown.spoilers for shown in reveals(couple)] == [["The walk", "Coffee"]]


async def test_a_card_that_stayed_shut_while_it_is_quiet_opens_when_it_is_over(
    couple: Couple, cleo: Person
) -> None:
    card = await morning(couple)
    await couple.group.adds(cleo, by=couple.ana)
    for person, words in ((couple.ana, "The walk"), (couple.ben, "Coffee")):
        await writes(person, words, on=card)
    await couple.stage.moves(hours=CARD_LASTS)
    await couple.stage.moves(hours=30)
    assert reveals(couple) == []
    await couple.group.removes(cleo, by=couple.ana)
    await couple.minute_passes()
    assert [shown.spoilers for shown in reveals(couple)] == [["The walk", "Coffee"]]


def past_closing(alone: str, *, answered: bool) -> Lives:
    """Ana has answered, or not; a third person is there until long after the card's time is over."""

    async def lives(couple: Couple) -> None:
        ben = couple.ben
        card = await morning(couple)
        await couple.leaves_words(ben)
        if answered:
            await seals(couple.ana, "The walk", on=card)
        await couple.group.adds(couple.stage.telegram.person("Cleo"), by=couple.ana)
        await seals(ben, "Coffee", on=card)
        if alone == "show":
            await ben.taps("If Ana doesn't answer: show mine", at=ben.door)
        await couple.stage.moves(hours=CARD_LASTS + 1)
        await ben.edits(next(shown for shown in ben.door.messages if shown.text == "Coffee"), "Tea")
        await ben.says("/today")
        await is_over(couple)
        await ben.says("/today")

    return lives


@pytest.mark.parametrize("alone", ["erase", "show"])
async def test_promise_6_a_quiet_time_past_the_cards_time_tells_nothing(tmp_path: Path, alone: str) -> None:
    first = await seen_by_ben(tmp_path / "first", past_closing(alone, answered=False))
    assert first == await seen_by_ben(tmp_path / "second", past_closing(alone, answered=True))
