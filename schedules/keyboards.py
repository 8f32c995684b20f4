"""Keyboards that stand below messages in groups, as rows: which stand, and when each goes.

A keyboard goes by the clock alone. Whoever taps one in private may not be told from who does not, so no tap
that is refused changes what both see.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import keyboards

_NEW = upsert(keyboards)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["chat_id", "message_id"],
    set_={name: _NEW.excluded[name] for name in ("verb", "ref", "at")},
)
_DUE = (
    select(keyboards)
    .where(keyboards.c.at <= bindparam("now"))
    .order_by(keyboards.c.at)
    .limit(bindparam("most"))
)
_THIS = keyboards.c.chat_id == bindparam("chat"), keyboards.c.message_id == bindparam("message")
_MOVE = update(keyboards).where(*_THIS)
_FORGET = delete(keyboards).where(*_THIS)


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A keyboard below a message in a group; `verb` and `ref` are those of its button that is over last."""

    chat_id: int
    message_id: int
    space_id: int
    verb: str
    ref: int


async def put(tx: AsyncConnection, keyboard: Keyboard, at: datetime) -> None:
    """Note that a keyboard stands, and when (UTC) it goes; what was noted of that message goes with it."""
    values = {
        "chat_id": keyboard.chat_id,
        "message_id": keyboard.message_id,
        "space_id": keyboard.space_id,
        "verb": keyboard.verb,
        "ref": keyboard.ref,
        "at": at,
    }
    await tx.execute(_PUT, values)


async def due(tx: AsyncConnection, now: datetime, limit: int) -> list[Keyboard]:
    """Return up to `limit` keyboards whose time is over, longest over first."""
    rows = await tx.execute(_DUE, {"now": now, "most": limit})
    return [Keyboard(it.chat_id, it.message_id, it.space_id, it.verb, it.ref) for it in rows.all()]


async def move(tx: AsyncConnection, keyboard: Keyboard, at: datetime) -> None:
    """Let a keyboard stand until another instant."""
    await tx.execute(_MOVE, {"chat": keyboard.chat_id, "message": keyboard.message_id, "at": at})


async def move_all(tx: AsyncConnection, space_id: int, verb: str, at: datetime) -> None:
    """Let a space's keyboards of a verb stand until another instant."""
    mine = update(keyboards).where(keyboards.c.space_id == space_id, keyboards.c.verb == verb)
    await tx.execute(mine.values(at=at))


async def forget(tx: AsyncConnection, keyboard: Keyboard) -> None:
    """Do nothing more about a keyboard."""
    await tx.execute(_FORGET, {"chat": keyboard.chat_id, "message": keyboard.message_id})


async def forget_all(tx: AsyncConnection, space_id: int) -> None:
    """Do nothing more in a space that ended: what stands there says so to whoever taps it."""
    await tx.execute(delete(keyboards).where(keyboards.c.space_id == space_id))
