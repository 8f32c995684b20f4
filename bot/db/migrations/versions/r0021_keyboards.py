"""Keyboards in groups, which go by the clock when their time is over and no more by a tap."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0026"

_STANDING = (
    """
    SELECT copies.chat_id, copies.message_id, copies.space_id,
           CASE copies.kind WHEN 'question.reveal' THEN 'q.reply' ELSE 'q.seal' END, cards.id,
           CASE copies.kind WHEN 'question.reveal' THEN coalesce(cards.revealed_at, posts.closes_at)
           ELSE posts.closes_at END
    FROM posts JOIN cards ON cards.post_id = posts.id JOIN copies
        ON copies.space_id = posts.space_id AND copies.ref = cards.id
        AND copies.kind IN ('question.card', 'question.another', 'question.reveal')
    WHERE posts.ritual = 'question' AND posts.due_at > datetime('now', '-8 days')
    """,
    """
    SELECT copies.chat_id, copies.message_id, copies.space_id, 'k.mine', posts.id, posts.closes_at
    FROM posts JOIN copies
        ON copies.space_id = posts.space_id AND copies.kind = 'kindness' AND copies.ref = posts.id
    WHERE posts.ritual = 'kindness' AND posts.due_at > datetime('now', '-8 days')
    """,
    """
    SELECT copies.chat_id, copies.message_id, copies.space_id, 't.got', outbox.ref, outbox.not_before
    FROM outbox JOIN copies
        ON copies.space_id = outbox.space_id AND copies.kind = outbox.kind AND copies.ref = outbox.ref
    WHERE outbox.kind = 'thanks.card' AND outbox.not_before > datetime('now', '-8 days')
    """,
)


def upgrade() -> None:
    """Add the table, with what was posted lately; each feature says once more when its time is over.

    Nobody looks further up for a card, and what stands there answers its taps as ever.
    """
    op.create_table(
        "keyboards",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_keyboards_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_keyboards")),
    )
    op.create_index("ix_keyboards_at", "keyboards", ["at"])
    op.create_index("ix_keyboards_space_id", "keyboards", ["space_id"])
    for standing in _STANDING:
        op.execute(f"INSERT INTO keyboards (chat_id, message_id, space_id, verb, ref, at) {standing}")
