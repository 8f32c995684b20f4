"""What somebody said, in pieces: the messages that belong together, each with its words and its medium.

Apps cut a long text into several messages, and send an album as one message for each picture. Whoever keeps
what was said keeps its pieces, in order, so that an edit of any of them is understood.
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from bot.limits import LONGEST_MESSAGE
from bot.marks import Mark, Marks, units, within
from bot.message import Media

_CUT_FROM = LONGEST_MESSAGE // 2
"""Apps that cut a text look for a good place in a message's second half (desktop-app/lib_ui,
ui/text/text_entity.cpp, `CutPart`), so a piece with more to come is longer than this."""

AT_ONCE = timedelta(seconds=5)
"""How long after its beginning the rest of a text arrives at the latest: apps send it in one go."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One message: its number in its chat, its words with their marks, and its voice note or photo.

    `album` is what the messages of its album share, None for one that stands alone.
    Words and medium may both be missing: what the bot cannot keep (a video, a sticker) was said all the same.
    """

    message_id: int
    text: str = ""
    media: Media | None = None
    marks: Marks = ()
    album: str | None = None

    @property
    def may_go_on(self) -> bool:
        """Whether it is so long that it may be a text's beginning, with the rest in a further message."""
        return self.media is None and units(self.text) > _CUT_FROM

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it can be kept."""
        return not self.text and self.media is None

    def says_what(self, other: "Piece") -> bool:
        """Whether both hold the same words, marked alike, and the same file."""
        words = (self.text, self.marks) == (other.text, other.marks)
        media = other.media is None if self.media is None else self.media.is_same_as(other.media)
        return words and media

    def goes_on_with(self, piece: "Piece", after: timedelta) -> bool:
        """Whether a message sent so long after it may be its rest: apps send all of a paste in one go."""
        return self.may_go_on and piece.media is None and bool(piece.text) and after <= AT_ONCE


Pieces = tuple[Piece, ...]


def words(pieces: Sequence[Piece]) -> tuple[str, Marks]:
    """Return all the words of pieces as one text, with the marks of all.

    Each stands on a line of its own, but what an app cut in the middle of a word is joined again: a message
    filled to its last unit was cut there, and nowhere better.
    """
    text = ""
    marks: list[Mark] = []
    previous: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if previous is not None and units(previous.text) < LONGEST_MESSAGE:
            text += "\n"
        start = units(text)
        marks += within(piece.marks, -start, start + units(piece.text))
        text += piece.text
        previous = piece
    return text, tuple(marks)


def media_of(pieces: Iterable[Piece]) -> tuple[Media, ...]:
    """Return the voice notes and photos of pieces, in their order."""
    return tuple(piece.media for piece in pieces if piece.media is not None)


def split(text: str, limit: int) -> list[str]:
    """Cut a text into pieces of at most `limit` units which, joined, are the text again.

    Cuts after white space where the second half of a piece has some; else never between a character and
    the marks, joiners and skin tones that belong to it.
    """
    cuts = []
    while units(text) > limit:
        end = _fitting(text, limit)
        at = max(text.rfind(space, end // 2, end) for space in ("\n", " ")) + 1 or _between(text, end)
        cuts.append(text[:at])
        text = text[at:]
    return [*cuts, text]


def _fitting(text: str, limit: int) -> int:
    """Return how many characters from the start fit into `limit` units."""
    used = 0
    for index, character in enumerate(text):
        used += units(character)
        if used > limit:
            return index
    return len(text)


def _between(text: str, end: int) -> int:
    """Move a cut back to where no composed character is torn; give up where there is no such place."""
    at = end
    while at > end // 2 and (_joins(text[at]) or text[at - 1] == "\u200d"):
        at -= 1
    return at if at > end // 2 else end


def _joins(character: str) -> bool:
    """Whether a character belongs to the one before it: a mark, a joiner, a variation, a skin tone."""
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )


def edited(pieces: Pieces, piece: Piece) -> Pieces | None:
    """Return the pieces after one of their messages was edited; None if the message is none of them."""
    if all(old.message_id != piece.message_id for old in pieces):
        return None
    return tuple(piece if old.message_id == piece.message_id else old for old in pieces)


def dumped(pieces: Iterable[Piece]) -> str:
    """Return pieces as JSON: of each its number and words, and what else it has of medium, marks, album."""
    return json.dumps([_row(piece) for piece in pieces], ensure_ascii=False)


def loaded(text: str | None) -> Pieces:
    """Return the pieces that `dumped` wrote; rows of before this version hold numbers and words alone."""
    return tuple(_piece(*row) for row in json.loads(text or "[]"))


def _row(piece: Piece) -> list[object]:
    held = piece.media
    media = None if held is None else [held.kind, held.file_id, held.unique_id]
    marks = [[mark.kind, mark.start, mark.length, mark.value] for mark in piece.marks]
    row = [piece.message_id, piece.text, media, marks, piece.album]
    return row if piece.album else row[:4] if marks else row[:3] if media else row[:2]


def _piece(
    message_id: int,
    text: str,
    media: list[str] | None = None,
    marks: Sequence[list[Any]] = (),
    album: str | None = None,
) -> Piece:
    held = None if media is None else Media(cast("Any", media[0]), *media[1:])
    return Piece(message_id, text, held, tuple(Mark(*mark) for mark in marks), album)
