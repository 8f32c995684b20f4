"""What a door did not take comes by itself once it takes again, if it is still of use; and it comes once."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.loopback import faults
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals, writes
from tests.people import Person
from tests.telegram.test_asking import Both, both
from tests.worlds import Lives, seen_by_ben

__all__ = ["both"]

ODD = "Bad Request: USER_IS_ODD"
HELD = "Is this what I was waiting for?"
SEALED = "Sealed. It opens"
ANEW = "Write it anew"

Act = Callable[[Couple], Awaitable[object]]


def those(person: Person, begins: str) -> list[Shown]:
    """Return the bot's messages at a door that begin so."""
    shown = [it for it in person.door.messages if it.sender is not person.user]
    return [it for it in shown if it.text.startswith(begins)]


def asks_reply(shown: Shown) -> bool:
    """Whether a message asks for a reply."""
    return shown.asks


async def takes_nothing(couple: Couple) -> None:
    """From now on Ana's door takes nothing."""
    couple.stage.telegram.refuses("sendMessage", ODD, chat=couple.ana)


async def takes_again(couple: Couple, *, restarts: bool = False) -> None:
    """It takes again after two minutes; a minute later the clock has looked."""
    await couple.stage.moves(minutes=2)
    couple.stage.telegram.takes_again()
    if restarts:
        await couple.stage.restart()
    await couple.stage.moves(minutes=1, seconds=5)


@pytest.mark.parametrize("restarts", [False, True])
async def test_words_and_their_prompt_come_by_themselves(couple: Couple, restarts: bool) -> None:
    card = await morning(couple)
    await takes_nothing(couple)
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.says("Tea")
    seen = len(those(couple.ana, ""))  # her own words go some time after the question came
    await takes_again(couple, restarts=restarts)
    prompt, question = those(couple.ana, "")[seen:]
    assert asks_reply(prompt)
    assert question.text.startswith(HELD)
    await couple.ana.taps(question.buttons[0], on=question)
    assert couple.ana.door.last().text.startswith(SEALED)
    await couple.stage.moves(hours=2)
    assert not those(couple.ana, HELD)  # it went with the choice, and does not come again
    assert couple.ana.door.last().text.startswith(SEALED)
    await seals(couple.ben, "Coffee", on=card)
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["Tea", "Coffee"]


async def test_a_reply_to_a_prompt_that_came_late_is_the_answer(couple: Couple) -> None:
    card = await morning(couple)
    await takes_nothing(couple)
    await couple.ana.taps("Answer privately", on=card)
    await takes_again(couple)
    prompt = couple.ana.door.last()
    assert asks_reply(prompt)
    await couple.ana.says("Tea", reply_to=prompt)
    assert couple.ana.door.last().text.startswith(SEALED)


@pytest.mark.parametrize("restarts", [False, True])
async def test_the_sealed_line_comes_by_itself_and_works(couple: Couple, restarts: bool) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    await takes_nothing(couple)
    await couple.ana.says("Tea")
    assert those(couple.ana, SEALED) == []
    await takes_again(couple, restarts=restarts)
    (line,) = those(couple.ana, SEALED)
    await couple.stage.moves(hours=3)
    assert len(those(couple.ana, SEALED)) == 1
    await couple.ana.says("With milk", reply_to=line)
    await couple.ana.taps("That's all", at=couple.ana.door)
    await seals(couple.ben, "Coffee", on=card)
    (reveal,) = reveals(couple)
    assert "With milk" in reveal.text
    assert those(couple.ana, SEALED) == []
    assert len(those(couple.ana, "You've both answered.")) == 1


async def test_the_line_moves_below_what_was_added_meanwhile(couple: Couple) -> None:
    card = await morning(couple)
    await writes(couple.ana, "Tea", on=card)
    await takes_nothing(couple)
    await couple.ana.says("With milk")
    await takes_again(couple)
    (line,) = those(couple.ana, SEALED)
    assert line is couple.ana.door.last() or line.text == couple.ana.door.last().text
    await couple.ana.taps("Take back", on=line)
    assert couple.ana.door.last().text.startswith("Taken back and deleted.")


