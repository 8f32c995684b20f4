"""The nightly backup, and what was erased written down beside it."""

import asyncio
import logging
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from bot.db import backup, erasures
from bot.db.backup import NoBackup
from bot.db.engine import Database
from bot.services import Services

log = logging.getLogger(__name__)

_AFTER_A_FAILURE = timedelta(hours=1)

# When a backup of each database last failed: nothing is lost by a restart that tries at once.
_failed: WeakKeyDictionary[Database, datetime] = WeakKeyDictionary()


async def write_down(services: Services) -> None:
    """Note beside the backups what was erased, so that a restore erases it again."""
    await erasures.write_down(services.db, services.now())


async def back_up(services: Services) -> None:
    """Make the night's backup once it is due."""
    db, now = services.db, services.now()
    if await asyncio.to_thread(backup.is_due, db.path, ZoneInfo(services.settings.default_timezone), now):
        await _make(db, now)


async def forget_old(services: Services) -> None:
    """Remove the backups that are seven days old, as soon as they are: that is promised."""
    await asyncio.to_thread(backup.forget, services.db.path, services.now())


async def _make(db: Database, now: datetime) -> None:
    failed = _failed.get(db)
    if failed is not None and abs(now - failed) < _AFTER_A_FAILURE:
        return
    try:
        made = await backup.make(db, now)
    except (NoBackup, OSError) as error:
        _failed[db] = now
        log.error("no backup was made: %s", error if isinstance(error, NoBackup) else error.strerror)
    else:
        log.info("backup made: %s", made.path.name)
