"""What a person types: plain or formatted words, and what Telegram itself marks in them.

Telegram's server finds commands, links and mentions in whatever is sent; bold, spoilers and text links come
from the app. Source: tdlib/td, MessageEntity.cpp (`match_bot_commands`, `match_mentions`, `match_urls`).
"""

import re

from bot.loopback.composing import LONGEST_TEXT, named
from bot.loopback.delivery import command_entities
from bot.loopback.markup import parse, trim, utf16
from bot.loopback.model import ImpossibleError, Json
from bot.loopback.world import World

LONGEST_CAPTION = 4096  # of a Premium account (caption_length_limit_premium, core.telegram.org/api/config)
_FOUND = {
    "url": re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)']"),
    "mention": re.compile(r"(?<!\w)@[A-Za-z]\w{2,31}(?!\w)", re.ASCII),
    "hashtag": re.compile(r"(?<!\w)#\w*[^\W\d]\w*"),
}


class Formatted(str):
    """Words with formatting, written as Telegram's HTML: `Formatted("<b>so</b> good")`.

    Taken wherever a person's words are: in what they say, in captions, in edits.
    """

    __slots__ = ()


def text_of(world: World, words: str) -> Json:
    """Return `text` and `entities` of a typed message."""
    return _content(*_read(world, words), "text", "entities")


def caption_of(world: World, words: str | None) -> Json:
    """Return `caption` and `caption_entities`, nothing without words; raises ImpossibleError if too long."""
    plain, entities = _read(world, words or "")
    if len(plain) > LONGEST_CAPTION:
        raise ImpossibleError(f"no app sends a caption of more than {LONGEST_CAPTION} characters")
    return _content(plain, entities, "caption", "caption_entities") if plain else {}


def pieces_of(world: World, words: str) -> list[Json]:
    """Return a typed text as an app sends it: cut into messages of 4096 characters, formatting and all."""
    plain, entities = _read(world, words)
    starts = range(0, len(plain), LONGEST_TEXT) or [0]
    return [_cut(plain, entities, start) for start in starts]


def _cut(plain: str, entities: list[Json], start: int) -> Json:
    before, piece = utf16(plain[:start]), plain[start : start + LONGEST_TEXT]
    inside = [
        entity | {"offset": begin - before, "length": end - begin}
        for entity in entities
        if (end := min(entity["offset"] + entity["length"], before + utf16(piece)))
        > (begin := max(entity["offset"], before))
    ]
    return _content(*trim(piece, inside), "text", "entities")


def _read(world: World, words: str) -> tuple[str, list[Json]]:
    """Return the plain words and the formatting that the app put in, without white space around."""
    if not isinstance(words, Formatted):
        return trim(words, [])
    plain, entities = parse(words, "HTML", world.rules)
    return plain, [made for one in entities for made in named(world, one)]


def _content(plain: str, entities: list[Json], name: str, entities_name: str) -> Json:
    links: list[Json] = [
        {"type": kind, "offset": utf16(plain[: match.start()]), "length": utf16(match[0])}
        for kind, pattern in _FOUND.items()
        for match in pattern.finditer(plain)
    ]
    covered = [range(link["offset"], link["offset"] + link["length"]) for link in links]
    commands = [
        command
        for command in command_entities(plain)
        if not any(command["offset"] in span for span in covered)
    ]
    marked = sorted([*entities, *links, *commands], key=lambda one: (one["offset"], -one["length"]))
    return {name: plain, entities_name: marked} if marked else {name: plain}
