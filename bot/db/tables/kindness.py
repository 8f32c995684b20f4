"""The table of kindness ideas handed to a partner."""

from datetime import date

from sqlalchemy import Column, ForeignKey, Index, Named, PrimaryKeyConstraint, Table, TypedColumns

from bot.db.columns import person_column, space_column
from bot.db.encrypted import EncryptedText
from bot.db.tables.base import metadata


class HandedColumns(TypedColumns):
    """One idea shown to one partner on one post; the highest `seq` is the one that counts now.

    `mark` (encrypted) is what became of it (`content.ideas.IdeaState`).
    """

    post_id: Named[int] = Column(ForeignKey("posts.id", ondelete="CASCADE"))
    person_id: Named[int] = person_column()
    seq: Named[int]
    space_id: Named[int] = space_column()
    local_date: Named[date]
    idea_id: Named[str]
    mark: Named[str] = Column(EncryptedText("handed.mark"), default="shown")


handed = Table(
    "handed",
    metadata,
    HandedColumns,
    PrimaryKeyConstraint("post_id", "person_id", "seq"),
    Index("ix_handed_space_id_person_id", "space_id", "person_id", "post_id", "seq"),
)
