"""What an echo that stores does before it answers: one row in SQLite, committed, through aiosqlite."""

from pathlib import Path

import aiosqlite


class Notes:
    """One connection to one file, opened at the first row. A commit is on disk (`synchronous=FULL`, WAL)."""

    def __init__(self, path: str) -> None:
        """Say where the rows go; no path, no rows."""
        self._path = path
        self._connection: aiosqlite.Connection | None = None

    async def add(self, chat_id: int, text: str) -> None:
        """Store a row and commit it."""
        if not self._path:
            return
        if self._connection is None:
            self._connection = await self._opened()
        await self._connection.execute("INSERT INTO notes (chat_id, text) VALUES (?, ?)", (chat_id, text))
        await self._connection.commit()

    async def _opened(self) -> aiosqlite.Connection:
        Path(self._path).parent.mkdir(parents=True, exist_ok=True)
        connection = await aiosqlite.connect(self._path)
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, chat_id INTEGER, text TEXT)",
        ):
            await connection.execute(statement)
        return connection
