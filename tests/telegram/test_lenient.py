"""A field that is missing, or is not as the Bot API promises, costs itself alone, never a person's words."""

from typing import Any

import pytest

from tests.conftest import Couple
from tests.features.question.acts import morning
from tests.people import Loopback, there

ODD: dict[str, dict[str, Any]] = {
    "a bot without a name": {"via_bot": {"id": 5}},
    "a preview that is a number": {"link_preview_options": 5},
    "an unknown origin": {"forward_origin": {"type": "new"}},
    "a caption that is a number": {"caption": 5},
    "a story of nobody": {"reply_to_story": {}},
    "a keyboard without end": {"reply_markup": {"inline_keyboard": [[{}]]}},
    "a field nobody knows": {"brand_new": {"a": 1}},
}


@pytest.mark.parametrize("odd", ODD)
async def test_words_with_an_odd_field_beside_them_are_read(couple: Couple, odd: str) -> None:
    card = await morning(couple)
    await couple.ana.sends_oddly(couple.group, card, text="the walk", **ODD[odd])
    await couple.ben.taps("Answer privately", on=card)
    await couple.ben.sends_oddly(text="the long way home", **ODD[odd])
    assert couple.ben.door.messages[-1].text.startswith("Sealed")
    await couple.stage.moves(minutes=2)
    assert "the long way home" in couple.ana.screen(couple.group)


@pytest.mark.parametrize("kind", ["voice", "photo"])
async def test_a_voice_note_or_photo_is_known_by_its_file_alone(couple: Couple, kind: str) -> None:
    card = await morning(couple)
    file: Any = {"file_id": couple.stage.telegram.world.file(kind, b"of Ana's")}
    await couple.ana.taps("Answer privately", on=card)
    content: dict[str, Any] = {kind: [file] if kind == "photo" else file}
    await couple.ana.sends_oddly(**content)
    await couple.ben.replies("the walk", to=card)
    await couple.stage.moves(minutes=2)
    assert [it.media for it in couple.group.messages if it.media is not None] == [kind]


async def test_a_place_without_an_address_is_no_answer_and_is_told_so(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.sends_oddly(venue={"title": "Ours"}, location={"latitude": 1.0, "longitude": 2.0})
    assert couple.ana.door.last().text.startswith("I can take text, a voice note or a photo.")


@pytest.mark.parametrize("line", ["passport_data", "gift_upgrade_sent", "refunded_payment"])
async def test_a_line_of_telegrams_own_that_cannot_be_read_meets_silence(couple: Couple, line: str) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    before = len(couple.ana.door.messages)
    content: dict[str, Any] = {line: {"odd": True}}
    await couple.ana.sends_oddly(**content)
    assert len(couple.ana.door.messages) == before + 1, "nothing but Telegram's own line"


@pytest.mark.parametrize("lacks", ["date", "first_name", "is_bot", "offset"])
async def test_a_message_that_lacks_what_nobody_needs_is_read(
    couple: Couple, telegram: Loopback, lacks: str
) -> None:
    ana = couple.ana
    sender = {"id": ana.id, "is_bot": False, "first_name": "Ana"}
    body: dict[str, Any] = {"message_id": 9_000, "date": int(couple.stage.clock.now().timestamp())}
    body |= {"chat": {"id": ana.id, "type": "private"}, "text": "/today", "from": sender}
    mark: dict[str, Any] = {"type": "bold", "offset": 0, "length": 1}
    body["entities"] = [mark, {"type": "bot_command", "offset": 0, "length": 6}]
    next(it for it in (body, sender, mark) if lacks in it).pop(lacks)
    telegram.world.updates.add("message", body)
    telegram.world.changes.tell()
    await couple.stage.settle()
    assert ana.door.last().text.startswith("Nothing right now.")


async def test_a_tap_by_somebody_without_a_name_counts(couple: Couple, telegram: Loopback) -> None:
    ana = couple.ana
    await ana.says("/checkin")
    page = ana.door.last()
    before = page.text
    button = there(page.message.keyboard)["inline_keyboard"][0][0]
    body: dict[str, Any] = {"message_id": page.id, "date": 1, "chat": {"id": ana.id, "type": "private"}}
    body |= {"reply_markup": {"inline_keyboard": [[button]]}, "via_bot": {"id": 5}}
    query = {"id": "77", "from": {"id": ana.id}, "data": button["callback_data"], "message": body}
    telegram.world.updates.add("callback_query", query)
    telegram.world.changes.tell()
    await couple.stage.settle()
    assert ana.door.last().text != before
