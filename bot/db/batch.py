"""Writes that wait for the disk together: one transaction, a savepoint for each."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.inline import PersistentConnection


class Batch:
    """One transaction of the writer's that several `Database.write`s share: all on disk or none."""

    def __init__(self, writer: PersistentConnection) -> None:
        """Prepare; nothing is begun yet."""
        self._writer = writer
        self._ended = asyncio.Event()
        self._error: BaseException | None = None

    @property
    def stands(self) -> bool:
        """Whether there is a transaction."""
        return self._writer.in_transaction

    async def begin(self) -> None:
        """Begin the transaction."""
        await self._writer.run_in_thread("BEGIN IMMEDIATE")

    @asynccontextmanager
    async def part(self) -> AsyncIterator[AsyncConnection]:
        """Run the block as one part: what it wrote is taken back, alone, when it raises or is cancelled."""
        self._writer.run("SAVEPOINT part")
        try:
            yield self._writer.connection
            self._writer.run("RELEASE part")
        except BaseException:
            if self.stands:
                self._take_back()
            raise

    def _take_back(self) -> None:
        try:
            self._writer.run("ROLLBACK TO part")
            self._writer.run("RELEASE part")
        except sqlite3.Error:  # then everything, rather than half of it
            self._writer.run("ROLLBACK")

    async def end(self) -> None:
        """Put on disk what all parts wrote, and tell whoever waits for it."""
        try:
            if not self.stands:
                raise sqlite3.OperationalError("SQLite has ended this transaction")
            await self._writer.run_in_thread("COMMIT")
        except BaseException as error:
            self._error = error
            if self.stands:
                await self._writer.run_in_thread("ROLLBACK")
        finally:
            self._ended.set()

    async def on_disk(self) -> None:
        """Wait until everything is on disk.

        Raises:
            sqlite3.Error: it is not, and nothing of it ever will be.
        """
        await self._ended.wait()
        if self._error is not None:
            raise self._error
