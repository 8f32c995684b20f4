"""The world the loopback keeps: who exists, what was said where, and what each person has been shown."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.loopback.changes import Changes
from bot.loopback.delivery import reaches
from bot.loopback.model import Chat, Json, Member, Message, Query, Rows, Thread, Toast, User, Version
from bot.loopback.rules import Rules
from bot.loopback.updates import UpdateQueue
from bot.loopback.wire import chat_json, inaccessible_json, member_json, message_json, unix, user_json

_FIRST_PERSON = 1_001
_FIRST_GROUP = 4_000_001
_FIRST_SUPERGROUP = 1_000_000_000_001


GONE = "(gone: "
"""How the line begins that tells that a message went from its chat."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One line that some people were shown at an instant (UTC), in a chat or (a toast) over it."""

    chat: Chat
    audience: frozenset[int]
    line: str
    at: datetime

    @property
    def is_gone(self) -> bool:
        """Whether it tells that a message went from the chat."""
        return self.line.startswith(GONE)


class World:
    """Users, chats, messages and taps, and the updates that reach the bot.

    Everything happens at once, in the order in which it is called; nothing here awaits. `log` keeps what
    people were shown, every version of every edit; `menus` the command menus by scope and language; `about`
    the bot's descriptions; `files` kind and content by file id. Ids are never used twice in a world.
    """

    def __init__(self, clock: Clock, bot: User, rules: Rules) -> None:
        self.clock = clock
        self.bot = bot
        self.rules = rules
        self.changes = Changes()
        self.updates = UpdateQueue(clock, rules, self.changes)
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.met: set[int] = set()
        self.log: list[Seen] = []
        self.files: dict[str, tuple[str, bytes]] = {}
        self.lengths: dict[str, int] = {}  # seconds, by file id
        self.menus: dict[str, list[Json]] = {}
        self.about: dict[str, str] = {}
        self._made = {"person": _FIRST_PERSON, "group": _FIRST_GROUP, "supergroup": _FIRST_SUPERGROUP}
        self._order = 0
        self._shared_id = 0
        self._random = random.Random(7)  # noqa: S311 - names and file ids, nothing secret

    # Who and where

    def person(self, name: str, language: str | None = None, *, is_bot: bool = False) -> User:
        """Add a person (or another bot) with a private chat that nobody has opened yet."""
        user = User(self._next("person"), name, language=language, is_bot=is_bot)
        if is_bot:
            user.username = f"{name.replace(' ', '_')}_bot"
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private", person=user)
        return user

    def chat(self, kind: str, title: str) -> Chat:
        """Add an empty group, supergroup or channel."""
        if kind == "group":
            made = Chat(-self._next("group"), "group", title)
        else:
            made = Chat(-self._next("supergroup"), "channel" if kind == "channel" else "supergroup", title)
        self.chats[made.id] = made
        return made

    def standing(self, chat: Chat) -> Member | None:
        """Return the bot's own standing in a chat, None if it was never there."""
        return chat.members.get(self.bot.id)

    # What is said

    def post(
        self,
        chat: Chat,
        sender: User | None,
        content: Json,
        *,
        first_line: bool = False,
        **extras: Any,
    ) -> Message:
        """Say something in a chat: everybody there sees it, and the bot where it reaches the bot.

        Args:
            chat: where it is said.
            sender: who says it; None only where a chat itself speaks.
            content: the Bot API's own fields of the message.
            first_line: whether it opens a topic, which then has its number.
            extras: further fields of `Message`.
        """
        self._order += 1
        made = Message(chat, self._message_id(chat), self._order, self.clock.now(), sender, content, **extras)
        if first_line:
            made.thread, chat.topics[made.id] = made.id, Thread()
        chat.messages[made.id] = made
        self._show(made, line_of(made, self.bot))
        if sender is not self.bot:
            self.deliver(made)
        if sender is not None and sender.is_bot and made.sender_chat is None:
            chat.bot_spoke_last = sender is self.bot
        self.changes.tell()
        return made

    def deliver(self, message: Message, *, edited: bool = False) -> None:
        """Queue the update about a message where it reaches the bot."""
        if not reaches(message, self.standing(message.chat), self.rules):
            return
        if edited and not self.rules["edits_told"]:
            return
        kind = "channel_post" if message.chat.kind == "channel" else "message"
        if message.sender is not None:
            self.met.add(message.sender.id)
        self.updates.add(f"edited_{kind}" if edited else kind, message_json(message, self.rules))

    def edit(self, message: Message, content: Json, keyboard: Json | None, html: str = "") -> None:
        """Change a message in place, remembering how it looked; an edit by a person reaches the bot."""
        message.earlier.append(Version(message.text, message.rows))
        message.content, message.keyboard, message.html = content, keyboard, html
        message.edited = self.clock.now()
        self._show(message, f"{line_of(message, self.bot)} (edited)")
        if message.sender is not self.bot:
            self.deliver(message, edited=True)
        self.changes.tell()

    def delete(self, message: Message) -> None:
        """Take a message out of its chat for everybody; the bot is told nothing."""
        message.deleted = True
        if message.chat.messages.pop(message.id, None) is not None:
            message.chat.gone.append(message)
        self._show(message, f"{GONE}{line_of(message, self.bot)})")
        self.changes.tell()

    def react(self, user: User, message: Message, emoji: list[str]) -> None:
        """Set a user's reactions; the bot hears of them as an administrator who asked for it."""
        before = message.reactions.get(user.id, [])
        message.reactions[user.id] = emoji
        self._show(
            message, f"{user.name} reacts {' '.join(emoji) or 'no more'} to: {line_of(message, self.bot)}"
        )
        if user is not self.bot and self._told_as_admin(message.chat, "reactions_admin_only"):
            old, new = ([{"type": "emoji", "emoji": one} for one in some] for some in (before, emoji))
            about = {"chat": chat_json(message.chat), "message_id": message.id, "user": user_json(user)}
            body = {**about, "date": unix(self.clock.now()), "old_reaction": old, "new_reaction": new}
            self.updates.add("message_reaction", body)
        self.changes.tell()

    def tap(self, user: User, message: Message, data: str) -> Query:
        """Send callback data about a message to the bot."""
        query = Query(str(self._random.getrandbits(62)), user, message, data, self.clock.now())
        self.queries[query.id] = query
        self.met.add(user.id)
        shown = inaccessible_json(message) if message.deleted else message_json(message, self.rules)
        body = {"id": query.id, "from": user_json(user), "message": shown, "data": data}
        self.updates.add("callback_query", body | {"chat_instance": str(message.chat.id * -7919)})
        return query

    def toast(self, query: Query, answer: Toast) -> None:
        """Show a person the answer to their tap; nobody else sees it."""
        query.answer = answer
        words = f"[{'alert' if answer.alert else 'toast'}] {answer.text}".rstrip()
        if answer.url:
            words += " (opens the door)"
        self.log.append(Seen(query.message.chat, frozenset({query.person.id}), words, self.clock.now()))
        self.changes.tell()

    def move(self, chat: Chat, member: Member, status: str, by: User) -> None:
        """Change a member's status and tell the bot about its own, or as an administrator about others'."""
        before = member_json(member)
        member.status = status
        chat.members[member.user.id] = member
        own = member.user is self.bot
        self.met.add(by.id)
        if own or self._told_as_admin(chat, "members_admin_only"):
            body = {"chat": chat_json(chat), "from": user_json(by), "date": unix(self.clock.now())}
            changed = {"old_chat_member": before, "new_chat_member": member_json(member)}
            self.updates.add("my_chat_member" if own else "chat_member", body | changed)
        self.changes.tell()

    def album_id(self) -> str:
        """Return a new media_group_id."""
        return str(self._random.getrandbits(56))

    def file(self, kind: str, content: bytes) -> str:
        """Keep a file and return its new id."""
        file_id = f"{kind}-{self._random.getrandbits(80):020x}"
        self.files[file_id] = (kind, content)
        return file_id

    # Inside

    def _told_as_admin(self, chat: Chat, rule: str) -> bool:
        standing = self.standing(chat)
        if standing is None or not standing.present:
            return False
        return standing.admin or not self.rules[rule]

    def _show(self, message: Message, line: str) -> None:
        audience = frozenset(user.id for user in message.chat.people)
        self.log.append(Seen(message.chat, audience, line, self.clock.now()))

    def _message_id(self, chat: Chat) -> int:
        if chat.kind in ("supergroup", "channel") or not self.rules["shared_message_ids"]:
            chat.last_id += 1
            return chat.last_id
        self._shared_id += 1
        return self._shared_id

    def _next(self, kind: str) -> int:
        self._made[kind] += 1
        return self._made[kind]


