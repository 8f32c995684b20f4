"""A new key for everything: the database, its backups and the file of erasures. The bot stands still for it.

It may end at any point and be begun again. The new key goes into the key file first, before the old one,
and the old one leaves it last, when nothing needs it any more: backups are encrypted anew, too, so that a
stolen old key opens nothing that is still here.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from bot.config import Settings
from bot.db import damage, erasures, files, keys
from bot.db import rotate as rotation
from bot.db.encrypted import Cipher
from bot.db.keys import KeyFileError
from bot.db.lock import InstanceLock

_UNDER_WAY = "# A change of keys is under way: rotate-key, run again, ends it."


def rotate(settings: Settings) -> str:
    """Encrypt everything with a new key; return what whoever runs the bot should know.

    With ENCRYPTION_KEYS the first of them is the new one, and the settings are not ours to change.

    Raises:
        AlreadyRunning: the bot runs.
        KeyFileError: the key file cannot be used, or no new key was given, or not in the first place.
        WrongKey: none of the keys fits the database.
        Unusable: the database is damaged or none.
    """
    database = settings.database_path
    with damage.told(database), InstanceLock(database):
        if not database.exists():
            raise KeyFileError("there is no database yet, so there is nothing to encrypt anew")
        damage.look_at(database)
        if settings.encryption_keys:
            names = [key.get_secret_value() for key in settings.encryption_keys]
            if len(names) < 2:
                raise KeyFileError(
                    "ENCRYPTION_KEYS holds one key; put a new one before it (new,old) and run this again"
                )
            return _said_of_settings(_everything(settings, names))
        path = settings.encryption_key_file
        keys.cipher_for(settings, make=False)
        names = keys.names_in(path)
        if _UNDER_WAY not in path.read_text(encoding="ascii").splitlines():
            keys.prove_file(database, Cipher(names))
            names = [Fernet.generate_key().decode("ascii"), *names]
            _write(path, [_UNDER_WAY, *names])
        done = _everything(settings, names)
        if not done.unread:
            _write(path, names[:1])
        return _said_of_file(done, path)


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of everything: values, and the names of files that are too damaged to be encrypted anew."""

    rewritten: int
    lost: int
    unread: tuple[str, ...]

    def __str__(self) -> str:
        lost = (
            f" {self.lost} values could not be read with any key and stay as they are." if self.lost else ""
        )
        if not self.unread:
            return lost
        return f"{lost} Damaged, so still under the old key: {', '.join(self.unread)}."


def _everything(settings: Settings, names: list[str]) -> _Done:
    """Encrypt the database, its backups and the file of erasures with the first key."""
    every, newest = Cipher(names), Cipher(names[:1])
    database = settings.database_path
    keys.prove_file(database, every)
    values, unread = [rotation.recrypt(database, every, newest)], []
    for copy in sorted(files.backups_of(database).glob("*.db")):
        with damage.told(copy):
            try:
                values.append(rotation.recrypt(copy, every, newest))
            except sqlite3.Error as error:
                if not damage.is_damage(error):
                    raise
                unread.append(copy.name)
    for journal in erasures.journals_beside(database):
        if not erasures.recrypt(journal, every, newest):
            unread.append(journal.name)
    return _Done(sum(it.rewritten for it in values), sum(it.lost for it in values), tuple(unread))


def _write(path: Path, lines: list[str]) -> None:
    with damage.told(path):
        files.replace(path, "".join(f"{line}\n" for line in lines).encode("ascii"))


def _said_of_settings(done: _Done) -> str:
    if not done.rewritten:
        raise KeyFileError(
            "nothing was changed: everything is already under the first of ENCRYPTION_KEYS. The newest key "
            "must come first (new,old): if it does, drop the others; if not, change the order and run this "
            f"again.{done}"
        )
    if done.unread:
        return (
            f"ok: all that can be read is encrypted with the first of ENCRYPTION_KEYS.{done} Drop the other "
            "keys once these files are gone: after seven days, or when you delete them."
        )
    return f"ok: all is encrypted with the first of ENCRYPTION_KEYS; drop the others.{done}"


def _said_of_file(done: _Done, path: Path) -> str:
    if done.unread:
        return (
            f"ok: all that can be read is encrypted with a new key. Copy {path} anew, away from the data."
            f"{done} The old key stays in that file, too: run this again once these are gone, after seven "
            "days or when you delete them."
        )
    return (
        f"ok: all is encrypted with a new key. Copy {path} anew, away from the data; the old key is only "
        f"needed for backups that you keep elsewhere.{done}"
    )
