"""What a partner chose for themselves beyond the universal bank: question packs, and ideas with touch."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; NULL is nothing chosen."""
    op.add_column("partners", sa.Column("chosen", sa.Text(), nullable=True))
