"""Promise 1: a sealed answer reaches no one before the reveal, by any path, fault, forged tap or restart."""

import pytest

from bot.actions import Row
from bot.features.privacy.actions import EraseAll
from bot.features.question.actions import (
    Change,
    LetKnow,
    Pick,
    Put,
    Reply,
    ReplyBelow,
    Seal,
    TakeBack,
    WhenAlone,
)
from bot.features.stop.actions import CloseQuietly
from bot.loopback import faults
from bot.loopback.faults import Fault
from tests.conftest import Couple
from tests.declared import commands
from tests.features.question.acts import CARD_LASTS, choice_morning, is_over, morning, options, reveals, seals
from tests.people import Person
from tests.promises.acts import SECRET, forged, forges_all, harmless, on_disk, rows


def nowhere(couple: Couple, *others: Person, words: str = SECRET, log: str = "") -> None:
    """Assert that nobody but Ana has met these words: no person, no call to Telegram, no disk, no log."""
    for person in (couple.ben, *others):
        assert words not in person.transcript()
    assert all(words not in str(call.params) for call in couple.stage.telegram.calls)
    assert words.encode() not in on_disk(couple.stage)
    assert words not in log


@pytest.mark.parametrize("how", ["text", "photo", "voice", "held", "joined", "added", "changed", "edited"])
async def test_promise_1_a_sealed_answer_reaches_no_one_before_the_reveal(
    couple: Couple, cleo: Person, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    caplog.set_level("DEBUG", "bot")
    caplog.set_level("DEBUG", "schedules")
    ana, ben, stage = couple.ana, couple.ben, couple.stage
    card = await morning(couple)
    await stage.restart()
    await ana.taps("Answer privately")
    await stage.restart()
    words = SECRET
    match how:
        case "text":
            await ana.says(SECRET)
        case "photo":
            await ana.sends_photo(caption=SECRET)
        case "voice":
            said = await ana.sends_voice()
            words = str(said.message.content["voice"]["file_id"])
        case "edited":
            said = await ana.says("Something else first")
            await stage.restart()
            await ana.edits(said, SECRET)
        case "held":
            await ana.says("/thanks")
            await ana.says(SECRET)
            assert "I was waiting for more than one thing. Which is this?" in ana.door.last().text
        case _:
            await ana.says("Something else first")
            line = ana.door.last()
            await stage.restart()
            if how == "changed":
                await ana.taps("Change")
            elif how == "added":
                await stage.moves(minutes=2)
            await ana.says(SECRET, reply_to=line if how == "added" else None)
    await stage.restart()
    for person in (ben, cleo):
        for command in commands():
            await person.says(f"/{command}")
    for command in commands():
        await ben.says_from_menu(f"/{command}", couple.group)
    for label in ("Not today", "We talked about it (both see it)", "Another", "Answer privately"):
        await ben.taps(label, on=card)
    await stage.restart()
    await stage.moves(hours=CARD_LASTS, minutes=-10)
    nowhere(couple, cleo, words=words, log=caplog.text)
    await stage.moves(hours=1)
    nowhere(couple, cleo, words=words, log=caplog.text)
    await is_over(couple)
    assert (await rows(stage))["answers"] == []
    nowhere(couple, cleo, words=words, log=caplog.text)


async def test_promise_1_no_forged_tap_opens_it(couple: Couple, cleo: Person) -> None:
    card = await morning(couple)
    await seals(couple.ana, SECRET)
    sealed = couple.ana.door.last()
    await couple.ana.taps("Change")
    before = (await rows(couple.stage))["answers"]
    await couple.ben.says("/settings")
    await cleo.says("/start")
    ours = [it.name for it in (TakeBack, Change, LetKnow, WhenAlone, Put, ReplyBelow, CloseQuietly, EraseAll)]
    far = (
        *forged(1, 2, verbs=ours),
        *forged(2, 1, verbs=ours),
        *forged(1, 999_999_999_999_999, verbs=ours),
        *NONSENSE,
    )
    await forges_all(cleo, forged(1, 1), card, couple.stage)
    await forges_all(cleo, forged(1, 1, verbs=ours), sealed, couple.stage)
    await forges_all(couple.ben, harmless(forged(1, 1)), couple.ben.door.last(), couple.stage)
    await forges_all(couple.ben, forged(1, 1, verbs=ours), sealed, couple.stage)
    await forges_all(couple.ben, (*forged(1, 1, verbs=ours), *far), card, couple.stage)
    assert (await rows(couple.stage))["answers"] == before
    assert reveals(couple) == []
    nowhere(couple, cleo)


async def test_promise_1_no_reply_to_a_reveal_that_waits_brings_it(couple: Couple, cleo: Person) -> None:
    card = await morning(couple)
    await couple.group.adds(cleo, by=couple.ben)
    await seals(couple.ana, SECRET, on=card)
    await seals(couple.ben, "Mine", on=card)
    await couple.stage.moves(minutes=2)
    for shown in (*couple.group.messages, *couple.ben.door.messages):
        await couple.ben.sends_data(ReplyBelow(1, Row(1), Reply.THANKED).pack(), on=shown)
    assert reveals(couple) == []
    nowhere(couple, cleo)


NONSENSE = (
    Seal.name,
    f"{Seal.name}:1",
    f"{Seal.name}:١:١",
    f"{Seal.name}:-1:1",
    f"{Seal.name}:1:9999999999999999999",
    "::::",
    ":1:1",
    f"{Pick.name}:1:1:" + "9" * 46,
    "\u0000" * 64,
    "drop table answers",
)


FAULTS = [
    faults.flood(1),
    faults.server_error(),
    faults.bad_gateway_html(accepted=True),
    faults.broken_json(),
    faults.refused(),
    faults.reset_after_accepting(),
    faults.timeout_before(),
]


def fault_name(fault: Fault) -> str:
    return fault.name


async def test_promise_1_no_fault_lets_it_out_and_none_loses_it(couple: Couple) -> None:
    card = await morning(couple)
    for method in ("answerCallbackQuery", "sendMessage", "editMessageText"):
        for fault in FAULTS:
            couple.stage.telegram.fail_next(method, fault)
            await couple.ana.presses("Answer privately", on=card)
            await couple.stage.moves(seconds=2)  # a flood is over
            await couple.ana.says(SECRET)
            asked = next(it for it in reversed(couple.ana.door.messages) if it.buttons and not it.asks)
            if not asked.text.startswith("Sealed."):  # nobody knows whether its prompt came
                await couple.ana.taps(asked.buttons[0], on=asked)
            await couple.ana.says("/today")
            await couple.ana.taps("Change or take back")
            await couple.ana.taps("Let Ben know one is waiting", at=couple.ana.door)
            couple.stage.telegram.fail_no_more()
            assert (await rows(couple.stage))["answers"][0]["how"] == "sealed"
            nowhere(couple)
            await couple.ana.taps("Take back", at=couple.ana.door)
            assert (await rows(couple.stage))["answers"] == []
    await seals(couple.ana, SECRET, on=card)
    await seals(couple.ben, "Mine", on=card)
    assert reveals(couple)[-1].spoilers == [SECRET, "Mine"]


async def test_promise_1_a_sealed_option_is_known_to_its_author_alone(couple: Couple) -> None:
    card = await choice_morning(couple)
    before = couple.ben.transcript()
    first, second = options(card)[:2]
    face = (card.text, card.rows)
    await couple.ana.taps(first, on=card)
    await couple.stage.restart()
    await couple.ana.taps(second, on=card)
    assert (card.text, card.rows) == face
    assert couple.ben.transcript() == before
    toast = await couple.ben.taps(second, on=card)
    assert toast.text == f"Sealed: {second}. Tap another to change."
    await couple.minute_passes()
    assert reveals(couple)[-1].spoilers[:2] == [second, second]
