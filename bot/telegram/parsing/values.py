"""From Telegram's JSON to our values. Nothing here decides anything."""

import unicodedata

from bot.telegram.incoming import Person, Replied, TappedMessage
from bot.telegram.parsing import lenient, reading
from bot.telegram.parsing.updates import Chat, Json, Message, Query, User
from bot.words import _

# Telegram's stand-ins for anonymous admins, linked channels and channels that write.
# Source: https://core.telegram.org/bots/api#message, fields `from` and `sender_chat`.
STAND_INS = frozenset({1087968824, 777000, 136817688})

# Outbox messages and signs that show nothing, beside those that Unicode calls separators and controls.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")

# What a message says of itself where nobody wrote anything: a pin, a timer, a wallpaper, somebody's number
# shared. Source: https://core.telegram.org/bots/api#message, the fields described as service messages, and
# those that tell of a chat's members, name and picture.
SERVICE = frozenset(
    {
        "boost_added",
        "channel_chat_created",
        "chat_background_set",
        "chat_owner_changed",
        "chat_owner_left",
        "chat_shared",
        "checklist_tasks_added",
        "checklist_tasks_done",
        "community_chat_added",
        "community_chat_joined",
        "community_chat_removed",
        "connected_website",
        "delete_chat_photo",
        "direct_message_price_changed",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "gift",
        "gift_upgrade_sent",
        "giveaway_completed",
        "giveaway_created",
        "group_chat_created",
        "left_chat_member",
        "managed_bot_created",
        "message_auto_delete_timer_changed",
        "migrate_from_chat_id",
        "migrate_to_chat_id",
        "new_chat_members",
        "new_chat_photo",
        "new_chat_title",
        "paid_message_price_changed",
        "passport_data",
        "pinned_message",
        "poll_option_added",
        "poll_option_deleted",
        "proximity_alert_triggered",
        "refunded_payment",
        "successful_payment",
        "suggested_post_approval_failed",
        "suggested_post_approved",
        "suggested_post_declined",
        "suggested_post_paid",
        "suggested_post_refunded",
        "supergroup_chat_created",
        "unique_gift",
        "users_shared",
        "video_chat_ended",
        "video_chat_participants_invited",
        "video_chat_scheduled",
        "video_chat_started",
        "web_app_data",
        "write_access_allowed",
    }
)


_NOTHING: tuple[object, ...] = (None, False, "", [])
"""What a field holds that says nothing."""


def place_of(message: Message) -> tuple[float, float] | None:
    """Return the latitude and longitude (degrees) of a sent place on the map, else None."""
    match message.raw.get("location"):
        case {"latitude": int() | float() as latitude, "longitude": int() | float() as longitude}:
            return latitude, longitude
    return None


def album_of(message: Message) -> str | None:
    """Return what the messages of one album share, else None."""
    album = message.raw.get("media_group_id")
    return album if isinstance(album, str) else None


def person_of(user: User | None) -> Person | None:
    """Return a human being who acted, or None for bots and Telegram's stand-ins."""
    if user is None or user.is_bot or user.id in STAND_INS:
        return None
    return Person(user.id, name_of(user))


def name_of(user: User) -> str:
    """Return the first name somebody goes by; of one in which nothing is seen, their username instead."""
    if not user.first_name:
        return ""  # Telegram says none of an account that was deleted: the one before stays
    if any(it not in _BLANKS and unicodedata.category(it) not in _UNSEEN for it in user.first_name):
        return user.first_name
    return user.username or _("Someone")


def is_public(chat: Chat) -> bool:
    """Whether a group has a username, by which anybody finds and reads it."""
    return chat.is_group and bool(chat.username)


def is_anonymous_admin(message: Message) -> bool:
    """Whether a group's administrator wrote it in the group's own name."""
    return (
        message.chat.is_group
        and message.sender_chat is not None
        and message.sender_chat.id == message.chat.id
    )


def is_service(message: Message) -> bool:
    """Whether a message is a line of Telegram's own, which nobody wrote."""
    if SERVICE.isdisjoint(message.raw):
        return False
    return any(message.raw.get(name) not in _NOTHING for name in SERVICE)


def lets_write(message: Message) -> bool:
    """Whether this is the line that somebody let the bot write to them."""
    return message.raw.get("write_access_allowed") is not None


def moved(message: Message) -> tuple[int, int] | None:
    """Return the group and the supergroup that it became, if a line of Telegram's own says so."""
    here = message.chat.id
    if new := lenient.number(message.raw.get("migrate_to_chat_id")):
        return here, new
    if old := lenient.number(message.raw.get("migrate_from_chat_id")):
        return old, here
    return None


def came(message: Message) -> list[User]:
    """Return who came into the chat, as a line of Telegram's own says."""
    users = message.raw.get("new_chat_members")
    read = [lenient.user(it) for it in users] if isinstance(users, list) else []
    return [it for it in read if it is not None]


def left(message: Message) -> User | None:
    """Return who left the chat, as a line of Telegram's own says."""
    return lenient.user(message.raw.get("left_chat_member"))


def thread_of(message: Message | None) -> int:
    """Return the topic in which a message stands, 0 for General; a chain of replies has a number as well."""
    if message is None or message.raw.get("is_topic_message") is not True:
        return 0
    return lenient.number(message.raw.get("message_thread_id")) or 0


def replied_of(message: Message, own_id: int) -> Replied | None:
    """Return which message this one replies to, its words left out.

    In a topic some clients send its first line, Telegram's own, as what every message replies to: that is
    nobody's message, and no reply.
    """
    target = message.raw.get("reply_to_message")
    number = lenient.number(target.get("message_id")) if isinstance(target, dict) else None
    if number is None or not isinstance(target, dict) or target.get("forum_topic_created") is not None:
        return None
    if number == thread_of(message):
        return None
    rows = _keyboard(target)
    sender = lenient.user(target.get("from"))
    human = person_of(sender)
    return Replied(
        number,
        human.id if human else None,
        bool(sender and sender.id == own_id),
        _tap(rows[0][0]) if rows and rows[0] else None,
    )


def message_of(query: Query) -> TappedMessage | None:
    """Return what the tapped message shows; None where Telegram does not say."""
    message = query.message
    if message is None or message.inaccessible:
        return None
    words = reading.words_of(message)
    users = [it.get("user") for it in reading.entities_of(message) if it["type"] == "text_mention"]
    mentioned = frozenset(it.id for it in map(lenient.user, users) if it is not None)
    return TappedMessage(words.text, words.kept, reading.media_of(message), mentioned)


def keyboard_of(query: Query) -> frozenset[str] | None:
    """Return the callback data of the tapped message's buttons, as Telegram shows it now; None without any.

    Telegram fills it, not the app of who taps, which may send any data: "the message originated the query can
    contain no callback buttons with this data" (https://core.telegram.org/bots/api#callbackquery).
    """
    rows = _keyboard(query.message.raw) if query.message is not None else []
    if not rows:
        return None
    data = (_tap(button) for row in rows for button in row)
    return frozenset(it for it in data if it is not None)


def _keyboard(message: Json) -> list[list[Json]]:
    """Return the buttons below a message, row by row; none where any of them is none."""
    match message.get("reply_markup"):
        case {"inline_keyboard": [*rows]} if all(isinstance(row, list) for row in rows):
            buttons = [it for row in rows for it in row]
            if all(isinstance(it, dict) and isinstance(it.get("text"), str) for it in buttons):
                return rows
    return []


def _tap(button: Json) -> str | None:
    data = button.get("callback_data")
    return data if isinstance(data, str) else None
