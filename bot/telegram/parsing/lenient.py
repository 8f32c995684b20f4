"""Updates as python-telegram-bot reads them, though a field is missing or is not as it expects.

The library raises for a whole update if one required field of one object in it is missing, though nothing
here needs it. The rule: whatever cannot be read costs itself alone, never a person's words. An update that
is read as it is (nearly every one) is left alone; of another, what is missing and not needed is filled in
(`_FILLED`), and each field of its message that still cannot be read goes.
Which fields Telegram promises: https://core.telegram.org/bots/api#available-types.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from telegram import Chat, Message, Update

from bot.telegram.outbound.sender import UNREADABLE
from bot.telegram.parsing import values

Json = dict[str, Any]

_MESSAGES = ("message", "edited_message")
_CORE = ("message_id", "date", "chat", "from")
_INSIDE = ("reply_to_message", "pinned_message")
"""The fields of a message that are messages."""

_USER: Json = {"is_bot": False, "first_name": ""}
_FILE: Json = {"file_unique_id": ""}
_FILLED: Mapping[str, Json] = {
    "from": _USER,
    "via_bot": {"is_bot": True, "first_name": ""},
    "voice": _FILE | {"duration": 0},
    "photo": _FILE | {"width": 0, "height": 0},
}
"""What python-telegram-bot wants and nobody here needs, by the field that lacks it."""


def read(raw: Json, now: datetime) -> Update | None:
    """Return an update; None where what it cannot do without is missing. `now` (UTC) stands in for a date.

    Of a line of Telegram's own that cannot be read nothing is left but the update.
    """
    if (update := _whole(raw)) is not None:
        return update
    mended = {name: _mended(name, value, now) for name, value in raw.items()}
    if any(_is_lost_line(raw[name], mended[name]) for name in _MESSAGES if name in raw):
        return _whole({"update_id": raw.get("update_id")})
    return _whole(mended)


def _whole(raw: Json) -> Update | None:
    try:
        update = Update.de_json(raw)
    except UNREADABLE:
        return None
    said = update.message or update.edited_message
    return update if said is None or _is_sound(said) else None


def _is_sound(message: Message) -> bool:
    """Whether a message has a chat, and words that are words: the library does not ask."""
    words = (message.text, message.caption)
    return isinstance(message.chat, Chat) and all(it is None or isinstance(it, str) for it in words)


def _mended(name: str, body: object, now: datetime) -> object:
    if not isinstance(body, dict):
        return body
    if name in _MESSAGES:
        return _message(body, now)
    filled = _filled(body)
    if isinstance(message := filled.get("message"), dict):  # the one below which a button was tapped
        filled["message"] = _message(message, now)
        filled.setdefault("chat_instance", "")
    return filled


def _is_lost_line(before: object, after: object) -> bool:
    """Whether a message that is a line of Telegram's own lost what made it one."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return False
    return not values.SERVICE.isdisjoint(before.keys() - after.keys())


def _message(body: Json, now: datetime) -> Json:
    """Return a message without what cannot be read in it."""
    filled = _filled(body)
    if not isinstance(filled.get("date"), int):
        filled["date"] = int(now.timestamp())
    core = {name: filled[name] for name in _CORE if name in filled}
    readable = dict(core)
    for name, value in filled.items():
        if name in core:
            continue
        inside = _message(value, now) if name in _INSIDE and isinstance(value, dict) else value
        kept = _readable(core, name, inside)
        if kept is not None:
            readable[name] = kept
    return readable


def _readable(core: Json, name: str, value: object) -> object | None:
    """Return a field of a message as far as it can be read: of a list what is readable in it."""
    if _is_read(core | {name: value}):
        return value
    if not isinstance(value, list):
        return None
    return [it for it in value if _is_read(core | {name: [it]})] or None


def _is_read(message: Json) -> bool:
    try:
        return _is_sound(Message.de_json(message))
    except UNREADABLE:
        return False


def _filled(body: Json) -> Json:
    """Return an object with what is missing in its fields and is not needed."""
    return {name: _with(value, _FILLED[name]) if name in _FILLED else value for name, value in body.items()}


def _with(value: object, missing: Json) -> object:
    if isinstance(value, list):
        return [_with(it, missing) for it in value]
    return missing | value if isinstance(value, dict) else value
