"""What both meet is told to both once it changes; hours are told by a tap that shows its words before."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import changes
from bot.features.clocks import views
from bot.spaces.preference import Ours, declared
from tests.conftest import Couple
from tests.features.question.acts import seals
from tests.features.settings.spaces import a_space
from tests.features.settings.test_settings import sets
from tests.people import Person
from tests.worlds import Lives, seen_by_ben

TALKED = "We talked about it (both see it)"
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 7, 15, 8, tzinfo=UTC)


async def told_by(couple: Couple) -> list[str]:
    """Return what came to the group within the minute after the last change, each without a sound."""
    before = len(couple.group.messages)
    await couple.stage.moves(seconds=59)
    assert len(couple.group.messages) == before
    await couple.stage.moves(seconds=2)
    news = couple.group.messages[before:]
    assert all(shown.silent for shown in news)
    return [shown.text for shown in news]


async def lives_in(person: Person, city: str) -> None:
    """Set one's own clock."""
    await sets(person, "Just mine", "My clock")
    await person.says(city)


async def tells_hours(person: Person, other: str) -> None:
    """Tell the other one's hours."""
    await sets(person, "Our clock", f"Tell {other} my hours", "Tell my hours")


@pytest.mark.parametrize(
    ("labels", "line"),
    [
        (("Our times", "Question", "20:00"), "Your question comes at 20:00 from now on."),
        (
            ("Our times", "Question", "Sat ✓", "Sun ✓"),
            "Your question comes at 09:00 on Mon, Tue, Wed, Thu, Fri from now on.",
        ),
        (
            ("Our times", "Question", "Off"),
            "Your question doesn't come by itself from now on. /question brings one.",
        ),
        (("Our times", "Kindness", "15:00"), "The small kindness comes at 15:00 from now on."),
        (
            ("Our times", "Kindness", "With the question"),
            "The small kindness is a line on your question's card from now on.",
        ),
        (
            ("Our times", "Kindness", "Off"),
            "The small kindness doesn't come by itself from now on. /kindness brings one.",
        ),
        (("Rest days", "Sat", "Sun"), "Your rest days from now on: Sat, Sun."),
        (("Pace", "Once a week"), "I'll come once a week from now on."),
        (("Quiet hours", "They begin", "21:00"), "From now on I make no sound from 21:00 to 07:00."),
    ],
)
async def test_a_change_of_what_both_meet_is_told_without_sound_and_names_nobody(
    couple: Couple, labels: tuple[str, ...], line: str
) -> None:
    await sets(couple.ben, *labels)
    assert await told_by(couple) == [line]
    await couple.stage.moves(minutes=30)
    assert couple.group.last().text == line


async def test_several_changes_are_told_together_once_they_are_made(couple: Couple) -> None:
    await sets(couple.ana, "Our times", "Question", "18:00")
    await couple.stage.moves(seconds=40)
    await sets(couple.ben, "Our times", "Question", "20:00")
    await sets(couple.ben, "Pace", "Every other day")
    assert await told_by(couple) == [
        "Your question comes at 20:00 from now on.\nI'll come every other day from now on."
    ]
    await sets(couple.ana, "Pace", "Every day")
    assert await told_by(couple) == ["I'll come every day from now on."]


async def test_what_is_changed_back_is_not_told(couple: Couple) -> None:
    await sets(couple.ana, "Our times", "Question", "20:00", "09:00")
    assert await told_by(couple) == []
    await sets(couple.ana, "Just mine", "Reminder", "21:00")
    assert await told_by(couple) == []


async def test_a_typed_time_is_told_too_and_a_restart_forgets_none(couple: Couple) -> None:
    await sets(couple.ana, "Our times", "Question", "Another time")
    await couple.ana.says("19.15")
    await couple.stage.restart()
    assert await told_by(couple) == ["Your question comes at 19:15 from now on."]


NO_SOUND = "I make no sound here when it's night for either of you."


async def test_ones_hours_are_told_by_a_tap_that_shows_its_words_before(couple: Couple) -> None:
    await lives_in(couple.ben, "Tokyo")
    assert await told_by(couple) == []
    await couple.ben.taps("Our clock", at=couple.ben.door)
    await couple.ben.taps("Tell Ana my hours", at=couple.ben.door)
    line = "09:00 by your group's clock is 16:00 for Ben."
    assert line in couple.ben.door.last().text
    assert "Tokyo" not in couple.ben.door.last().text
    assert await told_by(couple) == []
    await couple.ben.taps("Tell my hours", at=couple.ben.door)
    assert await told_by(couple) == [f"{line} I make no sound here when it's night for either of you."]
    await sets(couple.ana)
    assert "Question: every day at 09:00 (16:00 for Ben)" in couple.ana.door.last().text
    assert "Tokyo" not in couple.ana.transcript()


