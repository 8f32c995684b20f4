"""The tests' language: what a person can do in Telegram, in words. Each deed ends when the bot is done."""

from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from bot.loopback import membership
from bot.loopback.delivery import SERVICE
from bot.loopback.groups import Group
from bot.loopback.media import media_content
from bot.loopback.model import Json, Member, Message, Toast, User
from bot.loopback.parts import Telegram
from bot.loopback.rich import rich_message
from bot.loopback.shown import Place, Shown
from bot.loopback.typed import caption_of, text_of
from bot.loopback.wire import message_json
from bot.loopback.writing import Writer


class Home(Telegram, Protocol):
    """A Telegram that keeps the places its people made."""

    places: list[Group]

    def groups_of(self, person: "Person") -> list[Group]:
        """Return the groups a person is in now."""


class Person(Writer):
    """A human with a Telegram app (or, as `telegram.other_bot`, another bot)."""

    _telegram: Home

    def __init__(self, telegram: Home, user: User) -> None:
        super().__init__(telegram, user)

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
        """Edit the words of an own message, or what stands under its picture; "" takes a caption away."""
        content = shown.message.content
        if shown.media is None:
            changed = _without(content, "entities", "rich_message") | text_of(self._world, text)
        else:
            changed = _without(content, "caption", "caption_entities") | caption_of(self._world, text)
        self._world.edit(shown.message, changed, None)
        await self._telegram.settle()

    async def edits_rich(self, shown: Shown, *blocks: Json | str) -> None:
        """Edit an own message of words or a rich one into this rich message."""
        plain = _without(shown.message.content, "text", "entities")
        self._world.edit(shown.message, plain | rich_message(*blocks), None)
        await self._telegram.settle()

    async def replaces_media(self, shown: Shown, kind: str = "photo", caption: str | None = None) -> None:
        """Put another picture or file into an own message, a message of words included.

        Args:
            shown: the message.
            kind: "photo", "video", "animation", "audio" or "document".
            caption: the words under it; where None is given the words that were there stay.
        """
        if kind not in _REPLACEABLE or (shown.media is not None and shown.media not in _REPLACEABLE):
            raise AssertionError(f"no app puts {kind} in the place of {shown.media or 'words'}")
        before = shown.message
        words: Json = {"caption": before.text} if caption is None and before.text else {}
        if words and before.entities:
            words["caption_entities"] = before.entities
        file_id = self._world.file(kind, f"{kind} by {self.name}".encode())
        content = media_content(self._world, kind, file_id, 12) | words | caption_of(self._world, caption)
        album = {key: before.content[key] for key in ("media_group_id",) if key in before.content}
        self._world.edit(before, content | album, None)
        await self._telegram.settle()

    async def edit_noise(self, shown: Shown) -> None:
        """Let Telegram report an edit that changed nothing a bot can see (a link preview, say).

        "This update may at times be triggered by changes to message fields that are either unavailable or
        not actively used by your bot" (core.telegram.org/bots/api#update, edited_message).
        """
        self._world.deliver(shown.message, edited=True)
        await self._telegram.settle()

    async def deletes(self, shown: Shown) -> None:
        """Delete a message for everybody; the bot is told nothing."""
        self._world.delete(shown.message)
        await self._telegram.settle()

    async def reacts(self, shown: Shown, emoji: str) -> None:
        """Set one reaction; an empty string takes it back."""
        self._world.react(self.user, shown.message, [emoji] if emoji else [])
        await self._telegram.settle()

    # What Telegram itself writes down about it

    async def pins(self, shown: Shown) -> None:
        """Pin a message, of the bot's too; everybody sees the line."""
        pinned = message_json(shown.message, self._world.rules, outer=False)
        await self.leaves_line(shown.place, pinned_message=pinned)

    async def sets_auto_delete(self, seconds: int, at: Place | None = None) -> None:
        """Let messages vanish after so many seconds; 0 lets them stay."""
        await self.leaves_line(at, message_auto_delete_timer_changed={"message_auto_delete_time": seconds})

    async def sets_wallpaper(self, at: Place | None = None) -> None:
        """Give the chat another background."""
        fill = {"type": "fill", "fill": {"type": "solid", "color": 0x202020}, "dark_theme_dimming": 0}
        await self.leaves_line(at, chat_background_set={"type": fill})

    async def allows_messages(self) -> None:
        """Let the bot write, from a Web App or a menu, without ever writing to it: it opens the door."""
        self.door.now.opened = True
        await self.leaves_line(write_access_allowed={"from_request": True})

    async def leaves_line(self, at: Place | None = None, **content: Any) -> Shown:
        """Do something of which Telegram writes a line of its own; `content` holds its one field.

        Raises:
            AssertionError: the Bot API has no such service message.
        """
        if not SERVICE.issuperset(content):
            raise AssertionError("Telegram has no such line")
        return await self._sends(content, at, None)

    async def renames(self, name: str) -> None:
        """Go by another first name; the bot is told nothing, and sees it in whatever comes next."""
        self.user.name = name
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
            [on.message]
            if on is not None
            else [shown.message for place in places for shown in place.messages]
        )
        seen.sort(key=lambda message: message.order, reverse=True)
        buttons = [(message, button) for message in seen for row in message.buttons for button in row]
        for message, button in buttons:
            if button["text"] == label:
                return message, button
        labels = ", ".join(str(button["text"]) for _, button in buttons)
        raise AssertionError(f"{self.name} sees no button '{label}', only: {labels or 'none'}")


# What one picture or file can be exchanged for: core.telegram.org/bots/api#editmessagemedia.
_REPLACEABLE = frozenset({"photo", "video", "animation", "audio", "document"})


def _without(content: Json, *names: str) -> Json:
    return {name: value for name, value in content.items() if name not in names}