def line_of(message: Message, bot: User) -> str:
    """Return a message as a person would read it out: who, what, which buttons, with sound or not."""
    who = message.sender_chat.title if message.sender_chat else message.sender.name if message.sender else ""
    veil = "veiled " if "has_media_spoiler" in message.content else ""
    words = [f"{who}:", f"<{veil}{message.media}>" if message.media else ""]
    if message.reply_to is not None:
        words.append(f"(to: {message.reply_to.text[:40]})")
    words += [message.text or ("" if message.media else service_words(message.content))]
    words += _labels(message.rows)
    if message.placeholder is not None:
        words.append(f"[reply: {message.placeholder}]")
    if message.asks and message.keyboard:
        words.append("[reply]")
    if message.silent and message.sender is bot:
        words.append("(silent)")
    return " ".join(word for word in words if word)


def service_words(content: Json) -> str:
    """Return a service message in words."""
    if "new_chat_members" in content:
        return "adds " + ", ".join(user["first_name"] for user in content["new_chat_members"])
    if "left_chat_member" in content:
        return f"- {content['left_chat_member']['first_name']} is no longer here"
    if "new_chat_title" in content:
        return f"renames the group: {content['new_chat_title']}"
    if "forum_topic_created" in content:
        return f"opens the topic: {content['forum_topic_created']['name']}"
    return "(" + ", ".join(key for key in content if key != "chat") + ")"


def _labels(rows: Rows) -> list[str]:
    return ["[" + "] [".join(row) + "]" for row in rows if row]
