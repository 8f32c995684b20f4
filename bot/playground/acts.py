"""What can be done on the page, by name: each deed is somebody doing something on their phone."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

from bot.loopback.groups import Group
from bot.loopback.model import ImpossibleError, Json
from bot.loopback.people import Person
from bot.loopback.shown import Place, Shown
from bot.playground.stage import Stage
from bot.words import _

ANSWER_WITHIN = 15.0  # seconds: Telegram's apps stop waiting for the answer to a tap at about that time
VOICE_SECONDS = 5


class RefusedError(Exception):
    """A deed that cannot be done; the message is a sentence for the page."""


class UnreadableError(RefusedError):
    """The page sent what no page of ours sends."""

    def __init__(self) -> None:
        super().__init__(_("The page sent something that cannot be read."))


class Deed:
    """One deed, read from what the page sent: who does it, in which chat, with what."""

    def __init__(self, stage: Stage, body: Json) -> None:
        """Read who and where; raises RefusedError for people and chats that there are not."""
        self.stage = stage
        self._body = body
        self.who = self.word("who")
        self.kind = self.word("chat", "door")
        if self.who not in stage.people or self.kind not in ("group", "door"):
            raise RefusedError(_("There is no such phone or chat."))

    @property
    def person(self) -> Person:
        """Who does it."""
        return self.stage.people[self.who]

    @property
    def place(self) -> Place:
        """The chat it is done in; raises RefusedError where there is no group yet."""
        place = self.stage.place(self.who, self.kind)
        if place is None:
            raise RefusedError(_("There is no group yet."))
        return place

    def word(self, name: str, default: str | None = None) -> str:
        """Return a text of the body; raises RefusedError if it is missing or something else."""
        value = self._body.get(name, default)
        if not isinstance(value, str) or not _is_utf8(value):
            raise UnreadableError
        return value

    def link(self, name: str, default: str | None = None) -> str:
        """Return an address of the body; raises RefusedError if it is none."""
        address = self.word(name, default)
        try:
            urlsplit(address)
        except ValueError:
            raise UnreadableError from None
        return address

    def number(self, name: str) -> int:
        """Return a number of the body; raises RefusedError if it is missing or something else."""
        value = self._body.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise UnreadableError
        return value

    def message(self, name: str = "message") -> Shown:
        """Return the message that the body names; raises RefusedError if it is gone."""
        shown = self.stage.find(self.who, self.kind, self.number(name))
        if shown is None:
            raise RefusedError(_("That message is gone."))
        return shown

    def answered(self) -> Shown | None:
        """Return the message this one replies to, if any."""
        return None if self._body.get("to") is None else self.message("to")

    def own_message(self) -> Shown:
        """Return the message that the body names; raises RefusedError if somebody else wrote it."""
        shown = self.message()
        if shown.sender is not self.person.user:
            raise RefusedError(_("Only whoever wrote it can do that."))
        return shown


def _is_utf8(words: str) -> bool:
    """Whether this can be sent at all: half of a surrogate pair cannot."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


async def _says(deed: Deed) -> Json:
    text = deed.word("text")
    if not text.strip():
        raise RefusedError(_("There is nothing to send."))
    await deed.person.says(text, deed.place, reply_to=deed.answered())
    return {}


async def _picks_command(deed: Deed) -> Json:
    command = deed.word("text")
    if "@" in command:
        await deed.person.says(command, deed.place)
    else:
        await deed.person.says_from_menu(command, deed.place)
    return {}


async def _starts(deed: Deed) -> Json:
    await deed.person.says("/start")
    return {}


async def _opens(deed: Deed) -> Json:
    await deed.person.opens(deed.link("url"))
    return {}


async def _taps(deed: Deed) -> Json:
    """Tap a button and wait for what the bot shows over the chat, as the app does."""
    shown = deed.message()
    row, column = deed.number("row"), deed.number("column")
    try:
        data = shown.message.buttons[row][column]["callback_data"]
    except (IndexError, KeyError):
        raise RefusedError(_("That button is gone.")) from None
    world = deed.stage.world
    query = deed.person.taps_button(shown.message, data)
    with suppress(TimeoutError):
        async with asyncio.timeout(ANSWER_WITHIN):
            while query.answer is None:
                await world.changes.wait()
    answer = query.answer
    return {"toast": answer and {"text": answer.text, "alert": answer.alert, "url": answer.url}}


async def _sends_voice(deed: Deed) -> Json:
    await deed.person.sends_voice(VOICE_SECONDS, deed.place, reply_to=deed.answered())
    return {}


async def _sends_photo(deed: Deed) -> Json:
    await deed.person.sends_photo(deed.place, reply_to=deed.answered())
    return {}


async def _sends_sticker(deed: Deed) -> Json:
    await deed.person.sends_sticker(deed.place, reply_to=deed.answered())
    return {}


async def _edits(deed: Deed) -> Json:
    shown, text = deed.own_message(), deed.word("text")
    if shown.media is not None or not text.strip():
        raise RefusedError(_("Only words can be changed into other words."))
    await deed.person.edits(shown, text)
    return {}


async def _deletes(deed: Deed) -> Json:
    await deed.person.deletes(deed.own_message())
    return {}


async def _reacts(deed: Deed) -> Json:
    shown, emoji = deed.message(), deed.word("emoji")
    before = shown.message.reactions.get(deed.person.id, [])
    await deed.person.reacts(shown, "" if emoji in before else emoji)
    return {}


async def _reads(deed: Deed) -> Json:
    history = deed.stage.history(deed.place)
    deed.stage.read[deed.who, deed.kind] = history[-1].order if history else 0
    deed.stage.world.changes.tell()
    return {}


async def _makes_group(deed: Deed) -> Json:
    if deed.stage.group is not None:
        raise RefusedError(_("You have your group already."))
    await _group(deed)
    return {}


async def _adds_bot(deed: Deed) -> Json:
    """Add the bot to the group, by a startgroup link if the body has one; the group is made if need be."""
    if deed.stage.bot_inside:
        raise RefusedError(_("%(bot)s is in your group already.") % {"bot": deed.stage.world.bot.name})
    url = deed.link("url", "")
    asked = parse_qs(urlsplit(url).query, keep_blank_values=True).get("startgroup")
    group = await _group(deed)
    await group.adds_bot(by=deed.person, payload=asked[0] if asked else None)
    return {}


async def _group(deed: Deed) -> Group:
    stage = deed.stage
    if stage.group is None:
        others = [person for person in stage.people.values() if person is not deed.person]
        stage.group = await deed.person.creates_group(stage.group_title, *others)
    return stage.group


DEEDS: dict[str, Callable[[Deed], Awaitable[Json]]] = {
    "say": _says,
    "reply": _says,
    "command": _picks_command,
    "start": _starts,
    "open": _opens,
    "tap": _taps,
    "voice": _sends_voice,
    "photo": _sends_photo,
    "sticker": _sends_sticker,
    "edit": _edits,
    "delete": _deletes,
    "react": _reacts,
    "read": _reads,
    "new_group": _makes_group,
    "add_bot": _adds_bot,
}


async def act(stage: Stage, body: Json) -> Json:
    """Let somebody do what the page sent and return what the page is to know of it.

    Raises:
        RefusedError: it cannot be done, in a sentence for the page.
    """
    name = body.get("do")
    if not isinstance(name, str) or name not in DEEDS:
        raise UnreadableError
    try:
        return await DEEDS[name](Deed(stage, body))
    except ImpossibleError as impossible:
        raise RefusedError(str(impossible)) from None
