"""The world as the page shows it: one plain JSON value, from which both phones are drawn whole.

Messages are named by their `order`, which is unique in a world, because a group that was upgraded keeps one
history on the page although Telegram counts its messages anew.
"""

from bot.loopback.delivery import SERVICE
from bot.loopback.model import Chat, Json, Message, User
from bot.playground.stage import Stage
from bot.words import N_, _

_SERVICE = {
    "group_chat_created": "created",
    "new_chat_members": "added",
    "left_chat_member": "removed",
    "new_chat_title": "renamed",
    "migrate_to_chat_id": "upgraded",
}
# Lines of Telegram's own that the page only names.
_LINES = {
    "pinned_message": N_("A message was pinned"),
    "message_auto_delete_timer_changed": N_("The auto-delete timer was changed"),
    "chat_background_set": N_("The wallpaper was changed"),
    "forum_topic_created": N_("A topic was opened"),
}


def stage_json(stage: Stage) -> Json:
    """Return everything both phones show, but for the time of day."""
    bot = stage.world.bot
    return {
        "stage": stage.name,
        "zone": stage.zone.key,
        "bot": {
            "id": bot.id,
            "name": bot.name,
            "username": bot.username,
            "description": stage.world.about.get("description", ""),
        },
        "phones": {who: _phone_json(stage, who, user) for who, user in stage.users.items()},
    }


def _phone_json(stage: Stage, who: str, user: User) -> Json:
    group = stage.group
    return {
        "person": {"id": user.id, "name": user.name},
        "group": {
            **_chat_json(stage, who, "group"),
            "title": group.title if group else stage.group_title,
            "exists": group is not None,
            "bot_inside": stage.bot_inside,
            "commands": _commands(stage, user, group.now) if group and stage.bot_inside else [],
        },
        "door": {
            **_chat_json(stage, who, "door"),
            "title": stage.world.bot.name,
            "opened": stage.people[who].door.now.opened,
            "commands": _commands(stage, user, stage.people[who].door.now),
        },
    }


def _chat_json(stage: Stage, who: str, kind: str) -> Json:
    messages = stage.history(stage.place(who, kind))
    unread = _unread(messages, stage.users[who], stage.read[who, kind])
    return {"unread": unread, "messages": [_message_json(message) for message in messages]}


def _unread(messages: list[Message], reader: User, mark: int) -> int:
    return sum(message.order > mark and message.sender is not reader for message in messages)


def _commands(stage: Stage, user: User, chat: Chat) -> list[Json]:
    """Return the command menu that applies: the narrowest scope first, the person's language before none.

    Source: core.telegram.org/bots/api#determining-list-of-commands.
    """
    if chat.person is not None:
        scopes = [f"chat:{user.id}", "all_private_chats:", "default:"]
    else:
        scopes = [f"chat:{chat.id}", "all_group_chats:", "default:"]
    menus = stage.world.menus
    for scope in scopes:
        for language in (user.language or "", ""):
            found = menus.get(f"{scope}:{language}")
            if found:
                return [{"command": one["command"], "description": one["description"]} for one in found]
    return []


def _message_json(message: Message) -> Json:
    return {
        "id": message.order,
        "from": _sender_json(message),
        "date": message.date.isoformat(),
        "text": _words(message),
        "entities": message.entities,
        "service": _service_json(message),
        "media": _media_json(message.content),
        "keyboard": [[_button_json(button) for button in row] for row in message.buttons],
        "silent": message.silent,
        "edited": _is_marked_edited(message),
        "reply_to": _quote_json(message.reply_to),
        "force_reply": _prompt_json(message),
        "reactions": _reactions_json(message),
    }


def _is_marked_edited(message: Message) -> bool:
    """Return whether apps write "edited": not for changed buttons, nor on a bot's cards with buttons."""
    reworded = any(version.text != message.text for version in message.earlier)
    by_bot = message.sender is not None and message.sender.is_bot
    return reworded and not (by_bot and message.keyboard)


