"""How things look on the wire: the Bot API's JSON for users, chats, members, messages."""

from datetime import datetime

from bot.loopback.model import (
    ANONYMOUS_ADMIN_ID,
    CHANNEL_FORWARDER_ID,
    CHANNEL_SENDER_ID,
    Chat,
    Json,
    Member,
    Message,
    User,
)
from bot.loopback.rules import Rules

_ANONYMOUS: Json = {
    "id": ANONYMOUS_ADMIN_ID,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
_FORWARDER: Json = {"id": CHANNEL_FORWARDER_ID, "is_bot": False, "first_name": "Telegram"}
_AS_CHANNEL: Json = {
    "id": CHANNEL_SENDER_ID,
    "is_bot": True,
    "first_name": "Channel",
    "username": "Channel_Bot",
}
_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
)
_MEMBER_RIGHTS = (
    "can_change_info",
    "can_edit_tag",
    "can_invite_users",
    "can_manage_topics",
    "can_pin_messages",
    "can_react_to_messages",
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
)


def unix(instant: datetime) -> int:
    """Return the instant in whole Unix seconds."""
    return int(instant.timestamp())


def user_json(user: User) -> Json:
    """Return a User."""
    made: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.name}
    if user.username:
        made["username"] = user.username
    if user.language:
        made["language_code"] = user.language
    return made


def chat_json(chat: Chat) -> Json:
    """Return a Chat."""
    made: Json = {"id": chat.id, "type": chat.kind}
    if chat.person is None:
        made["title"] = chat.title
        if chat.username:
            made["username"] = chat.username
        if chat.forum:
            made["is_forum"] = True
        return made
    made["first_name"] = chat.person.name
    if chat.person.username:
        made["username"] = chat.person.username
    return made


def member_json(member: Member) -> Json:
    """Return a ChatMember of the subtype that its status asks for."""
    made: Json = {"user": user_json(member.user), "status": member.status}
    if member.status == "creator":
        made["is_anonymous"] = False
    elif member.status == "administrator":
        made |= dict.fromkeys(_ADMIN_RIGHTS, True) | {"is_anonymous": False, "can_be_edited": False}
    elif member.status == "restricted":
        made |= dict.fromkeys(_MEMBER_RIGHTS, False) | {"is_member": True, "until_date": 0}
    elif member.status == "kicked":
        made["until_date"] = 0
    return made


def message_json(message: Message, rules: Rules, *, outer: bool = True) -> Json:
    """Return a Message; `outer` messages carry the one they reply to, inner ones do not."""
    made: Json = {
        "message_id": message.id,
        "date": unix(message.date),
        "chat": chat_json(message.chat),
        **_sender_json(message, rules),
        **message.content,
    }
    if message.origin is not None:
        made["forward_origin"] = message.origin
    if message.automatic_forward:
        made["is_automatic_forward"] = True
    if message.edited is not None:
        made["edit_date"] = unix(message.edited)
    if message.protected:
        made["has_protected_content"] = True
    if message.keyboard is not None:
        made["reply_markup"] = message.keyboard
    made |= _thread_json(message, rules)
    answered = message.reply_to or _first_line(message, rules)
    if outer and answered is not None and not answered.deleted and rules["reply_context"]:
        made["reply_to_message"] = message_json(answered, rules, outer=False)
    return made


def _thread_json(message: Message, rules: Rules) -> Json:
    """Return what tells the topic; a chain of replies in a supergroup has a number too, and is no topic."""
    if message.thread is not None:
        return {"message_thread_id": message.thread, "is_topic_message": True}
    first = message
    while first.reply_to is not None:
        first = first.reply_to
    chain = message.chat.kind == "supergroup" and not message.chat.forum and first is not message
    return {"message_thread_id": first.id} if chain and rules["reply_threads"] else {}


def _first_line(message: Message, rules: Rules) -> Message | None:
    """Return the line that opened the message's topic: what replies to nothing in there replies to it."""
    if message.thread is None or message.id == message.thread or not rules["topic_first_line"]:
        return None
    return message.chat.messages.get(message.thread)


def _sender_json(message: Message, rules: Rules) -> Json:
    """Return `from` and `sender_chat` as Client.cpp maps them for chats that speak."""
    chat = message.sender_chat
    if chat is None:
        return {} if message.sender is None else {"from": user_json(message.sender)}
    if message.chat.kind == "channel":
        return {"sender_chat": chat_json(chat)}
    if message.automatic_forward:
        if not rules["linked_channel"]:
            return {"sender_chat": chat_json(chat)}
        return {"from": _FORWARDER, "sender_chat": chat_json(chat)}
    if chat is not message.chat:
        return {"from": _AS_CHANNEL, "sender_chat": chat_json(chat)}
    if message.sender is not None and not rules["anonymous_admins"]:
        return {"from": user_json(message.sender)}
    return {"from": _ANONYMOUS, "sender_chat": chat_json(chat)}


def inaccessible_json(message: Message) -> Json:
    """Return the InaccessibleMessage that stands for a deleted one."""
    return {"message_id": message.id, "date": 0, "chat": chat_json(message.chat)}
