"""Whose turn it is to write, and writes that wait for the disk together: one transaction, a savepoint each.

One connection writes. Whoever waits for their turn while somebody writes goes on inside the same transaction,
and the last of them ends it: the disk is waited for once for all.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.inline import PersistentConnection

T = TypeVar("T")


class Batch:
    """One transaction of the writer's that several `Database.write`s share: all on disk or none."""

    def __init__(self, writer: PersistentConnection) -> None:
        """Prepare; nothing is begun yet."""
        self._writer = writer
        self._left: int | None = None
        self._error: BaseException | None = None
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done as soon as all is on disk, or never will be (`raise_error`)."""

    @property
    def connection(self) -> AsyncConnection:
        """What its parts write with."""
        return self._writer.connection

    async def begin(self) -> None:
        """Begin the transaction; waits where another process writes just now."""
        if not self._writer.begins_at_once():
            await unbroken(self._writer.run_in_thread("BEGIN IMMEDIATE"))

    def begin_part(self) -> None:
        """Begin one part, which is kept or taken back alone."""
        self._writer.run("SAVEPOINT part")

    def end_part(self) -> None:
        """Keep what the part wrote."""
        self._writer.run("RELEASE part")

    def take_back(self) -> None:
        """Take back what the part wrote."""
        if not self._writer.in_transaction:
            return
        try:
            self._writer.run("ROLLBACK TO part")
            self._writer.run("RELEASE part")
        except sqlite3.Error:  # then everything, rather than half of it
            self._writer.run("ROLLBACK")

    def goes_on(self, waiting: int) -> bool:
        """Whether others write into it too, now that a part is over and so many wait for their turn.

        Those who wait when its first part is over do: with more it would not end while many write.
        """
        self._left = waiting if self._left is None else self._left - 1
        return self._left > 0 and waiting > 0 and self._writer.in_transaction

    async def end(self) -> None:
        """Put on disk what all parts wrote, and tell whoever waits for it."""
        try:
            if not self._writer.in_transaction:
                raise sqlite3.OperationalError("SQLite has ended this transaction")
            await self._writer.run_in_thread("COMMIT")
        except BaseException as error:
            self._error = error
            if self._writer.in_transaction:
                await self._writer.run_in_thread("ROLLBACK")
        finally:
            self.ended.set_result(None)

    def raise_error(self) -> None:
        """Say whether everything is on disk, once it has ended.

        Raises:
            sqlite3.Error: it is not, and nothing of it ever will be.
        """
        if self._error is not None:
            raise self._error


class Writer:
    """The one connection that writes, and the line of those who want to."""

    def __init__(self, open_one: Callable[[], Awaitable[PersistentConnection]]) -> None:
        """Prepare; the connection is opened by `open_one` at its first use."""
        self._open_one = open_one
        self._connection: PersistentConnection | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._batch: Batch | None = None
        self._holder: asyncio.Task[Any] | None = None
        self._ending: asyncio.Task[None] | None = None

    @property
    def is_mine(self) -> bool:
        """Whether this task is the writer."""
        return self._holder is not None and self._holder is asyncio.current_task()

    async def join(self) -> Batch:
        """Be the writer, inside a part of a transaction, until `leave`. The line is fair.

        Raises:
            RuntimeError: this task is the writer already, and would wait for itself.
        """
        if self.is_mine:
            raise RuntimeError("write transactions do not nest")
        await self._line_up()
        try:
            if self._batch is None:
                self._batch = Batch(await self._opened())
                await self._batch.begin()  # cancelled, it has begun all the same, and is to be ended
            self._batch.begin_part()
        except BaseException:
            self.leave()
            raise
        self._holder = asyncio.current_task()
        return self._batch

    def leave(self) -> None:
        """Let the next one write; where the transaction does not go on, once it has ended."""
        self._holder = None
        batch = self._batch
        if batch is None or batch.goes_on(self._waiting):
            self._turn.release()
            return
        self._batch = None
        self._ending = asyncio.create_task(self._end(batch))

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[PersistentConnection]:
        """Be the writer, outside of any transaction."""
        await self._line_up()
        try:
            if self._batch is not None:
                batch, self._batch = self._batch, None
                await unbroken(batch.end())
            yield await self._opened()
        finally:
            self._turn.release()

    async def close(self) -> None:
        """Wait for the running write and close the connection; a later write opens one anew."""
        async with self.alone() as connection:
            self._connection = None
            await unbroken(connection.close())

    async def _line_up(self) -> None:
        try:
            self._waiting += 1
            try:
                await self._turn.acquire()
            finally:
                self._waiting -= 1
        except asyncio.CancelledError:
            if self._batch is not None and not self._waiting and not self._turn.locked():
                await self._turn.acquire()  # it is free: a transaction was left to this one to end
                self.leave()
            raise

    async def _end(self, batch: Batch) -> None:
        try:
            await batch.end()
        finally:
            self._turn.release()

    async def _opened(self) -> PersistentConnection:
        if self._connection is None:
            return await unbroken(self._open())
        return self._connection

    async def _open(self) -> PersistentConnection:
        self._connection = await self._open_one()
        return self._connection


async def unbroken(work: Awaitable[T]) -> T:
    """Await the work to its end, however often the task is cancelled meanwhile; then pass that on."""
    task = asyncio.ensure_future(work)
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
