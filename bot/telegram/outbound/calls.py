"""What the bot says, as calls of the Bot API: the parameters by its own names, in its own JSON.

They are plain values from here to the socket. python-telegram-bot's objects for keyboards, parameters and
messages would cost more than all else that a send takes; its requests are used as they are, so that whatever
fails raises the same errors as its own calls do. Which parameters there are:
https://core.telegram.org/bots/api#available-methods.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from telegram import InputFile
from telegram.request import RequestData

from bot.message import Button, Document, Media, Message
from bot.telegram.taps import Aliases

Json = dict[str, Any]
File = tuple[str, bytes, str]
"""A file to be uploaded: its name, its content and its media type."""

_HTML = "HTML"
_NO_PREVIEW = {"is_disabled": True}


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API. `files` are uploaded with it, each in place of the parameter that it names.

    It has the public attributes of a `RequestData`, which is all that our transports read of one.
    """

    method: str
    parameters: Json
    files: Mapping[str, File] = field(default_factory=dict, repr=False)

    @property
    def contains_files(self) -> bool:
        """Whether anything is uploaded with it."""
        return bool(self.files)

    @property
    def json_parameters(self) -> dict[str, str]:
        """The parameters as a form has them: words as they are, all else as JSON."""
        return {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in self.parameters.items()
        }

    @property
    def multipart_data(self) -> dict[str, File]:
        """The files by the parameters in whose place they go."""
        return dict(self.files)

    @property
    def data(self) -> RequestData:
        """The call as python-telegram-bot's requests take it."""
        return cast("RequestData", self)


class Calls:
    """Makes calls of cards, with aliases in their buttons; where one `pays` for broadcasts, it says so."""

    def __init__(self, aliases: Aliases, *, pays: bool = False) -> None:
        self._aliases = aliases
        self._pays = pays

    def send(self, chat_id: int, message: Message) -> Call:
        """Return the call that sends a card as a new message."""
        method, said, files = _said(message)
        said |= {"chat_id": chat_id, "parse_mode": _HTML, "disable_notification": message.silent}
        if message.thread:
            said["message_thread_id"] = message.thread
        if message.reply_to:
            said["reply_parameters"] = {"message_id": message.reply_to, "allow_sending_without_reply": True}
        if message.rows:
            said["reply_markup"] = self._keyboard(message)
        elif message.placeholder is not None:
            said["reply_markup"] = _question(message.placeholder, chat_id)
        if self._pays:
            said["allow_paid_broadcast"] = True
        return Call(method, said, files)

    def edit(self, chat_id: int, message_id: int, message: Message) -> Call:
        """Return the call that gives a message a card's words and buttons; its medium stays."""
        edited: Json = {"chat_id": chat_id, "message_id": message_id, "parse_mode": _HTML}
        if message.rows:
            edited["reply_markup"] = self._keyboard(message)
        if message.media is not None:
            return Call("editMessageCaption", edited | {"caption": str(message.text)})
        return Call(
            "editMessageText", edited | {"text": str(message.text), "link_preview_options": _NO_PREVIEW}
        )

    def _keyboard(self, message: Message) -> Json:
        keyboard: Json = {"inline_keyboard": [[self._button(it) for it in row] for row in message.rows]}
        if message.asks:
            keyboard["force_reply"] = True
        return keyboard

    def _button(self, button: Button) -> Json:
        made: Json = {"text": button.label}
        if button.data is not None:
            made["callback_data"] = self._aliases.outward(button.data)
        if button.url is not None:
            made["url"] = button.url
        return made


def strip(chat_id: int, message_id: int) -> Call:
    """Return the call that takes a message's keyboard off."""
    return Call("editMessageReplyMarkup", {"chat_id": chat_id, "message_id": message_id})


def delete(chat_id: int, message_id: int) -> Call:
    """Return the call that deletes a message."""
    return Call("deleteMessage", {"chat_id": chat_id, "message_id": message_id})


def delete_all(chat_id: int, message_ids: Sequence[int]) -> Call:
    """Return the call that deletes up to 100 messages of a chat."""
    return Call("deleteMessages", {"chat_id": chat_id, "message_ids": list(message_ids)})


def toast(callback_id: str, text: str, *, alert: bool, url: str | None) -> Call:
    """Return the call that answers a tap, with a line or an address where there is one."""
    answer: Json = {"callback_query_id": callback_id, "show_alert": alert}
    if text:
        answer["text"] = text
    if url is not None:
        answer["url"] = url
    return Call("answerCallbackQuery", answer)


def react(chat_id: int, message_id: int, emoji: str | None) -> Call:
    """Return the call that sets the bot's one reaction on a message; None takes it back."""
    reacted: Json = {"chat_id": chat_id, "message_id": message_id}
    if emoji is not None:
        reacted["reaction"] = [{"type": "emoji", "emoji": emoji}]
    return Call("setMessageReaction", reacted)


def look(chat_id: int) -> Call:
    """Return the call that asks what there is to know of a chat."""
    return Call("getChat", {"chat_id": chat_id})


def _said(message: Message) -> tuple[str, Json, dict[str, File]]:
    """Return the method that sends a card, its words and medium as parameters, and the file to upload."""
    if message.document is not None:
        given, files = _file("document", message.document)
        return "sendDocument", _captioned(message) | given | {"disable_content_type_detection": True}, files
    if message.media is None:
        return "sendMessage", {"text": str(message.text), "link_preview_options": _NO_PREVIEW}, {}
    given, files = _file(message.media.kind, message.media)
    if message.media.kind == "voice":
        return "sendVoice", _captioned(message) | given, files
    return (
        "sendPhoto",
        _captioned(message) | given | ({"has_spoiler": True} if message.veiled else {}),
        files,
    )


def _captioned(message: Message) -> Json:
    return {"caption": str(message.text)} if message.text else {}


def _file(name: str, file: Media | Document) -> tuple[Json, dict[str, File]]:
    """Return a file as a parameter, by the id by which Telegram knows it, or as one to be uploaded."""
    if file.file_id:
        return {name: file.file_id}, {}
    known_as = file.name if isinstance(file, Document) else None
    made = InputFile(file.content, filename=known_as)
    return {}, {name: (made.filename, file.content, made.mimetype)}


def _question(placeholder: str, chat_id: int) -> Json:
    """Return a request for a reply; in a group it is shown only to who is mentioned or replied to."""
    asked: Json = {"force_reply": True, "selective": chat_id < 0}
    if placeholder:
        asked["input_field_placeholder"] = placeholder
    return asked