async def test_hours_that_were_told_stay_until_others_are_told_or_they_are_taken_back(couple: Couple) -> None:
    await lives_in(couple.ben, "Tokyo")
    await tells_hours(couple.ben, "Ana")
    await told_by(couple)
    await lives_in(couple.ben, "New York")
    assert await told_by(couple) == []
    await sets(couple.ana)
    assert "(16:00 for Ben)" in couple.ana.door.last().text
    await sets(couple.ben, "Our clock", "Tell Ana my hours", "Take my hours back")
    assert await told_by(couple) == ["For Ben, too, I go by your group's clock again."]
    await sets(couple.ana)
    assert "Ben)" not in couple.ana.door.last().text


async def test_words_shown_for_another_clock_tell_nothing(couple: Couple) -> None:
    await lives_in(couple.ben, "Tokyo")
    await sets(couple.ben, "Our clock", "Tell Ana my hours")
    shown = couple.ben.door.last()
    await lives_in(couple.ben, "New York")
    toast = await couple.ben.taps("Tell my hours", on=shown)
    assert toast.text == "Your clock changed. Please look again."
    assert await told_by(couple) == []


async def test_it_is_silent_in_the_night_of_either_who_told_their_hours_and_greets_by_no_hour(
    couple: Couple,
) -> None:
    await lives_in(couple.ben, "New York")
    await couple.stage.moves_to_time(9)
    assert "Good morning." in couple.group.last().text
    assert not couple.group.last().silent
    await tells_hours(couple.ben, "Ana")
    await couple.stage.moves_to_time(9)
    card = couple.group.last()
    assert card.text.startswith("Today's question:")
    assert card.silent
    await seals(couple.ana, "The walk", on=card)
    await couple.stage.moves_to_time(22, zone=NEW_YORK)
    await seals(couple.ben, "The soup", on=card)
    assert "The soup" in couple.group.last().text
    assert couple.group.last().silent


async def test_hours_that_suit_both_are_offered_where_the_questions_is_night_for_one(couple: Couple) -> None:
    await lives_in(couple.ben, "New York")
    await tells_hours(couple.ben, "Ana")
    (told,) = await told_by(couple)
    assert told == (
        "09:00 by your group's clock is 03:00 for Ben. "
        "I make no sound here when it's night for either of you.\n"
        "That's night for one of you, and so is the small kindness, which moves along. "
        "These hours suit you both (Ana / Ben):"
    )
    card = couple.group.last()
    assert card.rows == [["14:00 / 08:00", "15:00 / 09:00"], ["16:00 / 10:00", "17:00 / 11:00"]]
    await couple.ana.taps("14:00 / 08:00", on=card)
    assert card.text == f"14:00 by your group's clock is 08:00 for Ben. {NO_SOUND}"
    assert card.buttons == []
    assert await told_by(couple) == [
        "Your question comes at 14:00 (08:00 for Ben) from now on.\n"
        "The small kindness comes at 15:00 (09:00 for Ben) from now on."
    ]
    assert couple.group.last().buttons == []
    await couple.stage.moves_to_time(14)
    assert TALKED in couple.group.last().buttons
    assert not couple.group.last().silent


async def test_hours_are_offered_until_the_day_after_is_over(couple: Couple) -> None:
    await lives_in(couple.ben, "New York")
    await tells_hours(couple.ben, "Ana")
    await told_by(couple)
    card = couple.group.last()
    await couple.stage.moves_to_time(23)
    await couple.stage.moves_to_time(23)
    assert "14:00 / 08:00" in card.buttons
    await couple.stage.moves_to_time(4, 1)
    assert card.buttons == []
    assert card.text == (
        f"09:00 by your group's clock is 03:00 for Ben. {NO_SOUND}\n"
        "/settings, Our times, has every hour you could choose."
    )


async def test_a_question_moved_into_a_night_offers_hours_that_suit_both_and_its_page_names_the_night(
    couple: Couple,
) -> None:
    await lives_in(couple.ben, "Tokyo")
    await sets(couple.ana, "Our times", "Question")
    assert couple.ana.door.last().text == "The daily question\nIt comes at 09:00, every day."
    await tells_hours(couple.ben, "Ana")
    await told_by(couple)
    await sets(couple.ana, "Our times", "Question", "18:00")
    assert couple.ana.door.last().text == (
        "The daily question\nIt comes at 18:00 (01:00 for Ben), every day.\n"
        "That's night for Ben: it makes no sound then."
    )
    (told,) = await told_by(couple)
    assert told == (
        "Your question comes at 18:00 (01:00 for Ben) from now on.\n"
        "That's night for one of you. These hours suit you both (Ana / Ben):"
    )
    assert "13:00 / 20:00" in couple.group.last().buttons
    await couple.ana.taps("13:00 / 20:00", at=couple.group)
    assert await told_by(couple) == ["Your question comes at 13:00 (20:00 for Ben) from now on."]