async def test_a_line_of_what_opened_meanwhile_never_comes(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Coffee", on=card)
    await couple.ana.taps("Answer privately", on=card)
    await takes_nothing(couple)
    await couple.ana.says("Tea")
    await takes_again(couple)
    assert len(reveals(couple)) == 1
    assert those(couple.ana, SEALED) == []


async def test_change_asks_again(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Tea", on=card)
    await takes_nothing(couple)
    await couple.ana.taps("Change", at=couple.ana.door)
    await takes_again(couple)
    (prompt,) = those(couple.ana, ANEW)
    await couple.ana.says("Cake", reply_to=prompt)
    await couple.minute_passes()
    await seals(couple.ben, "Coffee", on=card)
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["Cake", "Coffee"]


async def thanks_bare(couple: Couple) -> None:
    await couple.ana.says("/thanks")


async def thanks_with_words(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")


async def asks_for_a_time(couple: Couple) -> None:
    line = await opened(couple.ana, "/settings", "Our times", "Question")
    await takes_nothing(couple)
    await couple.ana.taps("Another time", on=line)


async def asks_for_a_city(couple: Couple) -> None:
    line = await opened(couple.ana, "/settings", "Just mine")
    await takes_nothing(couple)
    await couple.ana.taps("My clock", on=line)


async def asks_for_an_end(couple: Couple) -> None:
    line = await opened(couple.ana, "/pause")
    await takes_nothing(couple)
    await couple.ana.taps("Until…", on=line)


async def says_it_aloud(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.says("Tea", couple.group, reply_to=card)


async def opened(person: Person, command: str, *labels: str) -> Shown:
    """Open a card at a door and tap through it."""
    await person.says(command)
    for label in labels:
        await person.taps(label, at=person.door)
    return person.door.last()


ASKING: tuple[tuple[Act, str], ...] = (
    (thanks_bare, "What would you like to thank"),
    (thanks_with_words, "Saved. Give it to"),
    (asks_for_a_time, "Which time"),
    (asks_for_a_city, "Which city"),
    (asks_for_an_end, "Until when"),
    (says_it_aloud, "I took what you said in your group"),
)


@pytest.mark.parametrize(("act", "begins"), ASKING, ids=lambda it: getattr(it, "__name__", ""))
async def test_whatever_is_asked_at_a_door_is_asked_again_once(couple: Couple, act: Act, begins: str) -> None:
    await takes_nothing(couple)
    if act.__name__.startswith("asks"):
        couple.stage.telegram.takes_again()
    await act(couple)
    seen = len(couple.ana.door.messages)
    await couple.stage.moves(seconds=20)
    couple.stage.telegram.takes_again()
    assert len(couple.ana.door.messages) == seen
    await couple.stage.moves(seconds=50)
    assert [it.text.startswith(begins) for it in couple.ana.door.messages[seen:]] == [True]
    await couple.stage.moves(minutes=8)
    assert len(those(couple.ana, begins)) == 1
    await couple.stage.moves(hours=2)
    assert len(those(couple.ana, begins)) <= 1  # a page is gone by then


async def test_a_late_choice_is_the_thank_yous(couple: Couple) -> None:
    await takes_nothing(couple)
    await couple.ana.says("/thanks for the soup")
    await takes_again(couple)
    await couple.ana.taps("Give it now", at=couple.ana.door)
    assert "for the soup" in couple.group.last().text


@pytest.mark.parametrize("words", ["", " for the soup"])
async def test_which_space_is_asked_again(both: Both, words: str) -> None:
    couple = both.with_ben
    await takes_nothing(couple)
    await both.ana.says("/thanks" + words)
    await takes_again(couple)
    (question,) = those(both.ana, "You're in more than one group")
    await both.ana.taps("With Cleo", on=question)
    if not words:
        await both.ana.says("for the soup", reply_to=both.ana.door.last())
    await both.ana.taps("Give it now", at=both.ana.door)
    assert "for the soup" in both.with_cleo.group.last().text


async def test_a_tap_at_the_door_brings_what_waited(couple: Couple) -> None:
    await couple.ana.says("/pause")
    card = couple.ana.door.last()
    await takes_nothing(couple)
    await couple.ana.says("/thanks for the soup")
    await couple.stage.moves(seconds=10)
    couple.stage.telegram.takes_again()
    await couple.ana.taps("Until…", on=card)
    assert len(those(couple.ana, "Saved. Give it to")) == 1


async def test_a_message_at_the_door_brings_what_waited(couple: Couple) -> None:
    await takes_nothing(couple)
    await couple.ana.says("/thanks for the soup")
    await couple.stage.moves(hours=5)
    couple.stage.telegram.takes_again()
    await couple.ana.says("/today")
    assert len(those(couple.ana, "Saved. Give it to")) == 1


async def gives_up_the_answer(couple: Couple) -> None:
    await couple.ana.says("Tea", couple.group, reply_to=couple.group.last())


async def writes_to_it(couple: Couple) -> None:
    couple.stage.telegram.takes_again()
    await couple.ana.says("/start")  # it is asked anew then
    await couple.ana.says("Tea", reply_to=couple.ana.door.last())


async def erases_all(couple: Couple) -> None:
    await couple.ana.taps("Erase my words", at=couple.ana.door)


@pytest.mark.parametrize("act", [gives_up_the_answer, writes_to_it, erases_all])
async def test_a_prompt_that_nobody_needs_any_more_does_not_come(couple: Couple, act: Act) -> None:
    card = await morning(couple)
    await couple.ana.says("/delete")
    await takes_nothing(couple)
    await couple.ana.taps("Answer privately", on=card)
    await couple.stage.moves(seconds=5)
    await act(couple)
    couple.stage.telegram.takes_again()
    seen = list(filter(asks_reply, those(couple.ana, "")))
    await couple.stage.moves(minutes=5)
    assert set(filter(asks_reply, those(couple.ana, ""))) <= set(seen)


async def test_a_thank_you_that_was_erased_is_not_asked_about(couple: Couple) -> None:
    await couple.ana.says("/delete")
    erase = couple.ana.door.last()
    await takes_nothing(couple)
    await couple.ana.says("/thanks for the soup")
    couple.stage.telegram.takes_again()
    await couple.ana.taps("Erase my words", on=erase)
    await couple.stage.moves(minutes=5)
    assert those(couple.ana, "Saved. Give it to") == []


async def test_a_door_that_asks_to_wait_is_asked_after_that(couple: Couple) -> None:
    couple.stage.telegram.fail_next("sendMessage", faults.flood(60))
    await couple.ana.says("/thanks for the soup")
    assert those(couple.ana, "Saved. Give it to") == []
    await couple.stage.moves(minutes=1, seconds=30)
    assert len(those(couple.ana, "Saved. Give it to")) == 1


async def test_a_reply_that_may_have_arrived_is_not_repeated(couple: Couple) -> None:
    couple.stage.telegram.fail_next("sendMessage", faults.timeout_after_accepting())
    await couple.ana.says("/thanks for the soup")
    await couple.stage.moves(minutes=30)
    assert len(those(couple.ana, "Saved. Give it to")) == 1


async def test_nor_is_one_that_may_have_arrived_when_it_was_offered_again(couple: Couple) -> None:
    await takes_nothing(couple)
    await couple.ana.says("/thanks for the soup")
    couple.stage.telegram.takes_again()
    couple.stage.telegram.fail_next("sendMessage", faults.timeout_after_accepting())
    await couple.stage.moves(minutes=1, seconds=5)
    assert len(those(couple.ana, "Saved. Give it to")) == 1
    await couple.stage.moves(minutes=30)
    assert len(those(couple.ana, "Saved. Give it to")) == 1


def while_both_refuse(*, answered: bool, act: Act) -> Lives:
    """Ana has answered, or not; the group and Ben's door take nothing while he acts, then his door does."""

    async def lives(couple: Couple) -> None:
        telegram, ben = couple.stage.telegram, couple.ben
        card = await morning(couple)
        if answered:
            await seals(couple.ana, "The walk", on=card)
        await couple.stage.moves(minutes=2)
        telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)
        await ben.taps("Answer privately", on=card)
        await ben.says("Coffee")
        telegram.refuses("sendMessage", ODD, chat=ben)
        await act(couple)
        await couple.stage.moves(minutes=5)
        telegram.takes_again(chat=ben)
        await couple.stage.moves(minutes=2)
        await ben.says("/today")

    return lives


async def adds(couple: Couple) -> None:
    await couple.ben.says("With milk")


async def changes(couple: Couple) -> None:
    await couple.ben.taps("Change", at=couple.ben.door)


@pytest.mark.parametrize("act", [adds, changes])
async def test_promise_6_what_comes_late_tells_nothing(tmp_path: Path, act: Act) -> None:
    first = await seen_by_ben(tmp_path / "first", while_both_refuse(answered=False, act=act))
    assert first == await seen_by_ben(tmp_path / "second", while_both_refuse(answered=True, act=act))
