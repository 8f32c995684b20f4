"""What one of two says in private until both open it together, as pure functions of values.

An answer is made of the messages its author sent (pieces), so that an edit of any of them is understood. It
is whole a minute after the last of them, or at once where its author says so; a card opens when both are in
and whole.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from itertools import pairwise

from bot import pieces
from bot.marks import Marks, of_pieces, units
from bot.message import Media
from bot.pieces import Piece, Pieces, split

REPLIED = timedelta(hours=36)
"""How long replies below a reveal count, and how long what opened is kept for who keeps no answers."""

TO_CHOOSE = timedelta(days=1)
"""How long the author of an answer that stayed alone may save it."""
BELOW = timedelta(minutes=1)
"""So long after the hour of a morning comes what stands below its card."""

MINUTE = timedelta(minutes=1)
"""How long after its author's last message an answer is not whole yet."""
ANEW = timedelta(hours=1)
"""How long it stays shut for whoever is about to write it anew."""
LONGEST = 16_384
"""Characters one answer may grow to: four full messages."""
MOST_MEDIA = 10
"""Voice notes and photos of one answer: as many as an album holds."""


class AnswerState(StrEnum):
    """What has become of what one said to a card."""

    SEALED = "sealed"
    """Nobody but its author and the bot knows it."""
    ALOUD = "open"
    """It was said in the group, by its author alone."""
    REVEALED = "revealed"
    """It was sealed, and both opened together; or it stayed alone, and is shown as its author chose."""
    STAYED = "stayed"
    """Its card closed while it was alone, and its author may save it."""
    SAVED = "saved"
    """It stayed alone, and its author saved it."""


class CardState(StrEnum):
    """What can be said to a card; none tells whether anything was."""

    ANSWERABLE = "answerable"
    """Answers are taken."""
    REVEALED = "revealed"
    """Both answered, and replies below the reveal count."""
    CLOSED = "closed"
    """Nothing is taken any more."""


class Alone(StrEnum):
    """What becomes of an answer if the other never answers."""

    ERASE = "erase"
    SHOW = "show"


