"""The table of copies that people asked for and that come the next morning."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Named, PrimaryKeyConstraint, Table, TypedColumns

from bot.db.columns import Instant, person_column, space_column
from bot.db.tables.base import metadata


class ExportsColumns(TypedColumns):
    """Somebody asked for everything of theirs in a space; it comes to their door at an instant (`at`).

    `card_id` is the message there that says so. `claimed_at` is set just before the file is sent: a row in
    which it is left standing may have arrived.
    """

    space_id: Named[int] = space_column()
    person_id: Named[int] = person_column()
    asked_at: Named[datetime] = Column(Instant)
    at: Named[datetime] = Column(Instant, index=True)
    card_id: Named[int | None] = Column(BigInteger, nullable=True)
    claimed_at: Named[datetime | None] = Column(Instant, nullable=True)


exports = Table("exports", metadata, ExportsColumns, PrimaryKeyConstraint("space_id", "person_id"))
