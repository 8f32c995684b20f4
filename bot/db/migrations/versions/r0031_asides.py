"""Words that their author saved for themselves alone; a restore brings none back that was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0025"

_TRIGGER = (
    "CREATE TRIGGER erased_asides AFTER DELETE ON asides "
    "WHEN EXISTS (SELECT 1 FROM spaces WHERE spaces.id = OLD.space_id) BEGIN "
    "INSERT INTO erasures (of_table, key, changed) VALUES "
    "('asides', json_object('id', OLD.id), NULL); END"
)


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        "asides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("pieces", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_asides_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asides")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_asides_space_id_person_id", "asides", ["space_id", "person_id"])
    op.execute(_TRIGGER)
