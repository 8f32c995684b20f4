"""Ana in Berlin, Ben in New York: each one's evening is their own, the couple's posts follow who invited."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import BERLIN, Couple, Stage
from tests.features.checkin.looking import checks_in, rows_of
from tests.features.pairing.walk import cards, invited, says_yes
from tests.features.question.acts import seals
from tests.features.settings.test_settings import sets
from tests.people import Person

NEW_YORK = ZoneInfo("America/New_York")
REMINDED = "before bed"


@pytest.fixture
async def apart(stage: Stage, ana: Person, ben: Person) -> Couple:
    """Both have joined from where they are: it is Monday, 08:00 for Ana and 02:00 for Ben."""
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await says_yes(ben, group, zone=False)
    await ben.taps("No, another city", at=ben.door)
    await ben.replies("New York", to=ben.door.last())
    return Couple(ana, ben, group, stage)


def at_door(person: Person) -> list[tuple[str, bool]]:
    """Return (the local time, whether it made no sound) of what came to a door by itself with its button."""
    zone = NEW_YORK if person.name == "Ben" else BERLIN
    return [
        (f"{shown.date.astimezone(zone):%H:%M}", shown.silent)
        for shown in person.door.messages
        if shown.buttons == ["Check in"]
    ]


def told(couple: Couple) -> list[str]:
    """Return what the group heard of Ben's wish."""
    return [shown.came for shown in couple.group.ever if "Ben asked me to pass this on" in shown.came]


async def test_the_joined_card_names_the_spaces_hour_and_ones_own_door_ones_own(apart: Couple) -> None:
    assert "02:00 now" in apart.ben.door.last().text
    assert (
        "nobody is told: your group's question comes at 03:00 here, in your night."
        in apart.ben.door.last().text
    )
    assert "One question a day: 09:00." in cards(apart.group, "You're both in")[0]
    assert "03:00" not in apart.ana.transcript()


async def test_the_posts_follow_the_inviters_clock_until_the_settings_say_otherwise(apart: Couple) -> None:
    await apart.stage.moves_to_time(8, 59)
    count = len(apart.group.messages)
    await apart.stage.moves_to_time(9)
    assert len(apart.group.messages) == count + 1
    assert not apart.group.last().silent
    await sets(apart.ben, "Our clock", "Set it to my clock")
    await apart.stage.moves(minutes=2)
    assert apart.group.last().text.endswith("09:00 by it is 15:00 by the one before.")
    await apart.stage.moves_to_time(9)
    assert len(apart.group.messages) == count + 2
    await apart.stage.moves_to_time(9, zone=NEW_YORK)
    assert len(apart.group.messages) == count + 3


async def test_each_reminder_comes_by_its_own_clock_and_quiet_hours_are_ones_own(apart: Couple) -> None:
    await sets(apart.ana, "Just mine", "Reminder", "22:30")
    await sets(apart.ben, "Just mine", "Reminder", "21:00")
    for hour in (21, 23):
        await apart.stage.moves_to_time(hour, zone=BERLIN)
    await apart.stage.moves_to_time(20, 59, zone=NEW_YORK)
    assert at_door(apart.ben) == []
    await apart.stage.moves_to_time(21, zone=NEW_YORK)
    # 21:00 in New York is 03:00 in Berlin: Ben's own evening, with sound; 22:30 is within Ana's quiet hours.
    assert at_door(apart.ben) == [("21:00", False)]
    assert at_door(apart.ana) == [("23:00", True)]


async def test_each_evening_has_its_own_date_and_its_wish_comes_the_morning_after(apart: Couple) -> None:
    await apart.stage.moves_to_time(22, zone=NEW_YORK)
    here = apart.stage.clock.now()
    assert here.astimezone(BERLIN).date() > here.astimezone(NEW_YORK).date()
    await checks_in(apart.ben, "Okay", "Close", "A hand", "Yes, tell Ana")
    (row,) = await rows_of(apart)
    assert row.local_date == here.astimezone(NEW_YORK).date()
    await apart.stage.moves_to_time(9, zone=BERLIN)
    assert apart.group.last().text.startswith("Ben asked me to pass this on: a hand would help today.")


async def test_a_late_evening_in_new_york_is_still_passed_on_once(apart: Couple) -> None:
    """03:30 in New York, still that person's evening, is after the question of 09:00 in Berlin."""
    await apart.stage.moves_to_time(23, zone=NEW_YORK)
    await apart.stage.moves_to_time(3, 30, zone=NEW_YORK)
    await checks_in(apart.ben, "Okay", "Close", "A hand", "Yes, tell Ana")
    for _ in range(3):
        await apart.stage.moves_to_time(9, zone=BERLIN)
    assert len(told(apart)) == 1


async def test_a_reveal_is_silent_in_the_spaces_night_not_in_the_others(apart: Couple) -> None:
    await apart.stage.moves_to_time(9)
    card = apart.group.last()
    await seals(apart.ana, "The walk", on=card)
    await apart.stage.moves_to_time(20, zone=NEW_YORK)
    assert apart.stage.clock.now() == datetime(2026, 7, 14, 2, tzinfo=BERLIN)
    await seals(apart.ben, "The soup", on=card)
    assert apart.group.last().text.startswith("Both answers are open.")
    assert apart.group.last().silent


async def test_each_chooses_their_own_end_of_a_pause(apart: Couple) -> None:
    """A day's rest asked for at Ben's door ends at Ben's midnight, whatever day it is for Ana."""
    await apart.stage.moves_to_time(20, zone=NEW_YORK)
    await apart.ben.says("/pause")
    await apart.ben.taps("1 day", at=apart.ben.door)
    count = len(apart.group.messages)
    await apart.stage.moves_to_time(9, zone=BERLIN)
    await apart.stage.moves_to_time(13, zone=BERLIN)
    assert len(apart.group.messages) == count
    await apart.stage.moves(days=1)
    assert len(apart.group.messages) > count


async def test_an_evening_half_the_world_behind_is_passed_on_the_next_morning(apart: Couple) -> None:
    """21:00 in Honolulu is 09:00 in Berlin: an evening there lies after the morning that bears its date."""
    await sets(apart.ben, "Just mine", "My clock")
    await apart.ben.says("Honolulu")
    for wish in ("A hand", "Some fun", "Affection"):
        await apart.stage.moves_to_time(22, zone=ZoneInfo("Pacific/Honolulu"))
        await checks_in(apart.ben, "Okay", "Close", wish, "Yes, tell Ana")
        before = len(told(apart))
        await apart.stage.moves_to_time(9, zone=BERLIN)
        assert len(told(apart)) == before + 1
