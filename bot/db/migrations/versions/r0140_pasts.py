"""What a couple's older cards come to is kept beside them, so that a pick need not read all of them.

Nothing is summed up here: each couple's cards are at one of its next picks.
"""

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0135"

_FORGETS = (
    "CREATE TRIGGER forgets_sums_of_a_card AFTER DELETE ON cards BEGIN "
    "DELETE FROM pasts WHERE space_id = OLD.space_id AND through_card >= OLD.id; END",
    "CREATE TRIGGER forgets_sums_once_joint AFTER UPDATE OF revealed_at, talked_at ON cards "
    "WHEN (OLD.revealed_at IS NOT NULL OR OLD.talked_at IS NOT NULL) <> "
    "(NEW.revealed_at IS NOT NULL OR NEW.talked_at IS NOT NULL) BEGIN "
    "DELETE FROM pasts WHERE space_id = NEW.space_id AND through_card >= NEW.id; END",
    "CREATE TRIGGER forgets_sums_once_declined AFTER INSERT ON marks WHEN NEW.mark = 'not_today' BEGIN "
    "DELETE FROM pasts WHERE space_id = NEW.space_id AND through_card >= NEW.card_id; END",
    "CREATE TRIGGER forgets_sums_declined AFTER DELETE ON marks WHEN OLD.mark = 'not_today' BEGIN "
    "DELETE FROM pasts WHERE space_id = OLD.space_id AND through_card >= OLD.card_id; END",
)


def upgrade() -> None:
    """Make the tables, and the triggers by which sums go that are not right any more."""
    op.create_table(
        "numberings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("item_ids", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_numberings")),
        sa.UniqueConstraint("digest", name=op.f("uq_numberings_digest")),
    )
    op.create_table(
        "pasts",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("through_card", sa.Integer(), nullable=False),
        sa.Column("numbering", sa.String(), nullable=False),
        sa.Column("sums", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_pasts_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("space_id", name=op.f("pk_pasts")),
    )
    for trigger in _FORGETS:
        op.execute(trigger)
