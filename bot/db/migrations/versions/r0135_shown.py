"""What somebody was given is found by when it was given, so that no list of it is ever read whole."""

import sqlalchemy as sa
from alembic import op

revision = "0135"
down_revision = "0130"


def upgrade() -> None:
    """Put the index in another's place; what was given has an instant in every row."""
    op.execute("UPDATE thanks SET given_at = made_at WHERE state = 'given' AND given_at IS NULL")
    op.drop_index("ix_thanks_given", "thanks")
    op.create_index(
        "ix_thanks_shown",
        "thanks",
        ["space_id", "receiver_id", "given_at", "id"],
        sqlite_where=sa.text("state = 'given' AND hidden = 0"),
    )
