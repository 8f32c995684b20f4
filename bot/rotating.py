"""A new key for everything: the database, its backups and the file of erasures. The bot stands still for it.

It may end at any point and be begun again. The new key goes into the key file first, before the old one,
and the old one leaves it last, when nothing needs it any more: backups are encrypted anew, too, so that a
stolen old key opens nothing that is still here.
"""

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
        KeyFileError: the key file cannot be used, or no new key was given.
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
            lost = _everything(settings, names)
            return f"ok: all is encrypted with the first of ENCRYPTION_KEYS; drop the others.{_said(lost)}"
        path = settings.encryption_key_file
        keys.cipher_for(settings, make=False)
        names = keys.names_in(path)
        if _UNDER_WAY not in path.read_text(encoding="ascii").splitlines():
            keys.prove_file(database, Cipher(names))
            names = [Fernet.generate_key().decode("ascii"), *names]
            files.replace(path, "\n".join([_UNDER_WAY, *names, ""]).encode("ascii"))
        lost = _everything(settings, names)
        files.replace(path, f"{names[0]}\n".encode("ascii"))
        return (
            f"ok: all is encrypted with a new key. Copy {path} anew, away from the data; the old key is only "
            f"needed for backups that you keep elsewhere.{_said(lost)}"
        )


def _everything(settings: Settings, names: list[str]) -> int:
    """Encrypt the database, its backups and the file of erasures with the first key; return what was lost."""
    every, newest = Cipher(names), Cipher(names[:1])
    database = settings.database_path
    keys.prove_file(database, every)
    copies = sorted(files.backups_of(database).glob("*.db"))
    lost = sum(rotation.recrypt(path, every, newest) for path in (database, *copies))
    erasures.recrypt(erasures.journal_path(database), every, newest)
    return lost


def _said(lost: int) -> str:
    return f" {lost} values could not be read with any key and stay as they are." if lost else ""
