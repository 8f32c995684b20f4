"""What chance goes by: a secret of this database, so that nobody can work out at home what would have come.

The bank is open and a couple sees its own cards; whoever could repeat a pick would see what steered it: a
topic that the other muted, a depth, a category. It is also what the numbers in buttons are hidden by.
"""

from hashlib import blake2b

from sqlalchemy import select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.encrypted import EncryptedText
from bot.db.inline import remembered_by
from bot.db.keys import CHANCE, field_of_fact
from bot.db.tables import meta

_SECRET = select(type_coerce(meta.c.value, EncryptedText(field_of_fact(CHANCE)))).where(meta.c.key == CHANCE)

_ONLY = 0
"""The secret's version."""


async def secret(tx: AsyncConnection) -> str:
    """Return this database's secret: made with it (`bot.db.keys`), never changed, and so remembered."""
    remembered = remembered_by(tx)
    found: str | None = remembered.get(CHANCE, _ONLY)
    if found is None:
        found = await tx.scalar(_SECRET)
        if found is None:
            raise RuntimeError("this database has no secret yet: its key was never proven")
        remembered.keep(CHANCE, _ONLY, found)
    return found


async def seed_of(tx: AsyncConnection, space_id: int) -> int:
    """Return the seed of a space's picks: always the same, and known to nobody but this database."""
    return int.from_bytes(blake2b(f"{await secret(tx)}|{space_id}".encode(), digest_size=8).digest())
