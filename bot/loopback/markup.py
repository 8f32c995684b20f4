"""Telegram's HTML parse mode: a formatted text becomes plain words and entities, or a refusal.

The grammar and the refusals follow tdlib/td, td/telegram/MessageEntity.cpp (`parse_html`); offsets in
refusals are bytes of UTF-8, offsets of entities are UTF-16 code units.
"""

import re
from dataclasses import dataclass, field

from bot.loopback.model import Json, bad_request
from bot.loopback.rules import Rules

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_MARKED = re.compile("[<&]")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.-]*))?""")


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    start: int


@dataclass(slots=True)
class _Parser:
    source: str
    rules: Rules
    at: int = 0
    plain: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def offset(self, at: int) -> int:
        return len(self.source[:at].encode())

    def refuse(self, words: str) -> Exception:
        return bad_request(f"can't parse entities: {words}")

    def emit(self, words: str) -> None:
        self.plain.append(words)
        self.length += utf16(words)

    def run(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "<":
                self.tag()
            elif character == "&":
                self.reference()
            else:
                begin = self.at
                marked = _MARKED.search(self.source, begin)
                self.at = marked.start() if marked else len(self.source)
                self.emit(self.source[begin : self.at])
        if self.open and self.rules["html_strict"]:
            raise self.refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.plain), sorted(self.entities, key=lambda e: (e["offset"], -e["length"]))

    def reference(self) -> None:
        match = _REFERENCE.match(self.source, self.at)
        words = decode(match, self.rules) if match else None
        self.emit(words if words is not None else "&")
        self.at = match.end() if match and words is not None else self.at + 1

    def tag(self) -> None:
        begin = self.at
        end = self.source.find(">", begin)
        inside = self.source[begin + 1 : end]
        closing = inside.startswith("/")
        if end < 0:
            raise self.refuse(
                f"Unclosed {'end' if closing else 'start'} tag at byte offset {self.offset(begin)}"
            )
        if closing:
            self.close(inside[1:].strip().lower(), begin)
        else:
            self.start(inside, begin)
        self.at = end + 1

    def start(self, inside: str, begin: int) -> None:
        name = re.split(r"\s", inside, maxsplit=1)[0].lower()
        if name not in TAGS and self.rules["html_strict"]:
            raise self.refuse(f'Unsupported start tag "{name}" at byte offset {self.offset(begin)}')
        attributes = self.attributes(name, inside[len(name) :], begin)
        if name == "span" and attributes.get("class") != "tg-spoiler" and self.rules["html_strict"]:
            raise self.refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {self.offset(begin)}')
        self.open.append(_Open(name, attributes, self.length))

    def attributes(self, name: str, source: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        at = 0
        while source[at:].strip():
            match = _ATTRIBUTE.match(source, at)
            if match is None:
                where = self.offset(begin)
                raise self.refuse(f'Empty attribute name in the tag "{name}" at byte offset {where}')
            value = (match[2] or "").strip("\"'")
            found[match[1]] = _REFERENCE.sub(lambda m: decode(m, self.rules) or m[0], value)
            at = match.end()
        return found

    def close(self, name: str, begin: int) -> None:
        where = self.offset(begin)
        if not self.open:
            if self.rules["html_strict"]:
                raise self.refuse(f"Unexpected end tag at byte offset {where}")
            return
        opened = self.open.pop()
        if name and name != opened.tag and self.rules["html_strict"]:
            words = f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{name}>"'
            raise self.refuse(words)
        if self.length > opened.start:
            self.entities.extend(self.entity(opened))

    def entity(self, opened: _Open) -> list[Json]:
        kind = TAGS.get(opened.tag)
        if kind is None:
            return []
        made: Json = {"type": kind, "offset": opened.start, "length": self.length - opened.start}
        if kind == "text_link":
            link = opened.attributes.get("href", "")
            mention = re.fullmatch(r"tg://user\?id=(\d+)", link)
            if mention:
                made |= {"type": "text_mention", "user_id": int(mention[1])}
            elif not re.match(r"(https?|tg)://|[\w.-]+\.\w+", link):
                return []
            else:
                made["url"] = link
        elif kind == "custom_emoji":
            if not opened.attributes.get("emoji-id", "").isdigit():
                raise bad_request("invalid custom emoji identifier specified")
            made["custom_emoji_id"] = opened.attributes["emoji-id"]
        elif kind == "date_time":
            moment = opened.attributes.get("unix", "")
            if not moment.isdigit() or int(moment) <= 0:
                return []
            made |= {"unix_time": int(moment), "date_time_format": opened.attributes.get("format", "")}
        elif kind == "blockquote" and "expandable" in opened.attributes:
            made["type"] = "expandable_blockquote"
        return [made]


def utf16(words: str) -> int:
    """Return the length in UTF-16 code units, the unit of entity offsets."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def decode(match: re.Match[str], rules: Rules) -> str | None:
    """Return the character of a reference, or None where Telegram leaves it as written."""
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        if not rules["html_entities"] and name == "nbsp":
            return "\u00a0"
        return ENTITIES.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF else None


def parse(source: str, mode: str, rules: Rules) -> tuple[str, list[Json]]:
    """Return plain words and entities of a text in a parse mode ("HTML" or "" for none).

    White space around the text is dropped, as Telegram does. Raises ApiError in Telegram's words for
    broken markup and for modes that the loopback does not speak.
    """
    if not mode:
        return source.strip(), []
    if mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return trim(*_Parser(source, rules).run())


def trim(plain: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Drop white space around the words and move the entities along."""
    start = utf16(plain) - utf16(plain.lstrip())
    words = plain.strip()
    total = utf16(words)
    kept: list[Json] = []
    for entity in entities:
        begin = max(entity["offset"] - start, 0)
        end = min(entity["offset"] - start + entity["length"], total)
        if end > begin:
            kept.append(entity | {"offset": begin, "length": end - begin})
    return words, kept


def cut(plain: str, entity: Json) -> str:
    """Return the words that an entity covers."""
    units = plain.encode("utf-16-le", "surrogatepass")
    begin = entity["offset"] * 2
    return units[begin : begin + entity["length"] * 2].decode("utf-16-le", "surrogatepass")
