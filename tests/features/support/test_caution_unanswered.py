"""The neutral line before words of need, where Telegram does not say that it arrived, or refuses it."""

from bot.loopback.faults import refused, timeout_after_accepting
from tests.conftest import Couple
from tests.features.question.acts import morning
from tests.features.support.test_caution import ASKS, chooses, held
from tests.features.support.test_support import DARK, said_at_door
from tests.promises.acts import rows


async def test_a_question_of_which_no_answer_tells_that_it_arrived_is_asked_all_the_same(
    couple: Couple,
) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting())
    await couple.ana.says(DARK)
    line = couple.ana.door.last()
    assert (line.text, line.rows) == (ASKS, [["Read"]])
    assert (await rows(couple.stage))["answers"] == []
    assert await held(couple) == 1
    await chooses(couple, "Seal it")
    assert couple.ana.door.last().text.startswith("Sealed.")
    for words in (DARK, ASKS, "really hard"):
        assert words not in said_at_door(couple)


async def test_a_question_that_no_answer_told_of_goes_after_the_hour_once_it_is_read(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting())
    await couple.ana.says(DARK)
    assert DARK in said_at_door(couple)  # nobody knows whether she can choose what becomes of it
    await couple.ana.taps("Read", at=couple.ana.door)
    assert DARK not in said_at_door(couple)
    await couple.stage.moves(minutes=61)
    for words in (DARK, ASKS, "really hard"):
        assert words not in said_at_door(couple)
    assert await held(couple) == 0
    assert (await rows(couple.stage))["answers"] == []


async def test_a_question_that_surely_was_not_taken_asks_nothing(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    couple.stage.telegram.fail_next("sendMessage", refused(), times=3)
    await couple.ana.says(DARK)
    assert await held(couple) == 0
    assert ASKS not in said_at_door(couple)
    assert len((await rows(couple.stage))["answers"]) == 1
