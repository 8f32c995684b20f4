"""The SQL of thank-yous. Every function works inside the caller's transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, Row, bindparam, delete, literal_column, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.columns import Instant, fixed
from bot.db.tables import thanks
from bot.features.thanks.rules import WORDS, Receipt, ThanksState
from bot.message import Media
from bot.pieces import Piece, Pieces, dumped, loaded, words
from bot.spaces import taken
from bot.spaces.model import Space
from bot.spaces.taken import Taken
from bot.taking import PAGE


@dataclass(frozen=True, slots=True)
class Thanks:
    """A logged gratitude, in the pieces its giver said it in; they may be without words ("for this")."""

    id: int
    space_id: int
    giver_id: int
    receiver_id: int
    pieces: Pieces
    state: ThanksState
    made_at: datetime
    given_at: datetime | None
    kept_for: date | None
    asked_on: date | None
    asked_message: int | None
    source_chat: int
    source_message: int
    album: str | None
    partly: bool
    received: Receipt | None
    answered: bool
    told: bool

    @property
    def text(self) -> str:
        """All its words."""
        return words(self.pieces)[0]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of what was said could be kept."""
        return all(piece.is_empty for piece in self.pieces)

    @property
    def aloud(self) -> bool:
        """Whether its giver said it in the group; else it was written at the giver's door."""
        return self.source_chat != self.giver_id


@dataclass(frozen=True, slots=True)
class Shown:
    """A thank-you as its receiver is shown it again, and the ids of those given just before and after it."""

    thanks: Thanks
    older: int | None
    newer: int | None


_LOG = upsert(thanks).on_conflict_do_nothing().returning(thanks.c.id)
_LOGGED = select(thanks.c.id).where(
    thanks.c.source_chat == bindparam("chat"), thanks.c.source_message == bindparam("message")
)
_BY_ID = select(thanks).where(thanks.c.id == bindparam("thanks"), thanks.c.space_id == bindparam("space"))
_NOTE_MESSAGE = (
    update(thanks).where(thanks.c.id == bindparam("thanks")).values(asked_message=bindparam("asks"))
)
_NEWEST_UNTIL = (
    select(thanks)
    .where(
        thanks.c.giver_id == bindparam("giver"),
        thanks.c.source_chat == bindparam("chat"),
        thanks.c.source_message <= bindparam("message"),
    )
    .order_by(thanks.c.source_message.desc())
    .limit(1)
)
_IS_SHOWN = (
    thanks.c.space_id == bindparam("space"),
    thanks.c.receiver_id == bindparam("receiver"),
    thanks.c.state == fixed(ThanksState.GIVEN),
    thanks.c.hidden == fixed(0),
)
_SHOWN = (
    select(thanks)
    .where(literal_column("+thanks.space_id") == bindparam("space"), *_IS_SHOWN[1:])
    .where(thanks.c.id == bindparam("thanks"))
)
_NEWEST_FIRST = (thanks.c.given_at.desc(), thanks.c.id.desc())
_NEWEST_SHOWN = select(thanks).where(*_IS_SHOWN).order_by(*_NEWEST_FIRST).limit(1)
_WHEN = tuple_(thanks.c.given_at, thanks.c.id)
_THIS = tuple_(bindparam("at", type_=Instant), bindparam("thanks"))
_OLDER = select(thanks.c.id).where(*_IS_SHOWN, _WHEN < _THIS).order_by(*_NEWEST_FIRST).limit(1)
_NEWER = (
    select(thanks.c.id).where(*_IS_SHOWN, _WHEN > _THIS).order_by(thanks.c.given_at, thanks.c.id).limit(1)
)


