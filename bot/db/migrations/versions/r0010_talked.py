"""When the two said of a card that they talked about it: from then on the card shows it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"


def upgrade() -> None:
    """Add the column, empty: what was tapped in private before it is told to nobody."""
    op.add_column("cards", sa.Column("talked_at", sa.DateTime(), nullable=True))
