"""Messages at a door that go by themselves: in rows, so that a restart leaves none standing.

A row says which message, when, and what becomes of it, never why: `/help` writes the same row as the page
that is opened from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import fading

OURS, THEIRS = "ours", "theirs"
"""What is deleted: a message of the bot's (emptied where Telegram refuses), or one of the person's."""

_NEW = upsert(fading)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["chat_id", "message_id"],
    set_={name: _NEW.excluded[name] for name in ("becomes", "at")},
)
_DUE = (
    select(fading.c.chat_id, fading.c.message_id, fading.c.becomes, fading.c.at)
    .where(fading.c.at <= bindparam("now"))
    .order_by(fading.c.at)
    .limit(bindparam("most"))
)
_FORGET = delete(fading).where(
    fading.c.chat_id == bindparam("chat"), fading.c.message_id == bindparam("message")
)
_HURRY = (
    update(fading)
    .where(fading.c.chat_id == bindparam("chat"), fading.c.at > bindparam("to"))
    .values(at=bindparam("to"))
)


@dataclass(frozen=True, slots=True)
class Fading:
    """A message that goes at an instant (UTC), and what it becomes: gone, or a face by its name."""

    chat_id: int
    message_id: int
    becomes: str
    at: datetime


async def put(tx: AsyncConnection, chat_id: int, message_id: int, becomes: str, at: datetime) -> None:
    """Let a message go at an instant; one that goes already goes at this one."""
    await tx.execute(_PUT, {"chat_id": chat_id, "message_id": message_id, "becomes": becomes, "at": at})


async def due(tx: AsyncConnection, now: datetime, most: int) -> Sequence[Fading]:
    """Return up to `most` messages whose instant has come, soonest first."""
    rows = await tx.execute(_DUE, {"now": now, "most": most})
    return [Fading(*row) for row in rows.all()]


async def forget(tx: AsyncConnection, chat_id: int, message_id: int) -> None:
    """Let a message stand, or forget one that is gone; without effect where none was to go."""
    await tx.execute(_FORGET, {"chat": chat_id, "message": message_id})


async def hurry(tx: AsyncConnection, chat_id: int, at: datetime) -> None:
    """Let everything that is to go at a door go at this instant."""
    await tx.execute(_HURRY, {"chat": chat_id, "to": at})
