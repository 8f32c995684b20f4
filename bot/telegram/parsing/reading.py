"""What a message says: its words with what Telegram marked in them, its command, its voice note or photo.

Nothing here decides anything.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot import marks
from bot.marks import KINDS, Mark, Marks
from bot.message import Media
from bot.telegram.parsing import rich
from bot.telegram.parsing.updates import Json, Message

_RICH = "rich_message"

# What people put between a command and their words: "/thanks, for the soup", "/thanks: for", "/checkin.",
# "/thanks - for". A smiley behind a blank is a word; signs with nothing behind them are none.
_BETWEEN = re.compile(r"[,.:;!?…–—-]*\s*(?:[,:;–—-]\s+|[,.:;!?…–—-]+$)?")

# What Telegram's apps mark as a command. Source: tdlib/td, MessageEntity.cpp, `match_bot_commands`.
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")

_VALUES = {"text_link": "url", "custom_emoji": "custom_emoji_id", "pre": "language"}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a message with all that Telegram marked in them."""

    text: str
    marks: Marks

    @property
    def kept(self) -> Marks:
        """The marks that are formatting."""
        return tuple(mark for mark in self.marks if mark.kind in KINDS)


@dataclass(frozen=True, slots=True)
class Command:
    """A command at the start of a message, as Telegram marks it: `/name@addressee`, and what follows."""

    name: str
    addressee: str
    rest: Words

    def is_for(self, username: str) -> bool:
        """Whether a bot of this name is meant; one that is named to nobody is for all."""
        return self.addressee.lower() in ("", username.lower())


def words_of(message: Message) -> Words:
    """Return the message's text or caption, or the words of a rich message; white space around them goes."""
    if message.text is None and message.caption is None:
        return _with_command(Words(*rich.words_of(message.raw.get(_RICH))))
    text = message.text if message.text is not None else message.caption or ""
    return Words(*marks.stripped(text, tuple(_mark(it) for it in entities_of(message))))


def media_of(message: Message) -> Media | None:
    """Return a voice note or the largest size of a photo, else None."""
    sizes = message.raw.get("photo")
    found = [rich.as_media("voice", message.raw.get("voice"))]
    found += [rich.as_media("photo", size) for size in reversed(sizes if isinstance(sizes, list) else [])]
    return next((it for it in found if it is not None), None) or rich.media_in(message.raw.get(_RICH))


def is_text(message: Message, words: Words) -> bool:
    """Whether a message of these words is words and nothing else."""
    return bool(words.text) and (message.text is not None or _RICH in message.raw)


def command_of(words: Words) -> Command | None:
    """Return the command that a message begins with, whomever it is for; None if it begins with none.

    Telegram says where a command ends, so a comma, a colon or a full stop behind it belongs to the words.
    """
    found = next((mark for mark in words.marks if mark.kind == "bot_command" and mark.start == 0), None)
    if found is None:
        return None
    name, _, addressee = words.text[1 : found.length].partition("@")
    behind = words.text[found.length :]
    rest = _BETWEEN.sub("", behind, count=1)
    start = found.length + len(behind) - len(rest)
    return Command(name.lower(), addressee, Words(rest, marks.within(words.marks, start, marks.units(rest))))


def _with_command(words: Words) -> Words:
    """Return the words of a rich message with the command in front of them marked.

    Whether commands are marked in one is up to the app that sends it (`skip_entity_detection` in
    https://core.telegram.org/bots/api#inputrichmessage); of code they never are.
    """
    found = _COMMAND.match(words.text)
    if found is None or any(
        it.start == 0 and it.kind in ("bot_command", "code", "pre") for it in words.marks
    ):
        return words
    return Words(words.text, (Mark("bot_command", 0, len(found[0])), *words.marks))


def entities_of(message: Message) -> list[Json]:
    """Return what Telegram marked in a message's text or caption, each with its kind and place."""
    for name in ("entities", "caption_entities"):
        entities = message.raw.get(name)
        found = [it for it in entities if _is_entity(it)] if isinstance(entities, list) else []
        if found:
            return found
    return []


def _is_entity(it: Any) -> bool:
    """Whether this marks something: it has a kind, a place and a length."""
    if not isinstance(it, dict) or not isinstance(it.get("type"), str):
        return False
    return isinstance(it.get("offset"), int) and isinstance(it.get("length"), int)


def _mark(entity: Json) -> Mark:
    value = entity.get(_VALUES.get(entity["type"], ""))
    return Mark(entity["type"], entity["offset"], entity["length"], value if isinstance(value, str) else "")
