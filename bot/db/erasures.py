"""The file of erasures beside the backups: what an older copy must erase again before the bot starts.

The database writes down each erasure by triggers (`bot.db.tables.erasures`), in the transaction that
erases. `write_down` moves these lines into the file, encrypted, so that they outlive the database. Their
ids are never used twice: a backup knows all erasures up to the newest id of its own, and `replay` does
those that came after. So no clock decides what is erased again. Every database has a file of its own, named
after it, so that none ever erases what another's lines speak of.
"""

import asyncio
import json
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import dropwhile
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import files
from bot.db.encrypted import TOKENS, Cipher, WrongKey, fields_of
from bot.db.engine import Database
from bot.db.keys import NAME
from bot.db.tables import erasures, meta, metadata, preferences
from bot.db.writing import unbroken

log = logging.getLogger(__name__)

REMEMBERED = timedelta(days=8)
"""How long a line stays in the file: longer than any backup."""

AT_ONCE = 500
"""How many lines are moved into the file in one step, so that no number of them keeps anybody waiting."""

_END = 64 * 1024
"""Bytes at the end of the file in which its last line surely stands."""

FIELD = "file of erasures"
"""What its lines are encrypted for."""

_PRIVATE = fields_of(preferences)["private"]

_CHOOSE_AGAIN = (
    "INSERT INTO preferences (space_id, person_id, key, value, private) "
    "SELECT space_id, person_id, :key, :value, :private FROM partners "
    "WHERE space_id = :space_id AND person_id = :person_id "
    "ON CONFLICT (space_id, person_id, key) DO UPDATE SET value = excluded.value, private = excluded.private"
)

_CHOOSE_NOT = "DELETE FROM preferences WHERE space_id = :space_id AND person_id = :person_id AND key = :key"

_PREFERENCES_BEFORE = {
    ("spaces", "joint_at"): ("ladder.joint_at", None),
    ("partners", "keeps_answers"): ("question.saves", "1"),
    ("partners", "depth"): ("question.depth", None),
    ("partners", "depth_before"): ("question.depth_before", None),
    ("partners", "depth_from"): ("question.depth_from", None),
    ("partners", "muted"): ("question.muted", None),
    ("partners", "chosen"): ("question.packs", None),
    ("partners", "checkin_at"): ("checkin.agreed_at", None),
    ("partners", "reminder_at"): ("checkin.reminder", None),
}
"""Columns that lines of before r0064 speak of; the preferences that they became, and their defaults."""

Columns = dict[str, object]

_NAME = select(meta.c.value).where(meta.c.key == NAME)
_PENDING = select(erasures).order_by(erasures.c.id).limit(bindparam("most"))
_WRITTEN = delete(erasures).where(erasures.c.id <= bindparam("newest"))


class NoJournal(Exception):
    """The file is missing or cannot be read; `str()` is one line for whoever starts the restore."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """A row that went (`changed` is None), or what its columns were changed to for good."""

    id: int
    table: str
    key: Columns
    changed: Columns | None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """What the file says: every erasure since the id `since` stands in it, by id."""

    since: int
    lines: tuple[Erasure, ...]

    @property
    def newest(self) -> int:
        """The highest id that it accounts for."""
        return max([self.since - 1, *(line.id for line in self.lines)])


def journal_path(database: Path, name: str) -> Path:
    """Return where the file of erasures of the database of this name lies (see `name_of`)."""
    return files.backups_of(database) / (f"erased-{name}" if name else "erased")


def journals_beside(database: Path) -> list[Path]:
    """Return the files of erasures that lie beside a database's backups: its own, and those of others."""
    return [path for path in files.backups_of(database).glob("erased*") if path.suffix != ".partial"]


async def name_of(tx: AsyncConnection) -> str:
    """Return what a database and all its copies are called; empty where they were made before names."""
    return await tx.scalar(_NAME) or ""


async def write_down(db: Database, now: datetime) -> None:
    """Move what was erased into the file, step by step, until none is left: what is erased meanwhile, too.

    Where the file cannot be written, that is logged, and the rest stays in the database for the next time.
    """
    while await write_some(db, now):
        pass


async def write_some(db: Database, now: datetime) -> bool:
    """Move the oldest lines into the file, `AT_ONCE` at most; return whether there may be more.

    Once this was called there is a file, which accounts for what is still to be moved as well.
    """
    async with db.journaling:
        async with db.read() as tx:
            fresh = await pending(tx, AT_ONCE)
            newest = await sequence(tx)
            path = journal_path(db.path, await name_of(tx))
        try:
            await unbroken(asyncio.to_thread(append, path, db.cipher, fresh, newest, now))
        except OSError as error:
            log.error("the file of erasures cannot be written: %s", error.strerror)
            return False
        if fresh:
            async with db.write() as tx:
                await tx.execute(_WRITTEN, {"newest": fresh[-1].id})
    return len(fresh) == AT_ONCE


