"""What Telegram refuses is offered again, so the outbox remembers it; a wish is told once it is out."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0015"


def upgrade() -> None:
    """Add the columns; what waits to be shown waits behind its reveal, what is told stays told."""
    for column in (
        sa.Column("behind", sa.BigInteger(), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("bare", sa.Boolean(), nullable=False, server_default=sa.text("0")),
    ):
        op.add_column("outbox", column)
    op.create_index("ix_outbox_behind", "outbox", ["behind"], sqlite_where=sa.text("behind IS NOT NULL"))
    op.add_column("evenings", sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.text("0")))
    op.execute("UPDATE evenings SET told = 1 WHERE told_at IS NOT NULL")
    # A part's ref is (its card * 2 + its author) * 500 + its number.
    op.execute(
        "UPDATE outbox SET behind = (SELECT shown.id FROM outbox AS shown "
        "WHERE shown.ref = outbox.ref / 1000 AND shown.state <> 'over' "
        "AND shown.kind IN ('question.reveal', 'question.alone')) "
        "WHERE kind = 'question.part' AND state = 'waiting'"
    )
