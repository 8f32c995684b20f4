"""The database as the rest of the house sees it: `read()` and `write()` transactions on one SQLite file.

What is SQLite's own stays in this file. One connection writes, behind one lock; readers have a pool apart:
with forty writers at once a pool of writers is ten times slower at the 99th percentile. Every write is a
`BEGIN IMMEDIATE`, because a transaction that reads first and writes later fails at once with
SQLITE_BUSY_SNAPSHOT whatever the busy timeout says (https://www.sqlite.org/isolation.html).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.db import encrypted
from bot.db.encrypted import Cipher

T = TypeVar("T")

READERS = 4
BUSY_SECONDS = 10.0

# WAL lets readers go on during a write; FULL puts a commit on disk before it is acknowledged (in WAL mode
# NORMAL may lose the last commits at a power cut); secure_delete overwrites what is deleted.
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


class Database:
    """One SQLite file, opened for one process.

    Both kinds of transaction yield a SQLAlchemy `AsyncConnection`. Never await the network inside one.
    `before_commit` has the last word in every `write()` that is not followed by `more`.
    """

    def __init__(self, url: str, cipher: Cipher) -> None:
        """Prepare the engines for a `sqlite+aiosqlite:///file` address; only the folder is made yet."""
        self.path = database_path(url)
        self.cipher = cipher
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._writer = _engine(make_url(url), cipher, begin="BEGIN IMMEDIATE", connections=1)
        self._readers = _engine(make_url(url), cipher, begin="BEGIN", connections=READERS)
        self.journaling = asyncio.Lock()
        """Held by whoever reads or changes the file of erasures (`bot.db.erasures`)."""
        self._writing = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None
        self.before_commit: Callable[[AsyncConnection], Awaitable[None]] | None = None

    @asynccontextmanager
    async def write(self, *, more: bool = False) -> AsyncIterator[AsyncConnection]:
        """Run the block as the only writer; commit at its end, roll back when it raises or is cancelled.

        Whoever does only a first step here, and what it is for in a later transaction, says that `more`
        follows: an update of Telegram's does not count as handled yet.

        A cancellation never leaves a transaction open and never interrupts a commit: one that has begun
        ends before the cancellation goes on.

        Raises:
            RuntimeError: this task is already inside a `write()`, which would wait for itself.
        """
        if self._holder is asyncio.current_task():
            raise RuntimeError("write transactions do not nest")
        async with self._writing:
            self._holder = asyncio.current_task()
            try:
                async with _transaction(self._writer) as connection:
                    yield connection
                    if self.before_commit is not None and not more:
                        await self.before_commit(connection)
            finally:
                self._holder = None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Run the block on one snapshot of the data, taken at its first statement; writing is refused."""
        async with _transaction(self._readers) as connection:
            yield connection

    @asynccontextmanager
    async def rebuild(self) -> AsyncIterator[AsyncConnection]:
        """Be a `write()` in which tables may be replaced: references are checked at the end only.

        SQLite changes most of a table by making it anew, and dropping the old one would take along every
        row that refers to it (https://www.sqlite.org/lang_altertable.html#otheralter).

        Raises:
            RuntimeError: the block left a reference that leads nowhere; nothing of it is kept.
        """
        async with self._writing:
            await unbroken(self._pragma("foreign_keys = OFF"))
            try:
                async with _transaction(self._writer) as connection:
                    yield connection
                    if (await connection.exec_driver_sql("PRAGMA foreign_key_check")).first() is not None:
                        raise RuntimeError("a rebuilt table left a reference that leads nowhere")
            finally:
                await unbroken(self._pragma("foreign_keys = ON"))

    async def checkpoint(self) -> None:
        """Move everything from the write-ahead log into the file and empty the log.

        Call it after erasing: `secure_delete` does not reach old copies in the log.
        """
        async with self._writing:
            await unbroken(self._pragma("wal_checkpoint(TRUNCATE)"))

    async def close(self) -> None:
        """Wait for the running write and close every connection; their threads end with them."""
        async with self._writing:
            await unbroken(self._readers.dispose())
            await unbroken(self._writer.dispose())

    async def _pragma(self, pragma: str) -> None:
        """Run a pragma on the writer outside of any transaction, where alone these work."""
        async with self._writer.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            if driver is not None:
                await driver.execute_fetchall(f"PRAGMA {pragma}")


def database_path(url: str) -> Path:
    """Return the file behind a `sqlite+aiosqlite:///file` address.

    Raises:
        ValueError: another kind of address, or one without a file.
    """
    parsed = make_url(url)
    if parsed.drivername != "sqlite+aiosqlite" or not parsed.database or parsed.database == ":memory:":
        raise ValueError("the database must be a file: sqlite+aiosqlite:///path/to/file.db")
    return Path(parsed.database)


def _engine(url: URL, cipher: Cipher, *, begin: str, connections: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_reset_on_return=None,  # `_transaction` has ended whatever was open
        hide_parameters=True,  # errors would print people's words
        # The driver itself begins nothing: transactions are ours, DDL included.
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
    )
    encrypted.bind(engine.dialect, cipher)
    path = database_path(str(url))

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: object) -> None:
        # The log and its index are made with the mode of the file.
        with suppress(PermissionError):
            path.chmod(0o600)
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        if begin == "BEGIN":
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


@asynccontextmanager
async def _transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    connection = engine.connect()
    try:
        await unbroken(_open(connection))
        yield connection
        await unbroken(connection.commit())
    finally:
        # Rolls back what was not committed.
        await unbroken(_close(connection))


async def _open(connection: AsyncConnection) -> None:
    await connection.start()
    await connection.begin()


async def _close(connection: AsyncConnection) -> None:
    if connection.sync_connection is not None:
        await connection.close()


async def unbroken(work: Coroutine[Any, Any, T]) -> T:
    """Await the work to its end, however often the task is cancelled meanwhile; then pass that on."""
    task = asyncio.create_task(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return task.result()
    task.exception()  # looked at, so that asyncio does not report it as forgotten
    raise cancelled
