"""What people see: one message as it looks on a screen, and the places where messages are."""

from dataclasses import dataclass
from datetime import datetime

from bot.loopback.markup import cut
from bot.loopback.model import Chat, Json, Message, Rows, User
from bot.loopback.parts import Telegram


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as a person sees it now; two are equal when they are the same message."""

    message: Message
    place: "Place"

    @property
    def id(self) -> int:
        """Its number in its chat."""
        return self.message.id

    @property
    def chat(self) -> "Place":
        """Where it is."""
        return self.place

    @property
    def text(self) -> str:
        """Its plain words (the caption, with media)."""
        return self.message.text

    @property
    def came(self) -> str:
        """Its plain words as it came, whatever it says since."""
        return self.message.earlier[0].text if self.message.earlier else self.message.text

    @property
    def html(self) -> str:
        """Its words as the bot wrote them, before Telegram parsed them."""
        return self.message.html

    @property
    def rows(self) -> Rows:
        """The labels of its inline buttons, row by row."""
        return self.message.rows

    @property
    def buttons(self) -> list[str]:
        """The labels of its inline buttons in reading order."""
        return [label for row in self.rows for label in row]

    @property
    def silent(self) -> bool:
        """Whether it came without sound."""
        return self.message.silent

    @property
    def placeholder(self) -> str | None:
        """The hint of a ForceReply; None where the message asks for no reply in this way."""
        return self.message.placeholder

    @property
    def asks(self) -> bool:
        """Whether its inline buttons ask for a reply, too."""
        return self.message.asks and self.message.keyboard is not None

    @property
    def sender(self) -> User | None:
        """Who wrote it; None where a chat speaks for itself."""
        return self.message.sender

    @property
    def reply_to(self) -> "Shown | None":
        """The message it answers."""
        answered = self.message.reply_to
        return None if answered is None else Shown(answered, self.place)

    @property
    def edits(self) -> list[tuple[str, Rows]]:
        """How it looked before each edit, oldest first: words and button labels."""
        return [(version.text, version.rows) for version in self.message.earlier]

    @property
    def reactions(self) -> list[str]:
        """The emoji on it now, in the order in which people set them."""
        return [emoji for some in self.message.reactions.values() for emoji in some]

    @property
    def media(self) -> str | None:
        """The kind of its media ("voice", "photo", ...), None for words alone."""
        return self.message.media

    @property
    def thread(self) -> int | None:
        """The topic it is in, by its number; None in General and where there are no topics."""
        return self.message.thread

    @property
    def album(self) -> str | None:
        """What the messages of one album share (`media_group_id`); None outside of an album."""
        return self.message.content.get("media_group_id")

    @property
    def veiled(self) -> bool:
        """Whether its photo is covered until its reader taps it."""
        return bool(self.message.content.get("has_media_spoiler"))

    @property
    def date(self) -> datetime:
        """When it was sent, aware, in UTC."""
        return self.message.date

    @property
    def spoilers(self) -> list[str]:
        """The words hidden under spoilers."""
        hidden = [entity for entity in self.entities if entity["type"] == "spoiler"]
        return [cut(self.text, entity) for entity in hidden]

    @property
    def entities(self) -> list[Json]:
        """Its formatting, in the Bot API's own form."""
        return self.message.entities

    @property
    def service(self) -> bool:
        """Whether it is a line of Telegram's own (somebody joined, ...) and nobody's words."""
        return not self.text and self.media is None and "rich_message" not in self.message.content


class Place:
    """A chat as people see it. After an upgrade it goes on in the new chat; `chats` holds both."""

    def __init__(self, telegram: Telegram, chat: Chat) -> None:
        self._telegram = telegram
        self.chats = [chat]

    @property
    def now(self) -> Chat:
        """The chat that it is today."""
        return self.chats[-1]

    @property
    def id(self) -> int:
        """The chat's present id."""
        return self.now.id

    @property
    def thread(self) -> int | None:
        """The number of the topic that this place is, if it is one (and not General)."""
        return None

    @property
    def messages(self) -> list[Shown]:
        """What is there now, oldest first; after an upgrade only what was said since."""
        return [Shown(message, self) for message in self.now.messages.values()]


class Door(Place):
    """One person's private chat with the bot."""
