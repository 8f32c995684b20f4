"""Formatting that a person gave their words, as plain values: bold, quotes, links, custom emoji.

Words and their marks stay apart until they enter a message (`bot.formatting`), so that nothing of them can
break out of it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

KINDS = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
        "blockquote",
        "expandable_blockquote",
        "text_link",
        "custom_emoji",
    }
)
"""What is kept. Links, hashtags and mentions in the words themselves Telegram finds anew in what is sent."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One run of formatted words, as Telegram's `MessageEntity` says it.

    `kind` is the entity's type, `start` and `length` count UTF-16 units of the plain text, and `value` is
    what the kind needs besides: a link's address, a custom emoji's id, a code block's language, else "".
    Source: https://core.telegram.org/bots/api#messageentity
    """

    kind: str
    start: int
    length: int
    value: str = ""

    @property
    def end(self) -> int:
        """The first unit behind it."""
        return self.start + self.length


Marks = tuple[Mark, ...]


def units(text: str) -> int:
    """Return the length in UTF-16 code units, in which marks count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def within(marks: Iterable[Mark], start: int, length: int) -> Marks:
    """Return the marks of a part of a text, counted from the part's own start."""
    parts = (
        replace(mark, start=begin - start, length=end - begin)
        for mark in marks
        if (end := min(mark.end, start + length)) > (begin := max(mark.start, start))
    )
    return tuple(parts)


def stripped(text: str, marks: Marks) -> tuple[str, Marks]:
    """Return a text without the white space around it, and its marks."""
    bare = text.strip()
    return bare, within(marks, units(text) - units(text.lstrip()), units(bare))


def of_pieces(pieces: Sequence[str], marks: Marks) -> list[Marks]:
    """Return the marks of each piece of a text that was cut; joined, the pieces are the text."""
    found, at = [], 0
    for piece in pieces:
        length = units(piece)
        found.append(within(marks, at, length))
        at += length
    return found


def dumped(marks: Marks) -> str | None:
    """Return marks as a column holds them, None for none."""
    return json.dumps([[m.kind, m.start, m.length, m.value] for m in marks]) if marks else None


def loaded(column: str | None) -> Marks:
    """Return the marks that `dumped` wrote."""
    return tuple(Mark(*row) for row in json.loads(column or "[]"))
