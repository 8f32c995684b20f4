"""Whether a group can be found and read by anybody; those that can are looked at every hour."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    """Add the column: a group is private until Telegram says otherwise, which it is asked once a day."""
    op.add_column("spaces", sa.Column("public", sa.Boolean(), nullable=False, server_default=sa.false()))
    where = sa.text("state = 'active' AND public IS 1")
    op.create_index("ix_spaces_public", "spaces", ["members_at"], sqlite_where=where)
