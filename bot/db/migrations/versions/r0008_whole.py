"""An answer is whole when its author is done; and what is to be done at an instant stands in a table.

Answers of before are whole as they are: nobody waits for more of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0011"


def upgrade() -> None:
    """Add the columns, and the table of timers."""
    op.add_column("answers", sa.Column("whole_at", sa.DateTime(), nullable=True))
    op.add_column("answers", sa.Column("album", sa.String(), nullable=True))
    op.add_column("awaited", sa.Column("first_until", sa.DateTime(), nullable=True))
    op.create_table(
        "timers",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_timers_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("kind", "ref", name=op.f("pk_timers")),
    )
    op.create_index("ix_timers_at", "timers", ["at"])
    op.create_index("ix_timers_space_id", "timers", ["space_id"])
