"""Backups by hand: one made while the bot runs, and one put back while it does not.

A restore never brings back what was erased since: `bot.db.erasures` does all of it again on a copy, and
only then the copy takes the database's place. Whatever goes wrong before that moment leaves the database as
it was. A copy that was put there without a restore is made to forget at the next start (`catch_up`).
"""

import asyncio
import logging
import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.clock import SystemClock
from bot.config import SQLITE, Settings
from bot.db import backup, damage, erasures, files, keys, migrate
from bot.db.backup import NoBackup
from bot.db.damage import Unusable
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.db.erasures import Erasure, Journal, NoJournal
from bot.db.keys import NAME
from bot.db.lock import InstanceLock
from bot.db.tables import spaces
from bot.spaces import awaited
from bot.spaces.model import SpaceState
from schedules import outbox, plan

log = logging.getLogger(__name__)

_TOO_OLD = (
    "this backup is older than what is remembered of erasures and would bring back what people erased; "
    "take a newer one"
)


async def back_up(settings: Settings) -> str:
    """Make a backup now, whether the bot runs or not, and let those of seven days ago go; return where it is.

    Raises:
        NoBackup: there is no database yet, no room for a copy, or the database is damaged.
        Unusable: what there is, is no database, or the disk refuses.
    """
    database = settings.database_path
    if not database.exists():
        raise NoBackup(f"DATABASE_URL: there is no database yet at {database}")
    with damage.told(database):
        damage.look_at(database)
        cipher = keys.cipher_for(settings, make=False)
        now = _now(settings)
        made = backup.path_for(database, now)
        await asyncio.to_thread(backup.write, database, made, cipher)
        await asyncio.to_thread(backup.forget, database, now)  # the file of erasures is the bot's to shorten
    return f"ok: {made}"


async def restore(settings: Settings, file: Path, *, without_journal: bool = False) -> str:
    """Put a backup in the database's place; return the line that says what became of both.

    Args:
        settings: whose database it is.
        file: the backup.
        without_journal: restore even where nobody knows any more what was erased since.

    Raises:
        NoBackup: the file is none of ours, damaged, needs another key, or what was erased since is not known.
        AlreadyRunning: the bot runs.
        NewerDatabase: a newer bot made the backup.
        Unusable: the disk is full or refuses, or the database to be replaced is another program's.
    """
    database = settings.database_path
    with damage.told(database), InstanceLock(database):
        _look_at(file, database)
        cipher = keys.cipher_for(settings, make=False)
        staged = database.with_name(f"{database.name}.restoring")
        _remove(staged)
        try:
            await asyncio.to_thread(backup.copy, file, staged)
            await asyncio.to_thread(backup.prove, staged, cipher, file)
            now = _now(settings)
            journal = await _known_erasures(staged, database, cipher, now, without_journal=without_journal)
            highest = await asyncio.to_thread(_highest_ids, database)
            again = await _make_fit(staged, journal, cipher, highest, without_journal=without_journal)
            aside = _swap(staged, database, now)
        finally:
            _remove(staged)
    kept = f"; the database that was there is {aside} for seven days" if aside else ""
    return f"ok: {file.name} is restored ({again} later erasures done again){kept}"


async def catch_up(db: Database) -> None:
    """Before the bot starts, erase again what an older copy, put in the database's place by hand, has back.

    A database without a name (the oldest ones have none) is left as it is: its file of erasures may be
    that of another one that lay in this folder before.

    Raises:
        NoBackup: the copy is older than what is remembered of erasures.
    """
    async with db.read() as tx:
        known, name = await erasures.sequence(tx), await erasures.name_of(tx)
    if not name:
        return
    path = erasures.journal_path(db.path, name)
    try:
        if await asyncio.to_thread(erasures.newest_in, path, db.cipher) <= known:
            return
        journal = await asyncio.to_thread(erasures.read, path, db.cipher)
    except NoJournal:  # nothing was erased yet, or it is lost: then the night begins another
        return
    if known + 1 < journal.since:
        raise NoBackup(
            f"{db.path}: {_TOO_OLD}, or move this one away and restore it from there with --without-journal"
        )
    again = await _erase_again(db, journal, known)
    await db.checkpoint()
    log.warning("the database is an older copy, put back by hand: %d later erasures are done again", again)


def _now(settings: Settings) -> datetime:
    return SystemClock(timedelta(seconds=settings.clock_offset)).now()