async def log(
    tx: AsyncConnection,
    *,
    space_id: int,
    giver_id: int,
    receiver_id: int,
    pieces: Pieces,
    source_chat: int,
    said_at: datetime,
    now: datetime,
    kept_for: date | None = None,
    album: str | None = None,
    partly: bool = False,
) -> int:
    """Log a thank-you said in these messages, kept if it has a date; return its id.

    A message makes one thank-you: the second time, the first one's id comes back and nothing changes.
    """
    values = {
        "space_id": space_id,
        "giver_id": giver_id,
        "receiver_id": receiver_id,
        "text": "",
        "pieces": dumped(pieces),
        "album": album,
        "partly": partly,
        "state": ThanksState.KEPT if kept_for else ThanksState.GIVEN,
        "made_at": said_at,
        "given_at": None if kept_for else now,
        "kept_for": kept_for,
        "source_chat": source_chat,
        "source_message": pieces[0].message_id,
    }
    thanks_id = await tx.scalar(_LOG, values)
    if thanks_id is None:
        return cast(int, await tx.scalar(_LOGGED, {"chat": source_chat, "message": pieces[0].message_id}))
    await taken.note(tx, Taken(space_id, WORDS, thanks_id), giver_id, source_chat, pieces)
    return thanks_id


async def by_id(tx: AsyncConnection, space_id: int, thanks_id: int) -> Thanks | None:
    """Return a thank-you of this space, or None."""
    row = (await tx.execute(_BY_ID, {"thanks": thanks_id, "space": space_id})).one_or_none()
    return None if row is None else _as_thanks(row)


async def newest_until(tx: AsyncConnection, giver_id: int, chat_id: int, message_id: int) -> Thanks | None:
    """Return the newest thank-you that this giver began in this chat with this message or an earlier one."""
    values = {"giver": giver_id, "chat": chat_id, "message": message_id}
    row = (await tx.execute(_NEWEST_UNTIL, values)).one_or_none()
    return None if row is None else _as_thanks(row)


async def to_ask(tx: AsyncConnection, space: Space, giver_id: int, day: date) -> Thanks | None:
    """Return the oldest thank-you kept for this local date or an earlier one and not asked about yet.

    Of one for somebody who is not in any more nobody is asked.
    """
    receivers = [partner.person_id for partner in space.couple]
    due = (thanks.c.kept_for <= day, thanks.c.asked_on.is_(None), thanks.c.receiver_id.in_(receivers))
    return await _oldest_kept(tx, space.id, giver_id, *due)


async def asked_about(tx: AsyncConnection, space_id: int, giver_id: int, day: date) -> Thanks | None:
    """Return the oldest thank-you still kept that its giver was asked about on this local date, or None."""
    return await _oldest_kept(tx, space_id, giver_id, thanks.c.asked_on == day)


async def passed_over(tx: AsyncConnection, space: Space, giver_id: int) -> Thanks | None:
    """Return the oldest thank-you still kept that its giver was asked about and left as it was, or None.

    Of one for somebody who is not in any more nobody is asked.
    """
    receivers = [partner.person_id for partner in space.couple]
    asked = (thanks.c.asked_on.is_not(None), thanks.c.receiver_id.in_(receivers))
    return await _oldest_kept(tx, space.id, giver_id, *asked)


async def keeps_any(tx: AsyncConnection, space_id: int, giver_id: int) -> bool:
    """Return whether a thank-you of this giver is kept."""
    return await _oldest_kept(tx, space_id, giver_id) is not None


async def all_kept(tx: AsyncConnection, space_id: int, giver_id: int) -> list[Thanks]:
    """Return what a giver keeps, oldest first."""
    kept = (
        thanks.c.space_id == space_id,
        thanks.c.giver_id == giver_id,
        thanks.c.state == fixed(ThanksState.KEPT),
    )
    rows = await tx.execute(select(thanks).where(*kept).order_by(thanks.c.id))
    return [_as_thanks(row) for row in rows.all()]


async def note_asked(tx: AsyncConnection, thanks_id: int, day: date) -> None:
    """Note that its giver is asked about a thank-you on this local date: once for each time it is kept."""
    await tx.execute(update(thanks).where(thanks.c.id == thanks_id).values(asked_on=day))


async def note_unasked(tx: AsyncConnection, space_id: int, giver_id: int, day: date) -> None:
    """Forget that anything still kept was asked about on this local date: the question never arrived."""
    await tx.execute(
        update(thanks)
        .where(
            thanks.c.space_id == space_id,
            thanks.c.giver_id == giver_id,
            thanks.c.state == fixed(ThanksState.KEPT),
            thanks.c.asked_on == day,
        )
        .values(asked_on=None)
    )


