"""How a long answer, or one with voice notes and photos, is shown: in messages of its own, in its order.

Lengths are UTF-16 code units, the stricter of the two ways in which Telegram might count
(https://core.telegram.org/api/entities#entity-length).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot import pieces
from bot.marks import Marks, of_pieces, units
from bot.message import Media
from bot.pieces import Piece, split

INLINE = 1000
"""The longest answer that stands in the reveal itself; two of them and the rest stay below 4,096."""
_CAPTION = 850  # of 1,024, which the name shares
_PIECE = 3900  # of 4,096, which the name shares


@dataclass(frozen=True, slots=True)
class Part:
    """One message of its own after a reveal: words, or a voice note or photo with words below it."""

    text: str
    media: Media | None = None
    marks: Marks = ()


def parts(said: Sequence[Piece]) -> tuple[Part, ...]:
    """Return the messages an answer needs beyond the reveal's own; none for a short text.

    One voice note or photo takes all the words below it if they fit; of several each has its own.
    """
    text, marks = pieces.words(said)
    media = pieces.media_of(said)
    if not media:
        return tuple(_texts(text, marks)) if units(text) > INLINE else ()
    if len(media) == 1 and units(text) <= _CAPTION:
        return (Part(text, media[0], marks),)
    return tuple(_in_order(said))


def _in_order(said: Sequence[Piece]) -> Iterator[Part]:
    words: list[Piece] = []
    for piece in said:
        if piece.media is None:
            words.append(piece)
            continue
        yield from _texts(*pieces.words(words))
        words = []
        if units(piece.text) <= _CAPTION:
            yield Part(piece.text, piece.media, piece.marks)
        else:
            yield Part("", piece.media)
            words.append(replace(piece, media=None))
    yield from _texts(*pieces.words(words))


def _texts(text: str, marks: Marks) -> Iterator[Part]:
    cuts = split(text, _PIECE) if text else []
    for cut, of_cut in zip(cuts, of_pieces(cuts, marks), strict=True):
        yield Part(cut, marks=of_cut)
