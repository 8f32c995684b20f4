"""Copies of the database: made while the bot runs, proven before they count, gone after seven days.

A copy is one file beside the database, in `backups/`, for its owner alone. What a couple says is encrypted
in it as in the database; the key lies elsewhere. Seven days is a promise (by then what somebody erases is
gone from every backup), so a copy goes in time even where no newer one could be made.
"""

import asyncio
import os
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.db import damage, erasures, files
from bot.db.encrypted import Cipher, WrongKey
from bot.db.engine import Database
from bot.db.keys import CHECK, field_of_fact
from bot.db.tables.door import HELD

KEPT = timedelta(days=7)
HOUR = time(4)
"""When the night's backup is made, by the clock of whoever runs the bot."""

_DAY = timedelta(days=1)
_STAMP = "%Y%m%d-%H%M%S"
_NAMED = re.compile(r"(?:kindling|replaced)-(\d{8}-\d{6})\.db(?:-wal|-shm|\.partial)?")
_SPARE = 64 * 1024 * 1024  # bytes that a backup leaves free on the disk


class NoBackup(Exception):
    """A file cannot be used, or a copy not be made; `str()` is one line for whoever runs the bot."""


class Damaged(NoBackup):
    """What is to be copied is damaged, or none of ours."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy and the instant (UTC) at which it was begun: everything acknowledged by then is in it."""

    path: Path
    at: datetime


def all_of(database: Path) -> list[Backup]:
    """Return the proven copies of a database, newest first."""
    found = files.backups_of(database).glob("kindling-*.db")
    return sorted((Backup(path, at) for path in found if (at := _made_at(path))), key=_at, reverse=True)


def is_due(database: Path, zone: ZoneInfo, now: datetime) -> bool:
    """Whether the night's copy is still to be made: there is none since the last `HOUR` in that zone."""
    local = now.astimezone(zone)
    day = local.date() if local.time() >= HOUR else local.date() - timedelta(days=1)
    since = datetime.combine(day, HOUR, tzinfo=zone).astimezone(UTC)
    return not any(since <= copy.at <= now for copy in all_of(database))


async def make(db: Database, now: datetime) -> Backup:
    """Copy the database, prove the copy, and let the ones that are too old go.

    The copying is one read of a snapshot in a thread: in WAL mode writers go on meanwhile.

    Raises:
        NoBackup: the disk is too full, or the copy is not what it should be.
    """
    path = path_for(db.path, now)
    await erasures.write_down(db, now)
    await asyncio.to_thread(write, db.path, path, db.cipher)
    await erasures.forget(db, now)
    await asyncio.to_thread(forget, db.path, now)
    return Backup(path, now)


def path_for(database: Path, now: datetime) -> Path:
    """Return the name of a copy begun at this instant."""
    return files.backups_of(database) / f"kindling-{now.astimezone(UTC):{_STAMP}}.db"


def write(database: Path, path: Path, cipher: Cipher) -> None:
    """Copy the database to `path`, which appears once the copy is whole and proven.

    Raises:
        NoBackup: the disk is too full, or the database is damaged.
    """
    size, free = database.stat().st_size, shutil.disk_usage(path.parent).free
    if free < 2 * size + _SPARE:
        raise NoBackup(f"the disk of {path.parent} is too full for a backup; free {_SPARE >> 20} MB and more")
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        copy(database, partial)
        leave_out_held(partial)
        prove(partial, cipher, called=database)
        files.move(partial, path)
    except Damaged:
        raise NoBackup(f"no backup: {database} is damaged; {damage.MEND}") from None
    finally:
        partial.unlink(missing_ok=True)


def forget(database: Path, now: datetime) -> None:
    """Remove every copy that is seven days old, and what a failed or replaced one left behind.

    One from the days to come was made by a wrong clock; it goes once there is one of today's.
    """
    fresh = any(now - _DAY <= copy.at <= now for copy in all_of(database))
    for path in files.backups_of(database).iterdir():
        at = _made_at(path)
        if at is not None and (at <= now - KEPT or (fresh and at > now + _DAY)):
            path.unlink(missing_ok=True)


def copy(source: Path, target: Path) -> None:
    """Write a database, with what its log holds, into a new file (mode 0600) that needs no log.

    Raises:
        Damaged: the source is no database, or damaged.
        NoBackup: the disk is full or refuses.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with (
            closing(files.connect(source)) as there,
            closing(sqlite3.connect(target)) as here,
        ):
            there.backup(here)
            here.execute("PRAGMA journal_mode = DELETE").close()
    except sqlite3.Error as error:
        target.unlink()
        raise _refusal(error, source, target) from None


def leave_out_held(copied: Path) -> None:
    """Take what waits for its writer's choice out of a copy: it is promised to be nowhere after an hour.

    The trigger that writes erasures down is not to see it: the copy's own lines would then count on alone.
    """
    with closing(sqlite3.connect(copied, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON").close()
        connection.execute("BEGIN IMMEDIATE")
        made = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'erased_drafts'").fetchone()
        if made is not None:
            connection.execute("DROP TRIGGER erased_drafts")
            connection.execute("DELETE FROM drafts WHERE kind = ?", (HELD,))
            connection.execute(made[0])
        connection.execute("COMMIT")


def prove(path: Path, cipher: Cipher, called: Path | None = None) -> None:
    """Open a copy, check it through and try the key on it; a line names the file that it was `called`.

    Raises:
        Damaged: it is damaged, or no database of Kindling's.
        NoBackup: it needs another key, or the disk refuses.
    """
    called = called or path
    try:
        with closing(files.connect(path)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            whole = whole and not connection.execute("PRAGMA foreign_key_check").fetchall()
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (CHECK,)).fetchone()
    except sqlite3.Error as error:
        raise _refusal(error, called, path) from None
    if not whole:
        raise Damaged(f"{called} is damaged")
    try:
        cipher.decrypt(row[0] if row else "", field_of_fact(CHECK))
    except WrongKey:
        raise NoBackup(f"{called} needs another key: the one that was in use when it was made") from None


def _refusal(error: sqlite3.Error, source: Path, target: Path) -> NoBackup:
    """Return why one file could not be copied into another: its own damage, or the disk."""
    text = damage.line(error, target if damage.is_full(error) else source)
    if text is None or damage.is_damage(error):
        return Damaged(f"{source} is no backup of Kindling, or damaged")
    return NoBackup(text)


def replaced(database: Path, now: datetime) -> Path:
    """Return the name under which a database that a restore replaces is kept aside, for seven days too."""
    return files.backups_of(database) / f"replaced-{now.astimezone(UTC):{_STAMP}}.db"


def _made_at(path: Path) -> datetime | None:
    named = _NAMED.fullmatch(path.name)
    try:
        return datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC) if named else None
    except ValueError:
        return None


def _at(backup: Backup) -> datetime:
    return backup.at