async def rest(tx: AsyncConnection, thanks_id: int, message_id: int) -> None:
    """Have a kept thank-you, about which a message asked, asked about anew: it can't be given just now."""
    here = thanks.c.id == thanks_id
    await tx.execute(update(thanks).where(here).values(asked_on=None, asked_message=message_id))


async def note_message(tx: AsyncConnection, thanks_id: int, message_id: int) -> None:
    """Note which message at its giver's door asks what becomes of a thank-you."""
    await tx.execute(_NOTE_MESSAGE, {"thanks": thanks_id, "asks": message_id})


async def shown_to(tx: AsyncConnection, space_id: int, receiver_id: int, thanks_id: int) -> Shown | None:
    """Return this thank-you as this partner may be shown it, or the newest they may; None if there is none.

    That is what was given to them and not hidden by them, in the order in which it was given.
    """
    whose = {"space": space_id, "receiver": receiver_id}
    row = (await tx.execute(_SHOWN, whose | {"thanks": thanks_id})).one_or_none()
    if row is None:
        row = (await tx.execute(_NEWEST_SHOWN, whose)).one_or_none()
    if row is None:
        return None
    place = whose | {"at": row.given_at, "thanks": row.id}
    older, newer = await tx.scalar(_OLDER, place), await tx.scalar(_NEWER, place)
    return Shown(_as_thanks(row), older, newer)


async def page_of(
    tx: AsyncConnection, space_id: int, person_id: int, after: int, *, received: bool
) -> list[Thanks]:
    """Return the next thank-yous after this id, `PAGE` at most: of this person, or given to them."""
    whose = (
        (thanks.c.receiver_id == person_id, thanks.c.state == ThanksState.GIVEN, thanks.c.hidden.is_(False))
        if received
        else (thanks.c.giver_id == person_id,)
    )
    rows = await tx.execute(
        select(thanks)
        .where(thanks.c.space_id == space_id, thanks.c.id > after, *whose)
        .order_by(thanks.c.id)
        .limit(PAGE)
    )
    return [_as_thanks(row) for row in rows.all()]


async def of_giver(
    tx: AsyncConnection, space_id: int, giver_id: int, skipped: int, most: int
) -> list[Thanks]:
    """Return some of what this person gave or keeps, newest first, after so many."""
    rows = await tx.execute(
        select(thanks)
        .where(thanks.c.space_id == space_id, thanks.c.giver_id == giver_id)
        .order_by(thanks.c.id.desc())
        .offset(skipped)
        .limit(most)
    )
    return [_as_thanks(row) for row in rows.all()]


async def give(tx: AsyncConnection, thanks_id: int, now: datetime) -> None:
    """Turn a kept thank-you into a given one; that it was kept is not remembered."""
    await tx.execute(
        update(thanks)
        .where(thanks.c.id == thanks_id)
        .values(state=ThanksState.GIVEN, given_at=now, kept_for=None, asked_on=None, asked_message=None)
    )


async def hold_back(tx: AsyncConnection, thanks_id: int, kept_for: date) -> None:
    """Keep a given thank-you of which nothing went out, as if it had not been given."""
    await tx.execute(
        update(thanks)
        .where(thanks.c.id == thanks_id)
        .values(state=ThanksState.KEPT, given_at=None, kept_for=kept_for, asked_on=None)
    )


async def keep(tx: AsyncConnection, thanks_id: int, kept_for: date) -> None:
    """Keep a thank-you until another local date, to be asked about anew then."""
    await tx.execute(update(thanks).where(thanks.c.id == thanks_id).values(kept_for=kept_for, asked_on=None))


async def let_go(tx: AsyncConnection, thanks_id: int) -> None:
    """Erase a thank-you."""
    await tx.execute(delete(thanks).where(thanks.c.id == thanks_id))


async def receive(tx: AsyncConnection, thanks_id: int, reply: Receipt, now: datetime) -> None:
    """Keep the receiver's reply with the thank-you."""
    await tx.execute(
        update(thanks).where(thanks.c.id == thanks_id).values(received=reply, received_at=now, answered=True)
    )


