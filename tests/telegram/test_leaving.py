"""What asks at a door can be left, by its button or by /cancel: it tells nobody, and nothing said is lost."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.actions import Row
from bot.features.question.kinds import ANSWER
from bot.loopback.faults import api_error
from bot.telegram.actions import LeaveIt
from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals
from tests.people import Person
from tests.stage import TONIGHT
from tests.telegram.test_what_fits import wants_city, wants_end, wants_time

Wants = Callable[[Couple], Awaitable[None]]

UNEXPECTED = "I wasn't expecting that just now, so I didn't save it. /today shows what's on."
EXPECTED_NOTHING = UNEXPECTED + TONIGHT
LEFT = "Left as it is."


async def wants_answer(couple: Couple) -> None:
    """Let the question be asked at Ana's door."""
    await morning(couple)
    await couple.ana.taps("Answer privately")


async def wants_change(couple: Couple) -> None:
    """Let another answer be asked for at Ana's door, in place of the sealed one."""
    await morning(couple)
    await seals(couple.ana, "The lake")
    await couple.ana.taps("Change", at=couple.ana.door)


async def wants_thanks(couple: Couple) -> None:
    """Let a thank-you be asked for at Ana's door."""
    await couple.ana.says("/thanks")


def at_hers(wants: Callable[[Person], Awaitable[None]]) -> Wants:
    """Let a prompt for a setting stand at Ana's door."""

    async def wanted(couple: Couple) -> None:
        await wants(couple.ana)

    return wanted


PROMPTS = {
    "answer": (wants_answer, "Left for now. You can still answer: /today brings it back.", "Hello you"),
    "change": (wants_change, "Left as it is: what you sealed stays.", "Hello you"),
    "thanks": (wants_thanks, "Left for now. /thanks asks again whenever you like.", "For the soup"),
    "time": (at_hers(wants_time), LEFT, "20:30"),
    "end": (at_hers(wants_end), LEFT, "14 July"),
    "city": (at_hers(wants_city), LEFT, "Lisbon"),
}
every_prompt = pytest.mark.parametrize(("wants", "line", "typed"), PROMPTS.values(), ids=PROMPTS)


@every_prompt
async def test_a_prompt_asks_for_a_reply_and_can_be_left(
    couple: Couple, wants: Wants, line: str, typed: str
) -> None:
    await wants(couple)
    asks = couple.ana.door.last()
    assert (asks.asks, asks.buttons[0]) == (True, "Leave it")
    await couple.ana.taps("Leave it", on=asks)
    assert (asks.text, asks.buttons) == (line, [])
    await couple.ana.says(typed)
    assert "didn't save" in couple.ana.door.last().text


@every_prompt
async def test_cancel_says_the_same_in_a_line_of_its_own(
    couple: Couple, wants: Wants, line: str, typed: str
) -> None:
    await wants(couple)
    asks = couple.ana.door.last()
    await couple.stage.restart()
    await couple.ana.says("/cancel")
    assert couple.ana.door.last().text == line
    assert asks.buttons == []
    await couple.ana.says(typed, reply_to=asks)
    assert couple.ana.door.last().text == "That one is over by now. /today shows what's on." + TONIGHT
    await couple.ana.says("/cancel")
    assert couple.ana.door.last().text.startswith("There's nothing to leave")


async def test_a_reply_to_what_was_left_is_no_answer_to_anything_else_unasked(couple: Couple) -> None:
    await wants_answer(couple)
    await wants_time(couple.ana)
    asks = couple.ana.door.last()
    await couple.ana.taps("Leave it", on=asks)
    await couple.ana.says("20:30", reply_to=asks)
    assert couple.ana.door.last().text.startswith("Is this what I was waiting for?")


async def test_leaving_it_twice_or_too_late_changes_nothing(couple: Couple) -> None:
    await wants_answer(couple)
    asks = couple.ana.door.last()
    await couple.ana.says("The lake")
    toast = await couple.ana.taps("Leave it", on=asks)
    assert toast.text == "That one is over already."
    assert asks.buttons == []
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == ["The lake", "Mine"]


async def test_what_was_left_can_be_asked_for_again(couple: Couple) -> None:
    await wants_answer(couple)
    await couple.ana.taps("Leave it", at=couple.ana.door)
    await couple.ana.taps("Answer privately")
    assert couple.ana.door.last().asks
    await couple.ana.says("The lake")
    assert couple.ana.door.last().text.startswith("Sealed")


