"""Copies that were asked for and come the next morning; a restore brings none back that was called off."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0024"

_TRIGGER = (
    "CREATE TRIGGER erased_exports AFTER DELETE ON exports "
    "WHEN EXISTS (SELECT 1 FROM spaces WHERE spaces.id = OLD.space_id) BEGIN "
    "INSERT INTO erasures (of_table, key, changed) VALUES "
    "('exports', json_object('space_id', OLD.space_id, 'person_id', OLD.person_id), NULL); END"
)


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        "exports",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("card_id", sa.BigInteger(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_exports_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("space_id", "person_id", name=op.f("pk_exports")),
    )
    op.create_index("ix_exports_at", "exports", ["at"])
    op.execute(_TRIGGER)
