"""Whatever the bot looks for by itself or for a couple is found by index, however much others have stored.

What waits (a letter, an open post, an invitation) has an index of only what waits: history costs it nothing.
Indexes that no statement needed go.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_GONE = (
    "ix_answers_person_id",
    "ix_answers_space_id",
    "ix_copies_outbox_id",
    "ix_copies_space_id",
    "ix_evenings_person_id",
    "ix_handed_person_id",
    "ix_handed_space_id",
    "ix_marks_space_id",
    "ix_outbox_state_not_before",
    "ix_posts_closes_at",
    "ix_spaces_removed_at",
    "ix_thanks_giver_id",
    "ix_thanks_receiver_id",
)

_WHOLE = (
    ("ix_answers_space_id_person_id", "answers", ["space_id", "person_id"]),
    ("ix_awaited_kind_ref", "awaited", ["kind", "ref"]),
    ("ix_copies_space_id_kind_ref", "copies", ["space_id", "kind", "ref"]),
    ("ix_drafts_kind_ref", "drafts", ["kind", "ref"]),
    ("ix_handed_space_id_person_id", "handed", ["space_id", "person_id", "post_id", "seq"]),
    ("ix_marks_space_id_person_id", "marks", ["space_id", "person_id", "card_id"]),
    ("ix_nonces_person_id_kind", "nonces", ["person_id", "kind"]),
    ("ix_posts_due_at", "posts", ["due_at"]),
    ("ix_spaces_inviter_id", "spaces", ["inviter_id"]),
    ("ix_updates_at", "updates", ["at"]),
)

_PARTIAL = (
    ("ix_outbox_waiting", "outbox", ["not_before"], "state = 'waiting'"),
    ("ix_outbox_answers", "outbox", ["not_before"], "state = 'waiting' AND fresh_until IS NULL"),
    ("ix_outbox_claimed", "outbox", ["claimed_at"], "state = 'claimed'"),
    ("ix_outbox_unproven", "outbox", ["claimed_at"], "state = 'unknown' AND tries < 2"),
    ("ix_outbox_given_up", "outbox", ["space_id", "claimed_at"], "state = 'unknown' AND tries >= 2"),
    ("ix_partners_keeping_none", "partners", ["space_id", "person_id"], "keeps_answers IS 0"),
    ("ix_posts_open_closes_at", "posts", ["closes_at"], "state = 'open'"),
    ("ix_posts_open_space_id", "posts", ["space_id"], "state = 'open'"),
    ("ix_spaces_inviting", "spaces", ["created_at"], "state = 'inviting'"),
    ("ix_spaces_counted", "spaces", ["members_at"], "state = 'active' AND removed_at IS NULL"),
    ("ix_spaces_removed_at", "spaces", ["removed_at"], "removed_at IS NOT NULL"),
    ("ix_thanks_given", "thanks", ["space_id", "given_at"], "state = 'given'"),
    ("ix_thanks_kept", "thanks", ["space_id", "giver_id"], "state = 'kept'"),
    ("ix_updates_kept", "updates", ["id"], "body IS NOT NULL"),
)


def upgrade() -> None:
    """Take the old indexes away and make the new ones."""
    for name in _GONE:
        op.drop_index(name)
    for name, table, columns in _WHOLE:
        op.create_index(name, table, columns)
    for name, table, columns, where in _PARTIAL:
        op.create_index(name, table, columns, sqlite_where=sa.text(where))