async def write_pieces(tx: AsyncConnection, it: Thanks, pieces: Pieces, *, partly: bool) -> None:
    """Keep these pieces of a thank-you: one more came, or the giver edited one."""
    await tx.execute(
        update(thanks)
        .where(thanks.c.id == it.id)
        .values(pieces=dumped(pieces), text="", media_kind=None, media_id=None, partly=partly)
    )
    more = [piece for piece in pieces if all(piece.message_id != old.message_id for old in it.pieces)]
    await taken.note(tx, Taken(it.space_id, WORDS, it.id), it.giver_id, it.source_chat, more)


async def note_told(tx: AsyncConnection, thanks_id: int) -> None:
    """Note that its giver heard that what was given stays as it was: it is said once."""
    await tx.execute(update(thanks).where(thanks.c.id == thanks_id).values(told=True))


async def hide(tx: AsyncConnection, space_id: int, receiver_id: int, thanks_id: int) -> None:
    """Show its receiver this thank-you no more."""
    await tx.execute(
        update(thanks)
        .where(
            thanks.c.id == thanks_id,
            thanks.c.space_id == space_id,
            thanks.c.receiver_id == receiver_id,
            thanks.c.state == ThanksState.GIVEN,
        )
        .values(hidden=True)
    )


async def erase_of(tx: AsyncConnection, space: Space, person_id: int) -> None:
    """Erase what this person gave or kept, and their replies to what was given to them."""
    await tx.execute(delete(thanks).where(thanks.c.space_id == space.id, thanks.c.giver_id == person_id))
    await erase_replies(tx, space, person_id)


async def erase_kept(tx: AsyncConnection, space: Space, person_id: int) -> None:
    """Erase what this person keeps to give another day."""
    kept = (thanks.c.giver_id == person_id, thanks.c.state == fixed(ThanksState.KEPT))
    await tx.execute(delete(thanks).where(thanks.c.space_id == space.id, *kept))


async def erase_replies(tx: AsyncConnection, space: Space, person_id: int) -> None:
    """Erase this person's replies to what was given to them."""
    await tx.execute(
        update(thanks)
        .where(thanks.c.space_id == space.id, thanks.c.receiver_id == person_id)
        .values(received=None, received_at=None)
    )


async def forget_kept(tx: AsyncConnection, space_id: int) -> list[Thanks]:
    """Erase what was kept and never given, and return it: the space ended."""
    kept = thanks.c.space_id == space_id, thanks.c.state == fixed(ThanksState.KEPT)
    return [
        _as_thanks(row) for row in (await tx.execute(delete(thanks).where(*kept).returning(thanks))).all()
    ]


async def _oldest_kept(
    tx: AsyncConnection, space_id: int, giver_id: int, *conditions: ColumnElement[bool]
) -> Thanks | None:
    kept = (
        thanks.c.space_id == space_id,
        thanks.c.giver_id == giver_id,
        thanks.c.state == fixed(ThanksState.KEPT),
    )
    rows = await tx.execute(select(thanks).where(*kept, *conditions).order_by(thanks.c.id).limit(1))
    row = rows.one_or_none()
    return None if row is None else _as_thanks(row)


def _as_thanks(row: Row[*tuple[object, ...]]) -> Thanks:
    media = Media(row.media_kind, row.media_id) if row.media_id else None
    return Thanks(
        id=row.id,
        space_id=row.space_id,
        giver_id=row.giver_id,
        receiver_id=row.receiver_id,
        pieces=loaded(row.pieces) if row.pieces else (Piece(row.source_message, row.text, media),),
        state=ThanksState(row.state),
        made_at=row.made_at,
        given_at=row.given_at,
        kept_for=row.kept_for,
        asked_on=row.asked_on,
        asked_message=row.asked_message,
        source_chat=row.source_chat,
        source_message=row.source_message,
        album=row.album,
        partly=row.partly,
        received=Receipt(row.received) if row.received else None,
        answered=row.answered,
        told=row.told,
    )
