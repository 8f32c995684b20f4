"""The tests' language: what a person can do in Telegram, in words. Each deed ends when the bot is done."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from bot.playground import membership
from bot.playground.composing import LONGEST_TEXT
from bot.playground.delivery import command_entities
from bot.playground.groups import Group
from bot.playground.model import Chat, Json, Member, Message, Toast, User
from bot.playground.sending import media_content
from bot.playground.shown import Door, Place, Shown
from bot.playground.wire import unix

if TYPE_CHECKING:
    from bot.playground.loopback import Loopback


class Person:
    """A human with a Telegram app (or, as `telegram.other_bot`, another bot)."""

    def __init__(self, telegram: "Loopback", user: User) -> None:
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

    # Speaking

    async def says(
        self, text: str, at: Place | None = None, *, reply_to: Shown | None = None, anonymous: bool = False
    ) -> Shown:
        """Write at the door or in a group; a long text goes out in pieces, as apps send it.

        Args:
            text: the words, sent exactly as typed. A command picked from a group's menu goes out
                addressed: for that, use `says_from_menu`.
            at: the group; the own door where none is named.
            reply_to: the message this replies to.
            anonymous: as the group itself, as anonymous administrators write.

        Returns:
            The message, the last piece of a long text.
        """
        pieces = [text[start : start + LONGEST_TEXT] for start in range(0, len(text), LONGEST_TEXT)] or [text]
        if not self._telegram.rules["long_texts_split"]:
            pieces = [text]
        for piece in pieces:
            shown = self._post(at or self.door, _typed(piece), reply_to=reply_to, anonymous=anonymous)
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
        return await self._sends(_typed(text), at, None, origin=about)

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

    async def sends_document(self, at: Place | None = None, caption: str | None = None) -> Shown:
        """Send a file."""
        return await self._sends_media("document", at, caption, None)

    async def sends_location(self, at: Place | None = None) -> Shown:
        """Send a place on the map."""
        return await self._sends({"location": {"latitude": 52.52, "longitude": 13.4}}, at, None)

    async def sends_contact(self, at: Place | None = None) -> Shown:
        """Send somebody's number."""
        return await self._sends({"contact": {"phone_number": "+4930123456", "first_name": "Dana"}}, at, None)

    # On messages

    async def taps(self, label: str, on: Shown | None = None, at: Place | None = None) -> Toast | None:
        """Tap a button on the newest message that has it and that this person can see.

        Args:
            label: the button's words.
            on: only on this message.
            at: only in this chat.

        Returns:
            What the bot answered over the chat; None if it gave no answer, and for a link (it is opened).

        Raises:
            AssertionError: there is no such button in sight.
        """
        message, button = self._button(label, on, at)
        if "url" in button:
            await self.opens(button["url"])
            return None
        query = self._world.tap(self.user, message, button["callback_data"])
        await self._telegram.settle()
        return query.answer

    async def forges(self, data: str, on: Shown) -> Toast | None:
        """Send callback data that no button of theirs need carry, from inside the chat or outside."""
        query = self._world.tap(self.user, on.message, data)
        await self._telegram.settle()
        return query.answer

    async def opens(self, url: str) -> None:
        """Follow the bot's t.me link and press START: /start with its payload at the door."""
        link = urlsplit(url if "://" in url else f"https://{url}")
        asked = parse_qs(link.query, keep_blank_values=True)
        name = asked.get("domain", [link.path.strip("/")])[0]
        if name.lower() != (self._world.bot.username or "").lower() or "startgroup" in asked:
            raise AssertionError("this link does not lead to a door; groups add the bot with group.adds_bot")
        payload = asked.get("start", [""])[0]
        membership.check_payload(self._world, payload)
        if self.door.now.blocked:
            await self.unblocks_bot()
        await self.says(f"/start {payload}".rstrip())

    async def edits(self, shown: Shown, text: str) -> None:
        """Edit an own message."""
        self._world.edit(shown.message, shown.message.content | _typed(text), None)
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
        group = Group(self._telegram, membership.create_group(self._world, title, self.user, users, kind))
        self._telegram.places.append(group)
        await self._telegram.settle()
        return group

    async def leaves(self, group: Group) -> None:
        """Leave a group."""
        membership.remove(self._world, group.now, self.user, self.user)
        await self._telegram.settle()

    async def blocks_bot(self) -> None:
        """Block the bot: its words no longer arrive."""
        await self._set_blocked(blocked=True)

    async def unblocks_bot(self) -> None:
        """Let the bot's words arrive again."""
        await self._set_blocked(blocked=False)

    async def closes_account(self) -> None:
        """Delete the Telegram account."""
        self.user.deactivated = True
        await self._telegram.settle()

    # What was seen

    @property
    def toasts(self) -> list[Toast]:
        """Every answer over a chat that this person ever saw, oldest first."""
        queries = self._world.queries.values()
        return [query.answer for query in queries if query.person is self.user and query.answer is not None]

    def screen(self, place: Place) -> str:
        """Return all that this person was ever shown in a chat and over it, every version of every edit.

        One line each, without times and ids, so that two worlds can be compared.
        """
        seen = [entry for entry in self._world.log if self.id in entry.audience and entry.chat in place.chats]
        return "\n".join(entry.line for entry in seen)

    def transcript(self) -> str:
        """Return all that this person was ever shown anywhere, in order."""
        seen = [entry for entry in self._world.log if self.id in entry.audience]
        return "\n".join(f"{entry.chat.title or 'door'} | {entry.line}" for entry in seen)

    # Inside

    async def _sends(self, content: Json, at: Place | None, reply_to: Shown | None, **extras: Any) -> Shown:
        shown = self._post(at or self.door, content, reply_to=reply_to, **extras)
        await self._telegram.settle()
        return shown

    async def _sends_media(
        self, kind: str, at: Place | None, caption: str | None, reply_to: Shown | None, seconds: int = 0
    ) -> Shown:
        file_id = self._world.file(kind, f"{kind} by {self.name}".encode())
        words = {"caption": caption} if caption else {}
        return await self._sends(media_content(self._world, kind, file_id, seconds) | words, at, reply_to)

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
        message = self._world.post(
            chat, self.user, content, reply_to=answered, sender_chat=sender_chat, html="", **extras
        )
        return Shown(message, place)

    def _opens_door(self, chat: Chat) -> None:
        if chat is not self.door.now:
            raise AssertionError(f"this is not {self.name}'s door")
        if chat.blocked:
            raise AssertionError(f"{self.name} blocks the bot: unblock it first")
        if not chat.opened and not self._telegram.rules["first_start_quiet"]:
            self._world.move(chat, Member(self._world.bot, "kicked"), "member", self.user)
        chat.opened = True

    async def _set_blocked(self, *, blocked: bool) -> None:
        chat = self.door.now
        chat.blocked = blocked
        if self._telegram.rules["block_told"]:
            before, after = ("member", "kicked") if blocked else ("kicked", "member")
            self._world.move(chat, Member(self._world.bot, before), after, self.user)
        await self._telegram.settle()

    def _button(self, label: str, on: Shown | None, at: Place | None) -> tuple[Message, Json]:
        places = [at] if at is not None else [self.door, *self._telegram.groups_of(self)]
        seen = (
            [on.message] if on is not None else [m for place in places for m in place.now.messages.values()]
        )
        seen.sort(key=lambda message: message.order, reverse=True)
        buttons = [(message, button) for message in seen for row in message.buttons for button in row]
        for message, button in buttons:
            if button["text"] == label:
                return message, button
        labels = ", ".join(str(button["text"]) for _, button in buttons)
        raise AssertionError(f"{self.name} sees no button '{label}', only: {labels or 'none'}")


def _typed(text: str) -> Json:
    """Return the content of typed words, with the commands that Telegram marks in them."""
    words = re.sub(r"^\s+|\s+$", "", text)
    entities = command_entities(words)
    return {"text": words, "entities": entities} if entities else {"text": words}
