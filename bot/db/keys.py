"""Where the encryption key comes from, and the proof at the start that it fits the database."""

import logging
import os
import secrets
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import insert, select

from bot.config import Settings
from bot.db import damage
from bot.db.encrypted import Cipher, WrongKey
from bot.db.engine import Database
from bot.db.tables import meta

log = logging.getLogger(__name__)

CHECK = "cipher_check"
"""The row of `meta` that only the right key opens."""

NAME = "name"
"""The row of `meta` that tells a database and its copies from any other; the oldest ones have none."""


CHANCE = "chance"
"""The row of `meta` with the secret that picks go by (`bot.spaces.chance`), encrypted."""

ENCRYPTED = (CHECK, CHANCE)
"""The rows of `meta` whose value is encrypted, each as a field of its own."""


class KeyFileError(Exception):
    """The key file cannot be used; `str()` is one line for whoever starts the bot."""


def cipher_for(settings: Settings, *, make: bool = True) -> Cipher:
    """Return the cipher of `ENCRYPTION_KEYS`, else of the key file, which is made at the first start.

    The file holds one key a line, newest first; lines that start with # are passed over. With `make` off
    nothing is ever made.

    Raises:
        KeyFileError: the file is missing for a database that exists, lies in the folder of the database
            (where a backup would take it along), may be read by others or holds no key.
    """
    if settings.encryption_keys:
        return Cipher([key.get_secret_value() for key in settings.encryption_keys])
    path, database = settings.encryption_key_file, settings.database_path.absolute()
    if path.resolve().is_relative_to(database.parent.resolve()):
        raise KeyFileError(
            f"ENCRYPTION_KEY_FILE is in {database.parent}, beside the data it locks; keep it elsewhere"
        )
    if not path.exists():
        if database.exists() or not make:
            raise KeyFileError(
                f"ENCRYPTION_KEY_FILE {path} is missing, yet what is stored needs it; bring back your copy"
            )
        _make(path)
    return _read(path)


async def prove(db: Database, cipher: Cipher) -> None:
    """Prove that the key fits what is stored; the first start stores what later ones are tried on.

    Raises:
        WrongKey: it does not; `str()` is one line for whoever starts the bot.
    """
    async with db.write() as tx:
        stored = {row.key: row.value for row in await tx.execute(select(meta.c.key, meta.c.value))}
        facts = {}
        if CHECK in stored:
            _try_on(cipher, stored[CHECK])
        else:  # a new database
            facts = {CHECK: cipher.encrypt(CHECK, field_of_fact(CHECK)), NAME: secrets.token_hex(8)}
        if CHANCE not in stored:
            facts[CHANCE] = cipher.encrypt(secrets.token_hex(16), field_of_fact(CHANCE))
        if facts:
            await tx.execute(insert(meta), [{"key": key, "value": value} for key, value in facts.items()])


def prove_file(database: Path, cipher: Cipher) -> None:
    """Prove the same of a database that nobody has open; one that was never started proves everything.

    Raises:
        WrongKey: the key does not fit; `str()` is one line for whoever runs the bot.
    """
    with closing(sqlite3.connect(database)) as connection:
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (CHECK,)).fetchone()
        except sqlite3.OperationalError as error:
            if not damage.has_no_such_table(error):
                raise
            row = None
    if row is not None:
        _try_on(cipher, row[0])


def field_of_fact(key: str) -> str:
    """Return the name of the field that an encrypted row of `meta` is."""
    return f"meta.{key}"


def _try_on(cipher: Cipher, stored: str) -> None:
    try:
        cipher.decrypt(stored, field_of_fact(CHECK))
    except WrongKey:
        raise WrongKey(
            "ENCRYPTION_KEYS or ENCRYPTION_KEY_FILE does not fit this database; use the key it was made with"
        ) from None


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(Fernet.generate_key().decode("ascii") + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise KeyFileError(f"ENCRYPTION_KEY_FILE {path} cannot be written: {error.strerror}") from None
    log.warning("A new key was made: %s. Keep a copy of it; without it nobody can read the database.", path)


def names_in(path: Path) -> list[str]:
    """Return the keys of a key file, newest first.

    Raises:
        KeyFileError: it may be read by others, or not by us.
    """
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise KeyFileError(f"ENCRYPTION_KEY_FILE may be read by others; run: chmod 600 {path}")
        lines = path.read_text(encoding="ascii").splitlines()
    except OSError as error:
        raise KeyFileError(f"ENCRYPTION_KEY_FILE {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        lines = []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _read(path: Path) -> Cipher:
    names = names_in(path)
    try:
        return Cipher(names)
    except ValueError:
        raise KeyFileError(f"ENCRYPTION_KEY_FILE {path} holds no Fernet key") from None
