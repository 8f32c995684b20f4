"""The methods that ask and arrange: who am I, who is there, answers to taps, menus, files."""

import re
from datetime import timedelta
from typing import Any

from bot.loopback.access import find_chat, open_chat
from bot.loopback.membership import remove
from bot.loopback.model import Json, Member, Toast, bad_request
from bot.loopback.params import Params
from bot.loopback.wire import chat_json, member_json, user_json
from bot.loopback.world import World

ANSWERABLE_FOR = timedelta(seconds=15)
LONGEST_TOAST = 200
MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def get_me(world: World, params: Params) -> Any:
    """Carry out getMe."""
    flags = {"can_join_groups": True, "supports_inline_queries": False, "has_main_web_app": False}
    reads_all = not world.rules["privacy_mode"]
    return user_json(world.bot) | flags | {"can_read_all_group_messages": reads_all}


def get_webhook_info(world: World, params: Params) -> Any:
    """Carry out getWebhookInfo: there is never a webhook."""
    made: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": world.updates.count()}
    if world.updates.allowed is not None:
        made["allowed_updates"] = sorted(world.updates.allowed)
    return made


def delete_webhook(world: World, params: Params) -> Any:
    """Carry out deleteWebhook, which may drop the updates that wait."""
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    return True


def answer_tap(world: World, params: Params) -> Any:
    """Carry out answerCallbackQuery: once, within 15 seconds, 200 characters, own links only."""
    rules = world.rules
    query = world.queries.get(params.text("callback_query_id"))
    if query is None:
        raise bad_request(_TOO_OLD)
    expired = world.clock.now() - query.asked > ANSWERABLE_FOR
    if (expired and rules["query_expires"]) or (query.answer is not None and rules["query_once"]):
        raise bad_request(_TOO_OLD)
    words, url = params.text("text"), params.text("url")
    if len(words) > LONGEST_TOAST and rules["toast_length"]:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and rules["own_link_only"] and not _own_link(world, url):
        raise bad_request("URL_INVALID")
    world.toast(query, Toast(words, params.flag("show_alert"), url or None))
    return True


def _own_link(world: World, url: str) -> bool:
    name = re.escape(world.bot.username or "")
    written = rf"(https?://)?t\.me/{name}\?start=[\w-]*|tg://resolve\?domain={name}&start=[\w-]*"
    return re.fullmatch(written, url, re.IGNORECASE | re.ASCII) is not None


def get_chat(world: World, params: Params) -> Any:
    """Carry out getChat."""
    gifts = [
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ]
    needed = {"accent_color_id": 0, "max_reaction_count": 11}
    chat = find_chat(world, params)
    made = chat_json(chat) | needed | {"accepted_gift_types": dict.fromkeys(gifts, True)}
    if chat.username:
        made["active_usernames"] = [chat.username]
    standing = world.standing(chat)
    if chat.history_visible and (_may_see_history(standing) or not world.rules["history_admin_only"]):
        made["has_visible_history"] = True
    return made


def _may_see_history(standing: Member | None) -> bool:
    """Whether getChat tells this bot about the history (has_visible_history: "only to administrators")."""
    return standing is not None and standing.admin


def get_member(world: World, params: Params) -> Any:
    """Carry out getChatMember."""
    chat = open_chat(world, params)
    user = world.users.get(params.number("user_id"))
    if user is None:
        raise bad_request("user not found")
    member = chat.members.get(user.id)
    if member is None:
        raise bad_request("member not found")
    return member_json(member)


def count_members(world: World, params: Params) -> Any:
    """Carry out getChatMemberCount; bots count too."""
    chat = open_chat(world, params)
    if chat.person is not None:
        return 2
    return sum(member.present for member in chat.members.values())


def leave(world: World, params: Params) -> Any:
    """Carry out leaveChat."""
    chat = open_chat(world, params)
    if chat.person is not None:
        raise bad_request("chat member status can't be changed in private chats")
    remove(world, chat, world.bot, world.bot)
    return True


def set_commands(world: World, params: Params) -> Any:
    """Carry out setMyCommands for a scope and language."""
    commands = params.parsed("commands") or []
    if world.rules["command_menu"]:
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _COMMAND.fullmatch(command.get("command", "")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.menus[menu_key(params)] = commands
    world.changes.tell()
    return True


def get_commands(world: World, params: Params) -> Any:
    """Carry out getMyCommands."""
    return world.menus.get(menu_key(params), [])


def delete_commands(world: World, params: Params) -> Any:
    """Carry out deleteMyCommands."""
    world.menus.pop(menu_key(params), None)
    return True


def menu_key(params: Params) -> str:
    """Return the key of a command menu: its scope's type, its chat if it has one, its language."""
    scope = params.parsed("scope") or {"type": "default"}
    return ":".join(
        str(part) for part in (scope["type"], scope.get("chat_id", ""), params.text("language_code"))
    )


def set_description(world: World, params: Params) -> Any:
    """Carry out setMyDescription."""
    return _describe(world, params, "description", 512)


def set_short_description(world: World, params: Params) -> Any:
    """Carry out setMyShortDescription."""
    return _describe(world, params, "short_description", 120)


def _describe(world: World, params: Params, name: str, longest: int) -> bool:
    if len(params.text(name)) > longest:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    world.about[name] = params.text(name)
    return True


def get_file(world: World, params: Params) -> Any:
    """Carry out getFile; the path leads to the content under /file/bot<token>/."""
    file_id = params.text("file_id")
    if file_id not in world.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    size = len(world.files[file_id][1])
    unique = {"file_unique_id": f"u{file_id}", "file_size": size}
    return {"file_id": file_id, **unique, "file_path": f"files/{file_id}"}
