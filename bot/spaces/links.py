"""Door links, in rows: a word that opens something at the door of the one person it was made for."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import nonces

LINK = timedelta(hours=36)
"""How long a link is good."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a door link opens, for the one person it was made for."""

    nonce: str
    space_id: int | None
    kind: str
    ref: int


async def make(
    tx: AsyncConnection, *, person_id: int, kind: str, ref: int, now: datetime, space_id: int | None = None
) -> str:
    """Make a fresh word for a door link of this person; return it (22 characters of Telegram's set)."""
    nonce = secrets.token_urlsafe(16)
    await tx.execute(
        insert(nonces).values(
            nonce=nonce, person_id=person_id, space_id=space_id, kind=kind, ref=ref, until=now + LINK
        )
    )
    return nonce


async def standing(tx: AsyncConnection, person_id: int, kind: str, now: datetime) -> str:
    """Return the word of a door link of no space, good from now on for `LINK`; made only if none stands.

    For taps that are open to anybody: however often somebody taps, one row of theirs is kept.
    """
    theirs = (nonces.c.person_id == person_id, nonces.c.kind == kind, nonces.c.space_id.is_(None))
    stands = update(nonces).where(*theirs, nonces.c.until > now).values(until=now + LINK)
    word = (await tx.execute(stands.returning(nonces.c.nonce))).scalar()
    return word or await make(tx, person_id=person_id, kind=kind, ref=0, now=now)


async def follow(tx: AsyncConnection, nonce: str, person_id: int, at: datetime) -> Link | None:
    """Return what a door link opens that was followed `at` that instant.

    None if it is unknown, was too old then, or is somebody else's.
    """
    row = (
        await tx.execute(
            select(nonces).where(
                nonces.c.nonce == nonce, nonces.c.person_id == person_id, nonces.c.until > at
            )
        )
    ).one_or_none()
    return None if row is None else Link(row.nonce, row.space_id, row.kind, row.ref)
