"""The morning after: a wish that was passed on is told once, and nothing else of an evening ever is."""

from collections.abc import Awaitable, Callable
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.loopback.faults import server_error, timeout_after_accepting
from bot.loopback.shown import Shown
from bot.spaces.wishes import told_wish
from tests.conftest import Couple
from tests.features.checkin.looking import bens_view, checks_in, rows_of, sets, sets_own
from tests.features.question.acts import greets
from tests.people import Person

LINE = "Ana asked me to pass this on: a hand would help today."
PASSED_ON = ("Good", "Close", "A hand", "Yes, tell Ben")
OFF = "......."


def told(couple: Couple) -> list[str]:
    """Return the messages in which the group was ever told a wish; those of a wish alone go with its day."""
    return [message.came for message in couple.group.ever if "asked me to pass this on" in message.came]


def from_day(day: str) -> str:
    """Return the words above wishes that another day's morning was to tell."""
    return f"This is from {day}; I couldn't post it then."


async def only_once(couple: Couple, count: int) -> None:
    """Let a week go by: no more than this is told in it."""
    for _ in range(8):
        await couple.stage.moves_to_time(9, 1)
    assert len(told(couple)) == count


@pytest.fixture
async def evening(couple: Couple) -> Couple:
    """Ana and Ben, on Monday at 21:00."""
    await couple.stage.moves_to_time(21)
    return couple


async def test_it_stands_above_the_next_mornings_question(evening: Couple) -> None:
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.moves_to_time(8, 59)
    assert told(evening) == []
    await evening.stage.moves_to_time(9, 1)
    (text,) = told(evening)
    assert text.startswith(LINE + "\n\n")
    assert greets(text)
    assert evening.group.last().text == text
    await evening.stage.moves(days=1)
    assert len(told(evening)) == 1


async def test_both_may_pass_one_on_each_in_a_line_of_their_own(evening: Couple) -> None:
    await checks_in(evening.ana, *PASSED_ON)
    await checks_in(evening.ben, "Hard", "Far", "Some space", "Yes, tell Ana")
    await evening.stage.moves_to_time(9, 1)
    (text,) = told(evening)
    assert LINE in text.splitlines()
    assert "Ben asked me to pass this on: some space would help today." in text.splitlines()


@pytest.mark.parametrize("values", [{"question_on": False}, {"question_days": OFF}, {"rest_days": "xxxxxxx"}])
async def test_without_a_question_it_is_an_own_message_without_sound(
    evening: Couple, values: dict[str, object]
) -> None:
    await sets(evening, **values)
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.moves_to_time(9, 1)
    assert told(evening) == [LINE]
    assert evening.group.last().silent
    await evening.stage.moves(days=1)
    assert len(told(evening)) == 1


async def told_alone(evening: Couple) -> Shown:
    """Tell a wish in a message of its own, at nine; return it."""
    await sets(evening, question_on=False, kindness_mode="off")
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.moves_to_time(9, 1)
    message = evening.group.last()
    assert message.text == LINE
    return message


async def test_told_alone_it_goes_once_its_day_is_over(evening: Couple) -> None:
    message = await told_alone(evening)
    before = [it for it in evening.group.messages if it != message]
    await evening.stage.moves(hours=19, minutes=50)
    assert message in evening.group.messages
    await evening.stage.restart()
    calls = len(evening.stage.telegram.calls)
    await evening.stage.moves(minutes=15)
    assert evening.group.messages == before
    assert "sendMessage" not in {call.method for call in evening.stage.telegram.calls[calls:]}


async def test_told_alone_and_too_old_to_be_deleted_it_speaks_of_no_today(evening: Couple) -> None:
    message = await told_alone(evening)
    await evening.stage.stop()
    evening.stage.clock.move_to(evening.stage.clock.now() + timedelta(days=3))
    await evening.stage.start()
    await evening.stage.moves(minutes=1)
    assert message.text == "What was passed on here was for another day."


async def test_it_comes_on_a_day_that_the_ladder_leaves_out(couple: Couple) -> None:
    for _ in range(4):
        await couple.stage.moves_to_time(9, 1)
    while True:
        asked = couple.group.last()
        await couple.stage.moves_to_time(9, 1)
        if couple.group.last() == asked:
            break
    await couple.stage.moves_to_time(9, 1)
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, *PASSED_ON)
    await couple.stage.moves_to_time(9, 1)
    assert told(couple) == [LINE]


