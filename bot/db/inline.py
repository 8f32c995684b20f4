"""Statements run where they are asked for; only what waits for the disk goes to aiosqlite's thread.

aiosqlite hands each call to a thread, and SQLAlchemy makes four of a statement: cursor, execute, fetch,
close. Each costs a switch of threads and a turn of the event loop, several times what SQLite itself needs for
a statement that an index answers, and under load the one writer stays held meanwhile. What waits (BEGIN
IMMEDIATE where another process writes, COMMIT for the disk, pragmas for either) stays in the thread. What
that gains is in docs/performance.md.
"""

from collections import deque
from collections.abc import Callable
from sqlite3 import SQLITE_BUSY, Cursor, OperationalError
from sqlite3 import Connection as Driver
from typing import Any, cast

import aiosqlite
from sqlalchemy import Connection, Engine, event
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_connection
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.util.concurrency import await_, in_greenlet

from bot.db.prepared import Statements
from bot.db.remembered import Remembered

_Answer = tuple[Any, Any, int, list[Any]]
"""Description, last row id, row count, rows."""

_MAY_WAIT = "PRAGMA"
BUSY_SECONDS = 10.0
"""So long a statement waits for another process."""
_PRIMARY = 0xFF  # of an extended code: https://www.sqlite.org/rescode.html#primary_result_codes_versus_extended_result_codes


class Here(AsyncConnection):
    """SQLAlchemy's connection, whose statements run at once, so that none needs a greenlet.

    Those that come again are run as they were prepared (`bot.db.prepared`). `remembered` is what was read of
    the database by whatever connection.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        opened: Connection,
        driver: Driver,
        statements: Statements,
        remembered: Remembered,
    ) -> None:
        """Take what SQLAlchemy opened, and the driver's connection behind it."""
        super().__init__(engine, opened)
        self.remembered = remembered
        self._driver = driver
        self._statements = statements

    async def execute(  # type: ignore[override]
        self, statement: Any, values: Any = None, **kwargs: Any
    ) -> Any:
        """Run a statement."""
        connection = _sync(self)
        values = values or None  # to SQLAlchemy an empty list is no value: it runs the statement once
        ready = None if kwargs else self._statements.ready(statement, values)
        if ready is None:
            return connection.execute(statement, values, **kwargs)
        return ready.run(connection, self._driver, values)

    async def scalar(  # type: ignore[override]
        self, statement: Any, values: Any = None, **kwargs: Any
    ) -> Any:
        """Run a statement and return the first column of its first row, or None."""
        return (await self.execute(statement, values, **kwargs)).scalar()

    async def scalars(  # type: ignore[override]
        self, statement: Any, values: Any = None, **kwargs: Any
    ) -> Any:
        """Run a statement and return its first column."""
        return (await self.execute(statement, values, **kwargs)).scalars()


def remembered_by(tx: AsyncConnection) -> Remembered:
    """Return what was read of the database of a transaction; raises LookupError outside of a `Database`."""
    if not isinstance(tx, Here):
        raise LookupError("this connection is no Database's")
    return tx.remembered


def _sync(connection: AsyncConnection) -> Connection:
    if connection.sync_connection is None:
        raise RuntimeError("the connection is closed")
    return connection.sync_connection


class PersistentConnection:
    """One connection that stays open, with transactions begun and ended by hand.

    SQLAlchemy takes all of them for one; `connection` is never to be committed or closed by anybody else.
    """

    def __init__(self, connection: Here, thread: aiosqlite.Connection) -> None:
        self.connection = connection
        self._thread = thread
        self._driver = _driver(thread)

    @classmethod
    async def open(
        cls, engine: AsyncEngine, statements: Statements, remembered: Remembered
    ) -> "PersistentConnection":
        """Open a connection of this engine, one that `install` has seen to."""
        opened = await engine.connect()
        raw = await opened.get_raw_connection()
        thread = cast(aiosqlite.Connection, raw.driver_connection)
        return cls(Here(engine, _sync(opened), _driver(thread), statements, remembered), thread)

    async def close(self) -> None:
        """Close it; its thread ends."""
        await self.connection.close()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open: SQLite itself ends it where the disk fails or is full."""
        return self._driver.in_transaction

    def run(self, statement: str) -> None:
        """Run a statement that waits for nothing."""
        self._driver.execute(statement)

    def begins_at_once(self) -> bool:
        """Begin a transaction that writes; False where another process writes just now."""
        self.run("PRAGMA busy_timeout = 0")
        try:
            self.run("BEGIN IMMEDIATE")
        except OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY != SQLITE_BUSY:
                raise
            return False
        finally:
            self.run(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
        return True

    async def run_in_thread(self, statement: str) -> None:
        """Run a statement that may wait for the disk or another process."""
        await self._thread.execute_fetchall(statement)


def install(engine: Engine) -> None:
    """Have the connections of this engine run their statements where they are asked for."""

    @event.listens_for(engine, "do_connect")
    def _connect(dialect: Any, _record: object, args: list[Any], kwargs: dict[str, Any]) -> Any:
        # aiosqlite opens it in its own thread, and ours uses it too; never both at once, for whoever awaits
        # the thread runs nothing on this connection meanwhile.
        opened = dialect.dbapi.connect(*args, **kwargs | {"check_same_thread": False})
        return _InlineConnection(dialect.dbapi, opened.driver_connection)


def _driver(connection: Any) -> Driver:
    driver: Driver = connection._conn  # aiosqlite offers no other way to it
    return driver


class _InlineCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that has all its rows as soon as its statement has run, and needs no closing."""

    __slots__ = ("_description", "_lastrowid", "_rowcount")

    def __init__(self, adapt_connection: AsyncAdapt_dbapi_connection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection.driver_connection
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
        self._run(operation, lambda driver: driver.execute(operation, parameters or ()))

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        self._run(operation, lambda driver: driver.executemany(operation, seq_of_parameters))

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Nothing is open."""

    def _run(self, operation: str, statement: Callable[[Driver], Cursor]) -> None:
        def run() -> _Answer:
            cursor = statement(_driver(self._connection))
            rows = cursor.fetchall() if cursor.description else []
            return cursor.description, cursor.lastrowid, cursor.rowcount, rows

        try:
            if operation.startswith(_MAY_WAIT) and in_greenlet():
                answer = await_(self._connection._execute(run))
            else:
                answer = run()
                if in_greenlet():
                    await_(_nothing())  # SQLAlchemy insists that something is awaited there
        except Exception as error:
            self._adapt_connection._handle_exception(error)
        self._description, self._lastrowid, self._rowcount, rows = answer
        self._rows = deque(rows)


async def _nothing() -> None:
    """Suspend nothing, so it costs no turn of the event loop."""


class _InlineConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = _InlineCursor
