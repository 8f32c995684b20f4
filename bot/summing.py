"""What couples' pasts come to, made anew for all of them at once. The bot stands still for it.

Nothing needs it: sums that are missing are made at one of the couple's next picks. It is for whoever doubts
them, or wants none of that work in the morning.
"""

from datetime import timedelta

from sqlalchemy import select

from bot import starting
from bot.clock import SystemClock
from bot.config import Settings
from bot.db import damage, keys
from bot.db.damage import Unusable
from bot.db.lock import InstanceLock
from bot.db.tables import spaces
from bot.features.question import pasts
from content import bank

_AT_ONCE = 100


async def rebuild(settings: Settings) -> str:
    """Sum up every couple's settled cards anew; return the line that says of how many.

    Raises:
        AlreadyRunning: the bot runs.
        Unusable: there is no database, or it is damaged.
        WrongKey: the key is another one's.
    """
    database = settings.database_path
    if not database.exists():
        raise Unusable(f"DATABASE_URL: there is no database yet at {database}")
    items, now = bank.load(), SystemClock(timedelta(seconds=settings.clock_offset)).now()
    with damage.told(database), InstanceLock(database):
        damage.look_at(database)
        db = await starting.ready(settings, keys.cipher_for(settings, make=False), now)
        last, done = 0, 0
        try:
            while True:
                async with db.write() as tx:
                    some = select(spaces.c.id).where(spaces.c.id > last).order_by(spaces.c.id)
                    ids = (await tx.scalars(some.limit(_AT_ONCE))).all()
                    for space_id in ids:
                        done += await pasts.rebuild(tx, items, space_id, now)
                if not ids:
                    break
                last = ids[-1]
            await db.checkpoint()
        finally:
            await db.close()
    return f"ok: the cards of {done} couples are summed up anew"
