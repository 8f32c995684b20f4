"""A prompt can be left, and one for a setting is brief: it lives for ten minutes, those of before too."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0021"


def upgrade() -> None:
    """Add the columns; nothing of before was left."""
    op.add_column("awaited", sa.Column("brief", sa.Boolean(), nullable=False, server_default=sa.text("0")))
    op.add_column("awaited", sa.Column("left_at", sa.DateTime(), nullable=True))
    op.execute(
        "UPDATE awaited SET brief = 1, until = min(until, strftime('%Y-%m-%d %H:%M:%f000', made_at, "
        "'+10 minutes')) WHERE kind IN ('time', 'until', 'pairing.city')"
    )
