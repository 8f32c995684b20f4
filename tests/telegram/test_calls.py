"""A call that is made of plain values says what python-telegram-bot's own call says, field by field."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
    TelegramObject,
)
from telegram.constants import ParseMode
from telegram.request import RequestData

from bot.message import HEART, Button, Document, Media, Message
from bot.outcomes import Sent
from bot.telegram.outbound.pacing import Priority
from bot.telegram.outbound.sender import Sender
from bot.telegram.taps import Aliases
from tests.old_buttons import old_button
from tests.telegram.unsent import Library, Unsent, library

ALIASES = Aliases("a secret")
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Says = Callable[[Sender], Awaitable[object]]


class Noting(Unsent):
    """Notes what would travel: the method, the parameters and the files."""

    def __init__(self) -> None:
        self.noted: list[tuple[str, dict[str, Any], dict[str, Any]]] = []

    def answer(self, method: str, data: RequestData | None) -> tuple[int, bytes]:
        assert data is not None
        parameters = json.loads(json.dumps(data.parameters))
        form = data.json_parameters  # beside files
        assert parameters == {
            name: value if isinstance(parameters[name], str) else json.loads(value)
            for name, value in form.items()
        }
        self.noted.append((method, parameters, dict(data.multipart_data) if data.contains_files else {}))
        message = b'{"message_id":9,"date":1,"chat":{"id":-5,"type":"group"}}'
        return 200, b'{"ok":true,"result":%b}' % (message if "chat_id" in parameters else b"true")


async def assert_the_same(
    says: Says, as_they_do: Callable[[Library], Awaitable[object]], *, pays: bool = False
) -> None:
    ours, theirs = Noting(), Noting()
    assert isinstance(await says(Sender(library(ours), ALIASES, pays=pays)), Sent)
    await as_they_do(library(theirs))
    assert ours.noted == theirs.noted
    assert len(ours.noted) == 1


def markup_of(card: Message, chat_id: int) -> InlineKeyboardMarkup | ForceReply | None:
    if card.placeholder is not None:
        return ForceReply(selective=chat_id < 0, input_field_placeholder=card.placeholder or None)
    if not card.rows:
        return None
    rows = [
        [
            InlineKeyboardButton(
                it.label, callback_data=None if it.data is None else ALIASES.outward(it.data), url=it.url
            )
            for it in row
        ]
        for row in card.rows
    ]
    return InlineKeyboardMarkup(rows, api_kwargs={"force_reply": True} if card.asks else None)


async def by_library(bot: Library, chat_id: int, card: Message, *, pays: bool) -> None:
    """Send a card as python-telegram-bot does."""
    told: dict[str, Any] = {
        "parse_mode": ParseMode.HTML,
        "message_thread_id": card.thread or None,
        "disable_notification": card.silent,
        "reply_parameters": ReplyParameters(card.reply_to, allow_sending_without_reply=True)
        if card.reply_to
        else None,
        "reply_markup": markup_of(card, chat_id),
        "allow_paid_broadcast": pays or None,
        "rate_limit_args": Priority.REPLY,
    }
    caption = str(card.text) or None
    if card.document is not None:
        await bot.send_document(
            chat_id,
            card.document.file_id or card.document.content,
            filename=card.document.name,
            caption=caption,
            disable_content_type_detection=True,
            **told,
        )
    elif card.media is None:
        await bot.send_message(chat_id, str(card.text), link_preview_options=NO_PREVIEW, **told)
    elif card.media.kind == "voice":
        await bot.send_voice(chat_id, card.media.file_id or card.media.content, caption=caption, **told)
    else:
        photo = card.media.file_id or card.media.content
        await bot.send_photo(chat_id, photo, caption=caption, has_spoiler=card.veiled or None, **told)


async def edit_by_library(bot: Library, chat_id: int, message_id: int, card: Message) -> None:
    markup = markup_of(card, chat_id)
    assert not isinstance(markup, ForceReply)
    told: dict[str, Any] = {"parse_mode": ParseMode.HTML, "reply_markup": markup}
    if card.media is None:
        await bot.edit_message_text(
            str(card.text), chat_id, message_id, link_preview_options=NO_PREVIEW, **told
        )
    else:
        await bot.edit_message_caption(chat_id, message_id, caption=str(card.text), **told)


chats = st.integers(-(10**13), 10**12).filter(bool)
numbers = st.integers(1, 2**31)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
taps = st.builds(old_button, st.builds("q.answer:{}:{}".format, numbers, numbers), words)
buttons = taps | st.builds(lambda label: Button(label, url="https://t.me/kindling_bot?start=x"), words)
rows = st.lists(st.lists(buttons, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)
kinds = st.sampled_from(["voice", "photo"])
media = st.builds(Media, kinds, words) | st.builds(Media, kinds, content=st.binary(min_size=1, max_size=9))
documents = st.builds(
    Document, st.sampled_from(["ours.zip", "ours", "für uns.txt"]), st.binary(max_size=9)
) | (st.builds(Document, words, file_id=words))


@st.composite
def cards(draw: st.DrawFn) -> Message:
    """Any card that can be sent."""
    keyboard = draw(rows)
    placeholder = draw(st.none() | st.just("") | words) if not keyboard else None
    what = draw(st.sampled_from(["text", "media", "document"]))
    text = draw(words if what == "text" else words | st.just(""))
    return Message(
        Markup.escape(text),
        keyboard,
        placeholder,
        asks=bool(keyboard) and draw(st.booleans()),
        media=draw(media) if what == "media" else None,
        document=draw(documents) if what == "document" else None,
        silent=draw(st.booleans()),
        reply_to=draw(st.none() | st.integers(0, 2**31)),
        veiled=draw(st.booleans()),
        thread=draw(st.none() | st.integers(0, 2**31)),
        page=draw(st.booleans()),
    )


@given(chats, cards(), st.booleans())
async def test_every_card_is_sent_as_the_library_sends_it(chat_id: int, card: Message, pays: bool) -> None:
    await assert_the_same(
        lambda us: us.send(chat_id, card), lambda bot: by_library(bot, chat_id, card, pays=pays), pays=pays
    )


@given(chats, numbers, cards().filter(lambda it: it.placeholder is None and not it.asks))
async def test_every_card_is_edited_as_the_library_edits_it(chat_id: int, number: int, card: Message) -> None:
    await assert_the_same(
        lambda us: us.edit(chat_id, number, card), lambda bot: edit_by_library(bot, chat_id, number, card)
    )


async def test_nothing_of_the_library_is_built_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ((old_button("q.answer:1:1", "Answer privately"),),)
    card = Message(Markup("What was good today?"), rows, reply_to=3)
    sender = Sender(library(Noting()), ALIASES)

    def costs(*_args: object, **_options: object) -> None:
        raise AssertionError("an object of the library's")

    monkeypatch.setattr(TelegramObject, "__init__", costs)
    assert await sender.send(-5, card) == Sent(9)
    assert await sender.edit(-5, 9, card) == Sent(9)
    assert await sender.toast("9", "Sealed.") == Sent(0)


@pytest.mark.parametrize(
    ("says", "as_they_do"),
    [
        (lambda us: us.strip(-5, 7), lambda bot: bot.edit_message_reply_markup(-5, 7)),
        (lambda us: us.delete(-5, 7), lambda bot: bot.delete_message(-5, 7)),
        (lambda us: us.delete_all(-5, (7, 8)), lambda bot: bot.delete_messages(-5, [7, 8])),
        (lambda us: us.react(-5, 7, HEART), lambda bot: bot.set_message_reaction(-5, 7, HEART)),
        (lambda us: us.react(-5, 7, None), lambda bot: bot.set_message_reaction(-5, 7, None)),
        (lambda us: us.toast("9"), lambda bot: bot.answer_callback_query("9", None, show_alert=False)),
        (
            lambda us: us.toast("9", "Sealed.", alert=True),
            lambda bot: bot.answer_callback_query("9", "Sealed.", show_alert=True),
        ),
        (
            lambda us: us.toast("9", url="https://t.me/kindling_bot?start=x"),
            lambda bot: bot.answer_callback_query(
                "9", None, show_alert=False, url="https://t.me/kindling_bot?start=x"
            ),
        ),
    ],
)
async def test_all_else_is_said_as_the_library_says_it(
    says: Says, as_they_do: Callable[[Library], Awaitable[object]]
) -> None:
    await assert_the_same(says, as_they_do)
