"""In which topic a message of ours stands: a reveal may have come to another than its card."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the column, empty: of the messages of before nobody knows."""
    op.add_column("copies", sa.Column("thread_id", sa.BigInteger(), nullable=True))
