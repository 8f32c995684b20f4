"""What is erased is written down by triggers, so that a restored backup can erase it again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_IN_SPACE = "WHEN EXISTS (SELECT 1 FROM spaces WHERE spaces.id = OLD.space_id)"
_NOTE = "BEGIN INSERT INTO erasures (of_table, key, changed) VALUES"

_TRIGGERS = (
    f"CREATE TRIGGER erased_answers AFTER DELETE ON answers {_IN_SPACE} {_NOTE} "
    "('answers', json_object('card_id', OLD.card_id, 'person_id', OLD.person_id), NULL); END",
    f"CREATE TRIGGER erased_drafts AFTER DELETE ON drafts {_NOTE} "
    "('drafts', json_object('id', OLD.id), NULL); END",
    f"CREATE TRIGGER erased_evenings AFTER DELETE ON evenings {_IN_SPACE} {_NOTE} "
    "('evenings', json_object('space_id', OLD.space_id, 'person_id', OLD.person_id, 'local_date', "
    "OLD.local_date), NULL); END",
    f"CREATE TRIGGER erased_handed AFTER DELETE ON handed {_IN_SPACE} {_NOTE} "
    "('handed', json_object('post_id', OLD.post_id, 'person_id', OLD.person_id, 'seq', OLD.seq), NULL); "
    "END",
    f"CREATE TRIGGER erased_marks AFTER DELETE ON marks {_IN_SPACE} {_NOTE} "
    "('marks', json_object('card_id', OLD.card_id, 'person_id', OLD.person_id, 'mark', OLD.mark), "
    "NULL); END",
    f"CREATE TRIGGER erased_partners AFTER DELETE ON partners {_IN_SPACE} {_NOTE} "
    "('partners', json_object('space_id', OLD.space_id, 'person_id', OLD.person_id), NULL); END",
    f"CREATE TRIGGER erased_people AFTER DELETE ON people {_NOTE} "
    "('people', json_object('id', OLD.id), NULL); END",
    f"CREATE TRIGGER erased_posts AFTER DELETE ON posts {_IN_SPACE} {_NOTE} "
    "('posts', json_object('id', OLD.id), NULL); END",
    f"CREATE TRIGGER erased_spaces AFTER DELETE ON spaces {_NOTE} "
    "('spaces', json_object('id', OLD.id), NULL); END",
    f"CREATE TRIGGER erased_thanks AFTER DELETE ON thanks {_IN_SPACE} {_NOTE} "
    "('thanks', json_object('id', OLD.id), NULL); END",
    "CREATE TRIGGER erased_alone AFTER UPDATE OF alone ON answers"
    f" WHEN OLD.alone = 'show' AND NEW.alone = 'erase' {_NOTE} "
    "('answers', json_object('card_id', OLD.card_id, 'person_id', OLD.person_id), json_object('alone', "
    "NEW.alone)); END",
    "CREATE TRIGGER erased_wish AFTER UPDATE OF wish ON evenings"
    f" WHEN OLD.wish IS NOT NULL AND NEW.wish IS NULL {_NOTE} "
    "('evenings', json_object('space_id', OLD.space_id, 'person_id', OLD.person_id, 'local_date', "
    "OLD.local_date), json_object('wish', NULL, 'passed_on', 0)); END",
    "CREATE TRIGGER erased_passed_on AFTER UPDATE OF passed_on ON evenings"
    f" WHEN OLD.passed_on AND NOT NEW.passed_on {_NOTE} "
    "('evenings', json_object('space_id', OLD.space_id, 'person_id', OLD.person_id, 'local_date', "
    "OLD.local_date), json_object('passed_on', 0)); END",
    "CREATE TRIGGER erased_received AFTER UPDATE OF received ON thanks"
    f" WHEN OLD.received IS NOT NULL AND NEW.received IS NULL {_NOTE} "
    "('thanks', json_object('id', OLD.id), json_object('received', NULL, 'received_at', NULL)); END",
    "CREATE TRIGGER erased_hidden AFTER UPDATE OF hidden ON thanks"
    f" WHEN NEW.hidden AND NOT OLD.hidden {_NOTE} "
    "('thanks', json_object('id', OLD.id), json_object('hidden', 1)); END",
    "CREATE TRIGGER erased_keeps_answers AFTER UPDATE OF keeps_answers ON partners"
    f" WHEN OLD.keeps_answers AND NOT NEW.keeps_answers {_NOTE} "
    "('partners', json_object('space_id', OLD.space_id, 'person_id', OLD.person_id), "
    "json_object('keeps_answers', 0)); END",
    "CREATE TRIGGER erased_left AFTER UPDATE OF state ON partners"
    f" WHEN OLD.state = 'in' AND NEW.state <> 'in' {_NOTE} "
    "('partners', json_object('space_id', OLD.space_id, 'person_id', OLD.person_id), "
    "json_object('state', NEW.state)); END",
    "CREATE TRIGGER erased_ended AFTER UPDATE OF state ON spaces"
    f" WHEN NEW.state <> OLD.state AND (OLD.state = 'active' OR NEW.state = 'closed') {_NOTE} "
    "('spaces', json_object('id', OLD.id), json_object('state', NEW.state, 'active_at', NEW.active_at, "
    "'joint_at', NEW.joint_at, 'closed_at', NEW.closed_at, 'erase_at', NEW.erase_at, 'removed_at', "
    "NEW.removed_at)); END",
)


def upgrade() -> None:
    """Make the table of erasures and the triggers that fill it."""
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("of_table", sa.String(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sqlite_autoincrement=True,
    )
    for trigger in _TRIGGERS:
        op.execute(trigger)
