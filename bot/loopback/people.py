"""People with a Telegram app: what they can do in this Telegram. Each deed ends when the bot is done with it.

What an app does not let its user do raises `ImpossibleError` in a sentence. The people of the tests
(tests/people) know more, and fail with what they saw.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.loopback import membership
from bot.loopback.groups import Group
from bot.loopback.media import media_content
from bot.loopback.model import Chat, ImpossibleError, Json, Member, Message, Query, User
from bot.loopback.parts import Telegram
from bot.loopback.shown import Door, Place, Shown
from bot.loopback.topics import GENERAL
from bot.loopback.typed import caption_of, pieces_of, text_of


class Person:
    """A human with a Telegram app (or another bot, which can be added to groups and speak there).

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

    # What they write and send

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

    async def sends_sticker(self, at: Place | None = None, reply_to: Shown | None = None) -> Shown:
        """Send a sticker."""
        return await self._sends_media("sticker", at, None, reply_to)

    # What they do with messages

    def taps_button(self, message: Message, data: str) -> Query:
        """Tap a button that carries these data; the bot's answer will stand in what is returned.

        The app does not wait: whoever wants to see the answer looks for it when the world changes.
        """
        return self._world.tap(self.user, message, data)

    async def opens(self, url: str) -> None:
        """Follow the bot's t.me link and press START: /start with its payload at the door."""
        link = urlsplit(url if "://" in url else f"https://{url}")
        asked = parse_qs(link.query, keep_blank_values=True)
        name = asked.get("domain", [link.path.strip("/")])[0]
        if name.lower() != (self._world.bot.username or "").lower() or "startgroup" in asked:
            raise ImpossibleError("this link does not lead to a door; groups add the bot with group.adds_bot")
        payload = asked.get("start", [""])[0]
        membership.check_payload(self._world, payload)
        if self.door.now.blocked:
            await self.unblocks_bot()
        await self.says(f"/start {payload}".rstrip())

    async def edits(self, shown: Shown, text: str) -> None:
        """Edit the words of an own message, or what stands under its picture; "" takes a caption away."""
        content = shown.message.content
        if shown.media is None:
            changed = without(content, "entities", "rich_message") | text_of(self._world, text)
        else:
            changed = without(content, "caption", "caption_entities") | caption_of(self._world, text)
        self._world.edit(shown.message, changed, None)
        await self._telegram.settle()

    async def deletes(self, shown: Shown) -> None:
        """Delete a message for everybody; the bot is told nothing."""
        self._world.delete(shown.message)
        await self._telegram.settle()

    async def reacts(self, shown: Shown, emoji: str) -> None:
        """Set one reaction; an empty string takes it back."""
        self._world.react(self.user, shown.message, [emoji] if emoji else [])
        await self._telegram.settle()

    # Coming and going

    async def creates_group(self, title: str, *others: "Person", kind: str = "group") -> Group:
        """Make a group, own it, and have others in it; `kind` may be "supergroup"."""
        users = tuple(other.user for other in others)
        chat = membership.create_group(self._world, title, self.user, users, kind)
        await self._telegram.settle()
        return Group(self._telegram, chat)

    async def blocks_bot(self) -> None:
        """Block the bot: its words no longer arrive."""
        await self._set_blocked(blocked=True)

    async def unblocks_bot(self) -> None:
        """Let the bot's words arrive again."""
        await self._set_blocked(blocked=False)

    # Inside

    async def _set_blocked(self, *, blocked: bool) -> None:
        chat = self.door.now
        chat.blocked = blocked
        if self._telegram.rules["block_told"]:
            before, after = ("member", "kicked") if blocked else ("kicked", "member")
            self._world.move(chat, Member(self._world.bot, before), after, self.user)
        await self._telegram.settle()

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
            raise ImpossibleError(f"{self.name} is not in this group")
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
            raise ImpossibleError("the topic is closed or gone")

    def _opens_door(self, chat: Chat) -> None:
        if chat is not self.door.now:
            raise ImpossibleError(f"this is not {self.name}'s door")
        if chat.blocked:
            raise ImpossibleError(f"{self.name} blocks the bot: unblock it first")
        if not chat.opened and not self._telegram.rules["first_start_quiet"]:
            self._world.move(chat, Member(self._world.bot, "kicked"), "member", self.user)
        chat.opened = True


def without(content: Json, *names: str) -> Json:
    """Return a message's content but for these fields."""
    return {name: value for name, value in content.items() if name not in names}
