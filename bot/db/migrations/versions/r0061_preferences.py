"""What was chosen has a table of its own, which holds what differs from the defaults: the kindness first.

Every later step moves columns of one owner there. What the group was last told of the kindness moves with it.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0031"

_CHANGED = "json_object('value', NEW.value, 'private', NEW.private)"
_NOTE = "INSERT INTO erasures (of_table, key, changed) VALUES ('preferences', json_object('space_id', "
_OF_NEW = "NEW.space_id, 'person_id', NEW.person_id, 'key', NEW.key), "
_OF_OLD = "OLD.space_id, 'person_id', OLD.person_id, 'key', OLD.key), "

_TRIGGERS = (
    "CREATE TRIGGER erased_preferences AFTER DELETE ON preferences WHEN OLD.person_id <> 0 AND EXISTS "  # noqa: S608
    f"(SELECT 1 FROM spaces WHERE spaces.id = OLD.space_id) BEGIN {_NOTE}{_OF_OLD}NULL); END",
    f"CREATE TRIGGER erased_preferred AFTER INSERT ON preferences WHEN NEW.person_id <> 0 BEGIN {_NOTE}"
    f"{_OF_NEW}{_CHANGED}); END",
    "CREATE TRIGGER erased_preferred_anew AFTER UPDATE OF value, private ON preferences "
    f"WHEN NEW.person_id <> 0 BEGIN {_NOTE}{_OF_OLD}{_CHANGED}); END",
    "CREATE TRIGGER forgets_partner AFTER DELETE ON partners BEGIN DELETE FROM preferences "
    "WHERE space_id = OLD.space_id AND person_id = OLD.person_id; END",
)

_MOVED = (
    ("kindness_mode", "kindness.mode", "kindness_mode", "own"),
    ("kindness_time", "kindness.time", "substr(kindness_time, 1, 8)", "12:30:00"),
    ("kindness_days", "kindness.days", "kindness_days", "xxxxxxx"),
)
"""Column, key, what is written of it, and the default, of which nothing is."""


def upgrade() -> None:
    """Make the table, move the columns and drop them."""
    op.create_table(
        "preferences",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("private", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_preferences_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("space_id", "person_id", "key", name=op.f("pk_preferences")),
    )
    for trigger in _TRIGGERS:
        op.execute(trigger)
    for column, key, written, default in _MOVED:
        op.execute(
            "INSERT INTO preferences (space_id, person_id, key, value) "  # noqa: S608 - names of our own
            f"SELECT id, 0, '{key}', {written} FROM spaces WHERE {written} <> '{default}'"
        )
        op.drop_column("spaces", column)
    _tell_apart()


def _tell_apart() -> None:
    """Move what the group was last told of the kindness to what it was told by key."""
    rows = op.get_bind().execute(
        sa.text("SELECT id, changed_from FROM spaces WHERE changed_from IS NOT NULL")
    )
    for space_id, text in rows.all():
        told = json.loads(text)
        mode, at, days = told.pop("kindness")
        chosen = {"kindness.mode": mode, "kindness.time": f"{at}:00", "kindness.days": days}
        told["chosen"] = {key: chosen[key] for _, key, _, default in _MOVED if chosen[key] != default}
        op.get_bind().execute(
            sa.text("UPDATE spaces SET changed_from = :told WHERE id = :space"),
            {"told": json.dumps(told), "space": space_id},
        )
