"""Messages held while their author says what is to become of them, in rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import drafts
from bot.marks import Marks
from bot.marks import dumped as dumped_marks
from bot.marks import loaded as loaded_marks
from bot.message import Media
from bot.pieces import Piece, Pieces, dumped, edited, loaded

DRAFT = timedelta(hours=36)

ASKS = "held.asks"
"""The kind of the note (`schedules.messages`) which message asks about what is held; its ref is that."""
ASKED, UNASKED, AWAY = range(3)
"""The refs of a message held for its author's choice: they were asked; they could not be, and are when next
heard of; they were asked, and it went from their chat."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message held while its author says what is to become of it, said at that instant (UTC)."""

    id: int
    person_id: int
    chat_id: int
    message_id: int
    space_id: int | None
    kind: str
    ref: int
    text: str
    media: Media | None
    at: datetime | None
    marks: Marks = ()
    more: Pieces = ()
    album: str | None = None

    @property
    def pieces(self) -> Pieces:
        """All its messages, in order."""
        return (Piece(self.message_id, self.text, self.media, self.marks, self.album), *self.more)


_DRAFTS_IN = select(drafts).where(
    drafts.c.person_id == bindparam("person"), drafts.c.chat_id == bindparam("chat")
)


async def hold(
    tx: AsyncConnection,
    *,
    person_id: int,
    chat_id: int,
    message_id: int,
    kind: str,
    ref: int,
    text: str,
    media: Media | None,
    said_at: datetime | None = None,
    now: datetime,
    space_id: int | None = None,
    marks: Marks = (),
    album: str | None = None,
    lasts: timedelta = DRAFT,
) -> int:
    """Hold a message until its author says what it is for, for so long; return the draft's id."""
    result = await tx.execute(
        insert(drafts)
        .values(
            person_id=person_id,
            chat_id=chat_id,
            message_id=message_id,
            space_id=space_id,
            kind=kind,
            ref=ref,
            text=text,
            media_kind=media.kind if media else None,
            media_id=media.file_id if media else None,
            said_at=said_at,
            until=now + lasts,
            marks=dumped_marks(marks),
            album=album,
        )
        .returning(drafts.c.id)
    )
    return result.scalar_one()


async def draft(tx: AsyncConnection, draft_id: int, person_id: int, at: datetime) -> Draft | None:
    """Return a held message of this author, asked for `at` that instant, and go on holding it.

    None if it is gone or not theirs.
    """
    row = (
        await tx.execute(
            select(drafts).where(
                drafts.c.id == draft_id, drafts.c.person_id == person_id, drafts.c.until > at
            )
        )
    ).one_or_none()
    return None if row is None else _as_draft(row)


async def take(tx: AsyncConnection, draft_id: int, person_id: int, at: datetime) -> Draft | None:
    """Return a held message to its author, who asks `at` that instant, and hold it no longer.

    None if it is gone or not theirs.
    """
    row = (
        await tx.execute(
            delete(drafts)
            .where(drafts.c.id == draft_id, drafts.c.person_id == person_id, drafts.c.until > at)
            .returning(drafts)
        )
    ).one_or_none()
    return None if row is None else _as_draft(row)


async def all_in(tx: AsyncConnection, person_id: int, chat_id: int) -> list[Draft]:
    """Return everything that is held of this person in this chat, oldest first."""
    return sorted(await _drafts_in(tx, person_id, chat_id), key=lambda it: it.id)


async def newest(tx: AsyncConnection, person_id: int, chat_id: int) -> Draft | None:
    """Return what is held of the newest message of this person in this chat, or None."""
    found = await _drafts_in(tx, person_id, chat_id)
    return max(found, key=lambda it: it.pieces[-1].message_id, default=None)


async def unasked(tx: AsyncConnection, person_id: int, chat_id: int, kind: str) -> list[Draft]:
    """Return what is held of this person in this chat about which they could not be asked, oldest first."""
    found = await _drafts_in(tx, person_id, chat_id)
    return sorted((it for it in found if it.kind == kind and it.ref == UNASKED), key=lambda it: it.id)


async def note_asked(tx: AsyncConnection, draft_id: int, ref: int) -> None:
    """Note how far the question about a held message came: `ASKED`, `UNASKED` or `AWAY`."""
    await tx.execute(update(drafts).where(drafts.c.id == draft_id).values(ref=ref))


async def note_standing(tx: AsyncConnection, person_id: int, message_id: int, kind: str) -> None:
    """Note that a held message stands at its author's door, which was to go from there."""
    for held in await _drafts_in(tx, person_id, person_id):
        if held.ref == AWAY and held.kind != kind and message_id in {it.message_id for it in held.pieces}:
            await note_asked(tx, held.id, ASKED)


async def add(tx: AsyncConnection, held: Draft, piece: Piece) -> None:
    """Hold one more message with those that it belongs to."""
    await tx.execute(update(drafts).where(drafts.c.id == held.id).values(more=dumped((*held.more, piece))))


async def reword(
    tx: AsyncConnection, person_id: int, chat_id: int, piece: Piece, *, besides: int = 0, kind: str = ""
) -> bool:
    """Let what is held of a message follow its author's edit, `besides` that edit's own draft.

    With `kind` only what is held as that.

    Returns whether anything is held of it.
    """
    found = False
    for held in await _drafts_in(tx, person_id, chat_id):
        more = edited(held.more, piece)
        if held.id == besides or (kind and held.kind != kind):
            continue
        if held.message_id == piece.message_id:
            found = True
            values = {
                "text": piece.text,
                "marks": dumped_marks(piece.marks),
                "media_kind": piece.media.kind if piece.media else None,
                "media_id": piece.media.file_id if piece.media else None,
            }
            await tx.execute(update(drafts).where(drafts.c.id == held.id).values(values))
        elif more is not None:
            found = True
            await tx.execute(update(drafts).where(drafts.c.id == held.id).values(more=dumped(more)))
    return found


async def of_person(tx: AsyncConnection, person_id: int, space_id: int) -> list[Draft]:
    """Return what is held of this person for a space, or for none yet, oldest first."""
    rows = await tx.execute(
        select(drafts)
        .where(drafts.c.person_id == person_id, (drafts.c.space_id == space_id) | drafts.c.space_id.is_(None))
        .order_by(drafts.c.id)
    )
    return [_as_draft(row) for row in rows.all()]


async def erase(tx: AsyncConnection, person_id: int, space_id: int) -> None:
    """Erase what is held of this person for a space, or for none yet: these are their words too."""
    await tx.execute(
        delete(drafts).where(
            drafts.c.person_id == person_id, (drafts.c.space_id == space_id) | drafts.c.space_id.is_(None)
        )
    )


async def _drafts_in(tx: AsyncConnection, person_id: int, chat_id: int) -> list[Draft]:
    rows = await tx.execute(_DRAFTS_IN, {"person": person_id, "chat": chat_id})
    return [_as_draft(row) for row in rows.all()]


def _as_draft(row: Row[*tuple[Any, ...]]) -> Draft:
    media = Media(cast("Any", row.media_kind), row.media_id) if row.media_id else None
    return Draft(
        id=row.id,
        person_id=row.person_id,
        chat_id=row.chat_id,
        message_id=row.message_id,
        space_id=row.space_id,
        kind=row.kind,
        ref=row.ref,
        text=row.text,
        media=media,
        at=row.said_at,
        marks=loaded_marks(row.marks),
        more=loaded(row.more),
        album=row.album,
    )
