"""What the other meets follows clocks that were announced; a change of what both see is said to both.

Nobody has announced a clock yet. A wish passed on so far is told on the day after its evening, as was meant.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0028"


def upgrade() -> None:
    """Add what was announced, what the group was told of its settings, and the day that tells a wish."""
    op.add_column("partners", sa.Column("announced", sa.String(), nullable=True))
    op.add_column("spaces", sa.Column("change_no", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("spaces", sa.Column("changed_from", sa.String(), nullable=True))
    op.add_column("evenings", sa.Column("tells_on", sa.Date(), nullable=True))
    op.execute("UPDATE evenings SET tells_on = date(local_date, '+1 day') WHERE passed_on")
