"""Files that hold what a couple said: made for their owner alone, and whole or not at all."""

import errno
import os
import sqlite3
from contextlib import suppress
from pathlib import Path


def connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """Open a database that is there, to read and write (`rw`) or to read only (`ro`); never make one.

    Raises:
        sqlite3.OperationalError: there is none, or it cannot be opened so.
    """
    # The path as an address of its own, so that no "?" or "#" in a folder's name ends it: https://sqlite.org/uri.html
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)


def backups_of(database: Path) -> Path:
    """Return the folder of a database's backups, made where it is missing (mode 0700).

    Raises:
        NotADirectoryError: a file has its name.
    """
    folder = database.parent / "backups"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, "it must be a folder", str(folder)) from None
    return folder


def replace(path: Path, content: bytes) -> None:
    """Put a file (mode 0600) in place as a whole: after a crash it is the old one or the new one."""
    beside = path.with_name(f"{path.name}.partial")
    with suppress(FileNotFoundError):
        beside.unlink()
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    move(beside, path)


def move(whole: Path, path: Path) -> None:
    """Give a finished file its name, in place of what has it, once all of it is on the disk."""
    with whole.open("rb") as file:
        os.fsync(file.fileno())
    whole.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
