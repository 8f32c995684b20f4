"""The three taps at the door, as the one who taps them sees them."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import update

from bot.app import POINTS
from bot.db.tables import evenings
from bot.features.checkin.actions import Begin, GoBack, PassOn, SayCloseness, SayDay, SayWish
from bot.lifecycle import KEPT
from bot.loopback import faults
from tests.conftest import Couple
from tests.features.checkin.looking import (
    CLOSENESS,
    DAYS,
    WISHES,
    checks_in,
    rows_of,
    sets_own,
)
from tests.people import Person, there
from tests.promises.acts import own_data

THE_MONDAY = date(2026, 7, 13)
GOOD_NIGHT = "Good night, Ana. 🌙"  # how every closing line begins


@pytest.fixture
async def evening(couple: Couple) -> Couple:
    """Ana and Ben, on Monday at 21:00."""
    await couple.stage.moves_to_time(21)
    return couple


async def test_three_taps_in_one_message_end_the_evening(evening: Couple) -> None:
    await evening.ana.says("/checkin")
    card = evening.ana.door.last()
    assert (card.text, card.rows) == ("Three taps, then rest. How was your day?", DAYS)
    toast = await evening.ana.taps("Okay", on=card)
    assert toast.text == "Your day: okay. Only you see this."
    assert (card.text, card.rows) == ("How close did you feel to Ben today?", CLOSENESS)
    await evening.ana.taps("Very close", on=card)
    assert (card.text, card.rows) == ("What would help tomorrow?", WISHES)
    await evening.ana.taps("Nothing", on=card)
    assert card.text.startswith(GOOD_NIGHT)
    assert evening.ana.door.last() == card
    (row,) = await rows_of(evening)
    assert (row.local_date, row.day, row.closeness, row.wish) == (THE_MONDAY, 3, 5, "nothing")
    assert (row.passed_on, row.step) == (False, "done")


async def test_whoever_names_a_wish_is_asked_whether_to_pass_it_on(evening: Couple) -> None:
    await checks_in(evening.ana, "Good", "Close", "A hand")
    card = evening.ana.door.last()
    assert card.text == ("Saved, and shown to you alone. Tell Ben in the morning that a hand would help?")
    assert card.rows == [["Yes, tell Ben"], ["No, just for me"], ["Back"]]
    await evening.ana.taps("No, just for me", on=card)
    assert card.text.startswith(GOOD_NIGHT)
    (row,) = await rows_of(evening)
    assert (row.wish, row.passed_on) == ("a_hand", False)


async def test_the_same_wish_is_passed_on_twice_in_seven_evenings_and_another_any_time(
    evening: Couple,
) -> None:
    for _ in range(2):
        await checks_in(evening.ana, "Good", "Close", "A hand", "Yes, tell Ben")
        await evening.stage.moves(days=1)
    await checks_in(evening.ana, "Good", "Close", "A hand")
    card = evening.ana.door.last()
    assert card.text == (
        "Saved, and shown to you alone. You've passed this on to Ben twice this week, so tonight it stays "
        "with you. Saying it yourself works any time."
    )
    assert card.rows == [["All right", "Back"]]
    await evening.ana.taps("Back", on=card)
    await evening.ana.taps("Some fun", on=card)
    await evening.ana.taps("Yes, tell Ben", on=card)
    assert [(row.wish, row.passed_on) for row in await rows_of(evening)] == [
        ("a_hand", True),
        ("a_hand", True),
        ("some_fun", True),
    ]


async def test_a_button_of_a_version_that_offered_it_more_often_passes_nothing_on(evening: Couple) -> None:
    for _ in range(3):
        await evening.stage.moves(days=1)
        await checks_in(evening.ana, "Good", "Close", "A hand", "No, just for me")
        await checks_in(evening.ana, "Good", "Close", "A hand")
    async with evening.stage.kindling.parts.db.write() as tx:
        tonight = evenings.c.local_date == THE_MONDAY + timedelta(days=3)
        await tx.execute(update(evenings).where(~tonight).values(passed_on=True))
    toast = await evening.ana.taps("Yes, tell Ben", on=evening.ana.door.last())
    assert toast.text == "You've passed that on twice this week."
    assert [row.passed_on for row in await rows_of(evening)] == [True, True, False]


async def test_a_wish_kept_to_oneself_counts_for_nothing_and_a_week_later_it_may_go_again(
    evening: Couple,
) -> None:
    for label in ("Yes, tell Ben", "No, just for me", "Yes, tell Ben"):
        await checks_in(evening.ana, "Good", "Close", "A hand", label)
        await evening.stage.moves(days=1)
    await evening.stage.moves(days=3)  # Sunday: Monday's is of the same seven evenings
    await checks_in(evening.ana, "Good", "Close", "A hand", "All right")
    await evening.stage.moves(days=1)
    await checks_in(evening.ana, "Good", "Close", "A hand", "Yes, tell Ben")
    assert [row.passed_on for row in await rows_of(evening)] == [True, False, True, False, True]


async def test_a_skip_is_nothing_and_never_zero(evening: Couple) -> None:
    await checks_in(evening.ana, "Skip", "Skip", "Skip")
    assert evening.ana.door.last().text.startswith(GOOD_NIGHT)
    (row,) = await rows_of(evening)
    assert (row.day, row.closeness, row.wish) == (None, None, None)


async def test_going_again_the_same_evening_changes_what_was_tapped(evening: Couple) -> None:
    await checks_in(evening.ana, "Hard", "Far", "Some space")
    await evening.ana.says("/checkin")
    toast = await evening.ana.taps("Good", on=evening.ana.door.last())
    assert toast.text == "Changed to good."
    (row,) = await rows_of(evening)
    assert (row.day, row.closeness, row.wish) == (4, 1, "some_space")


async def test_leave_to_pass_on_one_wish_is_no_leave_for_another(evening: Couple) -> None:
    await checks_in(evening.ana, "Good", "Close", "A hand", "Yes, tell Ben")
    assert (await rows_of(evening))[0].passed_on
    await checks_in(evening.ana, "Good", "Close", "A hand")
    assert (await rows_of(evening))[0].passed_on
    await checks_in(evening.ana, "Good", "Close", "Some space")
    assert not (await rows_of(evening))[0].passed_on


async def test_an_older_message_passes_on_no_wish_but_its_own(evening: Couple) -> None:
    await checks_in(evening.ana, "Good", "Close", "A hand")
    older = evening.ana.door.last()
    await checks_in(evening.ana, "Good", "Close", "Affection")
    toast = await evening.ana.taps("Yes, tell Ben", on=older)
    assert "You changed that since." in toast.text
    assert not (await rows_of(evening))[0].passed_on


async def test_back_goes_a_step_back_and_keeps_what_was_tapped(evening: Couple) -> None:
    await checks_in(evening.ana, "Hard")
    card = evening.ana.door.last()
    await evening.ana.taps("Back", on=card)
    assert card.rows == DAYS
    assert (await rows_of(evening))[0].day == 1
    await evening.ana.taps("Great", on=card)
    await evening.ana.taps("Close", on=card)
    await evening.ana.taps("Back", on=card)
    assert card.rows == CLOSENESS


async def test_the_same_tap_twice_changes_nothing_more(evening: Couple) -> None:
    await evening.ana.says("/checkin")
    card = evening.ana.door.last()
    data = own_data(card)[1]
    for _ in range(2):
        await evening.ana.forges(data, on=card)
    assert card.rows == CLOSENESS
    assert [row.day for row in await rows_of(evening)] == [2]


async def test_yesterdays_keyboard_answers_kindly(evening: Couple) -> None:
    await evening.ana.says("/checkin")
    card = evening.ana.door.last()
    await evening.pages_stand()
    await evening.stage.moves_to_time(4, 1)
    toast = await evening.ana.taps("Good", on=card)
    assert toast.text == "That evening is over. /checkin is there for tonight."
    assert card.buttons == []
    assert [row.day for row in await rows_of(evening)] == [None]


async def test_after_midnight_it_is_still_the_same_evening(evening: Couple) -> None:
    await evening.ana.says("/checkin")
    card = evening.ana.door.last()
    await evening.pages_stand()
    await evening.stage.moves_to_time(0, 30)
    await evening.ana.taps("Good", on=card)
    await checks_in(evening.ben, "Heavy")
    assert {(row.local_date, row.day) for row in await rows_of(evening)} == {(THE_MONDAY, 4), (THE_MONDAY, 2)}


async def test_by_daylight_it_counts_for_the_evening_to_come(couple: Couple) -> None:
    await checks_in(couple.ana, "Good", "Close", "Nothing")
    assert [row.local_date for row in await rows_of(couple)] == [THE_MONDAY]


async def test_each_persons_evening_is_their_own(couple: Couple) -> None:
    await sets_own(couple, couple.ben, zone="Asia/Tokyo")
    await couple.stage.moves_to_time(22)  # 05:00 on Tuesday in Tokyo
    await checks_in(couple.ana, "Good")
    await checks_in(couple.ben, "Good")
    found = {row.person_id: row.local_date for row in await rows_of(couple)}
    assert found == {couple.ana.id: THE_MONDAY, couple.ben.id: date(2026, 7, 14)}


async def test_typed_in_the_group_it_posts_one_neutral_card_for_either(evening: Couple) -> None:
    await evening.ana.says("/checkin@kindling_bot", at=evening.group)
    card = evening.group.last()
    assert (card.text, card.buttons) == ("Three taps, in private, for either of you.", ["Check in"])
    toast = await evening.ben.taps("Check in", on=card)
    assert toast.url
    first = evening.ben.door.last()
    assert first.rows == DAYS
    await evening.ben.opens(toast.url)
    assert [message for message in evening.ben.door.messages if message.rows == DAYS] == [first]
    assert (card.text, card.buttons, card.edits) == (
        "Three taps, in private, for either of you.",
        ["Check in"],
        [],
    )


async def test_a_shut_door_is_opened_by_the_link(evening: Couple) -> None:
    await evening.ana.says("/checkin@kindling_bot", at=evening.group)
    await evening.ben.blocks_bot()
    toast = await evening.ben.taps("Check in", at=evening.group)
    assert toast.url
    await evening.ben.opens(toast.url)
    assert evening.ben.door.last().rows == DAYS
    await evening.ben.opens(toast.url)
    assert sum(message.rows == DAYS for message in evening.ben.door.messages) == 1


async def test_check_in_taps_count_at_the_door_alone(evening: Couple) -> None:
    await evening.ana.says("/checkin@kindling_bot", at=evening.group)
    card, space = evening.group.last(), await evening.space()
    shown = (card.text, card.rows)
    for verb, arg in (
        (SayDay.name, "1"),
        (SayCloseness.name, "1"),
        (SayWish.name, "a_hand"),
        (PassOn.name, "a_hand"),
        (GoBack.name, "day"),
    ):
        await evening.ana.forges(f"{verb}:{space.id}:{THE_MONDAY.toordinal()}:{arg}", on=card)
    assert (card.text, card.rows) == shown
    assert await rows_of(evening) == []


@pytest.mark.parametrize(
    "data",
    [
        f"{SayDay.name}:{{0}}:{{1}}:6",
        f"{SayDay.name}:{{0}}:{{1}}:0",
        f"{SayCloseness.name}:{{0}}:{{1}}:x",
        f"{SayWish.name}:{{0}}:{{1}}:gold",
        f"{PassOn.name}:{{0}}:{{1}}:gold",
        f"{GoBack.name}:{{0}}:{{1}}:done",
        f"{SayDay.name}:{{0}}:7:1",
    ],
)
async def test_forged_taps_write_nothing(evening: Couple, data: str) -> None:
    await evening.ana.says("/checkin")
    space = await evening.space()
    await evening.ana.forges(data.format(space.id, THE_MONDAY.toordinal()), on=evening.ana.door.last())
    (row,) = await rows_of(evening)
    assert (row.day, row.closeness, row.wish, row.passed_on, row.step) == (None, None, None, False, "day")


async def test_a_stranger_cannot_check_in(evening: Couple, cleo: Person) -> None:
    await evening.ana.says("/checkin@kindling_bot", at=evening.group)
    toast = await cleo.forges(f"{Begin.name}:{(await evening.space()).id}:0", on=evening.group.last())
    assert toast.alert
    assert await rows_of(evening) == []


async def test_ones_own_last_seven_are_shown_in_a_private_box(evening: Couple) -> None:
    for _ in range(8):
        await checks_in(evening.ana, "Heavy", "Very close", "Nothing")
        await evening.stage.moves(days=1)
    await checks_in(evening.ana, "Good", "Skip", "Skip")
    before = evening.ben.transcript()
    toast = await evening.ana.taps("My last seven")
    assert toast.alert
    assert len(toast.text) <= 200
    lines = toast.text.splitlines()
    assert len(lines) == 7
    assert (lines[0], lines[-1]) == ("Wed: heavy, very close", "Tue: good, –")
    assert not any(sign.isdigit() for sign in toast.text)
    assert evening.ben.transcript() == before


async def test_without_evenings_the_box_says_so(evening: Couple) -> None:
    await checks_in(evening.ana, "Skip", "Skip", "Skip")
    toast = await evening.ana.taps("My last seven")
    assert toast.text.startswith("Nothing here yet.")


async def test_today_offers_it_in_ones_own_evening_until_it_is_done(couple: Couple) -> None:
    await couple.ana.says("/today")
    assert "Check in" not in couple.ana.door.last().buttons
    await couple.stage.moves_to_time(18, 1)
    await couple.ana.says("/today")
    today = couple.ana.door.last()
    await couple.ana.taps("Check in", on=today)
    card = couple.ana.door.last()
    assert card.rows == DAYS
    assert "Check in" in today.buttons
    for _ in range(3):
        await couple.ana.taps("Skip", on=card)
    await couple.ana.says("/today")
    assert "Check in" not in couple.ana.door.last().buttons
    await couple.ana.says("/today@kindling_bot", at=couple.group)
    assert "Check in" not in couple.group.last().buttons


async def test_the_reminder_comes_to_whoever_asked_for_it_by_their_own_clock(couple: Couple) -> None:
    await sets_own(couple, couple.ben, zone="Asia/Tokyo", reminder_at=time(21, 30))
    await couple.stage.moves_to_time(14, 29)
    assert "Three taps before bed" not in couple.ben.transcript()
    await couple.stage.moves_to_time(14, 31)  # 21:31 in Tokyo
    asked = couple.ben.door.last()
    assert asked.text.startswith("Three taps before bed")
    assert (asked.buttons, asked.silent) == (["Check in"], False)
    await couple.ben.taps("Check in", on=asked)
    assert asked.rows == DAYS
    assert "Three taps before bed" not in couple.ana.transcript()


async def test_the_log_tells_whoever_runs_the_bot_nothing_of_what_goes_to_a_door(
    couple: Couple, caplog: pytest.LogCaptureFixture
) -> None:
    await couple.stage.moves_to_time(21)
    await sets_own(couple, couple.ana, reminder_at=time(21, 30))
    caplog.clear()
    caplog.set_level("DEBUG", "bot")
    caplog.set_level("DEBUG", "schedules")
    await couple.stage.moves_to_time(21, 31)
    assert couple.ana.door.last().text.startswith("Three taps before bed")
    couple.stage.telegram.refuses("sendMessage", "Bad Request: USER_IS_ODD", chat=couple.ben.door)
    await sets_own(couple, couple.ben, reminder_at=time(21, 45))
    await couple.stage.moves_to_time(21, 46)
    assert caplog.messages == []


async def test_no_reminder_once_the_evening_has_begun(couple: Couple) -> None:
    await sets_own(couple, couple.ana, reminder_at=time(21, 30))
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Good")
    await couple.stage.moves(hours=1)
    assert "before bed" not in couple.ana.transcript()


async def test_no_reminder_unless_chosen_nor_in_a_pause_nor_late(couple: Couple) -> None:
    await couple.stage.moves_to_time(23)
    assert "before bed" not in couple.ana.screen(couple.ana.door)
    now = couple.stage.clock.now()
    await sets_own(couple, couple.ana, reminder_at=time(21, 30))
    await sets_own(couple, couple.ben, paused_until=now.replace(day=now.day + 2))
    await couple.stage.moves(days=1)
    assert "before bed" not in couple.ana.screen(couple.ana.door)
    await couple.stage.stop()
    couple.stage.clock.move_to(now.replace(day=now.day + 3, hour=21))  # 23:00 in Berlin: too late
    await couple.stage.start()
    assert "before bed" not in couple.ana.screen(couple.ana.door)


async def test_what_was_tapped_is_encrypted_where_it_lies(evening: Couple) -> None:
    await checks_in(evening.ana, "Good", "Close", "Some space")
    assert b"some_space" not in evening.stage.path.read_bytes()


async def test_a_restart_between_two_taps_changes_nothing(evening: Couple) -> None:
    await checks_in(evening.ana, "Good")
    card = evening.ana.door.last()
    await evening.stage.restart()
    await evening.ana.taps("Close", on=card)
    assert card.rows == WISHES


async def test_erasing_takes_ones_own_evenings(evening: Couple) -> None:
    await checks_in(evening.ana, "Good")
    await checks_in(evening.ben, "Hard")
    kept = POINTS.named(KEPT)["checkin"]
    space = await evening.space()
    async with evening.stage.kindling.parts.db.write() as tx:
        await kept.erase(tx, evening.stage.kindling.services, space, evening.ana.id)
    assert [row.person_id for row in await rows_of(evening)] == [evening.ben.id]


async def test_the_end_of_a_space_erases_every_wish_not_told(evening: Couple) -> None:
    await checks_in(evening.ana, "Good", "Close", "A hand", "Yes, tell Ben")
    await checks_in(evening.ben, "Good", "Close", "Some fun", "No, just for me")
    kept = POINTS.named(KEPT)["checkin"]
    space = await evening.space()
    async with evening.stage.kindling.parts.db.write() as tx:
        await there(kept.ends)(tx, space.id, evening.stage.kindling.services.now())
    assert {(row.wish, row.passed_on) for row in await rows_of(evening)} == {(None, False)}


async def test_an_old_card_in_the_group_works_as_long_as_its_button_stands(evening: Couple) -> None:
    await evening.ana.says_from_menu("/checkin", evening.group)
    card = evening.group.last()
    await evening.ana.taps("Check in", on=card)
    assert card.buttons == ["Check in"]
    evening.stage.telegram.fail_next("editMessageReplyMarkup", faults.server_error(), times=100)
    await evening.stage.moves(days=1)
    await evening.ben.taps("Check in", on=card)
    assert card.buttons == ["Check in"]
    assert evening.ben.door.last().rows == DAYS
