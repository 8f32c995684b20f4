"""What an update says, as plain values: who, where, when, and its words. `lenient` reads them.

Whatever else a message holds stays in its JSON, and is read where it is asked for (`reading`, `values`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram.constants import ChatType

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class User:
    """Somebody's account, a bot's too; `language_code` is the language of their app."""

    id: int
    is_bot: bool
    first_name: str
    username: str | None
    language_code: str | None


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat of any kind (`telegram.constants.ChatType`); a public one has a `username`."""

    id: int
    type: str
    username: str | None

    @property
    def is_private(self) -> bool:
        """Whether it is somebody's own chat with the bot."""
        return self.type == ChatType.PRIVATE

    @property
    def is_group(self) -> bool:
        """Whether this is a group or supergroup."""
        return self.type in (ChatType.GROUP, ChatType.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Message:
    """A message that came in, or the one below which a button was tapped.

    `raw` is all that Telegram says of it. Of one that is `inaccessible` it says where it stands, no more.
    """

    message_id: int
    chat: Chat
    date: datetime
    from_user: User | None
    sender_chat: Chat | None
    edit_date: datetime | None
    text: str | None
    caption: str | None
    inaccessible: bool
    raw: Json = field(repr=False)


@dataclass(frozen=True, slots=True)
class Query:
    """A tap on an inline button."""

    id: str
    from_user: User
    message: Message | None
    data: str


@dataclass(frozen=True, slots=True)
class MemberUpdate:
    """What became of the bot in a chat, and by whom: in it before (`was_in`), in it now (`is_in`)."""

    chat: Chat
    from_user: User | None
    date: datetime
    was_in: bool
    is_in: bool


@dataclass(frozen=True, slots=True)
class Update:
    """One update, of one of the kinds that `bot.app.UPDATES` names; of another kind it says nothing."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Query | None = None
    my_chat_member: MemberUpdate | None = None

    @property
    def user(self) -> User | None:
        """Whoever said, tapped or did it."""
        by = self.message or self.edited_message or self.callback_query or self.my_chat_member
        return by.from_user if by is not None else None

    @property
    def chat(self) -> Chat | None:
        """Where it happened."""
        tapped = self.callback_query.message if self.callback_query is not None else None
        at = self.message or self.edited_message or tapped or self.my_chat_member
        return at.chat if at is not None else None
