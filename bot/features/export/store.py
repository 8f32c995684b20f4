"""The SQL of copies that were asked for. Every function works inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import exports

_THAT = and_(exports.c.space_id == bindparam("space"), exports.c.person_id == bindparam("person"))
_ASK = upsert(exports).on_conflict_do_nothing()
_FIND = select(exports).where(_THAT)
_NOTE_CARD = update(exports).where(_THAT).values(card_id=bindparam("card"))
_CLAIM = update(exports).where(_THAT).values(claimed_at=bindparam("now"))
_MOVE = update(exports).where(_THAT).values(at=bindparam("to"), claimed_at=None)
_SET_ASIDE = update(exports).where(_THAT).values(at=bindparam("to"))
_FORGET = delete(exports).where(_THAT)
_DUE = select(exports).where(exports.c.at <= bindparam("now")).order_by(exports.c.at).limit(bindparam("most"))


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything of a person's in a space was asked for: when it comes, and the message that says so."""

    space_id: int
    person_id: int
    asked_at: datetime
    at: datetime
    card_id: int | None
    claimed_at: datetime | None


async def ask(tx: AsyncConnection, space_id: int, person_id: int, at: datetime, now: datetime) -> None:
    """Have everything of a person's come at an instant; what is asked for already comes when it was to."""
    values = {"space_id": space_id, "person_id": person_id, "asked_at": now, "at": at}
    await tx.execute(_ASK, values)


async def find(tx: AsyncConnection, space_id: int, person_id: int) -> Asked | None:
    """Return what was asked for and has not come, or None."""
    row = (await tx.execute(_FIND, _that(space_id, person_id))).one_or_none()
    return None if row is None else Asked(*row)


async def note_card(tx: AsyncConnection, space_id: int, person_id: int, message_id: int) -> None:
    """Note which message at its person's door says when it comes."""
    await tx.execute(_NOTE_CARD, _that(space_id, person_id) | {"card": message_id})


async def due(tx: AsyncConnection, now: datetime, most: int) -> Sequence[Asked]:
    """Return up to `most` whose instant has come, soonest first."""
    rows = await tx.execute(_DUE, {"now": now, "most": most})
    return [Asked(*row) for row in rows.all()]


async def claim(tx: AsyncConnection, asked: Asked, now: datetime) -> bool:
    """Claim one that is about to be sent; False if it was called off, moved or claimed meanwhile."""
    if await find(tx, asked.space_id, asked.person_id) != asked or asked.claimed_at is not None:
        return False
    await tx.execute(_CLAIM, _that(asked.space_id, asked.person_id) | {"now": now})
    return True


async def move(tx: AsyncConnection, asked: Asked, at: datetime) -> None:
    """Have it come at another instant, claimed by nobody."""
    await tx.execute(_MOVE, _that(asked.space_id, asked.person_id) | {"to": at})


async def set_aside(tx: AsyncConnection, asked: Asked, at: datetime) -> None:
    """Look at it again at another instant; what was claimed, and may have been sent, stays claimed."""
    await tx.execute(_SET_ASIDE, _that(asked.space_id, asked.person_id) | {"to": at})


async def forget(tx: AsyncConnection, space_id: int, person_id: int) -> None:
    """Let nothing come; without effect where nothing was asked for."""
    await tx.execute(_FORGET, _that(space_id, person_id))


def _that(space_id: int, person_id: int) -> dict[str, object]:
    return {"space": space_id, "person": person_id}
