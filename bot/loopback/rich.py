"""Rich messages, which have blocks and no text: built as an app builds them, and read out as people see them.

Types: core.telegram.org/bots/api#richmessage (Bot API 10.1 and later). A rich text is a string, a list of
rich texts, or an object with a type; a block is an object with a type.
"""

from typing import Any

Json = dict[str, Any]
RichText = str | list[Any] | Json


def styled(kind: str, *text: RichText, **more: Any) -> Json:
    """Return a text of a kind with what that kind needs besides.

    `styled("bold", "so")`, `styled("url", "here", url="https://example.org")`.
    """
    return {"type": kind, "text": _joined(text), **more}


def paragraph(*text: RichText) -> Json:
    """Return a paragraph."""
    return {"type": "paragraph", "text": _joined(text)}


def heading(*text: RichText, size: int = 2) -> Json:
    """Return a heading; 1 is the largest of six sizes."""
    return {"type": "heading", "text": _joined(text), "size": size}


def bullets(*items: RichText) -> Json:
    """Return a list, one paragraph in each item."""
    return {"type": "list", "items": [{"label": "•", "blocks": [paragraph(item)]} for item in items]}


def quote(*blocks: Json) -> Json:
    """Return a block quotation."""
    return {"type": "blockquote", "blocks": list(blocks)}


def table(*rows: list[str]) -> Json:
    """Return a table of plain cells."""
    look = {"align": "left", "valign": "top"}
    return {"type": "table", "cells": [[{"text": cell, **look} for cell in row] for row in rows]}


def rich_message(*blocks: Json | str) -> Json:
    """Return the content of a rich message; a bare string is a paragraph."""
    made = [paragraph(block) if isinstance(block, str) else block for block in blocks]
    return {"rich_message": {"blocks": made}}


def words_of(message: Json) -> str:
    """Return what a reader sees of a RichMessage in plain words, a line for each block."""
    return "\n".join(line for block in message["blocks"] for line in _block_lines(block))


def _block_lines(block: Json) -> list[str]:
    lines = [_words(block[part]) for part in ("summary", "text", "expression") if part in block]
    for item in block.get("items", []):
        first, *more = [line for inner in item["blocks"] for line in _block_lines(inner)] or [""]
        lines += [f"{item['label']} {first}", *more]
    lines += [line for inner in block.get("blocks", []) for line in _block_lines(inner)]
    lines += [" | ".join(_words(cell.get("text", "")) for cell in row) for row in block.get("cells", [])]
    caption = block.get("caption")
    if caption is not None:  # a table's is a text, all others' an object with a text and a credit
        bare = not isinstance(caption, dict) or "type" in caption
        lines.append(_words(caption if bare else caption["text"]))
    return lines


def _words(text: Any) -> str:
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(_words(part) for part in text)
    if "button" in text:
        return _words(text["button"]["text"])
    shown = text.get("text", text.get("alternative_text", text.get("expression", "")))
    return _words(shown)


def _joined(text: tuple[RichText, ...]) -> RichText:
    return text[0] if len(text) == 1 else list(text)
