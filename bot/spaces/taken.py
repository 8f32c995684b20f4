"""Which message of a person's was taken for what: an edit of it goes to whoever took it, and to nobody else.

What could not be taken is in `missed`. Rows go with what they are part of, by triggers
(`bot.db.tables.taken`), so nothing erased is known by its messages any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import taken
from bot.pieces import Piece

_NEW = upsert(taken)
_NOTE = _NEW.on_conflict_do_update(
    index_elements=["chat_id", "message_id"],
    set_={name: _NEW.excluded[name] for name in ("space_id", "person_id", "kind", "ref")},
)
_FORGET = delete(taken).where(
    taken.c.space_id == bindparam("space"),
    taken.c.ref == bindparam("of"),
    taken.c.person_id == bindparam("person"),
    taken.c.kind == bindparam("what"),
)
_FIND = select(taken.c.space_id, taken.c.kind, taken.c.ref).where(
    taken.c.chat_id == bindparam("chat"),
    taken.c.message_id == bindparam("message"),
    taken.c.person_id == bindparam("person"),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a message was taken for: a kind of a feature's, and which one (`ref`) of a space."""

    space_id: int
    kind: str
    ref: int


async def note(tx: AsyncConnection, it: Taken, person_id: int, chat_id: int, pieces: Iterable[Piece]) -> None:
    """Note what these messages of a person's in a chat are taken for.

    One that was given up by something else (an album that turned out to be a thank-you) is the newest's.
    """
    rows = [
        {
            "chat_id": chat_id,
            "message_id": piece.message_id,
            "space_id": it.space_id,
            "person_id": person_id,
            "kind": it.kind,
            "ref": it.ref,
        }
        for piece in pieces
    ]
    if rows:
        await tx.execute(_NOTE, rows)


async def forget(tx: AsyncConnection, it: Taken, person_id: int) -> None:
    """Forget of which messages something consists: others take their place."""
    values = {"space": it.space_id, "of": it.ref, "person": person_id, "what": it.kind}
    await tx.execute(_FORGET, values)


async def find(tx: AsyncConnection, person_id: int, chat_id: int, message_id: int) -> Taken | None:
    """Return what this person's message was taken for; None of any other, and of one taken for nothing."""
    values = {"chat": chat_id, "message": message_id, "person": person_id}
    row = (await tx.execute(_FIND, values)).one_or_none()
    return None if row is None else Taken(row.space_id, row.kind, row.ref)
