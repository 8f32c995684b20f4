"""What the numbers in buttons stand for: read with the database's own secret, as whoever runs it could.

Worlds live side by side, each in a task and with a database of its own: a task reads by its world's secret.
"""

import sqlite3
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from bot.db.encrypted import Cipher
from bot.db.keys import CHANCE, field_of_fact
from bot.telegram.taps import Aliases, Data

_here: ContextVar[tuple[Path, Cipher]] = ContextVar("where this world's secret lies")


def look_in(database: Path, cipher: Cipher) -> None:
    """Say where the secret of this task's world lies; it is read when the first button is."""
    _here.set((database, cipher))


def read(data: str) -> Data | None:
    """Return what callback data says, in rows' own numbers."""
    return _aliases(*_here.get()).inward(data) if data else None


def written(data: str) -> str:
    """Return callback data as it stands in a button."""
    return _aliases(*_here.get()).outward(data)


@cache
def _aliases(database: Path, cipher: Cipher) -> Aliases:
    beside = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        (secret,) = beside.execute("SELECT value FROM meta WHERE key = ?", [CHANCE]).fetchone()
    finally:
        beside.close()
    return Aliases(cipher.decrypt(secret, field_of_fact(CHANCE)))
