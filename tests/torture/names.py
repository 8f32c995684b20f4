"""What the numbers in buttons stand for: read with the database's own secret, as whoever runs it could."""

import sqlite3
from functools import cache
from pathlib import Path

from bot.db.encrypted import Cipher
from bot.db.keys import CHANCE
from bot.telegram.taps import Aliases, Data

_looked_in: list[tuple[Path, Cipher]] = []


def look_in(database: Path, cipher: Cipher) -> None:
    """Say where the secret lies; it is read when the first button is."""
    _looked_in[:] = [(database, cipher)]
    _aliases.cache_clear()


def read(data: str) -> Data | None:
    """Return what callback data says, in rows' own numbers."""
    return _aliases().inward(data) if data else None


def written(data: str) -> str:
    """Return callback data as it stands in a button."""
    return _aliases().outward(data)


@cache
def _aliases() -> Aliases:
    ((database, cipher),) = _looked_in
    beside = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        (secret,) = beside.execute("SELECT value FROM meta WHERE key = ?", [CHANCE]).fetchone()
    finally:
        beside.close()
    return Aliases(cipher.decrypt(secret))
