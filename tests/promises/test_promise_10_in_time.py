"""Promise 10: what was said in time counts in time, however late it is handled."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.db.tables import answers, drafts, spaces
from bot.loopback.faults import timeout_before
from tests.conftest import Couple, Stage
from tests.features.checkin.looking import checks_in, rows_of
from tests.features.question.acts import CARD_LASTS, choice_morning, morning, options, reveals, seals
from tests.features.question.test_keeping import keeps_nothing, rows
from tests.features.question.test_lost_reveals import SHOW, asks, loses
from tests.features.thanks.looking import cards as thank_yous
from tests.promises.acts import own_data


@asynccontextmanager
async def down(couple: Couple) -> AsyncIterator[None]:
    """The bot is down in the block, while its couple goes on; then it starts again."""
    await couple.stage.stop()
    yield
    await couple.stage.start()


def passes(couple: Couple, **span: float) -> None:
    """Let time pass while the bot is down."""
    couple.stage.clock.move(timedelta(**span))


async def test_an_answer_said_in_time_opens_the_card_though_the_bot_was_down(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk by the sea")
    await couple.stage.moves(hours=CARD_LASTS - 1)
    await couple.ben.presses("Answer privately", on=card)
    async with down(couple):
        passes(couple, minutes=30)
        await couple.ben.says("The old lighthouse")
        passes(couple, hours=1, minutes=30)
    assert [shown.spoilers for shown in reveals(couple)] == [["The walk by the sea", "The old lighthouse"]]


async def test_what_was_said_too_late_opens_nothing_and_what_stayed_alone_says_so(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk by the sea")
    await couple.stage.moves(hours=CARD_LASTS - 1)
    await couple.ben.presses("Answer privately", on=card)
    async with down(couple):
        passes(couple, hours=1, seconds=1)
        await couple.ben.says("The old lighthouse")
        passes(couple, minutes=30)
    assert reveals(couple) == []
    assert couple.ana.door.last().text.startswith("This one stayed yours.")


async def test_what_was_said_within_the_minute_joins_though_the_bot_was_down(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "The old lighthouse")
    await couple.ana.presses("Answer privately")
    await couple.ana.says("Hm")
    async with down(couple):
        passes(couple, seconds=40)
        await couple.ana.says("The walk by the sea")
        passes(couple, minutes=10)
    assert [shown.spoilers for shown in reveals(couple)] == [
        ["Hm\nThe walk by the sea", "The old lighthouse"]
    ]


async def test_an_answer_aloud_said_in_time_counts(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk by the sea")
    await couple.stage.moves(hours=CARD_LASTS - 1)
    async with down(couple):
        passes(couple, minutes=30)
        await couple.ben.replies("The old lighthouse", card)
        passes(couple, hours=1, minutes=30)
    assert reveals(couple)[0].spoilers == ["The walk by the sea"]


async def test_a_choice_tapped_while_the_bot_was_down_counts_as_tapped_before(couple: Couple) -> None:
    card = await choice_morning(couple)
    await couple.ana.presses(options(card)[0], on=card)
    await couple.stage.moves(hours=CARD_LASTS - 1)
    async with down(couple):
        passes(couple, hours=1, minutes=30)
        await couple.ben.presses(options(card)[1], on=card)
    assert len(reveals(couple)) == 1


async def test_a_tap_made_after_a_start_that_was_too_late_is_too_late(couple: Couple) -> None:
    card = await choice_morning(couple)
    await couple.ana.presses(options(card)[0], on=card)
    await couple.stage.moves(hours=CARD_LASTS - 1)
    label = options(card)[1]
    data = own_data(card)[1]
    async with down(couple):
        passes(couple, hours=1, minutes=30)
    assert label not in card.buttons  # they went as the card closed; an old app may show them still
    toast = await couple.ben.forges(data, on=card)
    assert "is over" in toast.text
    assert reveals(couple) == []


async def test_a_start_that_telegram_does_not_answer_closes_nothing(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk by the sea")
    await couple.stage.moves(hours=CARD_LASTS - 1)
    await couple.ben.presses("Answer privately", on=card)
    await couple.stage.stop()
    passes(couple, minutes=30)
    await couple.ben.says("The old lighthouse")
    passes(couple, hours=5)
    asked = couple.stage.telegram.hold("getUpdates")
    starting = asyncio.create_task(couple.stage.start())
    await asked.reached()
    await couple.stage.kindling.waker.idle()
    await couple.stage.kindling.tick.kept_up()
    assert len(await rows(couple, answers)) == 1
    asked.release()
    await starting
    assert reveals(couple)[0].spoilers == ["The walk by the sea", "The old lighthouse"]


async def test_a_lost_reveal_asked_for_within_its_two_days_comes_again(couple: Couple) -> None:
    for person in (couple.ana, couple.ben):
        await keeps_nothing(couple, person.id)
    await loses(couple, timeout_before())
    await couple.stage.moves(hours=46)
    today = await asks(couple)
    async with down(couple):
        passes(couple, minutes=30)
        await couple.ben.presses(SHOW, on=today)
        passes(couple, hours=6)
    assert len(reveals(couple)) == 1


async def test_a_typed_thank_you_that_was_awaited_when_it_was_said_is_taken(couple: Couple) -> None:
    await couple.ana.says("/thanks")
    await couple.stage.moves(hours=35)
    async with down(couple):
        passes(couple, minutes=30)
        await couple.ana.says("For the soup")
        passes(couple, hours=1, minutes=30)
    await couple.ana.presses("Give it now", at=couple.ana.door)
    assert "For the soup" in thank_yous(couple)[0].text


async def test_a_held_message_is_there_for_a_choice_that_was_made_in_time(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.presses("Answer privately")
    await couple.ana.says("/thanks")
    await couple.ana.says("For the soup")
    asked = couple.ana.door.last()
    assert asked.text.startswith("I was waiting for more than one thing")
    await couple.stage.moves(hours=35, minutes=30)
    async with down(couple):
        passes(couple, hours=1)
        await couple.ana.presses("A thank-you", on=asked)
    await couple.ana.presses("Give it now", at=couple.ana.door)
    assert "For the soup" in thank_yous(couple)[0].text
    assert await rows(couple, drafts) == []


async def test_a_held_message_keeps_when_it_was_said(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.presses("Answer privately")
    await couple.ana.says("/thanks")
    said_at = couple.stage.clock.now()
    await couple.ana.says("For the soup")
    await couple.stage.moves(hours=2)
    assert [row.said_at for row in await rows(couple, drafts)] == [said_at]


async def test_a_door_link_followed_in_time_leads_where_it_should(couple: Couple) -> None:
    await couple.ben.blocks_bot()
    toast = await couple.ben.taps("Set our times", at=couple.group)
    assert toast.url
    await couple.stage.moves(hours=35)
    async with down(couple):
        passes(couple, minutes=30)
        await couple.ben.opens(toast.url)
        passes(couple, hours=1)
    assert "Our times" in couple.ben.door.last().buttons


async def test_an_evening_tapped_while_the_bot_was_down_is_of_that_evening(couple: Couple) -> None:
    await couple.stage.moves_to_time(22)
    await checks_in(couple.ana, "Heavy", "Close", "A hand")
    async with down(couple):
        passes(couple, hours=1)
        await couple.ana.presses("Yes, tell Ben", at=couple.ana.door)
        passes(couple, hours=10, minutes=1)
    assert [row.passed_on for row in await rows_of(couple)] == [True]
    assert couple.group.last().text.startswith("Ana asked me to pass this on: a hand would help today.")


async def test_a_check_in_asked_for_last_night_begins_none_of_tonight(couple: Couple) -> None:
    await couple.stage.moves_to_time(22)
    async with down(couple):
        passes(couple, hours=1)
        await couple.ana.says("/checkin")
        passes(couple, hours=9)
    assert couple.ana.door.last().text == "That evening is over. /checkin is there for tonight."
    assert await rows_of(couple) == []


async def test_a_check_in_asked_for_and_handled_after_midnight_is_of_the_same_evening(couple: Couple) -> None:
    await couple.stage.moves_to_time(23)
    async with down(couple):
        passes(couple, minutes=30)
        await couple.ana.says("/checkin")
        passes(couple, hours=2)
    await couple.ana.presses("Good", at=couple.ana.door)
    assert [row.local_date.isoformat() for row in await rows_of(couple)] == ["2026-07-13"]


async def test_undo_said_within_the_day_undoes(couple: Couple) -> None:
    await couple.stage.moves(hours=23, minutes=30)
    async with down(couple):
        passes(couple, minutes=10)
        await couple.ben.presses("Undo", at=couple.ben.door)
        passes(couple, hours=2)
    (space,) = await rows(couple, spaces)
    assert space.state == "inviting"


async def test_a_thank_you_received_before_its_day_was_over_is_received(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup", couple.group)
    await couple.stage.moves_to_time(23)
    async with down(couple):
        passes(couple, hours=5)
        await couple.ben.presses("That landed", at=couple.group)
        passes(couple, hours=6)
    assert thank_yous(couple)[0].text.endswith("Ben: that landed.")


async def test_export_asked_for_within_the_seven_days_comes(couple: Couple) -> None:
    await couple.ana.says("/stop")
    await couple.ana.presses("End quietly", at=couple.ana.door)
    await couple.stage.moves(days=6, hours=20)
    async with down(couple):
        passes(couple, hours=3)
        await couple.ana.says("/export")
        passes(couple, hours=3)
    assert any("document" in shown.message.content for shown in couple.ana.door.messages)
    await couple.stage.moves(minutes=1)
    assert await rows(couple, spaces) == []


async def test_a_removal_taken_back_within_the_hour_ends_nothing(couple: Couple) -> None:
    async with down(couple):
        await couple.group.removes_bot(by=couple.ana)
        passes(couple, minutes=50)
        await couple.group.adds_bot(by=couple.ana)
        passes(couple, hours=3)
    await couple.stage.moves(minutes=1)
    (space,) = await rows(couple, spaces)
    assert (space.state, space.removed_at) == ("active", None)


async def test_the_hour_after_a_removal_counts_from_the_removal(couple: Couple) -> None:
    async with down(couple):
        await couple.group.removes_bot(by=couple.ana)
        passes(couple, minutes=61)
    await couple.stage.moves(minutes=1)
    (space,) = await rows(couple, spaces)
    assert space.state == "closed"


async def test_a_pause_said_before_the_card_was_due_holds_it(couple: Couple) -> None:
    before = len(couple.group.messages)
    await couple.ana.says("/pause")
    async with down(couple):
        passes(couple, minutes=30)
        await couple.ana.presses("3 days", at=couple.ana.door)
        passes(couple, hours=1)
    assert len(couple.group.messages) == before


async def test_a_typed_end_of_a_pause_counts_from_when_it_was_typed(couple: Couple) -> None:
    await couple.stage.moves_to_time(23)
    await couple.ana.says("/pause")
    await couple.ana.presses("Until…", at=couple.ana.door)
    async with down(couple):
        passes(couple, minutes=9)
        await couple.ana.says("2 days")
        passes(couple, hours=6)
    assert couple.ana.door.last().text.startswith("I'm resting until Wednesday 15 July, 23:09.")


async def test_a_pause_that_is_over_before_it_is_handled_is_over(couple: Couple) -> None:
    await couple.ana.says("/pause")
    await couple.ana.presses("Until…", at=couple.ana.door)
    async with down(couple):
        await couple.ana.says("Tuesday")
        passes(couple, hours=23)
    assert couple.ana.door.last().text.startswith("That time is over already.")


@pytest.mark.parametrize("date", [0, 4_000_000_000], ids=["before the card", "in the future"])
async def test_an_odd_date_is_taken_for_what_is_possible(couple: Couple, date: int) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk by the sea")
    telegram = couple.stage.telegram
    add = telegram.world.updates.add

    def odd(kind: str, body: dict[str, Any]) -> None:
        add(kind, body | {"date": date})

    telegram.world.updates.add = odd  # type: ignore[method-assign]
    await couple.ben.replies("The old lighthouse", card)
    telegram.world.updates.add = add  # type: ignore[method-assign]
    await couple.minute_passes()
    assert reveals(couple)[0].spoilers == ["The walk by the sea"]
    assert all(row.said_at <= couple.stage.clock.now() for row in await rows(couple, answers))


@pytest.mark.parametrize("ahead", [0, 8 * 3600, -8 * 3600])
async def test_where_the_clock_is_moved_on_purpose_telegrams_dates_are_moved_along(
    make_stage: Callable[..., Stage], clock: MovableClock, ahead: int
) -> None:
    stage = make_stage(clock_offset=ahead)
    await stage.start()
    services, now = stage.kindling.services, clock.now()
    true = now - timedelta(seconds=ahead)  # what Telegram's clock shows
    assert services.when(true) == now
    assert services.when(now) == now  # a Telegram that is moved along, as in the playground
    assert services.when(true - timedelta(hours=1)) == now - timedelta(hours=1)
    assert services.when(now + timedelta(days=900)) == now
    assert services.when(now - timedelta(days=900)) == now - timedelta(days=3)
    await stage.stop()
