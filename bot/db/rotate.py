"""Encrypts everything in a database file anew, batch by batch, so that it may be ended and begun again.

Every batch is one transaction: whatever was rewritten stays rewritten, and what is in today's form under the
newest key already is passed over. The old bytes are overwritten (`secure_delete`) and the log is emptied at
the end.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from bot.db import erasures
from bot.db.encrypted import TOKENS, Cipher, WrongKey, fields_of
from bot.db.keys import ENCRYPTED, field_of_fact
from bot.db.tables import meta, metadata

BATCH = 500


class Values(NamedTuple):
    """How many values were encrypted anew, and how many no key opens, which stay as they are."""

    rewritten: int
    lost: int


def columns() -> dict[str, dict[str, str]]:
    """Return the encrypted columns of every table, and the field that each is."""
    found = {table.name: fields_of(table) for table in metadata.sorted_tables}
    return {table: fields for table, fields in found.items() if fields}


def recrypt(path: Path, every: Cipher, newest: Cipher) -> Values:
    """Encrypt with `newest` whatever else `every` opens; return what became of the values.

    The file may be of an older shape. Only one process may have it open.
    """
    counts = []
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = ON").close()
        database.execute("PRAGMA synchronous = FULL").close()
        for table, fields in columns().items():
            there = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            known = {name: field for name, field in fields.items() if name in there}
            for batch in _batches(database, table, known):
                counts.append(_recrypt_batch(database, table, batch, every, newest))
        counts.append(_recrypt_batch(database, meta.name, _facts(database), every, newest))
        _recrypt_erasures(database, every, newest)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    return Values(sum(it.rewritten for it in counts), sum(it.lost for it in counts))


def _recrypt_erasures(database: sqlite3.Connection, every: Cipher, newest: Cipher) -> None:
    """Encrypt anew what is encrypted inside the lines that wait to be written into the file of erasures."""
    if not _has_erasures(database):
        return
    waiting = database.execute(
        "SELECT id, of_table, changed FROM erasures WHERE changed LIKE ? OR changed LIKE ?",
        [f'%"{token}%' for token in TOKENS],
    ).fetchall()
    with database:
        database.execute("BEGIN IMMEDIATE").close()
        for number, table, changed in waiting:
            rekeyed = json.dumps(erasures.rekeyed(table, json.loads(changed), every, newest))
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


_Value = tuple[int, str, str, str]
"""A row's number, a column, the field that it is and what stands there."""


def _facts(database: sqlite3.Connection) -> list[_Value]:
    """Return what is encrypted of `meta`."""
    rows = database.execute("SELECT rowid, key, value FROM meta").fetchall()
    return [
        (number, meta.c.value.name, field_of_fact(key), value)
        for number, key, value in rows
        if key in ENCRYPTED
    ]


def _batches(database: sqlite3.Connection, table: str, fields: Mapping[str, str]) -> Iterator[list[_Value]]:
    last = -1
    while fields:
        rows = database.execute(
            f"SELECT rowid, {', '.join(fields)} FROM {table} "  # noqa: S608 - names of our own tables
            f"WHERE rowid > ? ORDER BY rowid LIMIT {BATCH}",
            (last,),
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [
            (row[0], name, field, value)
            for row in rows
            for (name, field), value in zip(fields.items(), row[1:], strict=True)
            if value
        ]


def _recrypt_batch(
    database: sqlite3.Connection, table: str, batch: Iterable[_Value], every: Cipher, newest: Cipher
) -> Values:
    rewritten = lost = 0
    with database:  # commits, or rolls back
        database.execute("BEGIN IMMEDIATE").close()
        with _nothing_erased(database):
            for number, name, field, value in batch:
                text = _opened(every, value, field)
                if text is None:
                    lost += 1
                    continue
                if newest.wrote(value):
                    continue
                database.execute(
                    f"UPDATE {table} SET {name} = ? WHERE rowid = ?",  # noqa: S608 - as above
                    (newest.encrypt(text, field), number),
                ).close()
                rewritten += 1
    return Values(rewritten, lost)


def _opened(cipher: Cipher, value: object, field: str) -> str | None:
    try:
        return cipher.decrypt(str(value), field)  # in a damaged file a number may stand where a text was
    except WrongKey:
        return None
