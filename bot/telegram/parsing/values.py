"""From Telegram's objects to our values. Nothing here decides anything."""

import unicodedata
from datetime import datetime

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    MaybeInaccessibleMessage,
    Message,
    User,
)
from telegram.constants import ChatType

from bot.telegram.incoming import Person, Replied, TappedMessage
from bot.telegram.parsing import reading
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


def place_of(message: Message) -> tuple[float, float] | None:
    """Return the latitude and longitude (degrees) of a sent place on the map, else None."""
    place = message.location
    return None if place is None else (place.latitude, place.longitude)


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


def is_group(chat: Chat) -> bool:
    """Whether this is a group or supergroup."""
    return chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)


def is_public(chat: Chat) -> bool:
    """Whether a group has a username, by which anybody finds and reads it."""
    return is_group(chat) and bool(chat.username)


def is_anonymous_admin(message: Message) -> bool:
    """Whether a group's administrator wrote it in the group's own name."""
    return (
        is_group(message.chat)
        and message.sender_chat is not None
        and message.sender_chat.id == message.chat.id
    )


def is_service(message: Message) -> bool:
    """Whether a message is a line of Telegram's own, which nobody wrote."""
    return any(getattr(message, name, None) or name in message.api_kwargs for name in SERVICE)


def thread_of(message: MaybeInaccessibleMessage | None) -> int:
    """Return the topic in which a message stands, 0 for General; a chain of replies has a number as well."""
    if not isinstance(message, Message) or not message.is_topic_message:
        return 0
    return message.message_thread_id or 0


def replied_of(message: Message, own_id: int) -> Replied | None:
    """Return which message this one replies to, its words left out.

    In a topic some clients send its first line, Telegram's own, as what every message replies to: that is
    nobody's message, and no reply.
    """
    target = message.reply_to_message
    if target is None or target.forum_topic_created is not None:
        return None
    if message.is_topic_message and target.message_id == message.message_thread_id:
        return None
    tap = None
    if target.reply_markup and target.reply_markup.inline_keyboard:
        first = target.reply_markup.inline_keyboard[0][0].callback_data
        tap = first if isinstance(first, str) else None
    sender = target.from_user
    human = person_of(sender)
    return Replied(target.message_id, human.id if human else None, bool(sender and sender.id == own_id), tap)


def message_of(query: CallbackQuery) -> TappedMessage | None:
    """Return what the tapped message shows; None where Telegram does not say."""
    message = query.message
    if not isinstance(message, Message):
        return None
    words = reading.words_of(message)
    entities = message.entities or message.caption_entities
    mentioned = frozenset(it.user.id for it in entities if it.type == it.TEXT_MENTION and it.user)
    return TappedMessage(words.text, words.kept, reading.media_of(message), mentioned)


def keyboard_of(query: CallbackQuery) -> frozenset[str] | None:
    """Return the callback data of the tapped message's buttons, as Telegram shows it now; None without any.

    Telegram fills it, not the app of who taps, which may send any data: "the message originated the query can
    contain no callback buttons with this data" (https://core.telegram.org/bots/api#callbackquery).
    """
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    if markup is None or not markup.inline_keyboard:
        return None
    data = (button.callback_data for row in markup.inline_keyboard for button in row)
    return frozenset(it for it in data if isinstance(it, str))


def edited_at(query: CallbackQuery) -> datetime | None:
    """Return when the tapped message was last edited, its keyboard alone counted; None if never or unseen."""
    return query.message.edit_date if isinstance(query.message, Message) else None


def is_member(member: ChatMember) -> bool:
    """Whether a status means being in the chat; restricted members may or may not be."""
    if member.status == ChatMember.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


def membership_change(update: ChatMemberUpdated) -> tuple[bool, bool]:
    """Return (was in, is in)."""
    return is_member(update.old_chat_member), is_member(update.new_chat_member)
