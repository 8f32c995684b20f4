"""The yes to check-ins: asked at the first one, seen by nobody else, and taken back at any time."""

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot.db.tables import preferences
from bot.features.checkin.preferences import AGREED_AT
from tests.conftest import Couple, Stage, joined
from tests.features.checkin.looking import YES, checks_in, rows_of, sets_own
from tests.people import Person, there
from tests.worlds import seen_by_ben

BEFORE = "Before your first check-in: it asks about your day, closeness and what would help."
FIRST = "How was your day?"


async def never_asked(couple: Couple) -> None:
    """Both joined before anybody was asked about check-ins, or have not begun one yet."""
    async with couple.stage.kindling.parts.db.write() as tx:
        await tx.execute(delete(preferences).where(preferences.c.key == AGREED_AT.key))


async def agreed(couple: Couple, person: Person) -> bool:
    me = there((await couple.space()).partner(person.id))
    return me[AGREED_AT] is not None


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ({"operator_is": "ben"}, "Ben runs this bot and could read them."),
        ({"operator_is": "ana"}, "You run this bot, so you could read them."),
        ({"operator": "A friend"}, "Whoever runs this bot (“A friend”; I can't check that name) could read"),
        ({}, "Whoever runs this bot could read them."),
    ],
)
async def test_the_yes_names_who_runs_the_bot_and_could_read_them(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, runs: dict[str, str], said: str
) -> None:
    known = {"ana": ana.id, "ben": ben.id}
    stage = make_stage(**{name: known.get(value, value) for name, value in runs.items()})
    await stage.start()
    couple = await joined(stage, ana, ben)
    await never_asked(couple)
    await stage.moves_to_time(21)
    await ana.says("/checkin")
    card = ana.door.last()
    assert said in card.text
    assert len(card.text.split()) <= 65
    await stage.stop()


async def test_the_first_check_in_asks_first_and_the_next_ones_do_not(couple: Couple) -> None:
    await never_asked(couple)
    await couple.stage.moves_to_time(21)
    await couple.ana.says("/checkin")
    card = couple.ana.door.last()
    assert card.text.startswith(BEFORE)
    assert card.rows == [[YES], ["Not for me"]]
    assert len(card.text.split()) <= 60
    assert await rows_of(couple) == []
    await couple.ana.taps(YES)
    assert FIRST in couple.ana.door.last().text
    await checks_in(couple.ana, "Good", "Close", "Nothing")
    await couple.stage.moves(days=1)
    await couple.ana.says("/checkin")
    assert FIRST in couple.ana.door.last().text


async def test_a_no_is_no_and_asks_again_only_when_asked(couple: Couple) -> None:
    await never_asked(couple)
    await couple.stage.moves_to_time(21)
    await couple.ana.says("/checkin")
    await couple.ana.taps("Not for me")
    assert couple.ana.door.last().text.startswith("That's fine")
    assert couple.ana.door.last().rows == []
    said = len(couple.ana.door.messages)
    await couple.stage.moves(days=2)
    assert len(couple.ana.door.messages) == said
    assert not await agreed(couple, couple.ana)
    await couple.ana.says("/checkin")
    assert couple.ana.door.last().text.startswith(BEFORE)


async def test_the_card_in_the_group_leads_to_the_question_once(couple: Couple) -> None:
    await never_asked(couple)
    await couple.stage.moves_to_time(21)
    await couple.ana.says_from_menu("/checkin", couple.group)
    toast = await couple.ana.taps("Check in", at=couple.group)
    await couple.ana.opens(toast.url or "")
    assert len([it for it in couple.ana.door.messages if it.text.startswith(BEFORE)]) == 1
    await couple.ana.taps(YES)
    assert [it for it in couple.ana.door.messages if FIRST in it.text] != []


async def test_at_a_door_that_was_shut_the_link_brings_it(couple: Couple) -> None:
    await never_asked(couple)
    await couple.stage.moves_to_time(21)
    await couple.ana.says_from_menu("/checkin", couple.group)
    await couple.ana.blocks_bot()
    toast = await couple.ana.taps("Check in", at=couple.group)
    await couple.ana.unblocks_bot()
    await couple.ana.opens(toast.url or "")
    assert couple.ana.door.last().text.startswith(BEFORE)


