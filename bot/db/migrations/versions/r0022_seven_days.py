"""A question can be answered for seven days: a prompt asks for a while and takes replies for longer.

Posts of before keep the hours they were promised. Each partner hears of the change once, at their door.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0018"

_TOLD_FOR = timedelta(days=7)


def upgrade() -> None:
    """Add the column, empty: a prompt of before asks until its end. Put the line into the outbox."""
    op.add_column("awaited", sa.Column("asks_until", sa.DateTime(), nullable=True))
    now = datetime.now(UTC).replace(tzinfo=None)
    op.get_bind().execute(
        sa.text(
            "INSERT OR IGNORE INTO outbox (space_id, person_id, kind, ref, not_before, fresh_until, state, "
            "tries, loud, refused, bare) "
            "SELECT partners.space_id, partners.person_id, 'question.week', 0, spaces.created_at, :until, "
            "'waiting', 0, 0, 0, 0 FROM partners JOIN spaces ON spaces.id = partners.space_id "
            "WHERE spaces.state = 'active' AND partners.state = 'in'"
        ),
        {"until": (now + _TOLD_FOR).isoformat(" ", "microseconds")},
    )
