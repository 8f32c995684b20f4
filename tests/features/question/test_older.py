"""*Show older*: what can be answered of the days before, in the group and at a door alike."""

from pathlib import Path

import pytest

from bot.loopback.shown import Shown
from bot.message import HEART
from tests.conftest import Couple
from tests.features.question.acts import (
    CARD_LASTS,
    cards,
    choice_morning,
    is_done,
    morning,
    options,
    reveals,
    seals,
)
from tests.people import Person, Place
from tests.worlds import Lives, seen_by_ben


async def older(person: Person, place: Place) -> Shown:
    """Ask for today and show older; return that message."""
    await person.says_from_menu("/today", place)
    shown = place.last()
    await person.taps("Show older", on=shown)
    return shown


async def test_today_shows_the_newest_day_and_older_all_that_can_be_answered(couple: Couple) -> None:
    first = await morning(couple)
    second = await morning(couple)
    for place in (couple.group, couple.ana.door):
        await couple.ana.says_from_menu("/today", place)
        question = [card.text.splitlines()[1] for card in (first, second)]
        assert question[0] not in place.last().text
        assert question[1] in place.last().text
        await couple.ana.taps("Show older", on=place.last())
        blocks = place.last().text.split("\n\n")
        assert blocks == [
            "These can be answered. Which would you like?",
            f"Monday\n{question[0]}",
            f"Today\n{question[1]}",
        ]
        assert place.last().rows == [["Monday", "Today"]]