async def forget(db: Database, now: datetime) -> None:
    """Drop the lines that are older than any backup; none that is written down meanwhile goes along."""
    async with db.journaling:
        async with db.read() as tx:
            path = journal_path(db.path, await name_of(tx))
        await unbroken(asyncio.to_thread(_forget, path, db.cipher, now))


async def erase_for_good(db: Database, now: datetime) -> None:
    """After erasing: see to it that no backup brings it back; empty the log and what is remembered of it."""
    await write_down(db, now)
    await db.checkpoint()
    db.remembered.forget()


async def pending(tx: AsyncConnection, most: int) -> list[Erasure]:
    """Return what was erased and not yet written into the file, oldest first, so many lines at most."""
    rows = await tx.execute(_PENDING, {"most": most})
    return from_rows(rows.all())


def from_rows(rows: Iterable[Sequence[Any]]) -> list[Erasure]:
    """Return rows of the table as erasures."""
    return [
        Erasure(number, table, json.loads(key), json.loads(changed) if changed else None)
        for number, table, key, changed in rows
    ]


async def sequence(tx: AsyncConnection) -> int:
    """Return the newest id that an erasure of this database ever had; 0 before the first."""
    found = await tx.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'erasures'")
    return int(found.scalar() or 0)


async def set_sequence(tx: AsyncConnection, newest: int) -> None:
    """Let the ids of erasures go on above this one; forget lines that a replay itself has written."""
    await tx.execute(delete(erasures))
    await tx.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = 'erasures'")
    await tx.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('erasures', ?)", (newest,))


async def give_no_id_twice(tx: AsyncConnection, highest: Mapping[str, int]) -> None:
    """Let the ids of each table go on above the highest one given; erasures have their own count."""
    for table, given in highest.items():
        if table == erasures.name:
            continue
        raised = await tx.exec_driver_sql(
            "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (given, table)
        )
        if not raised.rowcount:
            await tx.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, given))


async def replay(tx: AsyncConnection, lines: Sequence[Erasure]) -> int:
    """Erase and change again, oldest first; return how many rows that found. Other rows are untouched.

    The database has today's shape; of a line that was written in an older one, what is known still counts.
    What somebody who is in the copy chose since is chosen again, where it is not in the copy, too.
    """
    found = 0
    for line in sorted(lines, key=lambda it: it.id):
        table = metadata.tables.get(line.table)
        if table is preferences and line.changed is not None:
            chosen = {"value": None, "private": None} | line.key | line.changed
            found += (await tx.exec_driver_sql(_CHOOSE_AGAIN, chosen)).rowcount
            continue
        if table is None or not set(line.key) <= set(table.c.keys()):
            continue
        if line.changed is not None:
            found += await _choose_as_before(tx, line)
        changed = {column: value for column, value in (line.changed or {}).items() if column in table.c}
        where = " AND ".join(f'"{column}" IS ?' for column in line.key)
        if line.changed is None:
            statement = f'DELETE FROM "{line.table}" WHERE {where}'  # noqa: S608 - a name of our own tables
        elif changed:
            sets = ", ".join(f'"{column}" = ?' for column in changed)
            statement = f'UPDATE "{line.table}" SET {sets} WHERE {where}'  # noqa: S608 - as above
        else:
            continue
        values = (*changed.values(), *line.key.values())
        found += (await tx.exec_driver_sql(statement, values)).rowcount
    return found


async def _choose_as_before(tx: AsyncConnection, line: Erasure) -> int:
    """Choose again what a line says of columns that became preferences; return how many rows that found."""
    of = {"space_id": line.key.get("space_id", line.key.get("id")), "person_id": line.key.get("person_id", 0)}
    found = 0
    for column, value in (line.changed or {}).items():
        it = _PREFERENCES_BEFORE.get((line.table, column))
        if it is None:
            continue
        key, default = it
        text = None if value is None else str(value).replace(" ", "T")
        if text in (None, default):
            found += (await tx.exec_driver_sql(_CHOOSE_NOT, of | {"key": key})).rowcount
        else:
            private = str(text).startswith(TOKENS)
            chosen = {"key": key, "value": None if private else text, "private": text if private else None}
            found += (await tx.exec_driver_sql(_CHOOSE_AGAIN, of | chosen)).rowcount
    return found


def read(path: Path, cipher: Cipher) -> Journal:
    """Return what the file says.

    A line cut short by a power cut is passed over: it was written again. Ids leave no gaps, so one that is
    missing shows.

    Raises:
        NoJournal: it is missing, damaged or needs another key.
    """
    return _read(path, cipher)[0]


def _read(path: Path, cipher: Cipher) -> tuple[Journal, dict[int, str]]:
    """Return what the file says, and by their ids the lines that say it."""
    try:
        head, *lines = path.read_text(encoding="ascii").splitlines()
        since = int(json.loads(cipher.decrypt(head, FIELD))["since"])
        found: dict[int, Erasure] = {}
        written: dict[int, str] = {}
        for line in lines:
            with suppress(WrongKey):
                said = Erasure(**json.loads(cipher.decrypt(line, FIELD)))
                found[said.id], written[said.id] = said, line
        whole = range(since, max(found, default=0) + 1)
        return Journal(since, tuple(found[number] for number in whole)), written
    except (OSError, ValueError, KeyError, TypeError, WrongKey):
        raise NoJournal(f"{path}, which says what was erased since a backup, is missing or damaged") from None


