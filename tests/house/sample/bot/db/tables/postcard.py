"""The table of pinned and liked postcards."""

from sqlalchemy import Column, ForeignKey, Index, Named, PrimaryKeyConstraint, Table, TypedColumns, text

from bot.db.columns import person_column, space_column
from bot.db.encrypted import EncryptedText
from bot.db.tables.base import metadata, notes


class PostcardsColumns(TypedColumns):
    """What one of them did with one: `liked` in the group; pinned at a door, in a `border` (encrypted)."""

    post_id: Named[int] = Column(ForeignKey("posts.id", ondelete="CASCADE"))
    person_id: Named[int] = person_column()
    space_id: Named[int] = space_column()
    liked: Named[bool] = Column(default=False, server_default=text("0"))
    border: Named[str | None] = Column(EncryptedText("postcards.border"), nullable=True)


postcards = Table(
    "postcards",
    metadata,
    PostcardsColumns,
    PrimaryKeyConstraint("post_id", "person_id"),
    Index("ix_postcards_space_id_person_id", "space_id", "person_id", "post_id"),
)
notes(postcards)
