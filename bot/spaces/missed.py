"""Messages that the bot could not take: a mistyped command, one without its words, a time that reads as none.

Each is a row without its words, for as long as its writer may still edit it: an edit that mends it is then
taken as if it had just been said. What had an effect is never in here, so nothing happens twice. A row tells,
too, what belongs together, so that its writer hears once of an album or of a long text that their app cut.

What was taken and is kept no more, because its author said so, is a row as well (`GONE`): an edit of it
changes nothing, and its author hears so once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import missed
from bot.pieces import AT_ONCE, Piece, Pieces

EDITABLE = timedelta(hours=48)  # https://core.telegram.org/api/config, edit_time_limit

GONE = "gone"
"""The kind of what was taken and is kept no more; its ref is 1 once its author heard so, else 0."""

_NEW = upsert(missed)
_NOTE = _NEW.on_conflict_do_update(
    index_elements=["chat_id", "message_id"],
    set_={
        "tries": missed.c.tries + 1,
        **{it: _NEW.excluded[it] for it in ("kind", "ref", "album", "cut_at")},
    },
)
_BEFORE = (
    select(missed.c.album, missed.c.cut_at)
    .where(
        missed.c.chat_id == bindparam("chat"),
        missed.c.message_id < bindparam("message"),
        missed.c.person_id == bindparam("person"),
    )
    .order_by(missed.c.message_id.desc())
    .limit(1)
)
_GONE = _NEW.on_conflict_do_update(
    index_elements=["chat_id", "message_id"], set_={"kind": GONE, "ref": 0, "until": _NEW.excluded.until}
)
_TOLD = (
    update(missed)
    .where(missed.c.chat_id == bindparam("chat"), missed.c.message_id == bindparam("message"))
    .values(ref=1)
)
_WORDED = delete(missed).where(
    missed.c.chat_id == bindparam("chat"),
    missed.c.person_id == bindparam("person"),
    missed.c.kind == bindparam("bare"),
)
_FIND = select(missed).where(
    missed.c.chat_id == bindparam("chat"),
    missed.c.message_id == bindparam("message"),
    missed.c.person_id == bindparam("person"),
    missed.c.until > bindparam("at"),
)


@dataclass(frozen=True, slots=True)
class Missed:
    """A message that was not taken, and the prompt that it did not fulfil: its kind ("" for none) and ref.

    Of a command that asked for its words the kind is `bare(name)`. `tries` counts how often it was not taken.
    """

    chat_id: int
    message_id: int
    kind: str
    ref: int
    tries: int


def bare(command: str) -> str:
    """Return the kind of a command that was sent without the words it takes, and asked for them."""
    return f"/{command}"


async def note(
    tx: AsyncConnection,
    person_id: int,
    chat_id: int,
    piece: Piece,
    album: str | None,
    prompt: tuple[str, int] | None,
    at: datetime,
    now: datetime,
) -> bool:
    """Note that a message said `at` that instant, or an edit of it, was not taken.

    Returns whether it goes on with the one that was missed before it: the next of its album, or the rest of a
    long text.
    """
    values = {"chat": chat_id, "message": piece.message_id, "person": person_id}
    before = (await tx.execute(_BEFORE, values)).one_or_none()
    kind, ref = prompt or ("", 0)
    noted = {
        "chat_id": chat_id,
        "message_id": piece.message_id,
        "person_id": person_id,
        "kind": kind,
        "ref": ref,
        "tries": 1,
        "until": now + EDITABLE,
        "album": album,
        "cut_at": at if piece.may_go_on else None,
    }
    await tx.execute(_NOTE, noted)
    return before is not None and _goes_on(before.album, before.cut_at, piece, album, at)


def _goes_on(
    of_album: str | None, cut_at: datetime | None, piece: Piece, album: str | None, at: datetime
) -> bool:
    """Whether a message belongs to the one before it: of which album that was, or when it was cut."""
    if album is not None or of_album is not None:
        return album == of_album
    is_rest = piece.media is None and bool(piece.text)
    return is_rest and cut_at is not None and at - cut_at <= AT_ONCE


class Strangers:
    """What was answered of those whom nobody knows: in memory, of few, albums and long texts for a moment.

    Nothing is written of whom nobody asked for anything, nor of who speaks in a group's own name. After a
    restart they may hear once more: that is all.
    """

    MOST = 200
    LASTS = timedelta(seconds=30)

    def __init__(self) -> None:
        self._newest: dict[int, tuple[str | None, datetime | None, datetime]] = {}
        self._answered: dict[tuple[int, int], None] = {}

    def answered(self, chat_id: int, message_id: int) -> bool:
        """Note that a message, or an edit of it, is answered; return whether it was before."""
        before = (chat_id, message_id) in self._answered
        self._answered[chat_id, message_id] = None
        while len(self._answered) > self.MOST:
            del self._answered[next(iter(self._answered))]
        return before

    def heard(self, person_id: int, piece: Piece, album: str | None, at: datetime, now: datetime) -> bool:
        """Note that a message is answered; return whether its writer heard that with the one before it."""
        before = self._newest.pop(person_id, None)
        self._newest[person_id] = (album, at if piece.may_go_on else None, now)
        while len(self._newest) > self.MOST:
            del self._newest[next(iter(self._newest))]
        if before is None or abs(now - before[2]) > self.LASTS:
            return False
        return _goes_on(before[0], before[1], piece, album, at)


async def gone(tx: AsyncConnection, person_id: int, chat_id: int, said: Pieces, now: datetime) -> None:
    """Note of messages that what was taken of them is kept no more: their author said so."""
    rows = [
        {
            "chat_id": chat_id,
            "message_id": piece.message_id,
            "person_id": person_id,
            "kind": GONE,
            "ref": 0,
            "tries": 1,
            "until": now + EDITABLE,
            "album": None,
            "cut_at": None,
        }
        for piece in said
    ]
    if rows:
        await tx.execute(_GONE, rows)


async def told_gone(tx: AsyncConnection, it: Missed) -> None:
    """Note that the author of what is kept no more heard that an edit of it changes nothing."""
    await tx.execute(_TOLD, {"chat": it.chat_id, "message": it.message_id})


async def find(
    tx: AsyncConnection, person_id: int, chat_id: int, message_id: int, at: datetime
) -> Missed | None:
    """Return this person's message, edited `at` that instant, if it was not taken; None for any other."""
    values = {"chat": chat_id, "message": message_id, "person": person_id, "at": at}
    row = (await tx.execute(_FIND, values)).one_or_none()
    return None if row is None else Missed(row.chat_id, row.message_id, row.kind, row.ref, row.tries)


async def taken(tx: AsyncConnection, it: Missed) -> None:
    """Forget a message that was taken at last; one that was missed once more meanwhile stays."""
    await tx.execute(
        delete(missed).where(
            missed.c.chat_id == it.chat_id,
            missed.c.message_id == it.message_id,
            missed.c.tries == it.tries,
        )
    )


async def worded(tx: AsyncConnection, person_id: int, chat_id: int, command: str) -> None:
    """Forget what one person sent of a command without its words: it has them now, from another message."""
    await tx.execute(_WORDED, {"chat": chat_id, "person": person_id, "bare": bare(command)})


async def forget(tx: AsyncConnection, person_id: int) -> None:
    """Forget all that one person said and the bot could not take."""
    await tx.execute(delete(missed).where(missed.c.person_id == person_id))
