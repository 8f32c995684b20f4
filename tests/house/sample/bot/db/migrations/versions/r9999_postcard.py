"""Postcards may be liked and pinned."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "NEWEST"

_TRIGGER = (
    "CREATE TRIGGER erased_postcards AFTER DELETE ON postcards "
    "WHEN EXISTS (SELECT 1 FROM spaces WHERE spaces.id = OLD.space_id) BEGIN "
    "INSERT INTO erasures (of_table, key, changed) VALUES "
    "('postcards', json_object('post_id', OLD.post_id, 'person_id', OLD.person_id), NULL); END"
)


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        "postcards",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("liked", sa.Boolean(), nullable=False, server_default=sa.text("0")),
        sa.Column("border", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_postcards_post_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_postcards_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_postcards")),
    )
    op.create_index("ix_postcards_space_id_person_id", "postcards", ["space_id", "person_id", "post_id"])
    op.execute(_TRIGGER)
