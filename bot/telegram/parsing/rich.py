"""Rich messages (Bot API 10.1) as plain words with marks: `rich_message` holds them, and no `text` does.

python-telegram-bot 22.8 knows Bot API 10.0 and keeps the field as raw JSON, which is read leniently here: a
block of a kind that nobody knew yet still gives the words in it.
Source: https://core.telegram.org/bots/api#richmessage, #richblock and #richtext.
"""

from typing import Any, Literal

from bot.marks import Mark, Marks, stripped, units
from bot.message import Media

_DEEPEST = 64  # so that no nesting ends a handler; whatever lies deeper has no words that anybody typed
_SAME = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "code", "bot_command"})
_BLOCKS = {
    "heading": "bold",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "expandable_blockquote",
    "pullquote": "blockquote",
}
_PARTS = ("summary", "text", "expression", "blocks", "items", "cells", "buttons", "credit", "caption")
"""The fields of a block that hold words, in the order in which they are read."""


def words_of(rich_message: object) -> tuple[str, Marks]:
    """Return the words of a rich message, and their marks; each block begins a line."""
    writer = _Writer()
    blocks = rich_message.get("blocks") if isinstance(rich_message, dict) else None
    writer.blocks(blocks, 0)
    return stripped(writer.text, tuple(writer.marks))


def media_in(rich_message: object) -> Media | None:
    """Return the first voice note or photo in a rich message's blocks, or None."""
    blocks = rich_message.get("blocks") if isinstance(rich_message, dict) else None
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, dict):
            continue
        sizes = block.get("photo")
        largest = sizes[-1] if isinstance(sizes, list) and sizes else None
        found = as_media("voice", block.get("voice_note")) or as_media("photo", largest)
        if found is not None:
            return found
    return None


def as_media(kind: Literal["voice", "photo"], file: object) -> Media | None:
    """Return what a file of Telegram's is, if it is one."""
    if not isinstance(file, dict) or not isinstance(file.get("file_id"), str):
        return None
    return Media(kind, file["file_id"], str(file.get("file_unique_id", "")))


class _Writer:
    """Writes words down, and which marks lie over them."""

    def __init__(self) -> None:
        self.text = ""
        self.marks: list[Mark] = []

    def blocks(self, blocks: object, depth: int) -> None:
        for block in blocks if isinstance(blocks, list) else []:
            self.line()
            self.block(block, depth + 1)

    def line(self) -> None:
        """Begin a new line, unless one is begun."""
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"

    def block(self, block: object, depth: int) -> None:
        """Write one block, list item, table cell, caption or button."""
        if not isinstance(block, dict) or depth > _DEEPEST:
            return
        start = units(self.text)
        if label := block.get("label"):
            box = "☑ " if block.get("is_checked") else "☐ " if block.get("has_checkbox") else ""
            self.text += f"{label} {box}"
        for part in _PARTS:
            self.part(part, block.get(part), depth)
        kind = _BLOCKS.get(str(block.get("type")))
        if kind is not None:
            self.mark(kind, start, block.get("language") if kind == "pre" else "")

    def part(self, name: str, value: object, depth: int) -> None:
        """Write what one field of a block holds."""
        if value is None:
            return
        if name == "cells":
            for row in value if isinstance(value, list) else []:
                self.line()
                self.row(row, depth)
        elif name == "buttons":
            self.row(value, depth)
        elif name in ("blocks", "items"):
            self.list_of(value, depth, begins=name == "items")
        else:
            if name in ("credit", "caption"):
                self.line()
            is_caption = name == "caption" and isinstance(value, dict) and "type" not in value
            self.block(value, depth + 1) if is_caption else self.rich(value, depth + 1)
            if name == "summary":
                self.line()

    def list_of(self, value: object, depth: int, *, begins: bool) -> None:
        """Write a block's own blocks; the first goes on with the line of a list item's label."""
        for number, block in enumerate(value if isinstance(value, list) else []):
            if begins or number:
                self.line()
            self.block(block, depth + 1)

    def row(self, cells: object, depth: int) -> None:
        """Write a table's row, or buttons side by side."""
        for number, cell in enumerate(cells if isinstance(cells, list) else []):
            self.text += " | " if number else ""
            self.block(cell, depth + 1)

    def rich(self, rich: Any, depth: int) -> None:
        """Write a RichText: words, several of it, or words in a format."""
        if isinstance(rich, str):
            self.text += rich
        elif depth > _DEEPEST:
            return
        elif isinstance(rich, list):
            for one in rich:
                self.rich(one, depth + 1)
        elif isinstance(rich, dict):
            self.formatted(rich, depth)

    def formatted(self, rich: dict[str, Any], depth: int) -> None:
        """Write words in a format, and the mark over them."""
        start, kind = units(self.text), str(rich.get("type"))
        for part in ("alternative_text", "expression", "text"):
            self.rich(rich.get(part), depth + 1)
        self.block(rich.get("button"), depth + 1)
        if kind in _SAME:
            self.mark(kind, start)
        elif kind == "url" and self.text_from(start) != rich.get("url"):
            self.mark("text_link", start, rich.get("url"))
        elif kind == "custom_emoji":
            self.mark("custom_emoji", start, rich.get("custom_emoji_id"))

    def text_from(self, start: int) -> str:
        return self.text.encode("utf-16-le", "surrogatepass")[2 * start :].decode(
            "utf-16-le", "surrogatepass"
        )

    def mark(self, kind: str, start: int, value: object = "") -> None:
        """Put a mark over what was written since."""
        length = units(self.text) - start
        if length:
            self.marks.append(Mark(kind, start, length, value if isinstance(value, str) else ""))