def _words(message: Message) -> str:
    """Return the text; of a followed link (/start and its payload) apps show the command alone."""
    if message.chat.person is not None and message.text.startswith("/start "):
        return "/start"
    return message.text


def _sender_json(message: Message) -> Json:
    sender = message.sender
    if message.sender_chat is not None or sender is None:
        chat = message.sender_chat or message.chat
        return {"id": chat.id, "name": chat.title, "is_bot": False}
    return {"id": sender.id, "name": sender.name, "is_bot": sender.is_bot}


def _service_json(message: Message) -> Json | None:
    """Return what happened in a service message: what, by whom, about whom or what."""
    for key, what in _SERVICE.items():
        if key not in message.content:
            continue
        about = message.content[key]
        if what == "added":
            return {"what": what, "about": ", ".join(user["first_name"] for user in about)}
        if what == "removed":
            gone = message.sender is not None and message.sender.id == about["id"]
            return {"what": "left" if gone else what, "about": about["first_name"]}
        return {"what": what, "about": message.chat.title if what in ("created", "upgraded") else str(about)}
    line = next((key for key in message.content if key in SERVICE), None)
    if line is None:
        return None
    return {"what": "line", "about": _(_LINES.get(line, N_("Something about the chat was changed")))}


# What is only named on the page, not drawn.
_NAMED = {
    "video_note": N_("Round video"),
    "animation": N_("GIF"),
    "video": N_("Video"),
    "audio": N_("Music"),
    "location": N_("Place"),
    "contact": N_("Contact"),
}


def _media_json(content: Json) -> Json | None:
    named = next((kind for kind in _NAMED if kind in content), None)
    if named is not None:
        return {"kind": named, "words": _(_NAMED[named])}
    if "voice" in content:
        return {"kind": "voice", "seconds": content["voice"].get("duration", 0)}
    if "photo" in content:
        return {"kind": "photo", "veiled": "has_media_spoiler" in content}
    if "sticker" in content:
        return {"kind": "sticker", "emoji": content["sticker"].get("emoji", "")}
    if "document" in content:
        document = content["document"]
        return {"kind": "document", "name": document.get("file_name", ""), "file": document["file_id"]}
    return None


def _button_json(button: Json) -> Json:
    if "url" in button:
        return {"text": button["text"], "kind": "url", "url": button["url"]}
    return {"text": button["text"], "kind": "tap"}


def _quote_json(answered: Message | None) -> Json | None:
    if answered is None or answered.deleted:
        return None
    media = _media_json(answered.content)
    words = _without_spoilers(answered) or (str(media.get("words", media["kind"])) if media else "")
    return {"id": answered.order, "name": _sender_json(answered)["name"], "text": words[:120]}


def _without_spoilers(message: Message) -> str:
    """Return the text with spoilers blotted out, as apps quote it."""
    units = message.text.encode("utf-16-le")
    for entity in message.entities:
        if entity["type"] == "spoiler":
            start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
            units = units[:start] + "░".encode("utf-16-le") * entity["length"] + units[end:]
    return units.decode("utf-16-le", errors="replace")


def _prompt_json(message: Message) -> Json | None:
    """Return how a message asks for a reply, by a ForceReply or by its buttons; None if it does not.

    One that names somebody by a link, or answers their message, in a group is meant for that person
    (https://core.telegram.org/bots/api#forcereply).
    """
    if message.asks and message.keyboard:
        return {"placeholder": "", "only_for": None}
    if message.placeholder is None:
        return None
    named = next((it["user"]["id"] for it in message.entities if it["type"] == "text_mention"), None)
    asked = message.reply_to.sender if message.reply_to else None
    return {"placeholder": message.placeholder, "only_for": named or (asked.id if asked else None)}


def _reactions_json(message: Message) -> list[Json]:
    by: dict[str, list[int]] = {}
    for user_id, emoji in message.reactions.items():
        for one in emoji:
            by.setdefault(one, []).append(user_id)
    return [{"emoji": emoji, "by": who} for emoji, who in by.items()]
