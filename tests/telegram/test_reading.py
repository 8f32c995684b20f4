"""What a message of Telegram's says, read from its JSON: commands, rich messages, service lines, topics."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.marks import Mark, units
from bot.telegram.parsing import lenient, reading, rich, values
from bot.telegram.parsing.updates import Message
from tests.conftest import SCHEMA
from tests.people import there

ANA = {"id": 7, "is_bot": False, "first_name": "Ana"}


def message(**fields: Any) -> Message:
    """Return a message of Ana's at her door."""
    door = {"id": 7, "type": "private", "first_name": "Ana"}
    raw = {"message_id": 5, "date": 1_700_000_000, "chat": door, "from": ANA} | fields
    return there(lenient.message(raw, datetime.now(UTC)))


def command(length: int, offset: int = 0) -> dict[str, Any]:
    return {"type": "bot_command", "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("text", "length", "name", "rest"),
    [
        ("/thanks for the soup", 7, "thanks", "for the soup"),
        ("/thanks, for the soup", 7, "thanks", "for the soup"),
        ("/thanks: for the soup", 7, "thanks", "for the soup"),
        ("/thanks - for the soup", 7, "thanks", "for the soup"),
        ("/thanks\nfor the soup", 7, "thanks", "for the soup"),
        ("/THANKS… for", 7, "thanks", "for"),
        ("/thanks ,", 7, "thanks", ""),
        ("/thanks ...!", 7, "thanks", ""),
        ("/thanks :) for the soup", 7, "thanks", ":) for the soup"),
        ("/thanks (all of it)", 7, "thanks", "(all of it)"),
        ("/checkin.", 8, "checkin", ""),
        ("/thanks@kindling_bot, for", 20, "thanks", "for"),
        ("/start -aB_1", 6, "start", "-aB_1"),
    ],
)
def test_a_command_ends_where_telegram_says(text: str, length: int, name: str, rest: str) -> None:
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 3}
    for fields in (
        {"text": text, "entities": [command(length)]},
        {"caption": text, "caption_entities": [command(length)], "voice": voice},
    ):
        read = there(reading.command_of(reading.words_of(message(**fields))))
        assert (read.name, read.rest.text) == (name, rest)
        assert read.is_for("kindling_bot")


def test_formatting_moves_along_when_its_command_goes() -> None:
    entities = [
        command(7),
        {"type": "bold", "offset": 0, "length": 15},
        {"type": "italic", "offset": 17, "length": 4},
    ]
    read = there(
        reading.command_of(reading.words_of(message(text="/thanks, 😀 for it all", entities=entities)))
    )
    assert read.rest.text == "😀 for it all"
    assert read.rest.kept == (Mark("bold", 0, 6), Mark("italic", 8, 4))


def test_a_slash_that_telegram_does_not_mark_is_no_command() -> None:
    assert reading.command_of(reading.words_of(message(text="/thanks/for"))) is None
    later = message(text="see /thanks", entities=[command(7, 4)])
    assert reading.command_of(reading.words_of(later)) is None


def test_white_space_around_words_goes_and_their_formatting_stays_in_place() -> None:
    link = {"type": "text_link", "offset": 2, "length": 4, "url": "https://x.org"}
    read = reading.words_of(message(text="  here it is ", entities=[link]))
    assert (read.text, read.kept) == ("here it is", (Mark("text_link", 0, 4, "https://x.org"),))


RICH = {
    "blocks": [
        {"type": "heading", "text": "A day", "size": 1},
        {
            "type": "paragraph",
            "text": [
                "we ",
                {"type": "bold", "text": ["walked ", {"type": "italic", "text": "far"}]},
                " ",
                {"type": "url", "text": "here", "url": "https://x.org"},
                {"type": "custom_emoji", "custom_emoji_id": "12", "alternative_text": "😀"},
                {"type": "mathematical_expression", "expression": "x^2"},
            ],
        },
        {"type": "divider"},
        {
            "type": "list",
            "items": [
                {"label": "•", "blocks": [{"type": "paragraph", "text": "tea"}]},
                {
                    "label": "•",
                    "has_checkbox": True,
                    "is_checked": True,
                    "blocks": [{"type": "paragraph", "text": "bread"}],
                },
            ],
        },
        {"type": "blockquote", "blocks": [{"type": "paragraph", "text": "so"}], "credit": "Ben"},
        {"type": "pre", "text": "x = 1", "language": "python"},
        {
            "type": "table",
            "cells": [
                [
                    {"text": "a", "align": "left", "valign": "top"},
                    {"text": "b", "align": "left", "valign": "top"},
                ]
            ],
            "caption": "two",
        },
        {"type": "details", "summary": "more", "blocks": [{"type": "paragraph", "text": "inside"}]},
        {"type": "map", "zoom": 3, "caption": {"text": "there", "credit": "us"}},
        {"type": "buttons", "buttons": [{"text": "one"}, {"text": "two"}]},
        {"type": "hologram", "text": {"type": "shimmering", "text": "of tomorrow"}},
    ]
}


