"""Every refusal that Telegram is known to answer, word for word, by what the call wanted to do.

A test can go through them: `telegram.refuses("sendMessage", text, code=code, times=1)` for each. Telegram may
answer others tomorrow; whoever handles refusals must not need this list.

Sources: tdlib/telegram-bot-api, Client.cpp (`fail_query_with_error`, `check_chat_access`); tdlib/td,
MessagesManager.cpp and MessageContent.cpp; for the texts in capitals the tables of errors at
core.telegram.org/method/messages.sendMessage, messages.sendMedia, messages.editMessage,
messages.deleteMessages and messages.setBotCallbackAnswer, which the Bot API passes on behind "Bad Request: ".
"""

from typing import NamedTuple


class Refusal(NamedTuple):
    """An HTTP status and the description that comes with it."""

    code: int
    text: str


def _bad(*words: str) -> tuple[Refusal, ...]:
    return tuple(Refusal(400, f"Bad Request: {one}") for one in words)


def _forbidden(*words: str) -> tuple[Refusal, ...]:
    return tuple(Refusal(403, f"Forbidden: {one}") for one in words)


# Who may not write, or where nobody can.
OF_CHATS = (
    *_bad(
        "chat not found",
        "chat_id is empty",
        "group chat was deactivated",
        "group chat was upgraded to a supergroup chat",
        "have no rights to send a message",
        "need administrator rights in the channel chat",
        "not enough rights to send text messages to the chat",
        "message thread not found",
        "PEER_ID_INVALID",
        "CHAT_ID_INVALID",
        "CHAT_RESTRICTED",
        "CHAT_WRITE_FORBIDDEN",
        "CHAT_SEND_PLAIN_FORBIDDEN",
        "CHAT_GUEST_SEND_FORBIDDEN",
        "CHAT_ADMIN_REQUIRED",
        "CHANNEL_INVALID",
        "CHANNEL_PRIVATE",
        "TOPIC_CLOSED",
        "TOPIC_DELETED",
        "USER_BANNED_IN_CHANNEL",
        "USER_IS_BLOCKED",
        "YOU_BLOCKED_USER",
        "INPUT_USER_DEACTIVATED",
        "PRIVACY_PREMIUM_REQUIRED",
        "ALLOW_PAYMENT_REQUIRED_5",
        "BOT_GROUPS_BLOCKED",
        "SLOWMODE_WAIT_10",
        "FLOOD_WAIT_7",
        "TIMEOUT",
        "RANDOM_ID_DUPLICATE",
    ),
    *_forbidden(
        "bot was blocked by the user",
        "user is deactivated",
        "bot can't initiate conversation with a user",
        "the bot can't send messages to the bot",
        "bot can't send messages to bots",
        "bot was kicked from the group chat",
        "bot was kicked from the supergroup chat",
        "bot was kicked from the channel chat",
        "bot is not a member of the group chat",
        "bot is not a member of the supergroup chat",
        "bot is not a member of the channel chat",
        "the group chat was deleted",
        "CHAT_WRITE_FORBIDDEN",
    ),
)

# What is wrong with the message itself.
OF_WORDS = _bad(
    "message text is empty",
    "text must be non-empty",
    "message is too long",
    'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
    "object expected as reply markup",
    "inline keyboard expected",
    "inline keyboard button text must be non-empty",
    "message to be replied not found",
    "invalid custom emoji identifier specified",
    "unsupported parse_mode",
    'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    "can't parse inline keyboard button: Can't find field \"text\"",
    "MESSAGE_EMPTY",
    "MESSAGE_TOO_LONG",
    "MSG_ID_INVALID",
    "ENTITIES_TOO_LONG",
    "ENTITY_BOUNDS_INVALID",
    "ENTITY_MENTION_USER_INVALID",
    "REPLY_MARKUP_INVALID",
    "REPLY_MARKUP_TOO_LONG",
    "BUTTON_DATA_INVALID",
    "BUTTON_TYPE_INVALID",
    "BUTTON_URL_INVALID",
    "BUTTON_USER_PRIVACY_RESTRICTED",
    "REPLY_MESSAGE_ID_INVALID",
    "QUOTE_TEXT_INVALID",
)

