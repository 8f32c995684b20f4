"""Statements run where they are asked for; only what waits for the disk goes to aiosqlite's thread.

aiosqlite hands each call to a thread, and SQLAlchemy makes four of a statement: cursor, execute, fetch,
close. Each costs a switch of threads and a turn of the event loop, several times what SQLite itself needs for
a statement that an index answers, and under load the one writer stays held meanwhile. What may wait (BEGIN
IMMEDIATE for another process, COMMIT for the disk, VACUUM and pragmas for either) stays in the thread. What
that gains is in docs/performance.md.
"""

from collections import deque
from collections.abc import Callable
from sqlite3 import Connection as Driver
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_connection
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util.concurrency import await_

_MAY_WAIT = ("BEGIN IMMEDIATE", "VACUUM", "PRAGMA")


def install(engine: Engine, *, reads_only: bool) -> None:
    """Have every connection of this engine run its statements here; one that only reads commits here too."""
    kind = _ReadingConnection if reads_only else _InlineConnection

    @event.listens_for(engine, "do_connect")
    def _connect(dialect: Any, _record: object, args: list[Any], kwargs: dict[str, Any]) -> Any:
        # aiosqlite opens it in its own thread, and ours uses it too; never both at once, for whoever awaits
        # the thread runs nothing on this connection meanwhile.
        opened = dialect.dbapi.connect(*args, **kwargs | {"check_same_thread": False})
        return kind(dialect.dbapi, opened.driver_connection)


async def driver_of(connection: AsyncConnection) -> Driver:
    """Return the standard library's connection below SQLAlchemy's and aiosqlite's."""
    raw = await connection.get_raw_connection()
    return _driver(raw.driver_connection)


def _driver(connection: Any) -> Driver:
    driver: Driver = connection._conn  # aiosqlite offers no other way to it
    return driver


class _InlineCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that has all its rows as soon as its statement has run, and needs no closing."""

    __slots__ = ("_description", "_lastrowid", "_rowcount")

    def __init__(self, adapt_connection: AsyncAdapt_dbapi_connection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._rows = deque()
        self._description: Any = None
        self._lastrowid: int | None = None
        self._rowcount = -1

    @property
    def description(self) -> Any:
        return self._description

    @property
    def lastrowid(self) -> Any:
        return self._lastrowid

    @property
    def rowcount(self) -> int:
        return self._rowcount

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        self._run(operation, lambda cursor: cursor.execute(operation, parameters or ()))

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        self._run(operation, lambda cursor: cursor.executemany(operation, seq_of_parameters))

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Nothing is open."""

    def _run(self, operation: str, statement: Callable[[Any], object]) -> None:
        def run() -> tuple[Any, Any, int, list[Any]]:
            cursor = _driver(self._connection).cursor()
            statement(cursor)
            rows = cursor.fetchall() if cursor.description else []
            return cursor.description, cursor.lastrowid, cursor.rowcount, rows

        async def run_here() -> tuple[Any, Any, int, list[Any]]:
            return run()

        waits = operation.startswith(_MAY_WAIT)
        try:
            # SQLAlchemy insists that something is awaited; what does not suspend costs no turn of the loop.
            answer = await_(self._connection._execute(run) if waits else run_here())
        except Exception as error:
            self._adapt_connection._handle_exception(error)
        self._description, self._lastrowid, self._rowcount, rows = answer
        self._rows = deque(rows)


class _InlineConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = _InlineCursor


class _ReadingConnection(_InlineConnection):
    __slots__ = ()

    def commit(self) -> None:
        """End the snapshot; nothing waits for the disk."""
        _driver(self._connection).commit()

    def rollback(self) -> None:
        """End the snapshot."""
        _driver(self._connection).rollback()
