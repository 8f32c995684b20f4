"""A button names its evening: last night's is no check-in of tonight's."""

from datetime import datetime, time

from bot.spaces.model import day_of
from tests.conftest import BERLIN, Couple
from tests.features.checkin.looking import DAYS, rows_of, sets_own

OVER = "That evening is over. /checkin is there for tonight."


async def reminded(couple: Couple, at: time = time(21, 30)) -> None:
    """Let Ana be reminded tonight."""
    await sets_own(couple, couple.ana, reminder_at=at)
    await couple.stage.moves_to_time(at.hour, at.minute)
    assert couple.ana.door.last().text.startswith("Three taps before bed")


async def test_last_nights_reminder_tapped_in_the_morning_begins_nothing_and_tonights_comes(
    couple: Couple,
) -> None:
    await couple.leaves_words(couple.ana)
    await reminded(couple)
    asked = couple.ana.door.last()
    await couple.stage.moves_to_time(7, 30)
    toast = await couple.ana.taps("Check in", on=asked)
    assert (toast.text, toast.alert) == (OVER, True)
    assert asked.buttons == []
    assert await rows_of(couple) == []
    await couple.stage.moves_to_time(21, 30)
    assert couple.ana.door.last().text.startswith("Three taps before bed")
    assert couple.ana.door.last().buttons == ["Check in"]


async def test_a_reminder_after_midnight_is_for_the_evening_that_goes_on(couple: Couple) -> None:
    await couple.stage.moves_to_time(20)
    await reminded(couple, time(0, 30))
    await couple.stage.moves_to_time(3, 59)
    await couple.ana.taps("Check in", on=couple.ana.door.last())
    await couple.ana.taps("Good", at=couple.ana.door)
    assert [row.local_date.isoformat() for row in await rows_of(couple)] == ["2026-07-13"]


async def test_todays_line_of_last_night_begins_nothing_in_the_morning(couple: Couple) -> None:
    await couple.leaves_words(couple.ana)
    await couple.stage.moves_to_time(22)
    await couple.ana.says("/today")
    card = couple.ana.door.last()
    await couple.stage.moves_to_time(7, 30)
    toast = await couple.ana.taps("Check in", on=card)
    assert toast.text == OVER
    assert await rows_of(couple) == []


async def test_last_nights_card_in_the_group_begins_nothing_by_daylight(couple: Couple) -> None:
    await couple.stage.moves_to_time(22)
    await couple.ana.says_from_menu("/checkin", couple.group)
    card = couple.group.last()
    await couple.stage.moves_to_time(7, 30)
    toast = await couple.ben.taps("Check in", on=card)
    assert toast.text == OVER
    assert await rows_of(couple) == []


async def test_a_card_in_the_group_is_the_same_nights_after_midnight(couple: Couple) -> None:
    await couple.stage.moves_to_time(23, 30)
    await couple.ana.says_from_menu("/checkin", couple.group)
    card = couple.group.last()
    await couple.stage.moves_to_time(0, 30)
    await couple.ben.taps("Check in", on=card)
    assert card.buttons == ["Check in"]
    assert couple.ben.door.last().rows == DAYS


def test_a_day_goes_on_until_four_or_until_its_own_post_comes() -> None:
    at = datetime(2026, 7, 14, 0, 30, tzinfo=BERLIN)
    assert day_of(at).day == 13
    assert day_of(at, time(0, 15)).day == 14
    assert day_of(at, time(9)).day == 13
    assert day_of(at.replace(hour=4, minute=0)).day == 14