async def test_on_the_first_day_there_is_nothing_older(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.says("/today")
    assert "Show older" not in couple.ana.door.last().buttons


@pytest.mark.parametrize("where", ["group", "door"])
async def test_an_older_card_is_answered_from_there(couple: Couple, where: str) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Coffee", card)
    for _day in range(4):
        await morning(couple)
    shown = await older(couple.ana, couple.group if where == "group" else couple.ana.door)
    await couple.ana.taps("Monday", on=shown)
    assert card.text.splitlines()[1] in couple.ana.door.last().text
    await couple.ana.says("The walk")
    await is_done(couple.ana)
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["The walk", "Coffee"]


async def test_it_looks_alike_for_who_has_answered_and_leads_them_to_their_line(couple: Couple) -> None:
    card = await morning(couple)
    await morning(couple)
    before = await older(couple.ana, couple.ana.door)
    await seals(couple.ana, "The walk", card)
    after = await older(couple.ana, couple.ana.door)
    assert (before.text, before.rows) == (after.text, after.rows)
    await couple.ana.taps("Monday", on=after)
    assert couple.ana.door.last().text.startswith("Sealed.")
    assert "Change" in couple.ana.door.last().buttons


async def test_a_closed_card_is_not_listed_and_its_button_says_so(couple: Couple) -> None:
    await couple.leaves_words(couple.ana)
    await morning(couple)
    await couple.stage.moves(days=2)
    await couple.ana.says_from_menu("/question", couple.group)
    shown = await older(couple.ana, couple.ana.door)
    assert shown.buttons == ["Monday", "Today"]
    await couple.stage.moves(hours=CARD_LASTS - 48)
    toast = await couple.ana.taps("Monday", on=shown)
    assert toast.text == "That day is over. /today shows what's on."
    assert shown.buttons == ["Monday", "Today"]
    await couple.ana.says("/today")
    assert "Show older" not in couple.ana.door.last().buttons


async def test_what_both_answered_is_not_listed(couple: Couple) -> None:
    card = await morning(couple)
    for person in (couple.ana, couple.ben):
        await seals(person, "Tea", card)
    await morning(couple)
    await couple.ana.says("/today")
    assert "Show older" not in couple.ana.door.last().buttons


async def test_a_reply_to_the_list_is_an_answer_to_none_of_them(couple: Couple) -> None:
    await morning(couple)
    card = await morning(couple)
    shown = await older(couple.ana, couple.group)
    reply = await couple.ana.replies("Tea", to=shown)
    hint = couple.group.last()
    assert hint.text == "Which question is that for? Reply to its own card, and I take it as your answer."
    assert (hint.reply_to, hint.silent) == (reply, True)
    listed = await older(couple.ana, couple.ana.door)
    await couple.ana.says("Tea", reply_to=listed)
    assert "wasn't expecting that" in couple.ana.door.last().text
    await seals(couple.ben, "Coffee", card)
    await couple.minute_passes()
    assert reveals(couple) == []


async def test_a_reply_to_yesterdays_today_is_one_to_its_card(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.says("/today", couple.group)
    shown = couple.group.last()
    await morning(couple)
    assert shown.text == "/today shows what's on."
    said = await couple.ana.replies("Tea", to=shown)
    assert said.reactions == [HEART]
    assert couple.ana.door.last().text.startswith("I took what you said in your group as your answer")


@pytest.mark.parametrize("where", ["group", "door"])
async def test_the_options_of_a_choice_stand_at_the_door_too(couple: Couple, where: str) -> None:
    card = await choice_morning(couple)
    labels = options(card)
    await couple.ben.taps(labels[0], on=card)
    await morning(couple)
    shown = await older(couple.ana, couple.group if where == "group" else couple.ana.door)
    await couple.ana.taps(shown.buttons[-2], on=shown)
    asked = couple.ana.door.last()
    assert asked.buttons == labels
    toast = await couple.ana.taps(labels[1], on=asked)
    assert toast.text.startswith("Sealed: ")
    await couple.minute_passes()
    assert reveals(couple)[-1].spoilers == [labels[1], labels[0]]
    toast = await couple.ana.taps(labels[0], on=asked)
    assert toast.text == "You both answered this one already."


def a_week(*, ana_seals: frozenset[int], ben_seals: bool) -> Lives:
    """A week and two days in which Ana seals on some days, and Ben looks at everything each morning."""

    async def lives(couple: Couple) -> None:
        ben, seen = couple.ben, list[Shown]()
        for day in range(9):
            await couple.stage.moves_to_time(9)
            new = [it for it in cards(couple) if it not in seen]
            seen += new
            for card in new if day in ana_seals else ():
                if "Answer privately" in card.buttons:
                    await seals(couple.ana, "Hers alone", card)
            if ben_seals and day == 1:
                await seals(ben, "His alone", seen[0])
            for card in seen:
                for label in ("Another", "Not today"):
                    if label in card.buttons:
                        await ben.taps(label, on=card)
            await couple.ana.taps("We talked about it (both see it)", on=cards(couple)[-1])
            for place in (couple.group, ben.door):
                await ben.says_from_menu("/today", place)
                shown = place.last()
                if "Show older" in shown.buttons:
                    await ben.taps("Show older", on=shown)
            await couple.stage.moves_to_time(4, 1)
            if ben_seals and "Save it for me" in {label for it in ben.door.messages for label in it.buttons}:
                await ben.taps("Save it for me", at=ben.door)

    return lives


@pytest.mark.prove
@pytest.mark.parametrize("day", [1, 2, 3, 6])
async def test_a_week_of_answers_that_wait_shows_ben_nothing_of_anas(tmp_path: Path, day: int) -> None:
    expected = await seen_by_ben(tmp_path / "a", a_week(ana_seals=frozenset(), ben_seals=True))
    sealed = a_week(ana_seals=frozenset({day, day + 1}), ben_seals=True)
    assert await seen_by_ben(tmp_path / "b", sealed) == expected


async def test_a_week_of_answers_that_wait_shows_who_never_answers_nothing(tmp_path: Path) -> None:
    expected = await seen_by_ben(tmp_path / "a", a_week(ana_seals=frozenset(), ben_seals=False))
    sealed = a_week(ana_seals=frozenset(range(9)), ben_seals=False)
    assert await seen_by_ben(tmp_path / "b", sealed) == expected
