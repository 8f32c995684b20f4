"""What a door did not take is found by its person, so that it is offered again once they are heard of."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add an index of only what waits at doors after a refusal: it soon goes again."""
    op.create_index(
        "ix_outbox_refused_at_doors",
        "outbox",
        ["person_id"],
        sqlite_where=sa.text("state = 'waiting' AND refused > 0 AND person_id > 0"),
    )
