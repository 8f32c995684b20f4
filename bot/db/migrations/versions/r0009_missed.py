"""Messages that could not be taken, so that an edit which mends one can be; and topics to post in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0014"


def upgrade() -> None:
    """Add the table, and the columns; NULL is General, where everything went before."""
    op.create_table(
        "missed",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name="pk_missed"),
    )
    op.create_index("ix_missed_person_id", "missed", ["person_id"])
    op.create_index("ix_missed_until", "missed", ["until"])
    op.add_column("spaces", sa.Column("thread_id", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("thread_id", sa.BigInteger(), nullable=True))
