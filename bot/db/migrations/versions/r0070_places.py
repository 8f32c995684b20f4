"""Posts say which place of their day they have, so that rituals to come can share it.

What holds a place on the newest days before is found by its letters, as the places were known by until now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0063"

_HELD = (
    ("midday", "kindness", "kindness"),
    ("midday", "pace", "pace"),
    ("door", "thanks_sunday", "thanks.ask"),
    ("door", "reminder", "checkin.reminder"),
)


def upgrade() -> None:
    """Add the columns, and fill them for what was said already."""
    op.add_column("posts", sa.Column("place", sa.String(), nullable=True))
    op.add_column("posts", sa.Column("held_on", sa.Date(), nullable=True))
    for place, ritual, kind in _HELD:
        op.execute(
            sa.text(
                "UPDATE posts SET place = :place, held_on = local_date WHERE ritual = :ritual AND EXISTS "
                "(SELECT 1 FROM outbox WHERE outbox.kind = :kind AND outbox.ref = posts.id)"
            ).bindparams(place=place, ritual=ritual, kind=kind)
        )
    op.create_index(
        "ix_posts_place",
        "posts",
        ["space_id", "person_id", "place", "held_on"],
        sqlite_where=sa.text("place IS NOT NULL"),
    )
