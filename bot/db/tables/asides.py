"""The table of words that their author saved for themselves alone."""

from datetime import date

from sqlalchemy import Column, Date, Index, Named, Table, TypedColumns

from bot.db.columns import person_column, space_column
from bot.db.encrypted import EncryptedText
from bot.db.tables.base import metadata


class AsidesColumns(TypedColumns):
    """Words that waited for their author's choice, who saved them when nobody could be shown them any more.

    `day` is their author's local date of when they were said, and `item_id` the question of the bank that
    they were meant for ("": none). `pieces` are the messages they came in, as `bot.pieces` writes them.
    """

    id: Named[int] = Column(primary_key=True)
    space_id: Named[int] = space_column()
    person_id: Named[int] = person_column()
    day: Named[date] = Column(Date)
    item_id: Named[str]
    pieces: Named[str] = Column(EncryptedText("asides.pieces"))


asides = Table(
    "asides",
    metadata,
    AsidesColumns,
    Index("ix_asides_space_id_person_id", "space_id", "person_id"),
    sqlite_autoincrement=True,
)
