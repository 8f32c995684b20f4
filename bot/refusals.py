"""Why Telegram refuses a message, in words of our own, and what mends it.

The edge turns Telegram's texts into these reasons (`bot.telegram.outbound.verdicts`); rows, the log and
the doctor name nothing else: Telegram's own text may quote what was to be said.
"""

NO_TEXT = "no_text"
NO_VOICE = "no_voice"
NO_PHOTO = "no_photo"
NO_MEDIA = "no_media"
NO_RIGHTS = "no_rights"
NO_TOPIC = "no_topic"
TOPIC_CLOSED = "topic_closed"
SLOW_MODE = "slow_mode"
PAID = "paid"
BAD_MARKUP = "bad_markup"
TOO_LONG = "too_long"
EMPTY = "empty"
BAD_BUTTONS = "bad_buttons"
MESSAGE_GONE = "message_gone"
MESSAGE_FIXED = "message_fixed"
UNAUTHORIZED = "unauthorized"
OTHER = "other"

OF_MESSAGES = frozenset({MESSAGE_GONE, MESSAGE_FIXED})
"""Refusals of an edit that no later try changes: of any other it is made again."""

OF_MEDIA = frozenset({NO_VOICE, NO_PHOTO, NO_MEDIA})
"""Reasons that hold for a voice note or photo and not for words."""

OF_CHATS = frozenset({NO_TEXT, NO_TOPIC, TOPIC_CLOSED, SLOW_MODE, PAID})
"""Reasons that hold for whatever is sent to that chat: words would be refused as well."""

_MENDS = {
    NO_TEXT: ("the bot may not write there", "let members send messages, in the group's permissions"),
    NO_VOICE: ("voice notes are not allowed there", "allow voice messages in the group's permissions"),
    NO_PHOTO: ("photos are not allowed there", "allow photos in the group's permissions"),
    NO_MEDIA: ("media are not allowed there", "allow media in the group's permissions"),
    NO_RIGHTS: ("the bot lacks a right there", "look at the group's permissions"),
    NO_TOPIC: ("the topic is gone", "send /question in the topic where the bot should post"),
    TOPIC_CLOSED: ("the topic is closed", "reopen it, or send /question in another one"),
    SLOW_MODE: ("slow mode is on there", "switch slow mode off in the group's permissions"),
    UNAUTHORIZED: ("Telegram answers 401 or 404", "look at TELEGRAM_BOT_TOKEN and TELEGRAM_API_BASE"),
    PAID: ("messages cost stars there", "let the bot write free of charge"),
    BAD_MARKUP: ("Telegram cannot read the bot's markup", "update Kindling; /today offers it once more"),
    TOO_LONG: ("it is too long for Telegram", "update Kindling; /today offers it once more"),
    EMPTY: ("it came out empty", "update Kindling; /today offers it once more"),
    BAD_BUTTONS: ("Telegram takes no such buttons", "update Kindling; /today offers it once more"),
}


def mend_of(why: str) -> str:
    """Return a reason and its mend in one line for whoever runs the bot."""
    said, mend = _MENDS.get(why, (f"Telegram refuses it ({why})", "look at the group's permissions"))
    return f"{said}; {mend}"
