"""Updates read from Telegram's JSON, though a field is missing or is not as the Bot API promises.

The rule: whatever cannot be read costs itself alone, never a person's words. So each field is looked at by
itself, and one of another shape counts as missing; a message cannot do without its number and its chat, nor
a tap without whoever tapped. Only where that would take something for more private than it may be, what is
there counts: who may be a bot is one, what is in a chat's name is nobody's, a group with a username public.
python-telegram-bot raises for a whole update instead, and takes twenty times as long, as it makes an object
of everything in it.
Which fields Telegram promises: https://core.telegram.org/bots/api#available-types.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from telegram.constants import ChatMemberStatus

from bot.telegram.parsing.updates import Chat, Json, MemberUpdate, Message, Query, Update, User

_UNREADABLE = "?"
_END = 2**63
"""SQLite's integers end below it (https://www.sqlite.org/datatype3.html)."""
_IN = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)


def read(raw: Json, now: datetime) -> Update | None:
    """Return an update; None where what it cannot do without is missing. `now` (UTC) stands in for a date."""
    update_id = number(raw.get("update_id"))
    if update_id is None:
        return None
    if "message" in raw:
        said = message(raw["message"], now)
        return None if said is None else Update(update_id, message=said)
    if "edited_message" in raw:
        said = message(raw["edited_message"], now)
        return None if said is None else Update(update_id, edited_message=said)
    if "callback_query" in raw:
        query = _query(raw["callback_query"], now)
        return None if query is None else Update(update_id, callback_query=query)
    if "my_chat_member" in raw:
        change = _member_update(raw["my_chat_member"], now)
        return None if change is None else Update(update_id, my_chat_member=change)
    return Update(update_id)


def message(raw: Any, now: datetime) -> Message | None:
    """Return a message; None where it has no number or no chat."""
    if not isinstance(raw, Mapping):
        return None
    message_id, where = number(raw.get("message_id")), _chat(raw.get("chat"))
    if message_id is None or where is None:
        return None
    date = raw.get("date")
    return Message(
        message_id,
        where,
        _instant(date) or now,
        user(raw.get("from")),
        _sender_chat(raw.get("sender_chat")),
        _instant(raw.get("edit_date")),
        _words(raw.get("text")),
        _words(raw.get("caption")),
        date == 0,  # https://core.telegram.org/bots/api#inaccessiblemessage
        raw,
    )


def user(raw: Any) -> User | None:
    """Return an account; None where it has no number."""
    if not isinstance(raw, Mapping) or (user_id := number(raw.get("id"))) is None:
        return None
    return User(
        user_id,
        bool(raw.get("is_bot")),
        _words(raw.get("first_name")) or "",
        _words(raw.get("username")),
        _words(raw.get("language_code")),
    )


def number(value: object) -> int | None:
    """Return a number that a row can hold; None for what is none."""
    return value if isinstance(value, int) and -_END <= value < _END else None


def _chat(raw: Any) -> Chat | None:
    if not isinstance(raw, Mapping):
        return None
    chat_id, kind = number(raw.get("id")), raw.get("type")
    if chat_id is None or not isinstance(kind, str):
        return None
    username = raw.get("username")
    return Chat(chat_id, kind, username if isinstance(username, str) else _UNREADABLE if username else None)


def _sender_chat(raw: Any) -> Chat | None:
    """Return in which chat's name a message was written; None where it is its writer's own."""
    return None if raw is None else _chat(raw) or Chat(0, _UNREADABLE, None)


def _query(raw: Any, now: datetime) -> Query | None:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("id"), str):
        return None
    by = user(raw.get("from"))
    if by is None:
        return None
    return Query(raw["id"], by, message(raw.get("message"), now), _words(raw.get("data")) or "")


def _member_update(raw: Any, now: datetime) -> MemberUpdate | None:
    if not isinstance(raw, Mapping) or (where := _chat(raw.get("chat"))) is None:
        return None
    was_in, is_in = _is_in(raw.get("old_chat_member")), _is_in(raw.get("new_chat_member"))
    if was_in is None or is_in is None:
        return None
    return MemberUpdate(where, user(raw.get("from")), _instant(raw.get("date")) or now, was_in, is_in)


def _is_in(member: Any) -> bool | None:
    """Whether a status means being in the chat; restricted members may or may not be."""
    if not isinstance(member, Mapping) or not isinstance(status := member.get("status"), str):
        return None
    return status in _IN or (status == ChatMemberStatus.RESTRICTED and member.get("is_member") is True)


def _words(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _instant(value: object) -> datetime | None:
    """Return an instant of Unix time; None for what is none."""
    if not isinstance(value, int):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
