"""Words go from a private chat once they are kept: who leaves them there, and how often that was tried."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0027"


def upgrade() -> None:
    """Add the columns. Nothing that stood before goes by itself, and nobody chose that theirs should stay."""
    op.add_column("fading", sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column(
        "partners", sa.Column("leaves_words", sa.Boolean(), nullable=False, server_default=sa.false())
    )