@pytest.mark.parametrize("author", ["ana", "ben"])
async def test_no_pause_of_either_swallows_it(evening: Couple, author: str) -> None:
    await evening.ben.says("/pause")
    assert "A wish that one of you passes on still comes, without sound." in evening.ben.door.last().text
    await evening.ben.taps("3 days")
    giver, other = (evening.ana, "Ben") if author == "ana" else (evening.ben, "Ana")
    await checks_in(giver, "Good", "Close", "A hand", f"Yes, tell {other}")
    await evening.stage.moves_to_time(9, 1)
    assert told(evening) == [f"{giver.name} asked me to pass this on: a hand would help today."]
    assert evening.group.last().silent
    for _ in range(3):
        await evening.stage.moves_to_time(9, 1)
    assert len(told(evening)) == 1


async def test_a_question_asked_for_by_hand_tells_it_and_nothing_tells_it_again(evening: Couple) -> None:
    await sets(evening, question_on=False)
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.moves_to_time(7, 30)
    await evening.ben.says("/question@kindling_bot", at=evening.group)
    (text,) = told(evening)
    assert greets(text)
    await evening.stage.moves_to_time(9, 1)
    assert told(evening) == [text]


async def test_a_question_asked_for_after_the_own_message_does_not_tell_it_again(evening: Couple) -> None:
    await sets(evening, question_on=False)
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.moves_to_time(9, 1)
    await evening.stage.moves_to_time(10)
    await evening.ben.says("/question@kindling_bot", at=evening.group)
    assert greets(evening.group.last().text)
    assert told(evening) == [LINE]


async def test_passed_on_after_the_days_question_it_is_an_own_message(evening: Couple) -> None:
    await sets_own(evening, evening.ana, zone="America/New_York")
    await evening.stage.moves_to_time(4, 10)  # 22:10 in New York
    await evening.ben.says("/question@kindling_bot", at=evening.group)
    await checks_in(evening.ana, *PASSED_ON)
    assert told(evening) == []
    await evening.stage.moves_to_time(9, 1)
    assert told(evening) == [LINE]


async def test_another_question_does_not_tell_it_again(evening: Couple) -> None:
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.moves_to_time(9, 1)
    await evening.ben.taps("Another", on=evening.group.last())
    assert len(evening.group.messages) > 1
    assert len(told(evening)) == 1


@pytest.mark.parametrize("question_on", [True, False])
async def test_a_second_copy_of_an_unproven_card_tells_it_too(evening: Couple, question_on: bool) -> None:
    await sets(evening, question_on=question_on)
    await checks_in(evening.ana, *PASSED_ON)
    evening.stage.telegram.fail_next("sendMessage", timeout_after_accepting())
    await evening.stage.moves_to_time(9, 1)
    await evening.stage.moves(minutes=11)
    first, second = told(evening)
    assert first == second


async def test_a_late_riser_hears_it_and_past_noon_it_is_the_next_mornings(evening: Couple) -> None:
    await sets(evening, question_on=False)
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.stop()
    evening.stage.clock.move_to(evening.stage.clock.now() + timedelta(hours=17))
    await evening.stage.start()
    assert told(evening) == [LINE]
    await evening.stage.moves_to_time(21)
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.stop()
    evening.stage.clock.move_to(evening.stage.clock.now() + timedelta(hours=19))
    await evening.stage.start()
    assert told(evening) == [LINE]
    await evening.stage.moves_to_time(9, 1)
    assert told(evening) == [LINE, f"{from_day('Wednesday 15 July')}\n{LINE}"]
    await only_once(evening, 2)


async def test_a_quiet_time_over_a_wishs_morning_loses_no_wish(evening: Couple, cleo: Person) -> None:
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.moves_to_time(8)
    await evening.group.adds(cleo, by=evening.ana)
    await evening.stage.moves_to_time(10)
    await evening.group.removes(cleo, by=evening.ana)
    assert told(evening) == []
    await evening.stage.moves_to_time(21)
    await checks_in(evening.ana, "Good", "Close", "Some fun", "Yes, tell Ben")
    await evening.stage.moves_to_time(9, 1)
    (text,) = told(evening)
    fun = LINE.replace("a hand", "some fun")
    assert text.startswith(f"{fun}\n\n{from_day('Tuesday 14 July')}\n{LINE}\n\nGood morning.")
    await only_once(evening, 1)


