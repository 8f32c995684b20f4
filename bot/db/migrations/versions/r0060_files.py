"""A letter remembers by what Telegram knows a file of ours that went out with it, until words are erased."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0064"

_TRIGGER = (
    "CREATE TRIGGER erased_files AFTER UPDATE OF file_id ON outbox "
    "WHEN OLD.file_id IS NOT NULL AND NEW.file_id IS NULL BEGIN "
    "INSERT INTO erasures (of_table, key, changed) VALUES "
    "('outbox', json_object('id', OLD.id), json_object('file_id', NULL)); END"
)


def upgrade() -> None:
    """Add the column, empty, and write down what goes from it."""
    op.add_column("outbox", sa.Column("file_id", sa.Text(), nullable=True))
    op.create_index("ix_outbox_files", "outbox", ["space_id"], sqlite_where=sa.text("file_id IS NOT NULL"))
    op.execute(_TRIGGER)