async def test_a_night_by_a_clock_that_was_not_told_is_on_no_page_and_offers_nothing(couple: Couple) -> None:
    await lives_in(couple.ben, "Tokyo")
    await sets(couple.ana, "Our times", "Question", "18:00")
    assert couple.ana.door.last().text == "The daily question\nIt comes at 18:00, every day."
    assert await told_by(couple) == ["Your question comes at 18:00 from now on."]
    assert couple.group.last().buttons == []


async def test_a_moved_group_clock_is_told_by_its_hours_and_offers_others(couple: Couple) -> None:
    await lives_in(couple.ana, "New York")
    await sets(couple.ben, "Our clock", "Tell Ana my hours")
    assert "knows the hours you have now" in couple.ben.door.last().text
    await sets(couple.ana, "Our clock", "Set it to my clock")
    assert await told_by(couple) == [
        "Your group goes by another clock from now on: 09:00 by it is 15:00 by the one before."
    ]
    assert couple.group.last().buttons == []
    await tells_hours(couple.ben, "Ana")
    (told,) = await told_by(couple)
    assert told.startswith("09:00 by your group's clock is 15:00 for Ben.")
    assert "night for one of you" not in told


async def test_settings_open_with_what_is_so_for_both_and_nothing_private(couple: Couple) -> None:
    await sets(couple.ana, "Just mine", "Reminder", "21:00")
    await sets(couple.ana, "Just mine", "How deep", "Light")
    await sets(couple.ana)
    assert couple.ana.door.last().text == (
        "Settings\n"
        "Question: every day at 09:00\n"
        "Kindness: every day at 12:30\n"
        "Rest days: none\n"
        "Pace: every day\n"
        "Without a sound: 22:00 to 07:00\n\n"
        "That's for you both, and a change is told in your group. "
        "What's under Just mine is never shown to Ben."
    )


async def test_the_pace_says_what_is_so_and_comes_daily_again_when_asked(couple: Couple) -> None:
    for _ in range(8):
        await couple.stage.moves_to_time(9)
    await sets(couple.ana)
    assert "Pace: every day (once a week just now)" in couple.ana.door.last().text
    await couple.ana.taps("Pace", at=couple.ana.door)
    page = couple.ana.door.last()
    assert page.text.startswith("Pace: Every day (once a week just now)\n")
    assert page.rows[0] == ["Come daily again"]
    await couple.ana.taps("Come daily again", on=page)
    assert couple.ana.door.last().text.startswith("Pace: Every day\n")
    assert "Come daily again" not in couple.ana.door.last().buttons
    assert await told_by(couple) == ["I'll come every day from now on."]
    for _ in range(2):
        before = couple.group.last()
        await couple.stage.moves_to_time(9)
        assert TALKED in couple.group.last().buttons
        assert couple.group.last() != before


async def test_a_change_told_while_a_pause_ends_does_not_tell_of_that(tmp_path: Path) -> None:
    def rests(*then: str) -> Lives:
        async def lives(couple: Couple) -> None:
            for _ in range(5):
                await couple.stage.moves_to_time(9)
            await couple.ana.says("/pause")
            await couple.ana.taps("A week", at=couple.ana.door)
            await couple.stage.moves_to_time(20)
            await sets(couple.ben, "Rest days", "Sat")
            await couple.ana.says("/pause")
            for label in then:
                await couple.ana.taps(label, at=couple.ana.door)
            await couple.stage.moves(minutes=2)
            assert couple.group.last().text == "Your rest days from now on: Sat."

        return lives

    assert await seen_by_ben(tmp_path / "a", rests("Go on")) == await seen_by_ben(tmp_path / "b", rests())


@pytest.mark.parametrize(
    "told", [it for it in declared().values() if isinstance(it, Ours) and it.told], ids=lambda it: it.key
)
def test_a_change_of_whatever_is_told_has_its_sentence(told: Ours[Any]) -> None:
    space = a_space()
    is_now = changes.of(space)
    was = replace(is_now, chosen=is_now.chosen | {told.key: "something else"})
    assert views.changed(space, is_now, NOW) is None
    assert views.changed(space, was, NOW) is not None
