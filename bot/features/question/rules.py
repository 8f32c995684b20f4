"""What the daily question decides, as pure functions of values: no SQL, no Telegram, no clock of its own.

An answer is made of the messages its author sent (pieces), so that an edit of any of them is understood.
Lengths are UTF-16 code units, the stricter of the two ways in which Telegram might count
(https://core.telegram.org/api/entities#entity-length).
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Literal

from bot.cards import Media
from bot.spaces.model import Space
from content.bank import INTIMACY
from schedules import ladder

FRESHNESS = timedelta(hours=6)
LASTS = timedelta(hours=36)
LATE_FROM, NIGHT_ENDS = 20, 4

INLINE = 1000
"""The longest answer that stands in the reveal itself; two of them and the rest stay below 4,096."""
LONGEST = 16_384
"""Characters one answer may grow to: four full messages."""
_CAPTION = 850  # of 1,024, which the name shares
_PIECE = 3900  # of 4,096, which the name shares

How = Literal["sealed", "open", "revealed"]
CardState = Literal["open", "revealed", "closed"]


class Opening(Enum):
    """What follows from the answers that are in."""

    NOT_YET = "not yet"
    REVEAL = "reveal"
    ALOUD = "aloud"


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one message, and its number in the chat in which it was said."""

    message_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one partner said to a card: words in pieces, at most one voice note or photo, or an option.

    `alone` says what becomes of it if the other never answers; `told` whether its author let the other
    know that one is waiting.
    """

    card_id: int
    person_id: int
    how: How
    pieces: tuple[Piece, ...] = ()
    media: Media | None = None
    option: int | None = None
    alone: Literal["erase", "show"] = "erase"
    told: bool = False

    @property
    def text(self) -> str:
        """All its words."""
        return "\n".join(piece.text for piece in self.pieces if piece.text)


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """One question under a post, with what matters of the post. `seq` is 1 for the day's first.

    `again` says that both answered it half a year ago or earlier.
    """

    id: int
    space_id: int
    post_id: int
    seq: int
    item_id: str
    revealed_at: datetime | None
    local_date: date
    due_at: datetime
    closes_at: datetime
    post_open: bool
    backs_off: bool
    again: bool

    def state(self, now: datetime) -> CardState:
        """Return whether it can still be answered. Once its time is over it is closed, revealed or not."""
        if not self.post_open or self.closes_at <= now:
            return "closed"
        return "open" if self.revealed_at is None else "revealed"


def packs_of(space: Space, day: date) -> frozenset[str]:
    """Return what both chose that counts on a local date; intimacy only while nobody else is there."""
    both = frozenset.intersection(*(partner.chosen_at(day) for partner in space.couple))
    return both - {INTIMACY} if space.accompanied else both


def opening(hows: Collection[How]) -> Opening:
    """Return what follows once these answers are in: two open together, unless both were said aloud."""
    if len(hows) < 2:
        return Opening.NOT_YET
    return Opening.REVEAL if "sealed" in hows else Opening.ALOUD


def added(answer: Answer, piece: Piece, media: Media | None) -> Answer | None:
    """Return the answer with one more message; None if it cannot hold it.

    It holds one voice note or photo, and `LONGEST` characters.
    """
    if answer.media is not None and media is not None:
        return None
    longer = replace(answer, pieces=(*answer.pieces, piece), media=answer.media or media)
    return longer if len(longer.text) <= LONGEST else None


def edited(answer: Answer, piece: Piece, media: Media | None) -> Answer | None:
    """Return the answer after one of its messages was edited; None if the message is none of them."""
    if all(old.message_id != piece.message_id for old in answer.pieces):
        return None
    pieces = tuple(piece if old.message_id == piece.message_id else old for old in answer.pieces)
    return replace(answer, pieces=pieces, media=media or answer.media)


@dataclass(frozen=True, slots=True)
class Part:
    """One message of its own after a reveal: words, or a voice note or photo with words below it."""

    text: str
    media: Media | None = None


def parts(answer: Answer) -> tuple[Part, ...]:
    """Return the messages an answer needs beyond the reveal's own; none for a short text."""
    if answer.media is None:
        return tuple(Part(text) for text in split(answer.text, _PIECE)) if units(answer.text) > INLINE else ()
    if units(answer.text) <= _CAPTION:
        return (Part(answer.text, answer.media),)
    return (Part("", answer.media), *(Part(text) for text in split(answer.text, _PIECE)))


def units(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return sum(2 if ord(character) > 0xFFFF else 1 for character in text)


def split(text: str, limit: int) -> list[str]:
    """Cut a text into pieces of at most `limit` units which, joined, are the text again.

    Cuts after white space where the second half of a piece has some; else never between a character and
    the marks, joiners and skin tones that belong to it.
    """
    pieces = []
    while units(text) > limit:
        end = _fitting(text, limit)
        at = max(text.rfind(space, end // 2, end) for space in ("\n", " ")) + 1 or _between(text, end)
        pieces.append(text[:at])
        text = text[at:]
    return [*pieces, text]


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


def is_silent(chosen: str, since: datetime, now: datetime) -> bool:
    """Whether the ladder says silence: three weeks without anything both did."""
    return ladder.step(chosen, since, now) is None


def is_late(here: datetime) -> bool:
    """Whether nothing deep is asked any more at this local time: from 20:00 until 4:00."""
    return not NIGHT_ENDS <= here.hour < LATE_FROM


def backs_off(chosen: str, since: datetime, previous_due: datetime | None, now: datetime) -> bool:
    """Whether this is the post at which the ladder steps from every day to every other day.

    Looks at what both did alone, so the line it stands for tells nothing about either.
    """
    if previous_due is None:
        return False
    return ladder.step(chosen, since, previous_due) == 1 and ladder.step(chosen, since, now) == 2


SPOKEN_TO = timedelta(days=7)


def spoken_to(now: datetime) -> datetime:
    """Return whence the ladder counts after somebody broke the silence.

    Not from now, which would bring daily posts back to a couple that went quiet, and not from before,
    which would end in another farewell a week later: the ladder goes on from its weekly rung.
    """
    return now - SPOKEN_TO
