"""The end of an answer that stayed alone is told by day at its author's door, who has a day from then on."""

from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.db.tables import answers
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.checkin.looking import sets, sets_own
from tests.features.question.acts import CARD_LASTS, is_done, is_over, morning, seals
from tests.features.question.test_keeping import rows
from tests.people import Person
from tests.worlds import seen_by_ben

FOLDED = "This one stayed yours."
GONE = "This one stayed yours, and it's deleted now."
EMPTY = "Nothing here any more."


def told(person: Person) -> list[Shown]:
    """Return the lines that tell of what stayed alone, newest last."""
    return [it for it in person.door.messages if "You can save it until" in it.text]


async def alone(couple: Couple) -> Shown:
    """Let Ana answer Monday's question alone, and its card close; return its *Sealed* line."""
    await seals(couple.ana, "The walk", on=await morning(couple))
    await couple.stage.moves(hours=CARD_LASTS)
    return couple.ana.door.last()


async def test_a_new_silent_line_comes_in_the_morning_with_what_to_choose(couple: Couple) -> None:
    sealed = await alone(couple)
    assert told(couple.ana) == []
    await couple.stage.moves_to_time(9)
    (line,) = told(couple.ana)
    assert line.silent
    assert line.id > sealed.id
    assert line.text.startswith(f"{FOLDED} You can save it until Tuesday, 09:00; then I delete it.")
    assert line.rows == [["Read mine", "Save it for me"]]
    assert (sealed.text.splitlines()[0], sealed.rows) == (FOLDED, [])
    assert told(couple.ben) == []


async def test_nothing_goes_before_the_day_after_it_was_told(couple: Couple) -> None:
    sealed = await alone(couple)
    couple.ana.door.now.blocked = True
    for _ in range(3):
        await couple.stage.moves_to_time(9)
    assert len(await rows(couple, answers)) == 1
    couple.ana.door.now.blocked = False
    await couple.stage.moves_to_time(10)
    (line,) = told(couple.ana)
    await couple.stage.restart()
    await couple.stage.moves(hours=23)
    assert len(await rows(couple, answers)) == 1
    await couple.stage.moves(hours=1, minutes=1)
    assert await rows(couple, answers) == []
    assert line not in couple.ana.door.messages
    assert sealed.text.startswith(GONE)
    assert sum("stayed yours" in it.text for it in couple.ana.door.messages) == 1


async def test_what_telegram_lets_nobody_delete_is_not_called_deleted(couple: Couple) -> None:
    await couple.ana.taps("Answer privately", on=await morning(couple))
    await couple.ana.sends_voice(4)
    line = couple.ana.door.last()
    assert "I take your words from this chat" not in line.text
    await couple.stage.moves(hours=CARD_LASTS)
    for _ in range(2):
        await couple.stage.moves_to_time(9, 1)
    assert await rows(couple, answers) == []
    assert line.text.splitlines()[0] == (
        "This one stayed yours. I've deleted my copy; what is left of it in this chat is yours to delete."
    )
    assert any(it.media for it in couple.ana.door.messages)


@pytest.mark.parametrize(("hours", "stands"), [(1, False), (49, True)])
async def test_what_is_taken_back_late_is_not_called_deleted_either(
    couple: Couple, hours: int, *, stands: bool
) -> None:
    await couple.ana.taps("Answer privately", on=await morning(couple))
    await couple.ana.sends_voice(4)
    line = couple.ana.door.last()
    await couple.stage.moves(hours=hours)
    await couple.ana.taps("Take back", on=line)
    assert ("Taken back and deleted." in line.text) != stands
    assert ("what is left of it in this chat is yours to delete" in line.text) == stands
    assert any(it.media for it in couple.ana.door.messages) == stands


async def night(couple: Couple) -> None:
    """Let the coming night go by, in which what is done with goes from private chats."""
    await couple.stage.moves_to_time(4, 35)


@pytest.mark.parametrize("kind", ["words", "voice"])
async def test_its_end_is_told_for_a_day_and_leaves_no_question_behind(couple: Couple, kind: str) -> None:
    card = await morning(couple)
    question = card.text.split("\n")[1]
    if kind == "words":
        await seals(couple.ana, "The walk", on=card)
    else:
        await couple.ana.taps("Answer privately", on=card)
        await couple.ana.sends_voice(4)
        await is_done(couple.ana)
    line = couple.ana.door.last()
    await couple.stage.moves(hours=CARD_LASTS)
    for _ in range(2):
        await couple.stage.moves_to_time(9, 1)
    assert line.text.startswith("This one stayed yours")
    assert question in line.text
    await couple.stage.moves(hours=12)
    assert question in line.text
    await night(couple)
    assert (line.text, line.rows) == (EMPTY, [])
    assert not any(question in it.text for it in couple.ana.door.messages)


