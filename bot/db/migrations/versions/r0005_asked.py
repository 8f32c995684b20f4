"""What a giver was asked again about what they kept; and whence a group moved when it was upgraded."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; the message's column was there and unused under another name."""
    op.execute("ALTER TABLE thanks RENAME COLUMN card_message TO asked_message")
    op.add_column("thanks", sa.Column("asked_on", sa.Date(), nullable=True))
    op.add_column("spaces", sa.Column("moved_from", sa.BigInteger(), nullable=True))
