"""Words that their author saved for themselves alone. Every function works in the caller's transaction.

They waited for their author's choice, and when they said yes nobody could be shown them any more: the card
had opened, or an answer was given aloud. Nothing of them is ever shown to anybody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import asides
from bot.pieces import Pieces, dumped, loaded
from bot.taking import PAGE

_MINE = (asides.c.space_id == bindparam("space"), asides.c.person_id == bindparam("person"))
_ONE = (*_MINE, asides.c.id == bindparam("one"))
_NEWEST = (
    select(asides)
    .where(*_MINE)
    .order_by(asides.c.id.desc())
    .offset(bindparam("skipped"))
    .limit(bindparam("most"))
)
_AFTER = select(asides).where(*_MINE, asides.c.id > bindparam("last")).order_by(asides.c.id).limit(PAGE)
_FIND = select(asides).where(*_ONE)
_ERASE = delete(asides).where(*_ONE)
_ERASE_ALL = delete(asides).where(*_MINE)


@dataclass(frozen=True, slots=True)
class Aside:
    """What somebody saved for themselves alone; `item_id` is the question it was meant for ("": none)."""

    id: int
    day: date
    item_id: str
    pieces: Pieces


async def save(
    tx: AsyncConnection, space_id: int, person_id: int, day: date, pieces: Pieces, item_id: str = ""
) -> None:
    """Save words for their author alone; `day` is their local date of when they said them."""
    values = {
        "space_id": space_id,
        "person_id": person_id,
        "day": day,
        "item_id": item_id,
        "pieces": dumped(pieces),
    }
    await tx.execute(insert(asides).values(values))


async def newest(
    tx: AsyncConnection, space_id: int, person_id: int, skipped: int, most: int
) -> Sequence[Aside]:
    """Return some of a person's, newest first, after so many."""
    page = {"space": space_id, "person": person_id, "skipped": skipped, "most": most}
    return [_as_aside(row) for row in (await tx.execute(_NEWEST, page)).all()]


async def page_of(tx: AsyncConnection, space_id: int, person_id: int, last: int) -> Sequence[Aside]:
    """Return the next of a person's after this one, `PAGE` at most."""
    rows = await tx.execute(_AFTER, {"space": space_id, "person": person_id, "last": last})
    return [_as_aside(row) for row in rows.all()]


async def find(tx: AsyncConnection, space_id: int, person_id: int, aside_id: int) -> Aside | None:
    """Return one of a person's; None for any other's."""
    one = {"space": space_id, "person": person_id, "one": aside_id}
    row = (await tx.execute(_FIND, one)).one_or_none()
    return None if row is None else _as_aside(row)


async def erase(tx: AsyncConnection, space_id: int, person_id: int, aside_id: int) -> None:
    """Erase one of a person's."""
    await tx.execute(_ERASE, {"space": space_id, "person": person_id, "one": aside_id})


async def erase_all(tx: AsyncConnection, space_id: int, person_id: int) -> None:
    """Erase all of a person's."""
    await tx.execute(_ERASE_ALL, {"space": space_id, "person": person_id})


def _as_aside(row: Row[*tuple[Any, ...]]) -> Aside:
    return Aside(row.id, row.day, row.item_id, loaded(row.pieces))