async def test_of_one_that_was_saved_the_line_says_so_until_the_night(couple: Couple) -> None:
    sealed = await alone(couple)
    await couple.stage.moves_to_time(9)
    await couple.ana.taps("Save it for me", on=told(couple.ana)[0])
    await couple.stage.moves(hours=12)
    assert "It's saved for you alone" in sealed.text
    await night(couple)
    assert (sealed.text, sealed.rows) == (EMPTY, [])
    assert len(await rows(couple, answers)) == 1


async def test_who_leaves_their_words_in_the_chat_finds_the_line_with_them(couple: Couple) -> None:
    await couple.leaves_words(couple.ana)
    sealed = await alone(couple)
    for _ in range(3):
        await couple.stage.moves_to_time(9, 1)
    assert sealed.text.startswith("This one stayed yours")


async def test_saved_it_is_saved_and_the_line_says_so(couple: Couple) -> None:
    sealed = await alone(couple)
    await couple.stage.moves_to_time(9)
    (line,) = told(couple.ana)
    await couple.ana.taps("Read mine", on=line)
    assert couple.ana.door.last().spoilers == ["The walk"]
    await couple.ana.taps("Save it for me", on=line)
    for it in (line, sealed):
        assert it.text.startswith("This one stayed yours. It's saved for you alone")
        assert it.rows == []
    await is_over(couple)
    assert len(await rows(couple, answers)) == 1


async def test_two_of_one_day_are_one_line(couple: Couple) -> None:
    first = await morning(couple)
    await seals(couple.ana, "The walk", on=first)
    await couple.ana.taps("Another", on=first)
    await seals(couple.ana, "The lake", on=couple.group.last())
    await couple.stage.moves(hours=CARD_LASTS)
    await couple.stage.moves_to_time(9)
    (line,) = told(couple.ana)
    assert line.buttons == ["Read mine (1)", "Save it for me (1)", "Read mine (2)", "Save it for me (2)"]
    await couple.ana.taps("Save it for me (1)", on=line)
    assert line.buttons == ["Read mine (2)", "Save it for me (2)"]
    await couple.stage.moves_to_time(9)
    await couple.stage.moves(minutes=1)
    assert line.buttons == []
    assert len(await rows(couple, answers)) == 1


async def test_of_several_days_one_is_told_a_day(couple: Couple) -> None:
    for _ in range(2):
        await seals(couple.ana, "The walk", on=await morning(couple))
    await couple.stage.stop()
    couple.stage.clock.move_to(couple.stage.clock.now() + timedelta(days=9))
    await couple.stage.start()
    days = []
    for _ in range(4):
        await couple.stage.moves_to_time(9)
        days.append(len(told(couple.ana)))
    assert max(days) == 1
    assert {it.date.date() for it in couple.ana.door.messages if it.text.startswith(FOLDED)} >= {
        it.date.date() for it in told(couple.ana)
    }


@pytest.mark.parametrize(
    ("at", "zone", "told_at"),
    [
        ({}, "America/Los_Angeles", "09:00 PDT"),
        ({}, "Asia/Tokyo", "16:00 JST"),
        ({"question_time": time(18)}, "Europe/Berlin", "18:00 CEST"),
    ],
)
async def test_it_comes_at_the_hour_of_the_question_or_at_nine_where_that_is_night(
    couple: Couple, at: dict[str, object], zone: str, told_at: str
) -> None:
    await seals(couple.ana, "The walk", on=await morning(couple))
    if at:
        await sets(couple, **at)
    await sets_own(couple, couple.ana, zone)
    await couple.stage.moves(hours=CARD_LASTS)
    await lives_on(couple)
    (line,) = told(couple.ana)
    assert f"{line.date.astimezone(ZoneInfo(zone)):%H:%M %Z}" == told_at


async def lives_on(couple: Couple) -> None:
    """Let hours pass until she is told of her answer."""
    for _ in range(40):
        if told(couple.ana):
            return
        await couple.stage.moves(hours=1)


async def of_ana(couple: Couple) -> None:
    await alone(couple)
    await couple.stage.moves_to_time(9)
    await is_over(couple)


async def of_nobody(couple: Couple) -> None:
    await morning(couple)
    await couple.stage.moves(hours=CARD_LASTS)
    await couple.stage.moves_to_time(9)
    await is_over(couple)


async def test_the_other_sees_nothing_of_it(tmp_path: Path) -> None:
    assert await seen_by_ben(tmp_path / "a", of_ana) == await seen_by_ben(tmp_path / "b", of_nobody)


@pytest.mark.parametrize("who", ["ana", "ben"])
async def test_no_pause_holds_it_back(couple: Couple, who: str) -> None:
    await alone(couple)
    person = couple.ana if who == "ana" else couple.ben
    await person.says("/pause")
    await person.taps("A week", at=person.door)
    await couple.stage.moves_to_time(9)
    assert len(told(couple.ana)) == 1