@pytest.mark.parametrize("question_on", [True, False])
async def test_a_pause_begun_while_it_is_quiet_loses_none_either(
    evening: Couple, cleo: Person, question_on: bool
) -> None:
    await sets(evening, question_on=question_on)
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.moves_to_time(8)
    await evening.group.adds(cleo, by=evening.ana)
    await evening.stage.moves_to_time(10)
    await evening.ben.says("/pause 3 days")
    await evening.group.removes(cleo, by=evening.ana)
    await evening.stage.moves_to_time(9, 1)
    assert told(evening) == [f"{from_day('Tuesday 14 July')}\n{LINE}"]
    await only_once(evening, 1)


async def test_without_a_question_too_the_day_of_a_late_wish_stands_with_that_wish_alone(
    evening: Couple, cleo: Person
) -> None:
    await sets(evening, question_on=False)
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.moves_to_time(8)
    await evening.group.adds(cleo, by=evening.ana)
    await evening.stage.moves_to_time(10)
    await evening.group.removes(cleo, by=evening.ana)
    await evening.stage.moves_to_time(21)
    await checks_in(evening.ana, "Good", "Close", "Some fun", "Yes, tell Ben")
    await evening.stage.moves_to_time(9, 1)
    fun = LINE.replace("a hand", "some fun")
    assert told(evening) == [f"{fun}\n\n{from_day('Tuesday 14 July')}\n{LINE}"]
    await only_once(evening, 1)


async def test_an_hour_set_past_a_wishs_morning_loses_none(evening: Couple) -> None:
    await checks_in(evening.ana, *PASSED_ON)
    await evening.stage.moves_to_time(8)
    await sets(evening, question_time=time(7))
    await evening.stage.moves_to_time(21)
    assert told(evening) == []
    await evening.stage.moves_to_time(7, 1)
    (text,) = told(evening)
    assert text.startswith(f"{from_day('Tuesday 14 July')}\n{LINE}\n\n")
    await only_once(evening, 1)


async def test_a_card_that_stands_already_takes_no_wish_that_missed_it(evening: Couple) -> None:
    await evening.stage.moves_to_time(8, 58)
    await evening.ana.says("/checkin")
    for label in PASSED_ON[:-1]:
        await evening.ana.taps(label, at=evening.ana.door)
    await evening.ben.says("/question@kindling_bot", at=evening.group)
    await evening.ana.taps(PASSED_ON[-1], at=evening.ana.door)
    await sets(evening, question_time=time(8))
    card = evening.group.last()
    await evening.ben.taps("We talked about it (both see it)", on=card)
    await evening.ben.taps("Another", on=card)
    await evening.ben.says("/question@kindling_bot", at=evening.group)
    assert told(evening) == []
    await evening.stage.moves_to_time(8, 1)
    (text,) = told(evening)
    assert text.startswith(f"{from_day('Tuesday 14 July')}\n{LINE}\n\n")
    await only_once(evening, 1)


@pytest.mark.parametrize(("mornings", "count"), [(7, 1), (8, 0)])
async def test_a_wish_of_more_than_a_week_ago_is_told_no_more(
    evening: Couple, cleo: Person, mornings: int, count: int
) -> None:
    await checks_in(evening.ana, *PASSED_ON)
    await evening.group.adds(cleo, by=evening.ana)
    for _ in range(mornings):
        await evening.stage.moves_to_time(9, 1)
    await evening.group.removes(cleo, by=evening.ana)
    await only_once(evening, count)


async def test_an_outage_loses_no_wish(evening: Couple) -> None:
    await checks_in(evening.ana, *PASSED_ON)
    evening.stage.telegram.fail_next("sendMessage", server_error(), times=1)
    await evening.stage.moves_to_time(9, 0)
    await evening.stage.moves(minutes=11)
    assert len(told(evening)) == 1


