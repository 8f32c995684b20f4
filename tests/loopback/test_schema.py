"""Calls are measured against a description of the Bot API, by names and types, never by words."""

import json
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.loopback.params import Params, Upload
from tests.loopback.scene import MORNING, RawBot
from tests.people import Loopback


def field(name: str, kind: str, *, required: bool = False) -> dict[str, object]:
    return {"name": name, "type": kind, "required": required}


@pytest.fixture
def bot(tmp_path: Path) -> RawBot:
    """A bot whose calls are checked against a small description."""
    methods = [
        ("getMe", []),
        (
            "sendMessage",
            [
                field("chat_id", "Integer or String", required=True),
                field("text", "String", required=True),
                field("disable_notification", "Boolean"),
                field("reply_markup", "InlineKeyboardMarkup or ForceReply"),
            ],
        ),
        (
            "sendPhoto",
            [field("chat_id", "Integer", required=True), field("photo", "InputFile", required=True)],
        ),
    ]
    types = [
        (
            "InlineKeyboardMarkup",
            [field("inline_keyboard", "Array of Array of InlineKeyboardButton", required=True)],
        ),
        ("InlineKeyboardButton", [field("text", "String", required=True), field("callback_data", "String")]),
        ("ForceReply", [field("force_reply", "True", required=True)]),
    ]
    children = [
        {"name": name, "category": category, "annotations": fields}
        for category, entries in (("methods", methods), ("types", types))
        for name, fields in entries
    ]
    path = tmp_path / "schema.json"
    path.write_text(json.dumps({"api": {"version": "10.3"}, "items": [{"children": children}]}))
    telegram = Loopback(MovableClock(MORNING), schema=path)
    return RawBot(telegram)


async def faults(bot: RawBot, method: str, **params: object) -> list[str]:
    """Make a call, whatever becomes of it, and return what was wrong with it."""
    await bot.answer(method, **params)
    return bot.telegram.violations


async def test_a_proper_call_is_counted_and_not_blamed(bot: RawBot) -> None:
    before = Loopback.all_checked_calls
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    assert await faults(bot, "sendMessage", chat_id=5, text="7", reply_markup=keyboard) == []
    assert await faults(bot, "sendMessage", chat_id=5, text="7", reply_markup={"force_reply": True}) == []
    assert bot.telegram.checked_calls == 2
    assert Loopback.all_checked_calls == before + 2


@pytest.mark.parametrize(
    ("params", "violation"),
    [
        ({"chat_id": 5, "text": "a", "colour": 1}, "sendMessage: no parameter colour"),
        ({"chat_id": 5}, "sendMessage: text is required"),
        (
            {"chat_id": 5, "text": "a", "disable_notification": 1},
            "sendMessage.disable_notification: Boolean is expected",
        ),
        (
            {"chat_id": 5, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "data": "y"}]]}},
            "sendMessage.reply_markup.inline_keyboard[][]: no parameter data",
        ),
        (
            {"chat_id": 5, "text": "a", "reply_markup": {"inline_keyboard": [{"text": "a"}]}},
            "sendMessage.reply_markup.inline_keyboard[]: a list is expected",
        ),
    ],
)
async def test_a_call_the_description_does_not_know_is_a_violation(
    bot: RawBot, params: dict[str, object], violation: str
) -> None:
    assert await faults(bot, "sendMessage", **params) == [violation]


async def test_a_method_the_loopback_does_not_know_is_a_violation(bot: RawBot) -> None:
    found = await faults(bot, "sendDice", chat_id=5)
    assert found == ["sendDice: not a method of the loopback's", "sendDice: no such method in Bot API 10.3"]


async def test_an_upload_stands_for_its_parameter(bot: RawBot) -> None:
    params = Params({"chat_id": "5"}, {"photo": Upload("a.jpg", b"jpg")})
    await bot.telegram.call("sendPhoto", params, bot.telegram.token)
    assert bot.telegram.violations == []


async def test_a_method_is_found_whatever_its_case(bot: RawBot) -> None:
    await bot("getme")
    assert [call.method for call in bot.telegram.calls] == ["getMe"]
