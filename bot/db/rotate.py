"""Encrypts everything in a database file anew, batch by batch, so that it may be ended and begun again.

Every batch is one transaction: whatever was rewritten stays rewritten, and what the newest key already
opens is passed over. The old bytes are overwritten (`secure_delete`) and the log is emptied at the end.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from bot.db import erasures
from bot.db.encrypted import Cipher, EncryptedInt, EncryptedText, WrongKey
from bot.db.keys import CHANCE, CHECK
from bot.db.tables import meta, metadata

BATCH = 500


class Values(NamedTuple):
    """How many values were encrypted anew, and how many no key opens, which stay as they are."""

    rewritten: int
    lost: int


def columns() -> dict[str, list[str]]:
    """Return the encrypted columns of every table, and the proof of the key."""
    found = {
        table.name: [
            column.name for column in table.c if isinstance(column.type, EncryptedText | EncryptedInt)
        ]
        for table in metadata.sorted_tables
    }
    return {table: names for table, names in found.items() if names} | {meta.name: [meta.c.value.name]}


def recrypt(path: Path, every: Cipher, newest: Cipher) -> Values:
    """Encrypt with `newest` whatever only another key of `every` opens; return what became of the values.

    The file may be of an older shape. Only one process may have it open.
    """
    counts = []
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = ON").close()
        database.execute("PRAGMA synchronous = FULL").close()
        for table, names in columns().items():
            there = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            for batch in _batches(database, table, [name for name in names if name in there]):
                counts.append(_recrypt_batch(database, table, batch, every, newest))
        _recrypt_erasures(database, every, newest)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    return Values(sum(it.rewritten for it in counts), sum(it.lost for it in counts))


def _recrypt_erasures(database: sqlite3.Connection, every: Cipher, newest: Cipher) -> None:
    """Encrypt anew what is encrypted inside the lines that wait to be written into the file of erasures."""
    if not _has_erasures(database):
        return
    waiting = database.execute(
        "SELECT id, changed FROM erasures WHERE changed LIKE ?", (f"%{erasures.TOKEN}%",)
    ).fetchall()
    with database:
        database.execute("BEGIN IMMEDIATE").close()
        for number, changed in waiting:
            rekeyed = json.dumps(erasures.rekeyed(json.loads(changed), every, newest))
            database.execute("UPDATE erasures SET changed = ? WHERE id = ?", (rekeyed, number)).close()


def _has_erasures(database: sqlite3.Connection) -> bool:
    """Whether the file writes erasures down; a backup may be older than that."""
    return bool(database.execute("PRAGMA table_info(erasures)").fetchall())


@contextmanager
def _nothing_erased(database: sqlite3.Connection) -> Iterator[None]:
    """Leave the erasures that a transaction finds as they are: the same words under a new key are no erasure.

    A trigger writes down every choice that is set. Were its lines left, the ids of a backup would go up to
    those of later erasures, and a restore would take these for known.
    """
    if not _has_erasures(database):
        yield
        return
    ((known,),) = database.execute(
        "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'erasures'"
    ).fetchall()
    yield
    database.execute("DELETE FROM erasures WHERE id > ?", (known,)).close()
    database.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'erasures'", (known,)).close()


_Value = tuple[int, str, str]
"""A row's number, a column and what stands there."""


def _batches(database: sqlite3.Connection, table: str, names: list[str]) -> Iterator[list[_Value]]:
    last = -1
    only = f"AND key IN ('{CHECK}', '{CHANCE}')" if table == meta.name else ""
    while names:
        rows = database.execute(
            f"SELECT rowid, {', '.join(names)} FROM {table} "  # noqa: S608 - names of our own tables
            f"WHERE rowid > ? {only} ORDER BY rowid LIMIT {BATCH}",
            (last,),
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [
            (row[0], name, value) for row in rows for name, value in zip(names, row[1:], strict=True) if value
        ]


def _recrypt_batch(
    database: sqlite3.Connection, table: str, batch: Iterable[_Value], every: Cipher, newest: Cipher
) -> Values:
    rewritten = lost = 0
    with database:  # commits, or rolls back
        database.execute("BEGIN IMMEDIATE").close()
        with _nothing_erased(database):
            for number, name, value in batch:
                if _opens(newest, value) is not None:
                    continue
                text = _opens(every, value)
                if text is None:
                    lost += 1
                    continue
                database.execute(
                    f"UPDATE {table} SET {name} = ? WHERE rowid = ?",  # noqa: S608 - as above
                    (newest.encrypt(text), number),
                ).close()
                rewritten += 1
    return Values(rewritten, lost)


def _opens(cipher: Cipher, value: object) -> str | None:
    try:
        return cipher.decrypt(str(value))  # in a damaged file a number may stand where a text was
    except WrongKey:
        return None
