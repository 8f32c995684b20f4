"""What chance goes by: a secret of this database, so that nobody can work out at home what would have come.

The bank is open and a couple sees its own cards; whoever could repeat a pick would see what steered it: a
topic that the other muted, a depth, a category. The space's number, which stands in every button, is no
secret.
"""

from hashlib import blake2b

from sqlalchemy import select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.encrypted import EncryptedText
from bot.db.keys import CHANCE
from bot.db.tables import meta

_SECRET = select(type_coerce(meta.c.value, EncryptedText())).where(meta.c.key == CHANCE)


async def seed_of(tx: AsyncConnection, space_id: int) -> int:
    """Return the seed of a space's picks: always the same, and known to nobody but this database."""
    secret = await tx.scalar(_SECRET)
    return int.from_bytes(blake2b(f"{secret}|{space_id}".encode(), digest_size=8).digest())
