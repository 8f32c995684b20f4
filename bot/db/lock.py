"""One bot per database: two would both be told everything, and each would answer half of it."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class AlreadyRunning(Exception):
    """Another process holds the database; `str()` is one line for whoever starts the bot."""


class InstanceLock:
    """Holds a lock beside the database file until it is released or the process ends, however it ends.

    Use it as a context manager. Entering raises `AlreadyRunning`.
    """

    def __init__(self, database: Path) -> None:
        """Name the database; nothing is locked yet."""
        self._path = database.with_name(f"{database.name}.lock")
        self._file: int | None = None

    def __enter__(self) -> Self:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise AlreadyRunning(
                f"another Kindling already uses {self._path.parent}; stop it or set another DATABASE_URL"
            ) from None
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The file stays: removing it would let two processes lock two files of the same name.
        if self._file is not None:
            os.close(self._file)
            self._file = None
