"""What became of Telegram's updates, so that one delivered twice is handled once."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Named, Table, TypedColumns, text

from bot.db.columns import Instant
from bot.db.encrypted import EncryptedText
from bot.db.tables.base import metadata


class UpdatesColumns(TypedColumns):
    """One update, by Telegram's number of it. Most updates never need a row.

    `done`: its effect is written, in the transaction that wrote this. `tries` counts how often it was begun
    after a start had found it waiting: it may be what ended the run before. `body` is the update itself while
    it waits here instead of at Telegram; `came_at` is then when a tap in it was made. `at` is when the row
    was last touched; old rows are forgotten.
    """

    id: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    tries: Named[int] = Column(default=0)
    done: Named[bool] = Column(default=False)
    body: Named[str | None] = Column(EncryptedText("updates.body"), nullable=True)
    came_at: Named[datetime | None] = Column(Instant, nullable=True)
    at: Named[datetime] = Column(Instant, index=True)


updates = Table(
    "updates",
    metadata,
    UpdatesColumns,
    Index("ix_updates_kept", "id", sqlite_where=text("body IS NOT NULL")),
)
