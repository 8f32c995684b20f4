"""What a failed Bot API call means, as an outcome.

The rules it keeps: only a fixed list of texts means that a chat is out of reach, so an unknown 403 never
silences a couple; only a fixed list means that a message can never be sent, so an unknown refusal never ends
one; and no text of Telegram's goes on from here, because refusals quote what was to be said.

`BadRequest` and `TimedOut` are `NetworkError`s in python-telegram-bot, so the order of the cases matters.
The texts are those of telegram-bot-api/Client.cpp (github.com/tdlib/telegram-bot-api, Bot API 10.0,
`check_chat_access` and `fail_query_with_error`), of tdlib/td's MessageContent.cpp and DialogManager.cpp
("Not enough rights to send … to the chat") and, in capitals, of the servers behind them
(https://core.telegram.org/method/messages.sendMessage#possible-errors, and sendMedia's).
"""

import re
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot import refusals
from bot.outcomes import Gone, Impossible, Later, Migrated, NotSent, Outcome, Refused, Unknown
from bot.telegram.outbound.errors import RequestNotSent

NOT_MODIFIED = "not_modified"

_SHORTEST_WAIT = 1.0

# Fragments in lower case, for python-telegram-bot changes the case, and the short reason each stands for.
# Looked through in this order, so what is said of one kind of message comes before what is said of all.
_FORBIDDEN = {
    **dict.fromkeys(
        ("rights to send voice", "chat_send_voices_forbidden", "voice_messages_forbidden"), refusals.NO_VOICE
    ),
    **dict.fromkeys(("rights to send photo", "chat_send_photos_forbidden"), refusals.NO_PHOTO),
    **dict.fromkeys(
        ("rights to send media", "chat_send_media_forbidden", "chat_send_docs_forbidden"), refusals.NO_MEDIA
    ),
}
_GONE = {
    "bot was blocked by the user": "blocked",
    "user is deactivated": "deactivated",
    "bot was kicked from the": "kicked",
    "bot is not a member of the": "not_a_member",
    "the group chat was deleted": "deleted",
    "bot can't initiate conversation with a user": "door_not_opened",
    "bot can't send messages to bots": "is_a_bot",
    "bot can't send messages to the bot": "is_a_bot",
    "chat not found": "not_found",
    "peer_id_invalid": "not_found",
    # Whoever may not write at all waits to be let again; one forbidden kind of message is refused.
    "not enough rights to send text messages": refusals.NO_TEXT,
    "have no rights to send a message": refusals.NO_TEXT,
    "chat_write_forbidden": refusals.NO_TEXT,
    "chat_restricted": refusals.NO_TEXT,
}
_REFUSED = {
    "message is not modified": NOT_MODIFIED,
    "chat_send_plain_forbidden": refusals.NO_TEXT,
    "have no rights to send": refusals.NO_RIGHTS,
    "not enough rights": refusals.NO_RIGHTS,
    "need administrator rights": refusals.NO_RIGHTS,
    "chat_admin_required": refusals.NO_RIGHTS,
    "query is too old": "too_old",
    "query_id_invalid": "too_old",
    "message thread not found": refusals.NO_TOPIC,
    "topic_deleted": refusals.NO_TOPIC,
    "topic_closed": refusals.TOPIC_CLOSED,
    "slowmode": refusals.SLOW_MODE,
    "slow mode": refusals.SLOW_MODE,
    "payment_required": refusals.PAID,
    "message to edit not found": refusals.MESSAGE_GONE,
    "message to delete not found": refusals.MESSAGE_GONE,
    "message to react not found": refusals.MESSAGE_GONE,
    "message not found": refusals.MESSAGE_GONE,
    "message_id_invalid": refusals.MESSAGE_GONE,
    "message can't be edited": refusals.MESSAGE_FIXED,
    "message can't be deleted": refusals.MESSAGE_FIXED,
    "there is no text in the message": refusals.MESSAGE_FIXED,
    "there is no caption in the message": refusals.MESSAGE_FIXED,
}
# What is wrong with the message itself, however often and wherever it is sent.
_IMPOSSIBLE = {
    "can't parse entities": refusals.BAD_MARKUP,
    "entities_too_long": refusals.BAD_MARKUP,
    "entity_bounds_invalid": refusals.BAD_MARKUP,
    "is too long": refusals.TOO_LONG,
    "message_too_long": refusals.TOO_LONG,
    "media_caption_too_long": refusals.TOO_LONG,
    "text is empty": refusals.EMPTY,
    "text must be non-empty": refusals.EMPTY,
    "message_empty": refusals.EMPTY,
    "inline keyboard button": refusals.BAD_BUTTONS,
    "button_data_invalid": refusals.BAD_BUTTONS,
    "button_url_invalid": refusals.BAD_BUTTONS,
    "button_type_invalid": refusals.BAD_BUTTONS,
    "reply_markup_invalid": refusals.BAD_BUTTONS,
    "reply_markup_too_long": refusals.BAD_BUTTONS,
}
_MEANINGS = (
    (Refused, _FORBIDDEN),
    (Gone, _GONE),
    (Refused, _REFUSED),
    (Impossible, _IMPOSSIBLE),
)
_SEND_RIGHT = re.compile(r"chat_send_\w+_forbidden")
_SERVER_CODE = re.compile(r"(?:forbidden: )?([a-z0-9]+(?:_[a-z0-9]+)+)")


def outcome_of(error: TelegramError) -> Outcome:
    """Return what the failure means for the message.

    A 401 or 404 refuses one message like any other: a single method may answer so for a while. Whether the
    token itself is still good is for whoever polls to tell (`polling`), and for a start (`patience`).
    """
    match error:
        case InvalidToken():
            return Refused(refusals.UNAUTHORIZED)
        case RetryAfter():
            return Later(wait_of(error))
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case Conflict():
            return Refused("conflict")
        case EndPointNotFound():
            return Refused("no_such_method")
        case Forbidden() | BadRequest():
            return _verdict(error.message)
        case RequestNotSent():
            return NotSent(error.message)
        case _:
            # Lost answers, gateways' 5xx, and answers that are not Telegram's: it may have arrived.
            return Unknown(type(error).__name__)


def wait_of(error: RetryAfter) -> float:
    """Return the seconds that Telegram asks to wait, one at least, whatever it says."""
    wait = error.retry_after
    return max(_SHORTEST_WAIT, wait.total_seconds() if isinstance(wait, timedelta) else float(wait))


def _verdict(description: str) -> Gone | Refused | Impossible:
    text = description.lower()
    for meaning, known in _MEANINGS:
        for fragment, why in known.items():
            if fragment in text:
                return meaning(why)
    if _SEND_RIGHT.search(text):
        return Refused(refusals.NO_RIGHTS)
    # A server's bare code, such as CHAT_FORWARDS_RESTRICTED, is the one other text that cannot quote anybody.
    code = _SERVER_CODE.fullmatch(text)
    return Refused(code[1] if code else refusals.OTHER)
