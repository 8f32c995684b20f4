"""Own choices survive a restore, consent taken back above all; what was handled is not handled again."""

from alembic import op

revision = "0006"
down_revision = "0005"

_CHOICES = (
    "CREATE TRIGGER erased_choices AFTER UPDATE OF keeps_answers, depth, depth_before, depth_from, muted, "
    "chosen ON partners BEGIN INSERT INTO erasures (of_table, key, changed) VALUES ('partners', "
    "json_object('space_id', OLD.space_id, 'person_id', OLD.person_id), json_object('keeps_answers', "
    "NEW.keeps_answers, 'depth', NEW.depth, 'depth_before', NEW.depth_before, 'depth_from', NEW.depth_from, "
    "'muted', NEW.muted, 'chosen', NEW.chosen)); END"
)

_UPDATES = (
    "CREATE TRIGGER erased_updates AFTER DELETE ON updates WHEN OLD.body IS NOT NULL BEGIN "
    "INSERT INTO erasures (of_table, key, changed) VALUES ('updates', json_object('id', OLD.id), NULL); END",
    "CREATE TRIGGER erased_body AFTER UPDATE OF body ON updates "
    "WHEN OLD.body IS NOT NULL AND NEW.body IS NULL BEGIN "
    "INSERT INTO erasures (of_table, key, changed) VALUES ('updates', json_object('id', OLD.id), "
    "json_object('body', NULL, 'done', 1)); END",
)


def upgrade() -> None:
    """Write down every choice, in place of one of them, and updates that need not be kept any longer."""
    op.execute("DROP TRIGGER erased_keeps_answers")
    for trigger in (_CHOICES, *_UPDATES):
        op.execute(trigger)