async def test_a_reminder_becomes_the_question_and_then_the_check_in(couple: Couple) -> None:
    await never_asked(couple)
    await sets_own(couple, couple.ana, reminder_at=time(21, 30))
    await couple.stage.moves_to_time(21, 31)
    card = couple.ana.door.last()
    await couple.ana.taps("Check in", on=card)
    assert couple.ana.door.last().text.startswith(BEFORE)
    await couple.ana.taps(YES, on=card)
    assert FIRST in couple.ana.door.last().text


async def test_an_evening_begun_before_the_question_goes_on_where_it_was(couple: Couple) -> None:
    await couple.stage.moves_to_time(21)
    await couple.ana.says("/checkin")
    card = couple.ana.door.last()
    await couple.ana.taps("Hard", on=card)
    await never_asked(couple)
    await couple.ana.taps("Far", on=card)
    assert card.text.startswith(BEFORE)
    [evening] = await rows_of(couple)
    assert (evening.day, evening.closeness) == (1, None)
    await couple.ana.taps(YES, on=card)
    assert card.text.startswith("How close did you feel to Ben today?")
    await couple.ana.taps("Far", on=card)
    [evening] = await rows_of(couple)
    assert (evening.day, evening.closeness) == (1, 1)


async def test_a_yes_in_the_morning_begins_no_evening_that_is_over(couple: Couple) -> None:
    await never_asked(couple)
    await couple.stage.moves_to_time(21)
    await couple.ana.says("/checkin")
    card = couple.ana.door.last()
    await couple.pages_stand()
    await couple.stage.moves_to_time(8)
    await couple.ana.taps(YES, on=card)
    assert card.text == "Thanks. That evening is over; /checkin is there for tonight."
    assert await rows_of(couple) == []
    assert await agreed(couple, couple.ana)


async def takes_back(person: Person, label: str) -> None:
    await person.says("/settings")
    for it in ("Just mine", "Check-in", label):
        await person.taps(it, at=person.door)


@pytest.mark.parametrize(("label", "left"), [("Stop, and delete them", 0), ("Stop, but leave them", 1)])
async def test_it_is_taken_back_in_the_settings(couple: Couple, label: str, left: int) -> None:
    await sets_own(couple, couple.ana, reminder_at=time(21, 30))
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Good", "Close", "Nothing")
    await takes_back(couple.ana, label)
    assert "None is saved without your yes." in couple.ana.door.last().text
    await couple.ana.taps("Back")
    assert "Evening reminder: off" in couple.ana.door.last().text
    assert len(await rows_of(couple)) == left
    await couple.stage.moves_to_time(5)
    there = {it.id for it in couple.ana.door.messages}
    await couple.stage.moves_to_time(22)
    assert {it.id for it in couple.ana.door.messages} <= there, "no reminder comes"
    await couple.ana.says("/checkin")
    assert couple.ana.door.last().text.startswith(BEFORE)


async def test_the_other_sees_the_same_whatever_was_said_to_it(tmp_path: Path) -> None:
    async def says_yes(couple: Couple) -> None:
        await never_asked(couple)
        await couple.stage.moves_to_time(21)
        await couple.ana.says("/checkin")
        await couple.ana.taps(YES)
        await couple.stage.moves_to_time(12, 45)

    async def says_no(couple: Couple) -> None:
        await never_asked(couple)
        await couple.stage.moves_to_time(21)
        await couple.ana.says("/checkin")
        await couple.ana.taps("Not for me")
        await couple.stage.moves_to_time(12, 45)

    async def takes_it_back(couple: Couple) -> None:
        await couple.stage.moves_to_time(21)
        await takes_back(couple.ana, "Stop, and delete them")
        await couple.stage.moves_to_time(12, 45)

    first = await seen_by_ben(tmp_path / "a", says_yes)
    assert first == await seen_by_ben(tmp_path / "b", says_no)
    assert first == await seen_by_ben(tmp_path / "c", takes_it_back)


async def test_nobody_is_told_good_night_in_the_morning(couple: Couple) -> None:
    await couple.stage.moves_to_time(8, 53)
    await couple.ana.says("/checkin")
    assert couple.ana.door.last().text == "Three taps. How is your day?"
    await checks_in(couple.ana, "Good", "Close", "Nothing")
    assert "Good night" not in couple.ana.door.last().text
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Good", "Close", "Nothing")
    assert couple.ana.door.last().text.startswith("Good night, Ana. 🌙")
