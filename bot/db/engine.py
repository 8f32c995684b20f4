"""The database as the rest of the bot sees it: `read()` and `write()` transactions on one SQLite file.

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

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.config import SQLITE
from bot.db import encrypted, inline
from bot.db.batch import Batch
from bot.db.encrypted import Cipher
from bot.db.inline import PersistentConnection
from bot.db.prepared import Statements

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
    `before_commit` has the last word in every `write()` that is not followed by `more`; `watch` sees what
    was written in each.
    """

    def __init__(self, url: str, cipher: Cipher) -> None:
        """Prepare the engines for a `sqlite+aiosqlite:///file` address; only the folder is made yet."""
        self.path = database_path(url)
        self.cipher = cipher
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._to_write = _engine(make_url(url), cipher, writes=True)
        self._to_read = _engine(make_url(url), cipher, writes=False)
        self._prepared_to_write = Statements(self._to_write.dialect)
        self._prepared_to_read = Statements(self._to_read.dialect)
        self._writer: PersistentConnection | None = None
        self._readers: list[PersistentConnection] = []  # those that nobody uses
        self._reading = asyncio.Semaphore(READERS)
        self.journaling = asyncio.Lock()
        """Held by whoever reads or changes the file of erasures (`bot.db.erasures`)."""
        self._writing = asyncio.Lock()
        self._waiting = 0
        self._batch: Batch | None = None
        self._holder: asyncio.Task[Any] | None = None
        self.before_commit: Callable[[AsyncConnection], Awaitable[None]] | None = None
        self.watch: Callable[[AsyncConnection], Awaitable[None]] | None = None

    @asynccontextmanager
    async def write(self, *, more: bool = False) -> AsyncIterator[AsyncConnection]:
        """Run the block as the only writer; commit at its end, roll back when it raises or is cancelled.

        It returns when what was written is on disk. Whoever waited for their turn meanwhile writes into the
        same transaction first, so that the disk is waited for once: the lock is fair, and whoever began the
        transaction lines up behind them to end it.

        Whoever does only a first step here, and what it is for in a later transaction, says that `more`
        follows: an update of Telegram's does not count as handled yet.

        A cancellation never leaves a transaction open and never interrupts a commit: one that has begun
        ends before the cancellation goes on.

        Raises:
            RuntimeError: this task is already inside a `write()`, which would wait for itself.
        """
        if self._holder is asyncio.current_task():
            raise RuntimeError("write transactions do not nest")
        async with self._place() as batch, batch.part() as connection:
            self._holder = asyncio.current_task()
            try:
                yield connection
                if self.watch is not None:
                    await self.watch(connection)
                if self.before_commit is not None and not more:
                    await self.before_commit(connection)
            finally:
                self._holder = None
        await unbroken(batch.on_disk())

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Run the block on one snapshot of the data, taken at its first statement; writing is refused."""
        async with self._reading:
            while not self._readers:  # somebody else may have taken what was just opened
                await unbroken(self._add_reader())
            reader = self._readers.pop()
            try:
                reader.run("BEGIN")
                yield reader.connection
            finally:
                if reader.in_transaction:
                    reader.run("ROLLBACK")
                self._readers.append(reader)

    @asynccontextmanager
    async def rebuild(self) -> AsyncIterator[AsyncConnection]:
        """Be a `write()` in which tables may be replaced: references are checked at the end only.

        SQLite changes most of a table by making it anew, and dropping the old one would take along every
        row that refers to it (https://www.sqlite.org/lang_altertable.html#otheralter).

        Raises:
            RuntimeError: the block left a reference that leads nowhere; nothing of it is kept.
        """
        async with self._alone() as writer:
            await unbroken(writer.run_in_thread("PRAGMA foreign_keys = OFF"))
            try:
                await unbroken(writer.run_in_thread("BEGIN IMMEDIATE"))
                yield writer.connection
                broken = await writer.connection.exec_driver_sql("PRAGMA foreign_key_check")
                if broken.first() is not None:
                    raise RuntimeError("a rebuilt table left a reference that leads nowhere")
                await unbroken(writer.run_in_thread("COMMIT"))
            finally:
                if writer.in_transaction:
                    await unbroken(writer.run_in_thread("ROLLBACK"))
                await unbroken(writer.run_in_thread("PRAGMA foreign_keys = ON"))

    async def checkpoint(self) -> None:
        """Move everything from the write-ahead log into the file and empty the log.

        Call it after erasing: `secure_delete` does not reach old copies in the log.
        """
        async with self._alone() as writer:
            await unbroken(writer.run_in_thread("PRAGMA wal_checkpoint(TRUNCATE)"))

    async def close(self) -> None:
        """Wait for the running write and close every connection; their threads end with them."""
        async with self._turn():
            if self._batch is not None:
                await unbroken(self._end(self._batch))
            await unbroken(self._close())

    async def _close(self) -> None:
        standing = self._readers if self._writer is None else [*self._readers, self._writer]
        self._readers, self._writer = [], None
        for connection in standing:
            await connection.close()
        await self._to_read.dispose()
        await self._to_write.dispose()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Be the writer, in the order in which it was asked for."""
        self._waiting += 1
        try:
            await self._writing.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._writing.release()

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[Batch]:
        """Be the writer, inside a transaction. Whoever began it ends it, after those who wait by then."""
        begun: Batch | None = None
        try:
            async with self._turn():
                batch = self._batch
                if batch is None:
                    batch = begun = self._batch = Batch(await unbroken(self._opened()))
                try:
                    if begun is not None:
                        await unbroken(begun.begin())
                    yield batch
                finally:
                    if not (self._waiting and batch.stands):
                        await unbroken(self._end(batch))
        finally:
            if begun is not None and self._batch is begun:
                await unbroken(self._end_in_turn(begun))

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[PersistentConnection]:
        """Be the writer, outside of any transaction."""
        async with self._turn():
            if self._batch is not None:
                await unbroken(self._end(self._batch))
            yield await unbroken(self._opened())

    async def _add_reader(self) -> None:
        self._readers.append(await PersistentConnection.open(self._to_read, self._prepared_to_read))

    async def _opened(self) -> PersistentConnection:
        """Return the writer's connection, opened at its first use."""
        if self._writer is None:
            self._writer = await PersistentConnection.open(self._to_write, self._prepared_to_write)
        return self._writer

    async def _end(self, batch: Batch) -> None:
        self._batch = None
        await batch.end()

    async def _end_in_turn(self, batch: Batch) -> None:
        async with self._turn():
            if self._batch is batch:
                await self._end(batch)


def database_path(url: str) -> Path:
    """Return the file behind a `sqlite+aiosqlite:///file` address.

    Raises:
        ValueError: another kind of address, or one without a file.
    """
    parsed = make_url(url)
    if f"{parsed.drivername}:///" != SQLITE or not parsed.database or parsed.database == ":memory:":
        raise ValueError(f"the database must be a file: {SQLITE}path/to/file.db")
    return Path(parsed.database)


def _engine(url: URL, cipher: Cipher, *, writes: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=NullPool,  # connections stay open as long as the database
        hide_parameters=True,  # errors would print people's words
        # The driver itself begins nothing: transactions are ours, DDL included.
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
    )
    encrypted.bind(engine.dialect, cipher)
    inline.install(engine.sync_engine)
    path = database_path(str(url))

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: object) -> None:
        # The log and its index are made with the mode of the file.
        with suppress(PermissionError):
            path.chmod(0o600)
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        if not writes:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    return engine


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