class Opening(Enum):
    """What follows from the answers that are in."""

    NOT_YET = "not yet"
    REVEAL = "reveal"
    ALOUD = "aloud"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one partner said to a card: words, voice notes and photos in pieces, or an option.

    `said_at` is when its author last said something of it, and from `whole_at` on they are done with it.
    `album` is what the newest message shares with those of its album. `alone` says what becomes of it if the
    other never answers; `told` whether its author let the other know that one is waiting.
    """

    card_id: int
    person_id: int
    how: AnswerState
    said_at: datetime
    whole_at: datetime
    pieces: Pieces = ()
    option: int | None = None
    album: str | None = None
    alone: Alone = Alone.ERASE
    told: bool = False

    @property
    def text(self) -> str:
        """All its words."""
        return pieces.words(self.pieces)[0]

    def is_whole(self, at: datetime) -> bool:
        """Whether its author is done with it."""
        return self.whole_at <= at

    def has_words_alone_of(self, album: str | None) -> bool:
        """Whether it holds the words under something of this album that cannot be kept."""
        return album is not None and any(
            piece.album == album and piece.media is None for piece in self.pieces
        )

    def holds(self, message_id: int) -> bool:
        """Whether a message is a piece of it."""
        return any(piece.message_id == message_id for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Card:
    """What the two answer, with what matters of its post. `seq` is 1 for the day's first.

    `item_id` is what is asked and `reasons` why, in the words of its owner. `undone`: one of the two undid
    their joining since, and nothing can be said to it any more.
    """

    id: int
    space_id: int
    post_id: int
    seq: int
    item_id: str
    revealed_at: datetime | None
    talked_at: datetime | None
    local_date: date
    due_at: datetime
    closes_at: datetime
    post_open: bool
    reasons: str
    undone: bool = False

    def in_time(self, at: datetime) -> bool:
        """Whether its time to be answered is not over."""
        return self.post_open and at < self.closes_at

    @property
    def replied_until(self) -> datetime | None:
        """Until when replies below its reveal count; None while it is shut."""
        return None if self.revealed_at is None else self.revealed_at + REPLIED

    def state(self, at: datetime) -> CardState:
        """Return whether it can be answered, or replies below its reveal still count; else it is closed."""
        if self.undone:
            return CardState.CLOSED
        if self.replied_until is None:
            return CardState.ANSWERABLE if self.in_time(at) else CardState.CLOSED
        return CardState.REVEALED if at < self.replied_until else CardState.CLOSED


def opening(hows: Collection[AnswerState]) -> Opening:
    """Return what follows once these answers are in: two open together, unless both were said aloud."""
    if len(hows) < 2:
        return Opening.NOT_YET
    return Opening.REVEAL if AnswerState.SEALED in hows else Opening.ALOUD


def begun(card: Card, person_id: int, how: AnswerState, at: datetime) -> Answer:
    """Return an answer of which nothing is said yet."""
    return Answer(card.id, person_id, how, at, at)


def again(answer: Answer, card: Card, at: datetime, span: timedelta | None = None) -> Answer:
    """Return the answer with its minute begun anew, by something its author did at an instant.

    Whoever is about to write it anew has `ANEW` instead: writing takes longer than saying a bit more.

    Nothing counts that is said after the card's time is over, so nobody waits for more of it then.
    """
    until = min(at + (span or MINUTE), card.closes_at)
    return replace(answer, said_at=max(answer.said_at, at), whole_at=max(answer.whole_at, until))


def stays(answer: Answer, at: datetime) -> Answer:
    """Return the answer after its author left writing it anew: it waits for a minute more at most."""
    return replace(answer, whole_at=min(answer.whole_at, at + MINUTE))


def done(answer: Answer, at: datetime) -> Answer:
    """Return the answer as its author leaves it: whole from now on, if it was not before."""
    return replace(answer, whole_at=min(answer.whole_at, at))


def added(answer: Answer, more: Pieces, album: str | None = None) -> Answer | None:
    """Return the answer with more messages, in the order in which they were said; None if it is full.

    It holds `MOST_MEDIA` voice notes and photos, and `LONGEST` characters.
    """
    longer = tuple(sorted((*answer.pieces, *more), key=lambda it: it.message_id))
    grown = replace(answer, pieces=longer, album=album)
    fits = len(grown.text) <= LONGEST and len(pieces.media_of(longer)) <= MOST_MEDIA
    return grown if fits else None


def emptied(answer: Answer, at: datetime) -> Answer:
    """Return the answer without what it held, for what takes its place now; its author's choices stay."""
    return replace(done(answer, at), pieces=(), option=None, album=None)


def goes_on(answer: Answer, piece: Piece, album: str | None, at: datetime) -> bool:
    """Whether a message is the next picture of the answer's album, or the rest of its long text."""
    if album is not None:
        return album == answer.album
    return bool(answer.pieces) and answer.pieces[-1].goes_on_with(piece, at - answer.said_at)


def in_two(said: Pieces) -> tuple[Pieces, Pieces]:
    """Return the two parts of an answer that is asked for in two: its first message, and what came after.

    The rest of a long text, and of an album, belongs to the message that it goes on with.
    """
    for at, (before, piece) in enumerate(pairwise(said), 1):
        of_one = before.album is not None and before.album == piece.album
        if not of_one and not before.goes_on_with(piece, timedelta()):
            return said[:at], said[at:]
    return said, ()


def edited(answer: Answer, piece: Piece) -> Answer | None:
    """Return the answer after one of its messages was edited; None if it is none of them, or says the same.

    What the message does not hold any more is gone: a photo whose place a video took is revealed to nobody.
    """
    old = next((it for it in answer.pieces if it.message_id == piece.message_id), None)
    if old is None or old.says_what(piece):
        return None
    if piece.media is not None and piece.media.is_same_as(old.media):
        piece = replace(piece, media=old.media)  # the same file, which Telegram may name by another id now
    changed = pieces.edited(answer.pieces, piece)
    return None if changed is None else replace(answer, pieces=changed)


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
