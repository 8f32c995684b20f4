"""A reply that Telegram asked to wait for, or that never left this machine, comes all the same, and once."""

import pytest

from bot.loopback import faults
from bot.loopback.faults import Fault
from tests.conftest import Couple
from tests.features.question.acts import morning

NOTHING_DONE = {
    "a wait": faults.flood(3),
    "no connection": faults.refused(),
}
NOBODY_KNOWS = {
    "an error of Telegram's": faults.server_error(),
    "a gateway": faults.bad_gateway_html(),
    "no answer": faults.timeout_before(),
    "a lost answer": faults.timeout_after_accepting(),
}


@pytest.mark.parametrize("fault", NOTHING_DONE.values(), ids=NOTHING_DONE)
async def test_what_somebody_asked_for_comes_once(couple: Couple, fault: Fault) -> None:
    couple.stage.telegram.fail_next("sendMessage", fault)
    await couple.ben.says("/help")
    await couple.ben.says("/today")
    texts = [it.text for it in couple.ben.door.messages]
    assert sum("/thanks" in text for text in texts) == 1
    assert len(texts) == len(set(texts))
    assert "/help" not in texts
    assert couple.ben.door.last().text.startswith("Nothing right now.")


@pytest.mark.parametrize("fault", NOTHING_DONE.values(), ids=NOTHING_DONE)
async def test_what_somebody_asked_for_in_the_group_comes_once(couple: Couple, fault: Fault) -> None:
    await morning(couple)
    before = len(couple.group.messages)
    couple.stage.telegram.fail_next("sendMessage", fault)
    await couple.ben.says("/today", at=couple.group)
    assert len(couple.group.messages) == before + 2


@pytest.mark.parametrize("fault", (NOTHING_DONE | NOBODY_KNOWS).values(), ids=NOTHING_DONE | NOBODY_KNOWS)
async def test_a_tap_shows_what_it_did_though_one_edit_failed(couple: Couple, fault: Fault) -> None:
    await couple.ana.says("/thanks for the soup")
    card = couple.ana.door.last()
    couple.stage.telegram.fail_next("editMessageText", fault)
    await couple.ana.taps("Delete it", on=card)
    assert "Give it to Ben now" not in card.text
    assert "Delete it" not in card.buttons


@pytest.mark.parametrize("fault", NOTHING_DONE.values(), ids=NOTHING_DONE)
async def test_what_only_the_tapper_sees_comes_all_the_same(couple: Couple, fault: Fault) -> None:
    card = await morning(couple)
    couple.stage.telegram.fail_next("answerCallbackQuery", fault)
    await couple.ana.taps("Answer privately", on=card)
    couple.stage.telegram.fail_next("answerCallbackQuery", fault, times=4)
    before = len(couple.ben.door.messages)
    assert (await couple.ben.presses("Answer privately", on=card)).answer is None
    assert len(couple.ben.door.messages) == before + 1
