"""Promise 6 before a third person: our private chat, looked at the next morning, tells nothing of the day.

What stands there after a full day is what stands after an idle one, but for the lines of sealed answers.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.loopback.faults import flood, reset_before
from bot.loopback.shown import Shown
from tests.conftest import MONDAY, Couple, Stage, joined
from tests.features.checkin.looking import checks_in
from tests.features.question.acts import is_done, morning, reveals, seals, writes
from tests.people import Loopback, Person

Day = Callable[[Couple], Awaitable[None]]


def stands(person: Person) -> list[tuple[str, list[list[str]]]]:
    """Return what anybody sees who opens this person's private chat: words and buttons of each message."""
    return [(shown.text or str(shown.media), shown.rows) for shown in person.door.messages]


def is_line(text: str) -> bool:
    """Whether a message is the line of a sealed answer, or what that became."""
    return text.startswith(("Sealed. It opens", "You've both answered. It opened"))


async def idle(_couple: Couple) -> None:
    """Do nothing all day."""


async def full(couple: Couple) -> None:
    """Ben's day: an answer, a voice note, thank-yous, lists, settings, a check-in and a wish passed on."""
    ben, door = couple.ben, couple.ben.door
    card = couple.group.last()
    await writes(ben, "a secret of the lake", card)
    await is_done(ben)
    await ben.taps("Read mine", at=door)
    await ben.taps("Another", on=card)
    other = couple.group.last()
    toast = await ben.taps("Answer privately", on=other)
    await ben.opens(toast.url or "")
    await ben.sends_voice()
    await is_done(ben)
    await seals(couple.ana, "the old pear tree", other)
    assert len(reveals(couple)) == 1
    await ben.says("/thanks for the soup")
    await ben.taps("Give it now", at=door)
    await ben.says("/thanks")
    await ben.taps("My thank-yous", at=door)
    await ben.says("/thanks")
    await ben.says("for the song")
    await ben.taps("Save it for Sunday", at=door)
    await ben.says("/settings")
    for label in ("Our times", "Question", "Another time"):
        await ben.taps(label, at=door)
    await ben.says("9:15")
    for command in ("/today", "/privacy", "/help", "/start"):
        await ben.says(command)
    await couple.stage.moves_to_time(21)
    await checks_in(ben, "Hard", "Far", "A hand", "Yes, tell Ana")


async def lives(folder: Path, day: Day, *, leaves: bool = False) -> list[tuple[str, list[list[str]]]]:
    """Return what stands at Ben's door at five in the morning after a day of a world of its own."""
    clock = MovableClock(MONDAY)
    telegram = Loopback(clock)
    ana, ben = telegram.person("Ana"), telegram.person("Ben")
    stage = Stage(telegram, clock, folder)
    try:
        couple = await joined(stage, ana, ben)
        if leaves:
            await ben.says("/settings")
            for label in ("Just mine", "Leave my words in our chat"):
                await ben.taps(label, at=ben.door)
        await morning(couple)
        await day(couple)
        await stage.moves_to_time(5)
    finally:
        await stage.stop()
    assert telegram.violations == []
    return stands(ben)


async def test_promise_6_after_a_full_day_our_private_chat_is_as_after_an_idle_one(tmp_path: Path) -> None:
    after_idle = await lives(tmp_path / "idle", idle)
    after_full = await lives(tmp_path / "full", full)
    lines = [text for text, _rows in after_full if is_line(text)]
    assert [it for it in after_full if not is_line(it[0])] == after_idle
    assert len(lines) == 1
    assert not any(word in " ".join(lines) for word in ("lake", "soup", "song", "pear"))


async def test_promise_6_who_leaves_their_words_in_the_chat_finds_all_of_them_there(tmp_path: Path) -> None:
    texts = [text for text, _rows in await lives(tmp_path, full, leaves=True)]
    for said in ("a secret of the lake", "voice", "/thanks for the soup", "for the song", "9:15"):
        assert any(said in text for text in texts), said
    assert any(text.startswith("Sealed.") for text in texts)
    assert len(texts) > 15


def said(person: Person, words: str) -> list[Shown]:
    """Return this person's own messages with these words that stand at their door."""
    return [it for it in person.door.messages if it.text == words and it.sender is person.user]


async def test_sealed_words_go_when_they_are_whole_and_not_before(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "the pond")
    await couple.stage.moves(seconds=50)
    assert len(said(couple.ana, "the pond")) == 1
    await couple.ana.edits(said(couple.ana, "the pond")[0], "the pond at dusk")
    await couple.stage.moves(seconds=50)
    assert len(said(couple.ana, "the pond at dusk")) == 1
    await couple.stage.moves(seconds=31)
    assert said(couple.ana, "the pond at dusk") == []
    await couple.ana.taps("Read mine", at=couple.ana.door)
    assert couple.ana.door.last().spoilers == ["the pond at dusk"]
    await couple.stage.moves_to_time(5)
    assert "dusk" not in str(stands(couple.ana))
    await seals(couple.ben, "the sea")
    assert reveals(couple)[0].spoilers == ["the pond at dusk", "the sea"]


