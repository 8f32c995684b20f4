"""What exists in the loopback Telegram, as plain data: people, chats, messages, taps, calls."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.loopback.rich import words_of

Json = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup", "channel"]
Rows = list[list[str]]

ANONYMOUS_ADMIN_ID = 1087968824
CHANNEL_FORWARDER_ID = 777000
CHANNEL_SENDER_ID = 136817688

# What a message can be instead of words, by the Bot API's field; a GIF fills `document` too, and comes first.
MEDIA = (
    *("voice", "video_note", "animation", "video", "photo", "audio", "sticker", "document"),
    *("location", "contact"),
)


class ImpossibleError(Exception):
    """What no app of Telegram's lets its user do, in a sentence."""


class ApiError(Exception):
    """A refusal in Telegram's own words: an HTTP status, a description, sometimes parameters."""

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad_request(words: str) -> ApiError:
    """Return the refusal most mistakes get: 400 and the words behind "Bad Request: "."""
    return ApiError(400, f"Bad Request: {words}")


def forbidden(words: str) -> ApiError:
    """Return the refusal of a closed door: 403 and the words behind "Forbidden: "."""
    return ApiError(403, f"Forbidden: {words}")


@dataclass(eq=False, slots=True)
class User:
    """A person or a bot, as Telegram knows them."""

    id: int
    name: str
    username: str | None = None
    language: str | None = None
    is_bot: bool = False
    deactivated: bool = False


@dataclass(eq=False, slots=True)
class Member:
    """One user's standing in a chat; `status` is a word of the Bot API's ChatMember."""

    user: User
    status: str = "member"

    @property
    def present(self) -> bool:
        """Whether the user is in the chat now."""
        return self.status not in ("left", "kicked")

    @property
    def admin(self) -> bool:
        """Whether the user is the owner or an administrator."""
        return self.status in ("creator", "administrator")


@dataclass(slots=True)
class Thread:
    """What is so about one topic of a forum."""

    closed: bool = False
    deleted: bool = False


@dataclass(eq=False, slots=True)
class Chat:
    """A private chat, group, supergroup or channel with everything said in it.

    `opened` and `blocked` belong to a private chat: whether its person ever wrote to the bot, and
    whether they block it. `upgraded_to` is the supergroup that a basic group became. `bot_spoke_last`
    decides over bare commands (privacy mode). `username` makes a group public; `forum` gives it `topics`,
    by their numbers; `history_visible` shows old messages to whoever comes later. `gone` is what was deleted.
    """

    id: int
    kind: ChatKind
    title: str = ""
    person: User | None = None
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, "Message"] = field(default_factory=dict)
    gone: list["Message"] = field(default_factory=list)
    opened: bool = False
    blocked: bool = False
    writable: bool = True
    upgraded_to: "Chat | None" = None
    bot_spoke_last: bool = False
    last_id: int = 0
    username: str | None = None
    history_visible: bool = False
    forum: bool = False
    topics: dict[int, Thread] = field(default_factory=dict)

    @property
    def people(self) -> list[User]:
        """The humans who see this chat now."""
        if self.person is not None:
            return [self.person]
        return [member.user for member in self.members.values() if member.present and not member.user.is_bot]


@dataclass(frozen=True, slots=True)
class Version:
    """How a message looked before an edit."""

    text: str
    rows: Rows


@dataclass(eq=False, slots=True)
class Message:
    """One message. `content` holds the Bot API's own fields (text, entities, voice, new_chat_members, ...).

    `order` counts all messages of the world in the order in which they appeared; `html` is the text as
    it was written, before parsing; `keyboard` is the inline keyboard, `placeholder` a ForceReply's hint
    (an empty string for a ForceReply without one). `asks` is whether its buttons asked for a reply
    when it was sent.
    """

    chat: Chat
    id: int
    order: int
    date: datetime
    sender: User | None
    content: Json
    html: str = ""
    sender_chat: Chat | None = None
    keyboard: Json | None = None
    placeholder: str | None = None
    asks: bool = False
    silent: bool = False
    protected: bool = False
    reply_to: "Message | None" = None
    origin: Json | None = None
    automatic_forward: bool = False
    edited: datetime | None = None
    earlier: list[Version] = field(default_factory=list)
    reactions: dict[int, list[str]] = field(default_factory=dict)
    deleted: bool = False
    thread: int | None = None

    @property
    def text(self) -> str:
        """The plain words a reader sees: the text, the caption of media, or a rich message read out."""
        if "rich_message" in self.content:
            return words_of(self.content["rich_message"])
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        """The formatting of `text`, in UTF-16 offsets."""
        found: list[Json] | None = self.content.get("entities") or self.content.get("caption_entities")
        return found or []

    @property
    def media(self) -> str | None:
        """The kind of its media, by the Bot API's field; None for words alone."""
        return next((kind for kind in MEDIA if kind in self.content), None)

    @property
    def rows(self) -> Rows:
        """The labels of the inline buttons, row by row."""
        return [[str(button["text"]) for button in row] for row in self.buttons]

    @property
    def buttons(self) -> list[list[Json]]:
        """The inline buttons, row by row, in the Bot API's own form."""
        found: list[list[Json]] = (self.keyboard or {}).get("inline_keyboard", [])
        return found


@dataclass(frozen=True, slots=True)
class Toast:
    """What a person saw over the chat after a tap: words, a full alert or not, or a link to open."""

    text: str = ""
    alert: bool = False
    url: str | None = None


@dataclass(eq=False, slots=True)
class Query:
    """One tap on an inline button, waiting for the bot's answer."""

    id: str
    person: User
    message: Message
    data: str
    asked: datetime
    answer: Toast | None = None


@dataclass(eq=False, slots=True)
class Call:
    """One call of the bot; `outcome` is "ok", Telegram's refusal, or the name of the fault."""

    method: str
    params: Json
    at: datetime
    outcome: str = "under way"
