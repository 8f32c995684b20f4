"""Thank-yous are kept in pieces: an album, a long text in several messages, formatted words.

So are messages that wait for their writer's choice. The words above a card may now be several messages, so
what was one letter becomes the first of its parts. The giver's message in the group is found by its
thank-you, too, as long as the group stands.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0009"

_PARTS = 100


def upgrade() -> None:
    """Add the columns; rows of before keep their one message in `text` and `media_id`."""
    op.add_column("thanks", sa.Column("pieces", sa.Text(), nullable=True))
    op.add_column("thanks", sa.Column("album", sa.String(), nullable=True))
    for name in ("partly", "answered", "told"):
        op.add_column("thanks", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE thanks SET answered = 1 WHERE received IS NOT NULL")
    for name in ("marks", "more"):
        op.add_column("drafts", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("drafts", sa.Column("album", sa.String(), nullable=True))
    for table in ("outbox", "copies"):
        op.execute(
            f"UPDATE {table} SET kind = 'thanks.part', ref = ref * {_PARTS} "  # noqa: S608
            "WHERE kind = 'thanks.words'"
        )
    op.execute(
        "INSERT OR IGNORE INTO copies (chat_id, message_id, outbox_id, space_id, kind, ref) "
        "SELECT source_chat, source_message, 0, space_id, 'thanks.said', id FROM thanks "
        "WHERE source_chat <> giver_id"
    )
    op.create_index(
        "ix_copies_thanks", "copies", ["chat_id", "message_id"], sqlite_where=sa.text("kind = 'thanks.card'")
    )