# Media besides: the group's or the person's own "no voice notes here", or a file that does not do.
OF_MEDIA = _bad(
    "not enough rights to send photos to the chat",
    "not enough rights to send voice notes to the chat",
    "not enough rights to send documents to the chat",
    "message caption is too long",
    "wrong file identifier/HTTP URL specified",
    "wrong file_id or the file is temporarily unavailable",
    "file is too big",
    "CHAT_SEND_MEDIA_FORBIDDEN",
    "CHAT_SEND_PHOTOS_FORBIDDEN",
    "CHAT_SEND_VOICES_FORBIDDEN",
    "CHAT_SEND_DOCS_FORBIDDEN",
    "CHAT_SEND_VIDEOS_FORBIDDEN",
    "CHAT_SEND_ROUNDVIDEOS_FORBIDDEN",
    "CHAT_SEND_AUDIOS_FORBIDDEN",
    "CHAT_SEND_GIFS_FORBIDDEN",
    "CHAT_SEND_STICKERS_FORBIDDEN",
    "VOICE_MESSAGES_FORBIDDEN",
    "MEDIA_EMPTY",
    "MEDIA_INVALID",
    "MEDIA_CAPTION_TOO_LONG",
    "FILE_REFERENCE_EXPIRED",
    "IMAGE_PROCESS_FAILED",
    "PHOTO_INVALID_DIMENSIONS",
    "PHOTO_EXT_INVALID",
)

OF_EDITS = _bad(
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message",
    "MESSAGE_ID_INVALID",
    "MESSAGE_AUTHOR_REQUIRED",
    "MESSAGE_EDIT_TIME_EXPIRED",
)

OF_DELETIONS = _bad(
    "message to delete not found",
    "message can't be deleted",
    "message can't be deleted for everyone",
    "message identifiers are not specified",
    "too many message identifiers specified",
    "MESSAGE_DELETE_FORBIDDEN",
)

OF_TAPS = _bad(
    "query is too old and response timeout expired or query ID is invalid",
    "MESSAGE_TOO_LONG",
    "URL_INVALID",
    "QUERY_ID_INVALID",
)

OF_REACTIONS = _bad(
    "message to react not found",
    "REACTIONS_TOO_MANY",
    "REACTION_INVALID",
    "REACTION_EMPTY",
)

OF_ASKING = _bad(
    "user not found",
    "member not found",
    "chat member status can't be changed in private chats",
    "BOT_COMMANDS_TOO_MUCH",
    "BOT_COMMAND_INVALID",
    "BOT_COMMAND_DESCRIPTION_INVALID",
)

KNOWN: dict[str, tuple[Refusal, ...]] = {
    "sendMessage": OF_CHATS + OF_WORDS,
    "sendPhoto": OF_CHATS + OF_WORDS + OF_MEDIA,
    "sendVoice": OF_CHATS + OF_WORDS + OF_MEDIA,
    "sendDocument": OF_CHATS + OF_WORDS + OF_MEDIA,
    "editMessageText": OF_CHATS + OF_WORDS + OF_EDITS,
    "editMessageCaption": OF_CHATS + OF_WORDS + OF_EDITS,
    "editMessageReplyMarkup": OF_CHATS + OF_WORDS + OF_EDITS,
    "deleteMessages": OF_CHATS + OF_DELETIONS,
    "deleteMessage": OF_CHATS + OF_DELETIONS,
    "answerCallbackQuery": OF_TAPS,
    "setMessageReaction": OF_CHATS + OF_REACTIONS,
}
EVERY = tuple(dict.fromkeys((*(one for some in KNOWN.values() for one in some), *OF_ASKING)))
