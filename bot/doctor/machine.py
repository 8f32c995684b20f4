"""What can be seen on this machine: files, database, migrations, key, backups, bank, disk."""

import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from bot import refusals
from bot.config import ENV_FILE, Settings
from bot.db import backup, damage, keys, migrate
from bot.db.encrypted import WrongKey
from bot.db.keys import KeyFileError
from bot.doctor.finding import Finding, mend, well
from content import bank
from content.bank import BankError

_LITTLE = 256 * 1024 * 1024  # bytes
_OLD = timedelta(hours=26)
_NEWS = timedelta(days=14)
_REFUSED = (
    "SELECT DISTINCT space_id, why FROM outbox WHERE person_id = 0 AND why IS NOT NULL AND "
    "(state = 'waiting' OR claimed_at > :since) ORDER BY space_id LIMIT 50"
)


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield a finding for each thing of this machine."""
    path = settings.database_path
    yield _modes(settings)
    if path.exists():
        database = _database(path)
        yield database
        if database.ok:
            yield _migrations(path)
            yield _key(settings)
            yield from _refusals(path, now)
        yield _backups(path, now)
    else:
        yield well("database", f"none yet; the first start makes {path}")
        yield _key_to_be(settings)
    yield _bank()
    yield _disk(path)


def _database(path: Path) -> Finding:
    text = None
    try:
        if damage.is_foreign(path):
            return mend("database", damage.foreign(path))
        with closing(damage.opened(path)) as database:
            if database.execute("PRAGMA quick_check").fetchall() == [("ok",)]:
                return well("database", f"{path} is whole")
    except sqlite3.Error as error:
        text = damage.line(error, path)
    return mend("database", text or f"{path} is damaged; {damage.MEND}")


def _modes(settings: Settings) -> Finding:
    """Look who but the bot's user may read the token, the key and the data."""
    given = {Path(ENV_FILE): "600", settings.database_path.parent: "700"}
    if not settings.encryption_keys:
        given[settings.encryption_key_file] = "600"
    wide = [f"chmod {mode} {shlex.quote(str(path))}" for path, mode in given.items() if _is_open(path)]
    if wide:
        return mend("files", f"others on this machine may look at them; run: {' && '.join(wide)}")
    return well("files", "nobody else on this machine may look at .env, the key or the data")


def _is_open(path: Path) -> bool:
    """Whether others than its owner may read or change what lies there."""
    try:
        return bool(path.stat().st_mode & 0o077)
    except OSError:
        return False


def _migrations(path: Path) -> Finding:
    known = migrate.revisions()
    try:
        with closing(damage.opened(path)) as database:
            row = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        row = None
    if row is None:
        return well("migrations", "the next start makes the tables")
    if row[0] not in known:
        return mend("migrations", "a newer Kindling made this database; update this one")
    if row[0] != known[-1]:
        return well("migrations", f"at {row[0]}; the next start brings it to {known[-1]}")
    return well("migrations", f"at {row[0]}, the newest")


def _key(settings: Settings) -> Finding:
    where = "ENCRYPTION_KEYS" if settings.encryption_keys else str(settings.encryption_key_file)
    try:
        keys.prove_file(settings.database_path, keys.cipher_for(settings, make=False))
    except (KeyFileError, WrongKey) as error:
        return mend("key", str(error))
    except sqlite3.Error:
        return mend("key", "cannot be tried, because the database cannot be read")
    return well("key", f"{where} fits the database; is there a copy of it, away from the data?")


def _key_to_be(settings: Settings) -> Finding:
    """Name the key of a database that is yet to be made: another user of this machine has another file."""
    if settings.encryption_keys:
        return well("key", "ENCRYPTION_KEYS")
    path = settings.encryption_key_file
    return well("key", str(path) if path.exists() else f"none yet; the first start makes {path}")


def _refusals(path: Path, now: datetime) -> Iterator[Finding]:
    """Yield what groups refuse, in our own words; what a door refuses is its owner's alone."""
    try:
        with closing(damage.opened(path)) as database:
            rows = database.execute(_REFUSED, {"since": str((now - _NEWS).replace(tzinfo=None))}).fetchall()
    except sqlite3.Error:
        return  # a database from before the bot wrote it down
    for space, why in rows:
        yield mend(f"posts in the group of space {space}", refusals.mend_of(why))


def _backups(path: Path, now: datetime) -> Finding:
    folder = path.parent / "backups"
    if folder.exists() and not folder.is_dir():
        return mend("backups", f"{folder} must be a folder; move the file of that name away")
    copies = backup.all_of(path) if folder.is_dir() else []
    newest = next((copy for copy in copies if copy.at <= now), None)
    if newest is None:
        return mend("backups", f"there is none in {folder}; leave the bot running, or: python -m bot backup")
    age = now - newest.at
    hours = round(age / timedelta(hours=1))
    if age > _OLD:
        return mend(
            "backups", f"the newest is {hours} hours old; leave the bot running, or: python -m bot backup"
        )
    return well("backups", f"{len(copies)} in {folder}, the newest {hours} hours old")


def _bank() -> Finding:
    try:
        found = bank.load()
    except BankError as error:
        return mend("bank", str(error))
    return well("bank", f"{len(found.questions)} questions and {len(found.ideas)} kindness ideas")


def _disk(path: Path) -> Finding:
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    if free < _LITTLE:
        return mend("disk", f"only {free >> 20} MB are free at {folder}; make room, or backups will stop")
    return well("disk", f"{free >> 20} MB are free at {folder}")
