"""Of a message that could not be taken: its album, or when it was said if its rest may follow."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0010"


def upgrade() -> None:
    """Add the columns, empty: whatever goes on with a message of before is told on its own."""
    op.add_column("missed", sa.Column("album", sa.String(), nullable=True))
    op.add_column("missed", sa.Column("cut_at", sa.DateTime(), nullable=True))
