"""Comings and goings: groups made, people and bots added and removed, upgrades, roles.

The order of service messages and my_chat_member follows what tdlib/telegram-bot-api sends.
"""

import re

from bot.loopback.model import Chat, ImpossibleError, Member, User
from bot.loopback.wire import user_json
from bot.loopback.world import World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def create_group(
    world: World, title: str, owner: User, others: tuple[User, ...], kind: str = "group"
) -> Chat:
    """Make a group owned by one person, with others in it from the start."""
    chat = world.chat(kind, title)
    chat.members[owner.id] = Member(owner, "creator")
    for other in others:
        chat.members[other.id] = Member(other)
    if kind == "group":
        world.post(chat, owner, {"group_chat_created": True})
    return chat


def add(world: World, chat: Chat, user: User, by: User) -> None:
    """Add a person or a bot; the bot itself is told twice, by my_chat_member and in the chat."""
    own = user is world.bot
    told = world.rules["join_told"] or not own
    member = chat.members.get(user.id) or Member(user, "left")
    if told:
        status = "administrator" if chat.kind == "channel" and user.is_bot else "member"
        world.move(chat, member, status, by)
    else:
        member.status = "member"
        chat.members[user.id] = member
    if told and chat.kind != "channel":
        world.post(chat, by, {"new_chat_members": [user_json(user)]})
    elif own:
        world.changes.tell()


def add_by_link(world: World, chat: Chat, by: User, payload: str) -> None:
    """Add the bot by a t.me/<bot>?startgroup link: the join, and /start@bot in the adder's name."""
    check_payload(world, payload)
    add(world, chat, world.bot, by)
    if world.rules["startgroup_command"]:
        text = f"/start@{world.bot.username} {payload}".rstrip()
        entity = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
        world.post(chat, by, {"text": text, "entities": [entity]})


def check_payload(world: World, payload: str) -> None:
    """Raise ImpossibleError for a payload that no deep link carries (core.telegram.org/bots/features)."""
    if payload and world.rules["deep_link_payload"] and not _PAYLOAD.fullmatch(payload):
        raise ImpossibleError("a deep link carries 1-64 characters of A-Z, a-z, 0-9, _ and -")


def remove(world: World, chat: Chat, user: User, by: User) -> None:
    """Remove somebody, or let them go (`by` is the user). A supergroup bans whom it removes."""
    member = chat.members[user.id]
    banned = chat.kind != "group" and by is not user
    told = world.rules["removal_told"] or user is not world.bot
    if told:
        world.move(chat, member, "kicked" if banned else "left", by)
    if told and chat.kind != "channel":
        world.post(chat, by, {"left_chat_member": user_json(user)})
    member.status = "kicked" if by is not user else "left"
    world.changes.tell()


def promote(world: World, chat: Chat, user: User, by: User, *, admin: bool = True) -> None:
    """Make somebody an administrator, or an ordinary member again."""
    world.move(chat, chat.members[user.id], "administrator" if admin else "member", by)


def rename(world: World, chat: Chat, title: str, by: User) -> None:
    """Give a group another name."""
    chat.title = title
    world.post(chat, by, {"new_chat_title": title})


def upgrade(world: World, old: Chat, by: User) -> Chat:
    """Turn a basic group into a supergroup and return it.

    The bot sees a join of the new chat (tdlib/telegram-bot-api#266), then migrate_to_chat_id in the old
    chat and migrate_from_chat_id in the new one.
    """
    new = world.chat("supergroup", old.title)
    new.writable, new.bot_spoke_last = old.writable, old.bot_spoke_last
    for member in old.members.values():
        if member.present and member.user is not world.bot:
            new.members[member.user.id] = Member(member.user, member.status)
    own = world.standing(old)
    if own is not None and own.present:
        joined = Member(world.bot, "left")
        if world.rules["upgrade_join"]:
            world.move(new, joined, own.status, by)
        else:
            new.members[world.bot.id] = Member(world.bot, own.status)
            world.move(old, own, "left", by)
    if not world.rules["upgrade_voids_messages"]:
        new.messages.update(old.messages)
    if world.rules["upgrade_told"]:
        world.post(old, by, {"migrate_to_chat_id": new.id})
        world.post(new, by, {"migrate_from_chat_id": old.id}, sender_chat=new)
    old.upgraded_to = new
    world.changes.tell()
    return new