def test_every_word_of_a_rich_message_is_read() -> None:
    read = reading.words_of(message(rich_message=RICH))
    assert read.text.split("\n") == [
        "A day",
        "we walked far here😀x^2",
        "• tea",
        "• ☑ bread",
        "so",
        "Ben",
        "x = 1",
        "a | b",
        "two",
        "more",
        "inside",
        "there",
        "us",
        "one | two",
        "of tomorrow",
    ]
    marked = {(mark.kind, _over(read.text, mark), mark.value) for mark in read.kept}
    assert marked == {
        ("bold", "A day", ""),
        ("bold", "walked far", ""),
        ("italic", "far", ""),
        ("text_link", "here", "https://x.org"),
        ("custom_emoji", "😀", "12"),
        ("blockquote", "so\nBen", ""),
        ("pre", "x = 1", "python"),
    }
    assert reading.is_text(message(rich_message=RICH), read)


def test_a_rich_command_is_a_command() -> None:
    blocks = [
        {
            "type": "paragraph",
            "text": [{"type": "bot_command", "text": "/thanks", "bot_command": "/thanks"}, " for it"],
        }
    ]
    read = there(reading.command_of(reading.words_of(message(rich_message={"blocks": blocks}))))
    assert (read.name, read.rest.text) == ("thanks", "for it")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("/thanks for it", "thanks"),
        (["/thanks@kindling_bot", " for it"], "thanks"),
        ("/thanks/for it", None),
        ({"type": "code", "text": "/thanks"}, None),
        ("see /thanks", None),
    ],
)
def test_a_rich_message_whose_command_no_app_marked(text: object, name: str | None) -> None:
    blocks = [{"type": "paragraph", "text": text}]
    read = reading.command_of(reading.words_of(message(rich_message={"blocks": blocks})))
    assert (None if read is None else read.name) == name
    assert read is None or read.rest.text == "for it"


def test_a_rich_message_brings_its_photo_or_voice_note() -> None:
    photo = {
        "type": "photo",
        "photo": [{"file_id": "small"}, {"file_id": "large"}],
        "caption": {"text": "see"},
    }
    found = there(reading.media_of(message(rich_message={"blocks": [{"type": "map"}, photo]})))
    assert (found.kind, found.file_id) == ("photo", "large")


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda some: st.one_of(
        st.lists(some, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "text",
                    "blocks",
                    "items",
                    "cells",
                    "caption",
                    "button",
                    "label",
                    "url",
                    "photo",
                    "summary",
                ]
            ),
            some,
            max_size=4,
        ),
    ),
    max_leaves=20,
)


@given(JSON)
def test_whatever_a_rich_message_is_it_is_read(anything: object) -> None:
    for content in (anything, {"blocks": anything}, {"blocks": [anything]}):
        text, found = rich.words_of(content)
        rich.media_in(content)
        assert all(mark.start >= 0 and mark.end <= units(text) for mark in found)


def test_no_depth_of_a_rich_message_ends_anything() -> None:
    deep: object = "far down"
    for _ in range(900):
        deep = {"type": "bold", "text": deep}
    assert rich.words_of({"blocks": [{"type": "paragraph", "text": deep}]}) == ("", ())


def test_a_line_that_is_newer_than_our_library_is_telegrams_own_all_the_same() -> None:
    assert values.is_service(message(community_chat_added={}))
    assert values.is_service(message(write_access_allowed={}))
    assert not values.is_service(message(text="hello"))


@pytest.mark.skipif(SCHEMA is None, reason="needs the Bot API's schema")
def test_the_service_lines_are_those_of_the_bot_api() -> None:
    assert SCHEMA is not None
    parts = json.loads(SCHEMA.read_text())["items"]
    fields = next(it for part in parts for it in part["children"] if it["name"] == "Message")["annotations"]
    told = {it["name"] for it in fields if "Service message" in it["description"]}
    assert told <= values.SERVICE <= {it["name"] for it in fields}


def _over(text: str, mark: Mark) -> str:
    raw = text.encode("utf-16-le")
    return raw[2 * mark.start : 2 * mark.end].decode("utf-16-le")
