"""Promise 5: a fault of Telegram loses nothing and repeats nothing needlessly, reveals included."""

from typing import Any

import pytest

from bot.loopback import faults
from bot.loopback.faults import Fault
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in, sets_own
from tests.features.question.acts import is_done, seals, writes
from tests.people import Place

FAULTS = [
    faults.flood(30),
    faults.server_error(),
    faults.server_error(accepted=True),
    faults.bad_gateway_html(),
    faults.bad_gateway_html(accepted=True),
    faults.broken_json(),
    faults.refused(),
    faults.reset_before(),
    faults.reset_after_accepting(),
    faults.timeout_before(),
    faults.timeout_after_accepting(),
    faults.api_error(400, "Bad Request: not enough rights to send text messages to the chat"),
]
WORDS = {
    "card": "Not today",
    "reveal": "Both answers are open",
    "part": "Ana:\n",
    "reminder": "Three taps before bed",
    "thanks": "this one is for you",
}


def newest(place: Place, words: str) -> list[Shown]:
    """Return the messages that hold these words or such a button, sent today."""
    return [shown for shown in place.messages if words in shown.text or words in shown.buttons]


async def recovers(couple: Couple, fault: Fault) -> None:
    """Let two hours pass in steps, as the waker would have them."""
    for minutes in (1, 10, 1, 61, 61):
        await couple.stage.moves(minutes=minutes)
        if "Too Many Requests" in fault.name and minutes < 61:
            await couple.stage.restart()  # the pause that a flood asks for goes by the machine's own clock


def came(place: Place, outgoing: str, fault: Fault) -> Shown:
    """Assert that an outbox message is there, loud once at most, and no oftener than its fault can excuse."""
    copies = newest(place, WORDS[outgoing])
    most = 2 if fault.accepted else 1
    assert 1 <= len(copies) <= most, (outgoing, fault.name, len(copies))
    assert all(copy.silent for copy in copies[1:])
    return copies[-1]


def carries(words: str) -> Any:
    """Return a test of calls that carry these words."""
    return lambda params: (
        words in f"{params.get('text')} {params.get('caption')} {params.get('reply_markup')}"
    )


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{it.name} {it.accepted}" for it in FAULTS])
async def test_promise_5_a_fault_loses_nothing_and_repeats_nothing_needlessly(
    couple: Couple, fault: Fault
) -> None:
    stage, group, ana, ben = couple.stage, couple.group, couple.ana, couple.ben
    await sets_own(couple, ana, reminder_at=stage.clock.now().replace(hour=21, minute=0).time())
    stage.telegram.fail_next("sendMessage", fault, when=carries(WORDS["card"]))
    await stage.moves_to_time(9)
    await recovers(couple, fault)
    card = came(group, "card", fault)
    long = "heron " * 500
    await seals(ana, long, on=card)
    for words in (WORDS["reveal"], "heron"):
        stage.telegram.fail_next("sendMessage", fault, when=carries(words))
    await seals(ben, "Mine", on=card)
    await recovers(couple, fault)
    reveal = came(group, "reveal", fault)
    assert reveal.spoilers == ["Mine"]
    assert came(group, "part", fault).spoilers[0].split() == long.split()
    stage.telegram.fail_next("sendMessage", fault, when=carries(WORDS["thanks"]))
    await ana.says("/thanks for the soup", at=group)
    await recovers(couple, fault)
    came(group, "thanks", fault)
    stage.telegram.fail_next("sendMessage", fault, when=carries(WORDS["reminder"]))
    await stage.moves_to_time(21)
    await stage.moves(minutes=1)
    await stage.restart()
    await stage.moves(minutes=11)
    if not fault.name.startswith("Bad Request"):
        came(ana.door, "reminder", fault)
    await checks_in(ana, "Good", "Close", "A hand", "Yes, tell Ben")
    stage.telegram.fail_next("sendMessage", fault, when=carries("asked me to pass this on"))
    await stage.moves_to_time(9)
    await recovers(couple, fault)
    told = newest(group, "asked me to pass this on")
    assert 1 <= len(told) <= (2 if fault.accepted else 1)


async def test_promise_5_an_upgrade_in_the_middle_loses_no_reveal(couple: Couple) -> None:
    stage, group = couple.stage, couple.group
    await stage.moves_to_time(9)
    await seals(couple.ana, "One")
    stage.telegram.rules.off("upgrade_join")
    hold = stage.telegram.hold("sendMessage", where=carries(WORDS["reveal"]))
    await writes(couple.ben, "Two")
    settle, stage.telegram.settle = stage.telegram.settle, hold.reached
    await is_done(couple.ben)
    await group.becomes_supergroup()
    stage.telegram.settle = settle
    hold.release()
    await settle()
    await recovers(couple, faults.refused())
    assert len(newest(group, WORDS["reveal"])) == 1


async def test_promise_5_kicked_and_brought_back_within_the_hour_nothing_is_missing(couple: Couple) -> None:
    stage, group = couple.stage, couple.group
    await stage.moves_to_time(8, 50)
    await group.removes_bot(by=couple.ana)
    await stage.moves_to_time(9)
    await stage.moves(minutes=30)
    await group.adds_bot(by=couple.ana)
    await stage.moves(minutes=1)
    (card,) = newest(group, WORDS["card"])
    await seals(couple.ana, "One", on=card)
    await group.removes_bot(by=couple.ben)
    await couple.ben.taps("Answer privately", on=card)
    await couple.ben.says("Two")
    await stage.moves(minutes=20)
    await group.adds_bot(by=couple.ben)
    await stage.moves(minutes=1)
    assert [shown.spoilers for shown in newest(group, WORDS["reveal"])] == [["One", "Two"]]


async def test_promise_5_a_blocked_door_silences_that_door_alone(couple: Couple) -> None:
    stage, ana = couple.stage, couple.ana
    await sets_own(couple, ana, reminder_at=stage.clock.now().replace(hour=21, minute=0).time())
    await stage.moves_to_time(9)
    await seals(ana, "One")
    await ana.blocks_bot()
    before = couple.ben.transcript()
    await stage.moves_to_time(21, 30)
    assert newest(ana.door, WORDS["reminder"]) == []
    await stage.moves(minutes=31)
    await seals(couple.ben, "Two")
    assert [shown.spoilers for shown in newest(couple.group, WORDS["reveal"])] == [["One", "Two"]]
    assert "block" not in couple.ben.transcript()[len(before) :]
    await ana.unblocks_bot()
    await ana.says("/today")
    assert "You both answered this one." in ana.door.last().text
