"""When what waits was said: a held message, and an update that is kept here. It counts from then."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns; NULL is not known, and counts as now."""
    op.add_column("drafts", sa.Column("said_at", sa.DateTime(), nullable=True))
    op.add_column("updates", sa.Column("came_at", sa.DateTime(), nullable=True))