async def test_an_answer_whose_change_was_left_opens_as_if_it_had_not_been_asked_for(couple: Couple) -> None:
    await wants_change(couple)
    await seals(couple.ben, "Mine")
    await couple.ana.taps("Leave it", at=couple.ana.door)
    await couple.stage.moves(minutes=2)
    assert reveals(couple)[0].spoilers == ["The lake", "Mine"]


async def test_words_held_for_a_choice_outlive_that_it_is_left(couple: Couple) -> None:
    await wants_answer(couple)
    answer = couple.ana.door.last()
    await wants_end(couple.ana)
    await couple.ana.says("tomorrow")
    asked = couple.ana.door.last()
    await couple.ana.says("/cancel")
    await couple.ana.taps("Leave it", on=answer)
    await couple.stage.moves(hours=1)
    await couple.ana.taps(asked.buttons[1], on=asked)
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == ["tomorrow", "Mine"]


@pytest.mark.parametrize(
    ("wants", "typed"), [(wants_time, "20:30"), (wants_end, "14 July"), (wants_city, "Lisbon")]
)
async def test_a_prompt_for_a_setting_lives_ten_minutes(
    couple: Couple, wants: Callable[[Person], Awaitable[None]], typed: str
) -> None:
    await wants(couple.ana)
    await couple.stage.moves(minutes=9)
    await couple.ana.says(typed)
    assert couple.ana.door.last().text != EXPECTED_NOTHING
    await wants(couple.ana)
    await couple.stage.moves(minutes=11)
    await couple.ana.says(typed)
    assert couple.ana.door.last().text == EXPECTED_NOTHING


async def test_an_answer_is_awaited_for_longer(couple: Couple) -> None:
    await wants_answer(couple)
    await couple.stage.moves(hours=30)
    await couple.ana.says("The lake")
    assert couple.ana.door.last().text.startswith("Sealed")


@pytest.mark.parametrize("command", ["/today", "/help", "/privacy", "/frobnicate"])
async def test_a_command_ends_what_asks_for_a_setting(couple: Couple, command: str) -> None:
    await wants_time(couple.ana)
    await couple.ana.says(command)
    await couple.ana.says("20:30")
    assert couple.ana.door.last().text == EXPECTED_NOTHING


async def test_a_new_prompt_ends_what_asks_for_a_setting_and_no_answer(couple: Couple) -> None:
    await wants_answer(couple)
    await wants_time(couple.ana)
    await couple.ana.taps("Answer privately")
    await couple.ana.says("20:30")
    assert couple.ana.door.last().text.startswith("Sealed")


async def test_four_taps_at_once_leave_it_once(couple: Couple) -> None:
    await wants_answer(couple)
    asks = couple.ana.door.last()
    await asyncio.gather(*(couple.ana.taps("Leave it", on=asks) for _tap in range(4)))
    assert asks.text.startswith("Left for now.")


async def test_what_is_asked_again_by_the_clock_is_not_once_it_was_left(couple: Couple) -> None:
    await morning(couple)
    couple.stage.telegram.refuses("sendMessage", "Bad Request: CHAT_ODD_FORBIDDEN", chat=couple.ana)
    await couple.ana.taps("Answer privately")
    await couple.ana.says("/cancel")
    before = len(couple.ana.door.messages)
    couple.stage.telegram.takes_again()
    await couple.stage.moves(minutes=5)
    assert len(couple.ana.door.messages) == before


async def test_where_telegram_takes_no_such_buttons_the_line_names_the_other_way_out(couple: Couple) -> None:
    fault = api_error(400, "Bad Request: REPLY_MARKUP_INVALID")
    couple.stage.telegram.fail_next("sendMessage", fault, when=lambda call: "force_reply" in str(call))
    await couple.ana.says("/thanks")
    asks = couple.ana.door.last()
    assert asks.placeholder == ""
    assert asks.text.endswith("Or send /cancel.")
    await couple.ana.says("/cancel")
    assert couple.ana.door.last().text.startswith("Left for now.")


async def test_nobody_else_leaves_it(couple: Couple) -> None:
    await wants_answer(couple)
    asks = couple.ana.door.last()
    await couple.ben.forges(LeaveIt(0, Row(1), ANSWER).pack(), on=asks)
    await couple.ana.says("The lake")
    assert couple.ana.door.last().text.startswith("Sealed")


async def test_leaving_it_at_her_door_leaves_the_group_and_his_door_as_they_were(couple: Couple) -> None:
    await wants_answer(couple)
    group, his = len(couple.group.messages), len(couple.ben.door.messages)
    await couple.ana.taps("Leave it", at=couple.ana.door)
    await couple.stage.moves(hours=3)
    assert (len(couple.group.messages), len(couple.ben.door.messages)) == (group, his)
