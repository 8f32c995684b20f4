"""Keyboards of days that are over: no call is spent on them until somebody taps, then they say so and go."""

from collections.abc import Awaitable, Callable

import pytest

from bot.playground.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import morning, seals

Card = Callable[[Couple], Awaitable[Shown]]


async def question(couple: Couple) -> Shown:
    return await morning(couple)


async def another(couple: Couple) -> Shown:
    await couple.ana.taps("Another", on=await morning(couple))
    return couple.group.last()


async def reveal(couple: Couple) -> Shown:
    await morning(couple)
    await seals(couple.ana, "The walk")
    await seals(couple.ben, "The soup")
    return couple.group.last()


async def kindness(couple: Couple) -> Shown:
    await couple.stage.moves_to_time(12, 30)
    return couple.group.last()


async def thanks(couple: Couple) -> Shown:
    await couple.ana.says("/thanks for the soup", at=couple.group)
    return couple.group.last()


async def pace(couple: Couple) -> Shown:
    for _ in range(22):
        await couple.ana.taps("We talked about it (both see it)", on=await morning(couple))
    await couple.stage.moves_to_time(18)
    return couple.group.last()


@pytest.mark.parametrize("card", [question, another, reveal, kindness, thanks, pace])
async def test_a_keyboard_whose_time_is_over_says_so_kindly_and_goes(couple: Couple, card: Card) -> None:
    old = await card(couple)
    data = [button["callback_data"] for row in old.message.buttons for button in row]
    rows = old.rows
    assert rows
    for _ in range(8):
        await couple.stage.moves(days=1)
    assert old.rows == rows
    calls, said = len(couple.stage.telegram.calls), len(couple.group.messages)
    first = await couple.ben.forges(data[0], on=old)
    others = [await couple.ana.forges(one, on=old) for one in data]
    assert old.rows == []
    for toast in (first, *others):
        assert toast is not None
        assert toast.url is None
        assert "/today shows what's open." in toast.text or "settled already" in toast.text
    assert len(couple.group.messages) == said
    made = {call.method for call in couple.stage.telegram.calls[calls:]} - {"getUpdates"}
    assert made == {"answerCallbackQuery", "editMessageReplyMarkup"}


async def test_old_taps_take_no_keyboard_off_another_rooms_card(couple: Couple) -> None:
    old = await kindness(couple)
    data = str(old.message.buttons[0][0]["callback_data"])
    await couple.stage.moves(days=1)
    today = await morning(couple)
    rows = today.rows
    await couple.ana.forges(data, on=today)
    assert today.rows == rows


async def test_a_day_of_posts_costs_one_call_each_and_three_looks_a_day(couple: Couple) -> None:
    for _ in range(2):
        await morning(couple)
        await kindness(couple)
    calls = len(couple.stage.telegram.calls)
    await morning(couple)
    await kindness(couple)
    made = [call.method for call in couple.stage.telegram.calls[calls:] if call.method != "getUpdates"]
    looks = ["getChat", "getChatMemberCount", "getMe"]  # once a day: is it public, who is there, who am I
    assert sorted(made) == [*looks, "sendMessage", "sendMessage"]
