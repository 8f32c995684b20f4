"""Which of the things said in a chat reach the bot: privacy mode, and what it never covers.

Source: core.telegram.org/bots/features#privacy-mode.
"""

import re

from bot.loopback.markup import cut, utf16
from bot.loopback.model import Json, Member, Message
from bot.loopback.rules import Rules

# A command touches no word and none of / < > on either side; what follows it otherwise is as may be.
_COMMAND = re.compile(r"(?<![\w/<>])/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?![\w/<>])")
# Telegram's own lines: the fields that core.telegram.org/bots/api#message calls service messages.
SERVICE = frozenset(
    {
        *("new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed"),
        *("new_chat_title", "new_chat_photo", "delete_chat_photo", "group_chat_created"),
        *("message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id"),
        *("pinned_message", "chat_background_set", "write_access_allowed", "boost_added"),
        *("forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"),
        *("general_forum_topic_hidden", "general_forum_topic_unhidden", "proximity_alert_triggered"),
        *("video_chat_scheduled", "video_chat_started", "video_chat_ended"),
        *("video_chat_participants_invited", "users_shared", "chat_shared", "connected_website"),
        *("gift", "unique_gift", "checklist_tasks_done", "checklist_tasks_added"),
    }
)


def command_entities(text: str) -> list[Json]:
    """Return the bot_command entities of a typed text or caption, in UTF-16 offsets.

    Source: tdlib/td, MessageEntity.cpp, `match_bot_commands`: in "/thanks, for the soup" it is "/thanks".
    """
    return [
        {"type": "bot_command", "offset": utf16(text[: match.start()]), "length": utf16(match[0])}
        for match in _COMMAND.finditer(text)
    ]


def reaches(message: Message, bot: Member | None, rules: Rules) -> bool:
    """Return whether the bot, standing in the chat as `bot` says, is shown this message."""
    chat = message.chat
    if chat.person is not None:
        return True
    if bot is None:
        return False
    if not bot.present and not (chat.kind == "group" and "left_chat_member" in message.content):
        return False  # of its own removal it reads in the chat only in a basic group
    if SERVICE & message.content.keys():
        return rules["service_messages_reach"]
    if chat.kind == "channel":
        return rules["channel_posts"]
    by_bot = message.sender is not None and message.sender.is_bot and message.sender_chat is None
    if by_bot and rules["other_bots_unheard"]:
        return False
    if not rules["privacy_mode"] or (bot.admin and rules["admins_see_all"]):
        return True
    return _meant_for(message, bot, rules)


def _meant_for(message: Message, bot: Member, rules: Rules) -> bool:
    """Return whether a bot in privacy mode is meant: by a command, or by a reply to its own words."""
    marked = [one for one in message.entities if (one["type"], one["offset"]) == ("bot_command", 0)]
    if marked:
        _, addressed, name = cut(message.text, marked[0]).partition("@")
        if not addressed:
            if message.chat.bot_spoke_last or not rules["bare_commands"]:
                return True
        elif name.lower() == (bot.user.username or "").lower():
            return True
    answered = message.reply_to
    return answered is not None and answered.sender is bot.user and rules["replies_reach"]
