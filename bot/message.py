"""What a message is, as plain values: text, keyboard, media. Views make cards; the edge sends them."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal

from markupsafe import Markup

from bot.actions import Action

HEART = "❤"
"""The bot's one reaction, on what somebody said in the group; where a group takes none, nothing is lost."""


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: it carries either a tap or a link."""

    label: str
    tap: Action | None = None
    url: str | None = None

    @property
    def data(self) -> str | None:
        """The callback data of its tap, with rows' own numbers; None for a link."""
        return None if self.tap is None else self.tap.pack()


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Media:
    """A voice note or photo: one that Telegram already holds, by its file id, or one of ours (`content`).

    Telegram may name one file by several ids; `unique_id` is the same for all of them, "" where it was not
    noted (https://core.telegram.org/bots/api#photosize). What is ours has no id before it was sent once.
    """

    kind: Literal["voice", "photo"]
    file_id: str = ""
    unique_id: str = field(default="", compare=False)
    content: bytes = field(default=b"", repr=False, kw_only=True)

    def is_same_as(self, other: "Media | None") -> bool:
        """Whether both are one file, whatever ids it came with."""
        if other is None or other.kind != self.kind:
            return False
        both = self.unique_id and other.unique_id
        return self.unique_id == other.unique_id if both else self.file_id == other.file_id


@dataclass(frozen=True, slots=True)
class Document:
    """A file of ours, under the name that its reader sees; by its file id where it was sent before."""

    name: str
    content: bytes = field(default=b"", repr=False)
    file_id: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, ready to send.

    `text` is Telegram HTML in which foreign text is already escaped (at most 4,096 UTF-16 units after
    parsing, 1,024 with media or a document). `rows` is the inline keyboard; where it `asks`, it asks for a
    reply, too. `placeholder` asks for one without buttons (ForceReply), in a group of who is mentioned or
    replied to alone: Telegram takes one of the two. `silent` makes no sound. `reply_to` is a
    message id of the same chat; the card is sent without it when that message is gone. `veiled` covers a
    photo until its reader taps it; Telegram can veil no voice note. `thread` is the topic it goes to, 0 for
    General; None leaves that to who sends it. `apart` is what it says instead where that topic takes nothing,
    so that it stands in General, away from what it answers. `passes` says whether it goes from a door at
    night (`bot.traces`). None: what answers somebody there does; what comes by the clock goes once it was
    tapped.
    `stands_for` puts that night off by so long, for a button with a time of its own. A `page`, on which
    something is chosen, goes from a door ten minutes after it was last turned.
    """

    text: Markup
    rows: Rows = ()
    placeholder: str | None = None
    asks: bool = False
    media: Media | None = None
    document: Document | None = None
    silent: bool = False
    reply_to: int | None = None
    veiled: bool = False
    thread: int | None = None
    apart: Markup | None = None
    passes: bool | None = None
    stands_for: timedelta = timedelta()
    page: bool = False

    @property
    def uploads(self) -> bool:
        """Whether it brings a file that Telegram does not hold yet, as far as we know."""
        files = [it for it in (self.media, self.document) if it is not None]
        return any(not it.file_id for it in files)

    def known_as(self, file_id: str) -> "Message":
        """Return the card with its file by the id by which Telegram knows that: it is not uploaded again."""
        if not self.uploads or not file_id:
            return self
        media = None if self.media is None else replace(self.media, file_id=file_id, content=b"")
        document = None if self.document is None else replace(self.document, file_id=file_id, content=b"")
        return replace(self, media=media, document=document)

    def __post_init__(self) -> None:
        """Refuse what Telegram would refuse: a keyboard beside a ForceReply, or no buttons that ask."""
        if self.rows and self.placeholder is not None:
            raise ValueError("a card has inline buttons or a ForceReply, never both")
        if self.asks and not self.rows:
            raise ValueError("only buttons ask for a reply")