def newest_in(path: Path, cipher: Cipher) -> int:
    """Return the highest id that the file accounts for, by its end alone: ids rise from line to line.

    Where the end cannot be read (a line cut short by a power cut) the whole file is.

    Raises:
        NoJournal: it is missing, damaged or needs another key.
    """
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _END))
            said = json.loads(cipher.decrypt(file.read().decode("ascii").splitlines()[-1], FIELD))
        return int(said["id"]) if "id" in said else int(said["since"]) - 1
    except (OSError, ValueError, LookupError, TypeError, WrongKey):
        return read(path, cipher).newest


def _forget(path: Path, cipher: Cipher, now: datetime) -> None:
    """Write the file anew without old lines. One that nobody can read goes; another is begun.

    The lines that stay do so as they are: to encrypt eight days of them anew each night would use up the key
    (docs/security.md says how many values one may seal).
    """
    try:
        journal, written = _read(path, cipher)
    except NoJournal as error:
        log.error("%s; backups made before now cannot be restored", error)
        path.unlink(missing_ok=True)
        return
    limit = (now - REMEMBERED).date().isoformat()
    kept = tuple(dropwhile(lambda line: line.at <= limit, journal.lines))
    if len(kept) < len(journal.lines):
        since = kept[0].id if kept else journal.newest + 1
        _put(path, [cipher.encrypt(_head(since), FIELD), *(written[line.id] for line in kept)])


def recrypt(path: Path, before: Cipher, after: Cipher) -> bool:
    """Write the file anew with another key; return False for one that cannot be read and stays as it is."""
    try:
        journal = read(path, before)
    except NoJournal:
        return not path.exists()
    lines = tuple(
        replace(line, changed=rekeyed(line.table, line.changed, before, after)) for line in journal.lines
    )
    _write(path, after, Journal(journal.since, lines))
    return True


def rekeyed(table: str, changed: Columns | None, before: Cipher, after: Cipher) -> Columns | None:
    """Return what a line says of a table's columns, with what is encrypted encrypted anew.

    What nothing opens is left out. Encrypted columns that are no more became preferences.
    """
    if changed is None:
        return None
    fields = fields_of(metadata.tables[table]) if table in metadata.tables else {}
    kept: Columns = {}
    for column, value in changed.items():
        if isinstance(value, str) and value.startswith(TOKENS):
            field = fields.get(column, _PRIVATE)
            with suppress(WrongKey):
                kept[column] = after.encrypt(before.decrypt(value, field), field)
        else:
            kept[column] = value
    return kept


def append(path: Path, cipher: Cipher, fresh: Sequence[Erasure], newest: int, now: datetime) -> None:
    """Add lines to the file; begin one where it is missing, which accounts for what comes after `newest`.

    Ids rise from line to line. Lines that come again, as they were written but not yet deleted when the bot
    ended, have the file written anew.
    """
    day = now.date().isoformat()
    added = tuple(replace(line, at=day) for line in fresh)
    if not path.exists():
        _write(path, cipher, Journal(fresh[0].id if fresh else newest + 1, added))
    elif added and not _joined(path, cipher, added):
        with path.open("r+b") as file:
            file.seek(0, os.SEEK_END)
            if file.tell() and not _ends_a_line(file):
                file.write(b"\n")  # the machine went down in the middle of a line, which comes again now
            file.writelines(cipher.encrypt(_text(line), FIELD).encode() + b"\n" for line in added)
            file.flush()
            os.fsync(file.fileno())


def _joined(path: Path, cipher: Cipher, added: Sequence[Erasure]) -> bool:
    """Write the file anew, with each id once, where lines come again; return whether that was so.

    One that nobody can read takes lines at its end until `forget` lets it go.
    """
    try:
        if added[0].id > newest_in(path, cipher):
            return False
        journal = read(path, cipher)
    except NoJournal:
        return False
    lines = {line.id: line for line in (*journal.lines, *added) if line.id >= journal.since}
    _write(path, cipher, Journal(journal.since, tuple(lines.values())))
    return True


def _ends_a_line(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _text(line: Erasure) -> str:
    return json.dumps({name: getattr(line, name) for name in Erasure.__slots__})


def _write(path: Path, cipher: Cipher, journal: Journal) -> None:
    _put(path, [cipher.encrypt(text, FIELD) for text in (_head(journal.since), *map(_text, journal.lines))])


def _head(since: int) -> str:
    return json.dumps({"since": since})


def _put(path: Path, lines: Sequence[str]) -> None:
    files.replace(path, "".join(f"{line}\n" for line in lines).encode("ascii"))
