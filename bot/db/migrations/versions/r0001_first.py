"""The first tables, written out once: later changes of `bot.db.tables` need steps of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("door_open", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_table(
        "spaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("inviter_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("active_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("erase_at", sa.DateTime(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("members_at", sa.DateTime(), nullable=True),
        sa.Column("question_on", sa.Boolean(), nullable=False),
        sa.Column("question_time", sa.Time(), nullable=False),
        sa.Column("question_days", sa.String(), nullable=False),
        sa.Column("kindness_mode", sa.String(), nullable=False),
        sa.Column("kindness_time", sa.Time(), nullable=False),
        sa.Column("kindness_days", sa.String(), nullable=False),
        sa.Column("rest_days", sa.String(), nullable=False),
        sa.Column("rest_from", sa.Date(), nullable=True),
        sa.Column("rest_to", sa.Date(), nullable=True),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_until", sa.Time(), nullable=False),
        sa.Column("pace", sa.String(), nullable=False),
        sa.Column("joint_at", sa.DateTime(), nullable=True),
        sa.Column("quiet_told", sa.Boolean(), nullable=False),
        sa.Column("month_asked", sa.Boolean(), nullable=False),
        sa.Column("resting_until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spaces")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_spaces_chat_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_spaces_erase_at"), "spaces", ["erase_at"], unique=False)
    op.create_index(op.f("ix_spaces_removed_at"), "spaces", ["removed_at"], unique=False)
    op.create_table(
        "awaited",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("prompt_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_awaited_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awaited")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_awaited_person_id_chat_id", "awaited", ["person_id", "chat_id"], unique=False)
    op.create_index(op.f("ix_awaited_space_id"), "awaited", ["space_id"], unique=False)
    op.create_index(op.f("ix_awaited_until"), "awaited", ["until"], unique=False)
    op.create_table(
        "copies",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("outbox_id", sa.BigInteger(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_copies_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_copies")),
    )
    op.create_index(op.f("ix_copies_outbox_id"), "copies", ["outbox_id"], unique=False)
    op.create_index(op.f("ix_copies_space_id"), "copies", ["space_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("media_kind", sa.String(), nullable=True),
        sa.Column("media_id", sa.Text(), nullable=True),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_drafts_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_drafts_person_id"), "drafts", ["person_id"], unique=False)
    op.create_index(op.f("ix_drafts_space_id"), "drafts", ["space_id"], unique=False)
    op.create_index(op.f("ix_drafts_until"), "drafts", ["until"], unique=False)
    op.create_table(
        "evenings",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("closeness", sa.Text(), nullable=True),
        sa.Column("wish", sa.Text(), nullable=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("passed_on", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_evenings_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("space_id", "person_id", "local_date", name=op.f("pk_evenings")),
    )
    op.create_index(op.f("ix_evenings_person_id"), "evenings", ["person_id"], unique=False)
    op.create_table(
        "nonces",
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_nonces_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_nonces")),
    )
    op.create_index(op.f("ix_nonces_space_id"), "nonces", ["space_id"], unique=False)
    op.create_index(op.f("ix_nonces_until"), "nonces", ["until"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("fresh_until", sa.DateTime(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("loud", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_outbox_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("kind", "ref", "person_id", name=op.f("uq_outbox_kind_ref_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_space_id", "outbox", ["space_id"], unique=False)
    op.create_index("ix_outbox_state_not_before", "outbox", ["state", "not_before"], unique=False)
    op.create_table(
        "partners",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=True),
        sa.Column("keeps_answers", sa.Boolean(), nullable=False),
        sa.Column("vouched", sa.Boolean(), nullable=False),
        sa.Column("depth", sa.Text(), nullable=False),
        sa.Column("depth_before", sa.Text(), nullable=True),
        sa.Column("depth_from", sa.DateTime(), nullable=True),
        sa.Column("muted", sa.Text(), nullable=False),
        sa.Column("reminder_at", sa.Time(), nullable=True),
        sa.Column("paused_until", sa.DateTime(), nullable=True),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_partners_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("space_id", "person_id", name=op.f("pk_partners")),
    )
    op.create_index(op.f("ix_partners_person_id"), "partners", ["person_id"], unique=False)
    op.create_table(
        "plan",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("ritual", sa.String(), nullable=False),
        sa.Column("next_date", sa.Date(), nullable=True),
        sa.Column("next_due", sa.DateTime(), nullable=True),
        sa.Column("claimed_date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_plan_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("space_id", "person_id", "ritual", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_next_due"), "plan", ["next_due"], unique=False)
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("ritual", sa.String(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_posts_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint(
            "space_id",
            "person_id",
            "ritual",
            "local_date",
            name=op.f("uq_posts_space_id_person_id_ritual_local_date"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_posts_closes_at"), "posts", ["closes_at"], unique=False)
    op.create_table(
        "thanks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.BigInteger(), nullable=False),
        sa.Column("receiver_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("media_kind", sa.String(), nullable=True),
        sa.Column("media_id", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=True),
        sa.Column("kept_for", sa.Date(), nullable=True),
        sa.Column("source_chat", sa.BigInteger(), nullable=False),
        sa.Column("source_message", sa.BigInteger(), nullable=False),
        sa.Column("card_message", sa.BigInteger(), nullable=True),
        sa.Column("received", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_thanks_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
        sa.UniqueConstraint(
            "source_chat", "source_message", name=op.f("uq_thanks_source_chat_source_message")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_thanks_giver_id"), "thanks", ["giver_id"], unique=False)
    op.create_index(op.f("ix_thanks_receiver_id"), "thanks", ["receiver_id"], unique=False)
    op.create_index(op.f("ix_thanks_space_id"), "thanks", ["space_id"], unique=False)
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("drawn_by", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("revealed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_cards_post_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_cards_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("post_id", "seq", name=op.f("uq_cards_post_id_seq")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_cards_space_id"), "cards", ["space_id"], unique=False)
    op.create_table(
        "handed",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("idea_id", sa.String(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_handed_post_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_handed_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "person_id", "seq", name=op.f("pk_handed")),
    )
    op.create_index(op.f("ix_handed_person_id"), "handed", ["person_id"], unique=False)
    op.create_index(op.f("ix_handed_space_id"), "handed", ["space_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("media_kind", sa.String(), nullable=True),
        sa.Column("media_id", sa.Text(), nullable=True),
        sa.Column("option", sa.Text(), nullable=True),
        sa.Column("alone", sa.String(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["cards.id"], name=op.f("fk_answers_card_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_answers_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("card_id", "person_id", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_person_id"), "answers", ["person_id"], unique=False)
    op.create_index(op.f("ix_answers_space_id"), "answers", ["space_id"], unique=False)
    op.create_table(
        "marks",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_marks_card_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_marks_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("card_id", "person_id", "mark", name=op.f("pk_marks")),
    )
    op.create_index(op.f("ix_marks_space_id"), "marks", ["space_id"], unique=False)
