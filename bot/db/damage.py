"""What keeps a file of ours from being used, in one plain line: its content, or the disk it lies on.

SQLite's own words name no file and no mend. What is neither (a fault of the code) is left as it is.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

MEND = "stop the bot, then: python -m bot restore FILE (a backup)"


class Unusable(Exception):
    """The database cannot be used as it is; `str()` is one line for whoever runs the bot."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Run the block; what it finds wrong with this database becomes one plain line.

    Raises:
        Unusable: the file is damaged, or no database at all.
    """
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        text = line(error, path)
        if text is None:
            raise
    else:
        return
    raise Unusable(text)  # outside the handler: the error may hold what was to be written


def look_at(path: Path) -> None:
    """Read the beginning of the file, if there is one; nothing is changed.

    Raises:
        Unusable: it is no database, or damaged there.
    """
    if path.exists():
        with told(path), closing(opened(path)) as database:
            database.execute("SELECT name FROM sqlite_schema").fetchall()


def opened(path: Path) -> sqlite3.Connection:
    """Open a database without changing it; readers do not disturb the running bot."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    connection.execute("PRAGMA query_only = ON").close()
    return connection


def line(error: Exception, path: Path) -> str | None:
    """Return what an error says of a database, and what to do about it; None if it says nothing of it."""
    match _code(error):
        case sqlite3.SQLITE_NOTADB:
            return f"{path} is no SQLite database, or its beginning is damaged; {MEND}"
        case sqlite3.SQLITE_CORRUPT:
            return f"{path} is damaged; {MEND}"
        case _:
            return None


def is_damage(error: Exception) -> bool:
    """Whether an error is about what a file holds, and not about the disk or the code."""
    return _code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def has_no_such_table(error: Exception) -> bool:
    """Whether a statement failed for want of a table, as in a file that is still empty."""
    return _code(error) == sqlite3.SQLITE_ERROR


def _code(error: BaseException | None) -> int | None:
    """Return the primary code of SQLite's (https://www.sqlite.org/rescode.html) behind an error.

    Python itself finds text that is no text and gives no code: the file is damaged then, too.
    """
    if isinstance(error, DBAPIError):
        error = error.orig
    if not isinstance(error, sqlite3.Error):
        return None
    extended: int | None = getattr(error, "sqlite_errorcode", None)
    if extended is not None:
        return extended & 0xFF
    return sqlite3.SQLITE_CORRUPT if str(error).startswith("Could not decode") else None
