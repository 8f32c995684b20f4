"""What a thank-you may be and for how long it may be answered. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.limits import LONGEST_CAPTION, LONGEST_MESSAGE
from bot.marks import Marks, units
from bot.message import Media
from bot.pieces import Piece, Pieces, media_of, words
from schedules.due import instant

CARD = "thanks.card"
"""The kind of the outbox message that is a given thank-you's card in the group."""
WANTED = "thanks.wanted"
"""That of the one which says that its receiver would like to hear more."""
WORDS = "thanks.words"
"""What is awaited at a door: the words of a thank-you; and what its giver's messages were taken for."""


class ThanksState(StrEnum):
    """What became of a thank-you, as its row holds it."""

    KEPT = "kept"
    """It waits at its giver's private chat for the Sunday `kept_for`; nobody else knows of it."""
    GIVEN = "given"
    """It was said in the group, or its card goes there now."""


class Receipt(StrEnum):
    """What the receiver says below a card, for both to see."""

    LANDED = "landed"
    MORE = "more"
    SAW = "saw"


# What is left over is room for the card's own sentences and two names.
_BESIDE_TEXT = LONGEST_MESSAGE - 600
_BESIDE_MEDIA = LONGEST_CAPTION - 600

_CAPTION = LONGEST_CAPTION - 24

MOST_PIECES = 20
LONGEST = 16_384
"""Units that one thank-you may grow to: four full messages."""

_SUNDAY = 6


def is_sunday(today: date) -> bool:
    """Whether a local date is a Sunday."""
    return today.weekday() == _SUNDAY


def next_sunday(today: date) -> date:
    """Return the Sunday after a local date; of a Sunday, the one a week later."""
    return today + timedelta(days=(_SUNDAY - today.weekday()) or 7)


def closes_at(given_on: date, next_card_at: time, zone: ZoneInfo) -> datetime:
    """Return the instant at which a card's buttons end: with the next day's card, whatever happened.

    It hangs on the clock alone and never on whether a card really came, so a button that stayed untouched
    says nothing.
    """
    return instant(given_on + timedelta(days=1), next_card_at, zone)


def fits_card(text: str, *, with_media: bool) -> bool:
    """Return whether the giver's words fit on the card; longer ones go out whole, above it."""
    return units(text) <= (_BESIDE_MEDIA if with_media else _BESIDE_TEXT)


@dataclass(frozen=True, slots=True)
class Part:
    """One message of its own above a card: words, or a voice note or photo with the words below it."""

    text: str = ""
    marks: Marks = ()
    media: Media | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a thank-you from the door stands in the group: what goes out above its card, and what is on it."""

    parts: tuple[Part, ...]
    text: str
    marks: Marks
    media: Media | None

    def has_place_for(self, other: "Layout") -> bool:
        """Whether the other can take the place of this one by edits of words alone."""
        return _shape(self) == _shape(other)


def _shape(it: Layout) -> tuple[tuple[Media | None, ...], Media | None]:
    return tuple(part.media for part in it.parts), it.media


def layout(pieces: Pieces) -> Layout:
    """Return how pieces stand in the group: on the card where it holds them, else above it, in order."""
    media, (text, marks) = media_of(pieces), words(pieces)
    one = media[0] if len(media) == 1 else None
    if len(media) < 2 and fits_card(text, with_media=one is not None):
        return Layout((), text, marks, one)
    return Layout(tuple(part for piece in pieces for part in _parts(piece, one)), "", (), one)


def _parts(piece: Piece, on_card: Media | None) -> list[Part]:
    media = None if on_card is not None else piece.media
    if media is None:
        return [Part(piece.text, piece.marks)] if piece.text else []
    if units(piece.text) <= _CAPTION:
        return [Part(piece.text, piece.marks, media)]
    return [Part(media=media), Part(piece.text, piece.marks)]


def can_hold(pieces: Pieces) -> bool:
    """Return whether these are not too many and not too long for one thank-you."""
    return len(pieces) <= MOST_PIECES and units(words(pieces)[0]) <= LONGEST