async def test_thats_all_takes_them_at_once(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "the pond")
    await couple.ana.says("and the reeds")
    await is_done(couple.ana)
    assert said(couple.ana, "the pond") + said(couple.ana, "and the reeds") == []
    assert couple.ana.door.last().text.startswith("Sealed.")


@pytest.mark.parametrize("fault", [flood(20), reset_before()])
async def test_what_could_not_be_deleted_is_tried_again_after_a_restart(
    couple: Couple, fault: object
) -> None:
    await morning(couple)
    await writes(couple.ana, "the pond")
    couple.stage.telegram.fail_next("deleteMessage", fault)  # type: ignore[arg-type]
    await is_done(couple.ana)
    assert len(said(couple.ana, "the pond")) == 1
    await couple.stage.restart()
    await couple.stage.moves(seconds=40)
    assert said(couple.ana, "the pond") == []


async def test_a_voice_note_stands_until_its_reveal_and_for_ever_after_two_days(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    first = await couple.ana.sends_voice()
    await is_done(couple.ana)
    await couple.stage.moves_to_time(5)
    assert first in couple.ana.door.messages
    await seals(couple.ben, "the sea", card)
    await couple.stage.moves(seconds=31)
    assert first not in couple.ana.door.messages
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    second = await couple.ana.sends_voice()
    await is_done(couple.ana)
    await couple.stage.moves(hours=49)
    await seals(couple.ben, "the hills", card)
    await couple.stage.moves(minutes=5)
    assert second in couple.ana.door.messages


async def test_what_is_taken_back_or_said_anew_goes_with_its_voice_note(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    voice = await couple.ana.sends_voice()
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.says("rather words")
    assert voice not in couple.ana.door.messages
    await couple.ana.taps("Take back", at=couple.ana.door)
    assert said(couple.ana, "rather words") == []


async def test_what_was_not_taken_goes_as_it_was_said_to(couple: Couple) -> None:
    await couple.ana.says("hello, is anybody there?")
    assert couple.ana.door.last().text.endswith("Your message goes from this chat tonight.")
    await couple.ana.says("/settings")
    for label in ("Our times", "Question", "Another time"):
        await couple.ana.taps(label, at=couple.ana.door)
    await couple.ana.says("when the bread is done")
    await couple.stage.moves_to_time(5)
    assert said(couple.ana, "hello, is anybody there?") == []
    assert said(couple.ana, "when the bread is done") == []


async def test_a_question_still_waiting_for_its_answer_stands_through_the_night(couple: Couple) -> None:
    await morning(couple)
    await couple.stage.moves_to_time(23)
    await couple.ana.taps("Answer privately")
    prompt = couple.ana.door.last()
    await couple.stage.moves_to_time(5)
    assert prompt in couple.ana.door.messages
    await couple.ana.says("the pond", reply_to=prompt)
    assert couple.ana.door.last().text.startswith("Sealed.")
    await couple.stage.moves_to_time(5)
    assert prompt not in couple.ana.door.messages


async def test_the_start_of_a_link_goes_and_its_question_comes_once(couple: Couple) -> None:
    await morning(couple)
    toast = await couple.ana.taps("Answer privately")
    prompt = couple.ana.door.last()
    before = len(couple.ana.door.messages)
    await couple.ana.opens(toast.url or "")
    assert couple.ana.door.last() == prompt
    assert len(couple.ana.door.messages) == before
    await couple.ana.says("/start")
    assert said(couple.ana, "/start") == []


async def test_where_the_door_was_shut_the_question_comes_when_it_opens(couple: Couple) -> None:
    await morning(couple)
    couple.ana.door.now.blocked = True
    toast = await couple.ana.taps("Answer privately")
    couple.ana.door.now.blocked = False
    await couple.ana.opens(toast.url or "")
    asked = [
        it
        for it in couple.ana.door.messages
        if "Leave it" in it.buttons or it.message.placeholder is not None
    ]
    assert len(asked) == 1
    assert not any(it.text.startswith("/start") for it in couple.ana.door.messages)


async def test_typed_settings_words_go_once_they_are_set(couple: Couple) -> None:
    await couple.ana.says("/pause until tomorrow 9:00")
    assert not any(it.text.startswith("/pause") for it in couple.ana.door.messages)