async def _make_fit(
    staged: Path, journal: Journal, cipher: Cipher, highest: Mapping[str, int], *, without_journal: bool
) -> int:
    """Erase again what was erased since, bring the copy to today's shape; return the number of erasures.

    What is made in it from now on has ids above the `highest` of each table: a line of the file of erasures
    that is done again after another restore must not find anybody else's rows.
    """
    db = Database(f"{SQLITE}{staged}", cipher)
    try:
        known = await _sequence(db)
        if known + 1 < journal.since and not without_journal:
            raise NoBackup(_TOO_OLD)
        await migrate.upgrade(db)
        await keys.prove(db, cipher)
        again = await _erase_again(db, journal, known)
        async with db.write() as tx:
            await erasures.give_no_id_twice(tx, highest)
        await db.checkpoint()
    finally:
        await db.close()
    return again


async def _erase_again(db: Database, journal: Journal, known: int) -> int:
    """Do what was erased after the erasure `known` again; return how many erasures that were."""
    later = [line for line in journal.lines if line.id > known]
    async with db.write() as tx:
        await erasures.replay(tx, later)
        await erasures.set_sequence(tx, max(known, journal.newest))
        for space_id in (
            await tx.scalars(select(spaces.c.id).where(spaces.c.state != SpaceState.ACTIVE))
        ).all():
            await plan.off(tx, space_id)
            await outbox.withdraw_all(tx, space_id)
            await awaited.done_for_space(tx, space_id)
        for space_id in (
            await tx.scalars(select(spaces.c.id).where(spaces.c.state == SpaceState.INVITING))
        ).all():
            await plan.end_undone(tx, space_id)
    return len(later)


async def _known_erasures(
    staged: Path, database: Path, cipher: Cipher, now: datetime, *, without_journal: bool
) -> Journal:
    """Return all erasures that the file tells of, after telling it what the replaced database had not yet."""
    name = _name_of(staged) or ""
    path = erasures.journal_path(database, name)
    try:
        journal = await asyncio.to_thread(erasures.read, path, cipher)
    except NoJournal as error:
        if not without_journal:
            raise NoBackup(f"{error}; copy it there, or add --without-journal if it is lost") from None
        await asyncio.to_thread(path.unlink, missing_ok=True)  # the next start begins another
        newest = (await asyncio.to_thread(_highest_ids, database)).get("erasures", 0)
        return Journal(newest + 1, tuple(await asyncio.to_thread(_untold, database, name)))
    untold = await asyncio.to_thread(_untold, database, name)
    fresh = tuple(line for line in untold if line.id > journal.newest)
    await asyncio.to_thread(erasures.append, path, cipher, fresh, journal.newest, now)
    return Journal(journal.since, (*journal.lines, *fresh))


async def _sequence(db: Database) -> int:
    """Return the newest erasure that a copy knows of; 0 if it was made before they were written down."""
    async with db.read() as tx:
        return await erasures.sequence(tx)


def _look_at(file: Path, database: Path) -> None:
    if not file.is_file() or (database.exists() and file.samefile(database)):
        raise NoBackup(f"{file} is no backup; they lie in {files.backups_of(database)}")
    with suppress(sqlite3.Error):  # what is damaged is what a restore is for
        if damage.is_foreign(database):
            raise Unusable(damage.foreign(database))


def _name_of(database: Path) -> str | None:
    """Return what a database that nobody has open is called; empty without a name, None if it is damaged."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (NAME,)).fetchone()
        return str(row[0]) if row else ""
    return None


def _untold(database: Path, name: str) -> list[Erasure]:
    """Return what waits in the replaced database to be written into the file of the database of this name.

    That is nothing if it is too damaged, or another one than the backup was made of.
    """
    if not database.exists() or _name_of(database) not in (name, None):
        return []
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
        return erasures.from_rows(connection.execute("SELECT * FROM erasures ORDER BY id").fetchall())
    return []


def _highest_ids(database: Path) -> dict[str, int]:
    """Return the highest id that each table of this database or any of its backups has given out.

    Ids go on above them: one used twice would pass for what a backup, or the file of erasures, knows.
    """
    highest: dict[str, int] = {}
    for path in (database, *files.backups_of(database).glob("*.db")):
        with suppress(sqlite3.Error), closing(files.connect(path, "ro")) as connection:
            for table, given in connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
                highest[table] = max(highest.get(table, 0), given)
    return highest


def _swap(staged: Path, database: Path, now: datetime) -> Path | None:
    """Put the copy in the database's place, and keep what was there aside; return where, None for nothing.

    At no instant is there no database: the old file gets its second name first, then the new one takes over.
    """
    aside = None
    if database.exists():
        aside = backup.replaced(database, now)
        with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        for end in ("-wal", "-shm"):
            beside = database.with_name(f"{database.name}{end}")
            if beside.exists():
                beside.replace(aside.with_name(f"{aside.name}{end}"))
        aside.unlink(missing_ok=True)
        try:
            os.link(database, aside)
        except OSError:  # a file system without second names
            shutil.copy2(database, aside)
    files.move(staged, database)
    return aside


def _remove(staged: Path) -> None:
    for path in staged.parent.glob(f"{staged.name}*"):
        path.unlink()
