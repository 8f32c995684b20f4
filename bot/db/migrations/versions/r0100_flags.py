"""What a card's reasons say of the ladder is a word of ours for each step, and no sentence."""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0091"

_FLAGS = {
    "the ladder steps to every other day": "ladder:other_day",
    "the ladder steps to once a week": "ladder:weekly",
    "a step of the ladder waits for another card": "ladder:waits",
    "a step of the ladder was said below the kindness": "ladder:said_below",
}


def upgrade() -> None:
    """Write the words where the sentences stand."""
    for before, now in _FLAGS.items():
        op.execute(
            sa.text(
                "UPDATE cards SET reasons = replace(reasons, :before, :now) WHERE instr(reasons, :before)"
            ).bindparams(before=before, now=now)
        )
