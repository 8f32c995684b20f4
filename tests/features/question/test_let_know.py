"""*Let ... know one is waiting* comes once the group can hear it, whatever the other did meanwhile."""

from pathlib import Path

import pytest

from bot.loopback.faults import timeout_before
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.checkin.looking import sets_own
from tests.features.question.acts import CARD_LASTS, morning, reveals, seals
from tests.worlds import Lives, seen_by_ben

WAITS = "An answer is waiting, until Sunday night. No hurry."


def told(couple: Couple) -> int:
    return sum(shown.text == WAITS for shown in couple.group.messages)


def while_refused(*, answered: bool, minutes: int, retries: bool) -> Lives:
    """The group takes nothing; Ben lets Ana know of his, and she seals one and takes it back, or not."""

    async def lives(couple: Couple) -> None:
        card = await morning(couple)
        await seals(couple.ben, "Ours", on=card)
        couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)
        if not retries:
            await couple.ben.taps("Let Ana know one is waiting", at=couple.ben.door)
        if answered:
            await seals(couple.ana, "The walk", on=card)
        if retries:
            await couple.ben.taps("Let Ana know one is waiting", at=couple.ben.door)
        await couple.stage.moves(minutes=minutes)
        if answered:
            await couple.ana.taps("Take back", at=couple.ana.door)
        couple.stage.telegram.takes_again()
        await couple.stage.moves(hours=2)
        assert told(couple) == 1
        assert reveals(couple) == []

    return lives


@pytest.mark.parametrize("retries", [False, True])
@pytest.mark.parametrize("minutes", [0, 20])
async def test_it_comes_whether_or_not_the_other_took_one_back(
    tmp_path: Path, minutes: int, retries: bool
) -> None:
    first = await seen_by_ben(
        tmp_path / "first", while_refused(answered=False, minutes=minutes, retries=retries)
    )
    assert first == await seen_by_ben(
        tmp_path / "second", while_refused(answered=True, minutes=minutes, retries=retries)
    )


async def test_taken_back_by_who_let_know_it_is_not_said(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Ours", on=card)
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)
    await couple.ben.taps("Let Ana know one is waiting", at=couple.ben.door)
    await couple.ben.taps("Take back", at=couple.ben.door)
    await seals(couple.ben, "Mine", on=card)
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=2)
    assert told(couple) == 0
    await couple.ben.taps("Let Ana know one is waiting", at=couple.ben.door)
    assert told(couple) == 1


async def test_both_answers_open_and_nothing_is_said_to_wait(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Ours", on=card)
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)
    await couple.ben.taps("Let Ana know one is waiting", at=couple.ben.door)
    await seals(couple.ana, "The walk", on=card)
    await couple.stage.moves(minutes=20)
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=2)
    assert len(reveals(couple)) == 1
    assert told(couple) == 0


WAITED = "An answer was waiting here."


async def lets_know(couple: Couple) -> Shown:
    """Ana seals hers and lets Ben know; return the line in the group."""
    await seals(couple.ana, "Mine", on=await morning(couple))
    await couple.ana.taps("Let Ben know one is waiting", at=couple.ana.door)
    line = couple.group.last()
    assert line.text == WAITS
    return line


@pytest.mark.parametrize(("hours", "stands"), [(1, False), (49, True)])
async def test_once_both_are_open_it_goes_or_says_that_one_was(
    couple: Couple, hours: int, *, stands: bool
) -> None:
    line = await lets_know(couple)
    await couple.stage.moves(hours=hours)
    await seals(couple.ben, "Ours", couple.group.messages[couple.group.messages.index(line) - 1])
    assert len(reveals(couple)) == 1
    assert (line in couple.group.messages) == stands
    assert line.text == (WAITED if stands else WAITS)


@pytest.mark.parametrize("taken_back", [False, True])
@pytest.mark.parametrize("fails", [False, True])
async def test_said_in_the_cards_last_days_it_goes_with_the_card(
    couple: Couple, *, fails: bool, taken_back: bool
) -> None:
    card = await morning(couple)
    await couple.stage.moves(hours=CARD_LASTS - 40)
    await seals(couple.ana, "Mine", on=card)
    await couple.ana.taps("Let Ben know one is waiting", at=couple.ana.door)
    line = next(it for it in couple.group.messages if it.text.startswith("An answer is waiting"))
    if taken_back:
        await couple.ana.taps("Take back", at=couple.ana.door)
    await couple.stage.moves(hours=40, minutes=-1)
    assert line in couple.group.messages
    group = couple.group.id
    couple.stage.telegram.fail_next(
        "deleteMessage",
        timeout_before(),
        times=1 if fails else 0,
        when=lambda params: params.get("chat_id") == group,
    )
    await couple.stage.moves(minutes=1)
    await couple.stage.restart()
    await couple.stage.moves(minutes=11)
    assert line not in couple.group.messages
    assert not any(it.text == WAITED for it in couple.group.messages)


@pytest.mark.parametrize("taken_back", [False, True])
async def test_it_says_that_one_was_once_the_card_closes_and_not_before(
    couple: Couple, taken_back: bool
) -> None:
    line = await lets_know(couple)
    if taken_back:
        await couple.ana.taps("Take back", at=couple.ana.door)
    await couple.stage.moves(hours=CARD_LASTS, minutes=-1)
    assert line.text == WAITS
    group = couple.group.id
    couple.stage.telegram.fail_next(
        "editMessageText", timeout_before(), when=lambda params: params.get("chat_id") == group
    )
    await couple.stage.moves(minutes=1)
    await couple.stage.restart()
    await couple.stage.moves(minutes=11)
    assert line.text == WAITED


async def test_where_clocks_differ_it_names_the_earlier_day(couple: Couple) -> None:
    await sets_own(couple, couple.ben, "America/Los_Angeles", announced="America/Los_Angeles")
    await seals(couple.ana, "Mine", on=await morning(couple))
    await couple.ana.taps("Let Ben know one is waiting", at=couple.ana.door)
    assert couple.group.last().text == "An answer is waiting, until Sunday. No hurry."
