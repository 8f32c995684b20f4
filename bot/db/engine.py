"""The database as the rest of the bot sees it: `read()` and `write()` transactions on one SQLite file.

What is SQLite's own stays in this file. One connection writes, behind one lock; readers have a pool apart:
with forty writers at once a pool of writers is ten times slower at the 99th percentile. Every write is a
`BEGIN IMMEDIATE`, because a transaction that reads first and writes later fails at once with
SQLITE_BUSY_SNAPSHOT whatever the busy timeout says (https://www.sqlite.org/isolation.html).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.config import SQLITE
from bot.db import encrypted, inline
from bot.db.encrypted import Cipher
from bot.db.inline import BUSY_SECONDS, PersistentConnection
from bot.db.prepared import Statements
from bot.db.remembered import Remembered
from bot.db.writing import Writer, unbroken

READERS = 4


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
        self.remembered = Remembered()
        self._writer = Writer(lambda: self._open(self._to_write, self._prepared_to_write))
        self._readers = _Readers(lambda: self._open(self._to_read, self._prepared_to_read))
        self.journaling = asyncio.Lock()
        """Held by whoever reads or changes the file of erasures (`bot.db.erasures`)."""
        self.before_commit: Callable[[AsyncConnection], Awaitable[None]] | None = None
        self.watch: Callable[[AsyncConnection], Awaitable[None]] | None = None

    def write(self, *, more: bool = False) -> AbstractAsyncContextManager[AsyncConnection]:
        """Run the block as the only writer; commit at its end, roll back when it raises or is cancelled.

        It returns when what was written is on disk. Whoever waited for their turn meanwhile writes into the
        same transaction first, so that the disk is waited for once.

        Whoever does only a first step here, and what it is for in a later transaction, says that `more`
        follows: an update of Telegram's does not count as handled yet.

        A cancellation never leaves a transaction open and never interrupts a commit: one that has begun
        ends before the cancellation goes on.

        Raises:
            RuntimeError: this task is already inside a `write()`, which would wait for itself.
        """
        return _Write(self._writer, self._ends if more else self._ends_whole)

    def read(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Run the block on one snapshot of the data, taken at its first statement; writing is refused."""
        return _Read(self._readers)

    @asynccontextmanager
    async def rebuild(self) -> AsyncIterator[AsyncConnection]:
        """Be a `write()` in which tables may be replaced: references are checked at the end only.

        SQLite changes most of a table by making it anew, and dropping the old one would take along every
        row that refers to it (https://www.sqlite.org/lang_altertable.html#otheralter).

        Raises:
            RuntimeError: the block left a reference that leads nowhere; nothing of it is kept.
        """
        async with self._writer.alone() as writer:
            await unbroken(writer.run_in_thread("PRAGMA foreign_keys = OFF"))
            try:
                await unbroken(writer.run_in_thread("BEGIN IMMEDIATE"))
                yield writer.connection
                broken = await writer.connection.exec_driver_sql("PRAGMA foreign_key_check")
                if broken.first() is not None:
                    raise RuntimeError("a rebuilt table left a reference that leads nowhere")
                await unbroken(writer.run_in_thread("COMMIT"))
            finally:
                self.remembered.forget()
                if writer.in_transaction:
                    await unbroken(writer.run_in_thread("ROLLBACK"))
                await unbroken(writer.run_in_thread("PRAGMA foreign_keys = ON"))

    @property
    def is_mine_to_write(self) -> bool:
        """Whether this task is inside a `write()`."""
        return self._writer.is_mine

    async def checkpoint(self) -> None:
        """Move everything from the write-ahead log into the file and empty the log.

        Call it after erasing: `secure_delete` does not reach old copies in the log.
        """
        async with self._writer.alone() as writer:
            await unbroken(writer.run_in_thread("PRAGMA wal_checkpoint(TRUNCATE)"))

    async def close(self) -> None:
        """Wait for the running write and close every connection; their threads end with them."""
        await self._writer.close()
        await unbroken(self._readers.close())
        await self._to_read.dispose()
        await self._to_write.dispose()

    async def _open(self, engine: AsyncEngine, statements: Statements) -> PersistentConnection:
        return await PersistentConnection.open(engine, statements, self.remembered)

    async def _ends(self, connection: AsyncConnection) -> None:
        if self.watch is not None:
            await self.watch(connection)

    async def _ends_whole(self, connection: AsyncConnection) -> None:
        await self._ends(connection)
        if self.before_commit is not None:
            await self.before_commit(connection)


class _Write:
    """One `Database.write()`, whose `last_word` belongs into the transaction.

    A class, as a generator costs about as much again as all that is done here.
    """

    __slots__ = ("_batch", "_last_word", "_writer")

    def __init__(self, writer: Writer, last_word: Callable[[AsyncConnection], Awaitable[None]]) -> None:
        self._writer = writer
        self._last_word = last_word

    async def __aenter__(self) -> AsyncConnection:
        self._batch = await self._writer.join()
        return self._batch.connection

    async def __aexit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        batch = self._batch
        try:
            if error is None:
                await self._last_word(batch.connection)
                batch.end_part()
        except BaseException as failed:
            error = failed
            raise
        finally:
            try:
                if error is not None:
                    batch.take_back()
            finally:  # else nobody would ever write again
                self._writer.leave()
        if error is None:
            await unbroken(batch.ended)
            batch.raise_error()


class _Readers:
    """The connections that read, a few at most; each is one reader's at a time."""

    def __init__(self, open_one: Callable[[], Awaitable[PersistentConnection]]) -> None:
        self._open_one = open_one
        self._free: list[PersistentConnection] = []
        self._room = asyncio.Semaphore(READERS)

    async def take(self) -> PersistentConnection:
        await self._room.acquire()
        try:
            while not self._free:  # somebody else may have taken what was just opened
                await unbroken(self._add())
            return self._free.pop()
        except BaseException:
            self._room.release()
            raise

    def give_back(self, reader: PersistentConnection) -> None:
        self._free.append(reader)
        self._room.release()

    async def close(self) -> None:
        free, self._free = self._free, []
        for reader in free:
            await reader.close()

    async def _add(self) -> None:
        self._free.append(await self._open_one())


class _Read:
    """One `Database.read()`."""

    __slots__ = ("_reader", "_readers")

    def __init__(self, readers: _Readers) -> None:
        self._readers = readers

    async def __aenter__(self) -> AsyncConnection:
        self._reader = await self._readers.take()
        try:
            self._reader.run("BEGIN")
        except BaseException:
            self._readers.give_back(self._reader)
            raise
        return self._reader.connection

    async def __aexit__(self, *_: object) -> None:
        try:
            if self._reader.in_transaction:
                self._reader.run("ROLLBACK")
        finally:
            self._readers.give_back(self._reader)


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
