"""Attacks with data: forged proofs, numbers used again after an erasure, poison, floods, open files."""

import asyncio
import stat

from bot.actions import Row
from bot.app import FEATURES
from bot.composing import Composer
from bot.features.question.actions import NotToday, Seal, WeTalked
from bot.features.settings.actions import Turn
from bot.features.thanks.actions import Receive
from bot.loopback.faults import timeout_after_accepting
from bot.telegram.actions import ChooseSpace
from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals
from tests.people import Person


async def test_a_forged_tap_lets_no_other_message_be_edited(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.says_from_menu("/checkin", couple.group)
    other = couple.group.last()
    assert other.buttons == ["Check in"]
    for data in [it(1, Row(1)).pack() for it in (Seal, WeTalked, NotToday)]:
        await couple.ben.forges(data, on=other)
    await seals(couple.ana, "One", on=card)
    await seals(couple.ben, "Two", on=card)
    assert len(reveals(couple)) == 1
    assert (other.edits, other.buttons) == ([], ["Check in"])
    assert "You both answered" in card.text


async def test_forged_data_brings_no_card_of_the_group_to_a_door_and_no_fault(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.says("/settings")
    page = couple.ana.door.last()
    toasts = [
        await couple.ana.forges(data, on=page)
        for data in (
            ChooseSpace(1, Row(0), "question").pack(),
            f"{Turn.name}:1:0:topics²",
        )
    ]
    assert [toast.text[:5] for toast in toasts if toast] == ["That ", "That "]
    assert "wrong on my side" not in couple.ana.transcript()
    assert couple.ana.door.last().id == page.id


async def test_a_card_whose_arrival_nobody_confirmed_is_still_proven_by_a_tap(couple: Couple) -> None:
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting())
    card = await morning(couple)
    await couple.ana.taps("Not today", on=card)
    await couple.stage.moves(minutes=11)
    assert couple.group.last().id == card.id


async def test_a_thank_you_after_an_erased_one_gets_its_own_card(couple: Couple) -> None:
    ana, ben, group = couple.ana, couple.ben, couple.group
    await ana.says("/thanks for the soup", at=group)
    old = group.last()
    await ana.says("/delete")
    await ana.taps("Erase my words", at=ana.door)
    await ben.says("/thanks for the tulips", at=group)
    card = group.last()
    assert card.id != old.id
    assert "Ana, this one is for you" in card.text
    await ben.forges(f"{Receive.name}:1:1:landed", on=old)
    await ana.taps("That landed", on=card)
    assert "Ana: that landed" in card.text
    assert "Ana" not in old.text


async def test_an_outbox_message_that_cannot_be_composed_never_makes_the_bot_spin(couple: Couple) -> None:
    stage = couple.stage
    stage.telegram.fail_next("sendMessage", timeout_after_accepting())
    await morning(couple)
    question = next(feature for feature in FEATURES if feature.name == "question")
    composers = dict(question.composers)

    async def poison(*_given: object) -> None:
        raise ValueError("poison")

    question.composers["question.card"] = Composer(poison, poison)  # type: ignore[index,arg-type]
    try:
        await stage.moves(minutes=11)
        next_tick = await stage.kindling.tick.run()
        assert (next_tick - stage.clock.now()).total_seconds() > 20
    finally:
        question.composers.update(composers)  # type: ignore[attr-defined]
    await stage.moves(hours=1)
    assert len([shown for shown in couple.group.messages if "Not today" in shown.buttons]) == 2


async def test_a_flood_from_one_person_keeps_nobody_else_waiting(couple: Couple, cleo: Person) -> None:
    telegram = couple.stage.telegram
    await cleo.says("/start")
    hold = telegram.hold("sendMessage", where=lambda params: params.get("chat_id") == cleo.id)
    settle = telegram.settle

    async def at_once() -> None:
        """Wait for nothing."""

    telegram.settle = at_once
    for number in range(150):
        await cleo.says(f"flood {number}")
    await hold.reached()
    before = len(couple.ana.door.messages)
    await couple.ana.says("/help")
    async with asyncio.timeout(60):
        while len(couple.ana.door.messages) < before + 2:
            await telegram.world.changes.wait()
    hold.release()
    telegram.settle = settle
    await settle()


async def test_the_files_of_the_data_are_for_their_owner_alone(couple: Couple) -> None:
    beside = sorted(couple.stage.path.parent.glob(f"{couple.stage.path.name}*"))
    assert len(beside) >= 2
    assert {stat.S_IMODE(file.stat().st_mode) & 0o077 for file in beside} == {0}