async def test_a_wish_taken_back_in_time_is_not_told(evening: Couple) -> None:
    await checks_in(evening.ana, *PASSED_ON)
    await checks_in(evening.ana, "Skip", "Skip", "A hand", "No, just for me")
    await evening.stage.moves_to_time(9, 1)
    assert told(evening) == []


async def test_other_features_may_know_a_wish_that_is_told_and_no_other(evening: Couple) -> None:
    await checks_in(evening.ana, *PASSED_ON)
    await checks_in(evening.ben, "Good", "Close", "Some fun", "No, just for me")
    space, (row, _) = await evening.space(), await rows_of(evening)
    for wish in (None, "a_hand"):
        async with evening.stage.kindling.parts.db.read() as tx:
            assert await told_wish(tx, space.id, evening.ana.id, row.tells_on) == wish
            assert await told_wish(tx, space.id, evening.ana.id, row.local_date) is None
            assert await told_wish(tx, space.id, evening.ben.id, row.tells_on) is None
        await evening.stage.moves_to_time(9, 1)


async def nothing(couple: Couple) -> None:
    """Ana does nothing."""


async def skipped(couple: Couple) -> None:
    await checks_in(couple.ana, "Skip", "Skip", "Skip")


async def low(couple: Couple) -> None:
    await checks_in(couple.ana, "Hard", "Far", "Some space", "No, just for me")


async def well(couple: Couple) -> None:
    await checks_in(couple.ana, "Great", "Very close", "Nothing")


async def begun(couple: Couple) -> None:
    await checks_in(couple.ana, "Heavy")


async def ben_low_too(couple: Couple, ana: Callable[[Couple], Awaitable[None]]) -> None:
    await checks_in(couple.ben, "Hard", "Very close", "Affection", "Yes, tell Ana")
    await ana(couple)
    await couple.ben.taps("My last seven")


@pytest.mark.parametrize("ana", [skipped, low, well, begun])
async def test_a_partner_sees_the_same_whatever_the_other_tapped(
    tmp_path: Path, ana: Callable[[Couple], Awaitable[None]]
) -> None:
    """Leak rows 3, 4, 5, 12 and 23: the whole of Ben's transcript, to the evening after."""
    assert await bens_view(tmp_path / "a", ana) == await bens_view(tmp_path / "b", nothing)


async def test_whoever_checked_in_sees_the_same_whether_the_other_did(tmp_path: Path) -> None:
    async def both(couple: Couple) -> None:
        await ben_low_too(couple, low)

    async def one(couple: Couple) -> None:
        await ben_low_too(couple, nothing)

    first, second = await bens_view(tmp_path / "a", both), await bens_view(tmp_path / "b", one)
    assert "Ben asked me to pass this on: some affection would help today." in first
    assert first == second


async def test_no_check_in_value_ever_goes_to_a_group(evening: Couple) -> None:
    """Leak rows 9 and 18: only the wish that was passed on, in the words of the morning."""
    await evening.ana.says("/checkin@kindling_bot", at=evening.group)
    sent = len(evening.stage.telegram.calls)
    await checks_in(evening.ana, "Heavy", "A bit far", "Being heard", "No, just for me")
    await checks_in(evening.ben, "Hard", "Far", "Some space", "Yes, tell Ana")
    for _ in range(3):
        await evening.stage.moves(hours=5)
    to_group = [
        str(call.params).partition("Good morning.")[0]  # the bank's own question may hold any word
        for call in evening.stage.telegram.calls[sent:]
        if str(call.params.get("chat_id")) == str(evening.group.id)
    ]
    for words in ("heavy", "far", "hard", "being heard"):
        assert all(words not in text.lower() for text in to_group)
    assert sum("some space would help today" in text for text in to_group) == 1


async def test_a_wish_never_shares_its_card_with_the_line_that_posts_come_more_rarely(couple: Couple) -> None:
    rarer = "I'll come every other day for now, until you two answer one."
    for _ in range(3):
        await couple.stage.moves_to_time(9, 1)
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, *PASSED_ON)
    await couple.stage.moves_to_time(9, 1)
    assert LINE in couple.group.last().text
    assert rarer not in couple.group.last().text
    await couple.stage.moves(days=2)
    assert greets(couple.group.last().text)
    assert rarer in couple.group.last().text
