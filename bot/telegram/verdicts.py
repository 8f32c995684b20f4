"""What a failed Bot API call means, as an outcome.

The rules it keeps: only a fixed list of texts means that a chat is out of reach, so an unknown 403 never
silences a couple; and no text of Telegram's goes on from here, because refusals quote what was to be said.

`BadRequest` and `TimedOut` are `NetworkError`s in python-telegram-bot, so the order of the cases matters.
The texts are those of telegram-bot-api/Client.cpp (github.com/tdlib/telegram-bot-api, Bot API 10.0,
`check_chat_access` and `fail_query_with_error`) and, in capitals, of the servers behind it.
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

from bot.outcomes import Gone, Later, Migrated, NotSent, Outcome, Refused, Unknown
from bot.telegram.errors import RequestNotSent

NOT_MODIFIED = "not_modified"

# Fragments in lower case, for python-telegram-bot changes the case, and the short reason each stands for.
_GONE = {
    "bot was blocked by the user": "blocked",
    "user is deactivated": "deactivated",
    "bot was kicked from the": "kicked",
    "bot is not a member of the": "not_a_member",
    "the group chat was deleted": "deleted",
    "bot can't initiate conversation with a user": "door_not_opened",
    "bot can't send messages to bots": "is_a_bot",
    "chat not found": "not_found",
    "peer_id_invalid": "not_found",
    # Whoever may not write at all waits to be let again; one forbidden kind of message is refused below.
    "not enough rights to send text messages": "no_rights",
    "have no rights to send a message": "no_rights",
    "chat_write_forbidden": "no_rights",
    "chat_restricted": "no_rights",
}
_REFUSED = {
    "message is not modified": NOT_MODIFIED,
    "can't parse entities": "bad_markup",
    "have no rights to send": "no_rights",
    "not enough rights": "no_rights",
    "need administrator rights": "no_rights",
    "chat_admin_required": "no_rights",
    "query is too old": "too_old",
    "query_id_invalid": "too_old",
    "message thread not found": "no_thread",
    "topic_closed": "no_thread",
    "topic_deleted": "no_thread",
    "message to edit not found": "message_gone",
    "message to delete not found": "message_gone",
    "message to react not found": "message_gone",
    "message not found": "message_gone",
    "message_id_invalid": "message_gone",
    "message can't be edited": "message_fixed",
    "message can't be deleted": "message_fixed",
    "is too long": "too_long",
    "text is empty": "empty",
}
_SEND_RIGHT = re.compile(r"chat_send_\w+_forbidden")
_SERVER_CODE = re.compile(r"(?:forbidden: )?([a-z0-9]+(?:_[a-z0-9]+)+)")


def outcome_of(error: TelegramError) -> Outcome:
    """Return what the failure means for the message.

    Raises:
        InvalidToken: the token is wrong, which no outcome of one message can tell.
    """
    match error:
        case InvalidToken():
            raise error
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
    """Return the seconds that Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _verdict(description: str) -> Gone | Refused:
    text = description.lower()
    for fragment, why in _GONE.items():
        if fragment in text:
            return Gone(why)
    for fragment, why in _REFUSED.items():
        if fragment in text:
            return Refused(why)
    if _SEND_RIGHT.search(text):
        return Refused("no_rights")
    # A server's bare code, such as BUTTON_DATA_INVALID, is the one other text that cannot quote anybody.
    code = _SERVER_CODE.fullmatch(text)
    return Refused(code[1] if code else "other")
