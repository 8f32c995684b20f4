"""What keeps a file of ours from being used, in one plain line: its content, or the disk it lies on.

SQLite's own words name no file and no mend. What is neither (a fault of the code) is left as it is.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.db import files

MEND = "stop the bot, then: python -m bot restore FILE (a backup)"

_OURS = frozenset({"alembic_version", "meta", "people", "spaces"})
"""Tables that every database of Kindling's has had since the first."""

_DAMAGE_WITHOUT_A_CODE = ("Could not decode", "unsupported file format")
"""Text that is no text, of which only Python tells; a byte in the file's head that has no code of its own."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


_NO_ROOM = "the disk is full"
_FAILS = "the disk cannot be read or written"
_NAMES = {
    sqlite3.SQLITE_FULL: _NO_ROOM,
    sqlite3.SQLITE_IOERR: _FAILS,
    sqlite3.SQLITE_READONLY: "the database may not be written",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened",
    sqlite3.SQLITE_BUSY: "another program holds the database",
    sqlite3.SQLITE_CORRUPT: "the database is damaged",
    sqlite3.SQLITE_NOTADB: "the database is damaged",
}


class Unusable(Exception):
    """The database cannot be used as it is; `str()` is one line for whoever runs the bot."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Run the block; what it finds wrong with this database or its disk becomes one plain line.

    Raises:
        Unusable: the file is damaged or no database at all, or the disk is full or refuses.
    """
    try:
        yield
    except (sqlite3.Error, DBAPIError, OSError) as error:
        text = line(error, path)
        if text is None:
            raise
    else:
        return
    raise Unusable(text)  # outside the handler: the error may hold what was to be written


def look_at(path: Path) -> None:
    """See whether the file, if there is one, is a database of Kindling's, or empty; nothing is changed.

    Raises:
        Unusable: it is not, or its beginning is damaged.
    """
    with told(path):
        if is_foreign(path):
            raise Unusable(foreign(path))


def is_foreign(path: Path) -> bool:
    """Whether another program made a database; `sqlite3.Error` if that cannot be read.

    One name less than ours has is damage, and a restore's to mend.
    """
    if not path.exists():
        return False
    with closing(opened(path)) as database:
        rows = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return bool(rows) and len(_OURS.intersection(name for (name,) in rows)) < len(_OURS) - 1


def foreign(path: Path) -> str:
    """Return the line for a database that another program made."""
    return f"DATABASE_URL: {path} is a database, but none of Kindling's; name a file of Kindling's own"


def opened(path: Path) -> sqlite3.Connection:
    """Open a database without changing it; readers do not disturb the running bot."""
    connection = files.connect(path)
    connection.execute("PRAGMA query_only = ON").close()
    return connection


def line(error: Exception, path: Path) -> str | None:
    """Return what an error says of a file or its disk, and what to do; None if it says nothing of them."""
    if isinstance(error, OSError):
        return _line_of_the_system(error, path)
    match _code(error):
        case sqlite3.SQLITE_NOTADB:
            return f"{path} is no SQLite database, or its beginning is damaged; {MEND}"
        case sqlite3.SQLITE_CORRUPT:
            return f"{path} is damaged; {MEND}"
        case sqlite3.SQLITE_FULL:
            return _full(path)
        case sqlite3.SQLITE_IOERR:
            return _failing(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return f"{path} cannot be opened and written; it and its folder must belong to who runs the bot"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"{path} is in use by another program; end that and try again"
        case _:
            return None


def _line_of_the_system(error: OSError, path: Path) -> str | None:
    named = isinstance(error.filename, str)
    where = Path(error.filename) if named else path
    if error.errno in _FULL:
        return _full(where)
    if error.errno == errno.EIO:
        return _failing(where)
    if error.errno == errno.ENOTDIR and named:
        return f"{where} must be a folder; move the file of that name away"
    if error.errno in _REFUSED and named:
        return f"{where} cannot be used: {error.strerror}; it must belong to who runs the bot"
    return None


def _full(path: Path) -> str:
    return f"the disk of {path.parent} is full; make room and try again"


def _failing(path: Path) -> str:
    return f"the disk of {path.parent} could not be read or written; is it full, or failing?"


def named(error: BaseException) -> str:
    """Return what went wrong in fixed words, for the log: the disk's faults by what they are, others by kind.

    What an error says of itself never enters: it may quote what was to be written.
    """
    if isinstance(error, OSError):
        said = {**dict.fromkeys(_FULL, _NO_ROOM), errno.EIO: _FAILS}.get(error.errno or 0)
    else:
        said = _NAMES.get(_code(error) or 0)
    kind = type(error).__name__
    return kind if said is None else f"{said} ({kind})"


def is_damage(error: Exception) -> bool:
    """Whether an error is about what a file holds, and not about the disk or the code."""
    return _code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def is_full(error: Exception) -> bool:
    """Whether the disk had no room."""
    return _code(error) == sqlite3.SQLITE_FULL


def has_no_such_table(error: Exception) -> bool:
    """Whether a statement failed for want of a table, as in a file that is still empty."""
    return _code(error) == sqlite3.SQLITE_ERROR


def _code(error: BaseException | None) -> int | None:
    """Return the primary code of SQLite's (https://www.sqlite.org/rescode.html) behind an error."""
    if isinstance(error, DBAPIError):
        error = error.orig
    if not isinstance(error, sqlite3.Error):
        return None
    if str(error).startswith(_DAMAGE_WITHOUT_A_CODE):
        return sqlite3.SQLITE_CORRUPT
    extended: int | None = getattr(error, "sqlite_errorcode", None)
    return None if extended is None else extended & 0xFF
