"""The tests' language, its first half: what a person writes and sends. people.py has the other."""

from collections.abc import Sequence
from typing import Any

from bot.loopback.media import check_album, media_content
from bot.loopback.model import Chat, Json, Member, User
from bot.loopback.parts import Telegram
from bot.loopback.rich import rich_message
from bot.loopback.shown import Door, Place, Shown
from bot.loopback.topics import GENERAL
from bot.loopback.typed import caption_of, pieces_of, text_of
from bot.loopback.wire import unix


class Writer:
    """Somebody who writes with a Telegram app. Each deed ends when the bot is done with it.

    Wherever words are taken, `Formatted` ones (bot/loopback/typed.py) carry bold, links and spoilers.
    Where a deed names no place, it is done at the own door.
    """

    def __init__(self, telegram: Telegram, user: User) -> None:
        self._telegram = telegram
        self._world = telegram.world
        self.user = user
        self.door = Door(telegram, self._world.chats[user.id])

    @property
    def id(self) -> int:
        """The user id."""
        return self.user.id

    @property
    def name(self) -> str:
        """The first name."""
        return self.user.name

    # Words

    async def says(
        self, text: str, at: Place | None = None, *, reply_to: Shown | None = None, anonymous: bool = False
    ) -> Shown:
        """Write at the door or in a group; a long text goes out in pieces, as apps send it.

        All pieces are there before the bot can answer the first.

        Args:
            text: the words, sent exactly as typed. A command picked from a group's menu goes out
                addressed: for that, use `says_from_menu`.
            at: the group; the own door where none is named.
            reply_to: the message this replies to.
            anonymous: as the group itself, as anonymous administrators write.

        Returns:
            The message, the last piece of a long text.
        """
        pieces = pieces_of(self._world, text)
        if not self._telegram.rules["long_texts_split"]:
            pieces = [text_of(self._world, text)]
        for piece in pieces:
            shown = self._post(at or self.door, piece, reply_to=reply_to, anonymous=anonymous)
        await self._telegram.settle()
        return shown

    async def says_from_menu(self, command: str, at: Place | None = None) -> Shown:
        """Pick a command from the menu: in a group the app adds @name to it."""
        group = at is not None and at is not self.door
        return await self.says(f"{command}@{self._world.bot.username}" if group else command, at)

    async def replies(self, text: str, to: Shown) -> Shown:
        """Reply to a message in its chat."""
        return await self.says(text, to.place, reply_to=to)

    async def forwards(self, text: str, at: Place | None = None, *, origin: str = "Somebody") -> Shown:
        """Forward words that somebody else wrote elsewhere."""
        about = {"type": "hidden_user", "date": unix(self._world.clock.now()), "sender_user_name": origin}
        return await self._sends(text_of(self._world, text), at, None, origin=about)

    async def sends_rich(
        self, *blocks: Json | str, at: Place | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a rich message (`rich_message` and no `text`), built with bot/loopback/rich.py."""
        return await self._sends(rich_message(*blocks), at, reply_to)

    # Sounds, pictures and files

    async def sends_voice(
        self,
        seconds: int = 5,
        at: Place | None = None,
        caption: str | None = None,
        reply_to: Shown | None = None,
    ) -> Shown:
        """Send a voice note."""
        return await self._sends_media("voice", at, caption, reply_to, seconds)

    async def sends_photo(
        self, at: Place | None = None, caption: str | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a photo."""
        return await self._sends_media("photo", at, caption, reply_to)

    async def sends_video(
        self, at: Place | None = None, caption: str | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a video."""
        return await self._sends_media("video", at, caption, reply_to, 12)

    async def sends_round_video(self, at: Place | None = None, reply_to: Shown | None = None) -> Shown:
        """Send a round video (`video_note`), which has no caption."""
        return await self._sends_media("video_note", at, None, reply_to, 9)

    async def sends_gif(
        self, at: Place | None = None, caption: str | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a GIF: Telegram fills `animation` and `document`."""
        return await self._sends_media("animation", at, caption, reply_to, 3)

    async def sends_audio(
        self, at: Place | None = None, caption: str | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a piece of music."""
        return await self._sends_media("audio", at, caption, reply_to, 180)

    async def sends_document(
        self, at: Place | None = None, caption: str | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a file."""
        return await self._sends_media("document", at, caption, reply_to)

    async def sends_sticker(self, at: Place | None = None, reply_to: Shown | None = None) -> Shown:
        """Send a sticker."""
        return await self._sends_media("sticker", at, None, reply_to)

    async def sends_album(
        self,
        what: int | Sequence[str] = 3,
        at: Place | None = None,
        caption: str | Sequence[str | None] | None = None,
        reply_to: Shown | None = None,
    ) -> list[Shown]:
        """Send an album: each picture is a message of its own, and all share one `media_group_id`.

        All of them are there, numbered in a row, before the bot can answer the first.

        Args:
            what: how many photos (2 to 10), or the kinds in order: "photo" and "video" mixed, or
                "document" or "audio" only.
            at: the group; the own door where none is named.
            caption: the words under the first message, as apps put them, or one for each message.
            reply_to: the message that each of them replies to.

        Returns:
            Its messages in order.
        """
        kinds = ["photo"] * what if isinstance(what, int) else list(what)
        check_album(kinds)
        words = [caption] if isinstance(caption, str) or caption is None else list(caption)
        words += [None] * (len(kinds) - len(words))
        album = {"media_group_id": self._world.album_id()}
        place = at or self.door
        shown = [
            self._post(place, self._media(kind, words[number]) | album, reply_to=reply_to)
            for number, kind in enumerate(kinds)
        ]
        await self._telegram.settle()
        return shown

    async def sends_location(self, at: Place | None = None, reply_to: Shown | None = None) -> Shown:
        """Send a place on the map."""
        return await self._sends({"location": {"latitude": 52.52, "longitude": 13.4}}, at, reply_to)

    async def sends_contact(self, at: Place | None = None) -> Shown:
        """Send somebody's number."""
        return await self._sends({"contact": {"phone_number": "+4930123456", "first_name": "Dana"}}, at, None)

    # Inside

    async def sends_oddly(
        self, at: Place | None = None, reply_to: Shown | None = None, **content: Any
    ) -> Shown:
        """Send a message with these fields of the Bot API, right or wrong, as another server may."""
        return await self._sends(content, at, reply_to)

    async def _sends(self, content: Json, at: Place | None, reply_to: Shown | None, **extras: Any) -> Shown:
        shown = self._post(at or self.door, content, reply_to=reply_to, **extras)
        await self._telegram.settle()
        return shown

    async def _sends_media(
        self, kind: str, at: Place | None, caption: str | None, reply_to: Shown | None, seconds: int = 0
    ) -> Shown:
        return await self._sends(self._media(kind, caption, seconds), at, reply_to)

    def _media(self, kind: str, caption: str | None, seconds: int = 0) -> Json:
        """Return the content of a message with a new file of a kind."""
        file_id = self._world.file(kind, f"{kind} by {self.name}".encode())
        return media_content(self._world, kind, file_id, seconds) | caption_of(self._world, caption)

    def _post(
        self, place: Place, content: Json, *, reply_to: Shown | None, anonymous: bool = False, **extras: Any
    ) -> Shown:
        chat = place.now
        if isinstance(place, Door):
            self._opens_door(chat)
        elif self.id not in chat.members or not chat.members[self.id].present:
            raise AssertionError(f"{self.name} is not in this group")
        answered = None if reply_to is None else reply_to.message
        sender_chat = chat if anonymous else None
        thread = place.thread if answered is None else answered.thread
        self._may_write_in(chat, thread)
        about: dict[str, Any] = {
            "reply_to": answered,
            "sender_chat": sender_chat,
            "thread": thread,
            "html": "",
        }
        return Shown(self._world.post(chat, self.user, content, **about, **extras), place)

    def _may_write_in(self, chat: Chat, thread: int | None) -> None:
        topic = chat.topics.get(thread or GENERAL)
        if topic is not None and (topic.deleted or (topic.closed and not chat.members[self.id].admin)):
            raise AssertionError("the topic is closed or gone")

    def _opens_door(self, chat: Chat) -> None:
        if chat is not self.door.now:
            raise AssertionError(f"this is not {self.name}'s door")
        if chat.blocked:
            raise AssertionError(f"{self.name} blocks the bot: unblock it first")
        if not chat.opened and not self._telegram.rules["first_start_quiet"]:
            self._world.move(chat, Member(self._world.bot, "kicked"), "member", self.user)
        chat.opened = True
