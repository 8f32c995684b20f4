"""How a database is made ready: the same for a run on Telegram, a play and the tests."""

from datetime import datetime

from bot import restoring
from bot.config import Settings
from bot.db import erasures, keys, migrate
from bot.db.encrypted import Cipher
from bot.db.engine import Database


async def ready(settings: Settings, cipher: Cipher, now: datetime) -> Database:
    """Open the database in today's shape, with the key that fits it and nothing of what was erased.

    The file of erasures is there at once, so that a backup of the first minutes can be restored, too; what
    has piled up for it is moved there by the upkeep, so that no start waits for it.

    Raises:
        WrongKey: the key is another one's.
        NewerDatabase: a newer bot had it.
        NoBackup: an older copy was put in its place that cannot be made to forget what was erased.
    """
    db = Database(settings.database_url, cipher)
    try:
        await migrate.upgrade(db)
        await keys.prove(db, cipher)
        await restoring.catch_up(db)
        await erasures.write_some(db, now)
    except BaseException:
        await db.close()
        raise
    return db
