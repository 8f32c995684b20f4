"""The tests' language: what a person does in Telegram, in words. Each deed ends when the bot is done with it.

What a test takes for granted is so, or it fails with what the person saw: a button is there, the bot answers
a tap, an app lets its user do it.
"""

from typing import Any, Protocol

from bot.loopback import membership, people
from bot.loopback.delivery import SERVICE
from bot.loopback.media import media_content
from bot.loopback.model import Json, Message, Query, Toast, User
from bot.loopback.parts import Telegram
from bot.loopback.people import without
from bot.loopback.rich import rich_message
from bot.loopback.shown import Place, Shown
from bot.loopback.typed import caption_of
from bot.loopback.wire import message_json
from tests.people.places import Door, Group
from tests.people.sending import Sender

# What one picture or file can be exchanged for: core.telegram.org/bots/api#editmessagemedia.
_REPLACEABLE = frozenset({"photo", "video", "animation", "audio", "document"})


class Home(Telegram, Protocol):
    """A Telegram that keeps the places its people made."""

    places: list[Group]

    def groups_of(self, person: "Person") -> list[Group]:
        """Return the groups a person is in now."""


class Person(Sender):
    """Somebody in a test, as `telegram.person` and `telegram.other_bot` make them."""

    _telegram: Home
    door: Door

    def __init__(self, telegram: Home, user: User) -> None:
        super().__init__(telegram, user)
        self.door = Door(telegram, self._world.chats[user.id])

    # On messages

    async def taps(self, label: str, on: Shown | None = None, at: Place | None = None) -> Toast:
        """Tap a button on the newest message that has it and that this person can see.

        Args:
            label: the button's words.
            on: only on this message.
            at: only in this chat.

        Returns:
            What the bot answered over the chat; an empty toast for a link, which is followed.

        Raises:
            Failure: there is no such button in sight, or the bot gave no answer (see `presses`).
        """
        message, button = self._button(label, on, at)
        if "url" in button:
            await self.opens(button["url"])
            return Toast()
        return await self._answered(self.taps_button(message, button["callback_data"]))

    async def presses(self, label: str, on: Shown | None = None, at: Place | None = None) -> Query:
        """Tap a button as in `taps`, whether the bot answers or not; the answer, if any, is the query's."""
        message, button = self._button(label, on, at)
        query = self.taps_button(message, button["callback_data"])
        await self._telegram.settle()
        return query

    async def follows(self, label: str, on: Shown | None = None, at: Place | None = None) -> None:
        """Tap a button that leads to one's private chat with the bot, and press START there."""
        await self.opens(await self.finds_link(label, on, at))

    async def finds_link(self, label: str, on: Shown | None = None, at: Place | None = None) -> str:
        """Tap a button that leads to one's private chat with the bot; return the link, not followed yet.

        Raises:
            Failure: there is no such button, or the bot's answer leads nowhere.
        """
        toast = await self.taps(label, on, at)
        if toast.url is None:
            raise self.failure(f"the button '{label}' leads nowhere")
        return toast.url

    async def sends_data(self, data: str, on: Shown) -> Query:
        """Send data as in `forges`, whether the bot answers or not."""
        query = self.taps_button(on.message, data)
        await self._telegram.settle()
        return query

    async def forges(self, data: str, on: Shown) -> Toast:
        """Send callback data that no button of theirs need carry, from inside the chat or outside.

        Raises:
            Failure: the bot gave no answer.
        """
        return await self._answered(self.taps_button(on.message, data))

    async def edits_rich(self, shown: Shown, *blocks: Json | str) -> None:
        """Edit an own message of words or a rich one into this rich message."""
        plain = without(shown.message.content, "text", "entities")
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
            raise self.failure(f"no app puts {kind} in the place of {shown.media or 'words'}")
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
            Failure: the Bot API has no such service message.
        """
        if not SERVICE.issuperset(content):
            raise self.failure("Telegram has no such line")
        return await self._sends(content, at, None)

    async def renames(self, name: str) -> None:
        """Go by another first name; the bot is told nothing, and sees it in whatever comes next."""
        self.user.name = name
        await self._telegram.settle()

    # Coming and going

    async def creates_group(self, title: str, *others: people.Person, kind: str = "group") -> Group:
        """Make a group, own it, and have others in it; `kind` may be "supergroup"."""
        made = await super().creates_group(title, *others, kind=kind)
        group = Group(self._telegram, made.now)
        self._telegram.places.append(group)
        return group

    async def leaves(self, group: Group) -> None:
        """Leave a group."""
        membership.remove(self._world, group.now, self.user, self.user)
        await self._telegram.settle()

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

    # Inside

    async def _answered(self, query: Query) -> Toast:
        await self._telegram.settle()
        if query.answer is None:
            raise self.failure("the bot gave no answer to a tap")
        return query.answer

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
        raise self.failure(f"{self.name} sees no button '{label}', only: {labels or 'none'}")

    def _post(self, place: Place, content: Json, **extras: Any) -> Shown:
        with self._possible():
            return super()._post(place, content, **extras)

    def _media(self, kind: str, caption: str | None, seconds: int = 0) -> Json:
        with self._possible():
            return super()._media(kind, caption, seconds)

    async def opens(self, url: str) -> None:
        """Follow the bot's t.me link and press START: /start with its payload at the door."""
        with self._possible():
            await super().opens(url)
