"""What a couple chose for both stands among the preferences, with what is remembered of its posts.

So does what the group was last told of a change, by keys now.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0061"

_INSTANT = "replace({0}, ' ', 'T')"
_TIME = "substr({0}, 1, 8)"
_AS_IT_IS = "{0}"

_MOVED = (
    ("question_on", "question.on", _AS_IT_IS, "1"),
    ("question_time", "question.time", _TIME, "09:00:00"),
    ("question_days", "question.days", _AS_IT_IS, "xxxxxxx"),
    ("rest_days", "rest.days", _AS_IT_IS, "......."),
    ("rest_from", "rest.from", _AS_IT_IS, ""),
    ("rest_to", "rest.to", _AS_IT_IS, ""),
    ("resting_until", "rest.until", _INSTANT, ""),
    ("quiet_from", "quiet.from", _TIME, "22:00:00"),
    ("quiet_until", "quiet.until", _TIME, "07:00:00"),
    ("pace", "ladder.pace", _AS_IT_IS, "daily"),
    ("joint_at", "ladder.joint_at", _INSTANT, ""),
    ("quiet_told", "ladder.quiet_told", _AS_IT_IS, "0"),
    ("month_asked", "settings.pace_asked", _AS_IT_IS, "0"),
    ("change_no", "changes.number", _AS_IT_IS, "0"),
    ("changed_from", "changes.told", _AS_IT_IS, ""),
)
"""Column, key, how it is written, and the default, of which nothing is."""

_DEFAULTS = {key: default for _, key, _, default in _MOVED}

_ERASED = (
    "CREATE TRIGGER erased_preferences AFTER DELETE ON preferences WHEN "
    "(OLD.person_id <> 0 OR OLD.key = 'ladder.joint_at') AND EXISTS (SELECT 1 FROM spaces "
    "WHERE spaces.id = OLD.space_id) BEGIN INSERT INTO erasures (of_table, key, changed) VALUES "
    "('preferences', json_object('space_id', OLD.space_id, 'person_id', OLD.person_id, 'key', OLD.key), "
    "NULL); END"
)
_ENDED = (
    "CREATE TRIGGER erased_ended AFTER UPDATE OF state ON spaces WHEN NEW.state <> OLD.state AND "
    "(OLD.state = 'active' OR NEW.state = 'closed') BEGIN INSERT INTO erasures (of_table, key, changed) "
    "VALUES ('spaces', json_object('id', OLD.id), json_object('state', NEW.state, 'active_at', "
    "NEW.active_at, 'closed_at', NEW.closed_at, 'erase_at', NEW.erase_at, 'removed_at', NEW.removed_at)); "
    "END"
)


def upgrade() -> None:
    """Move the columns and drop them; triggers that name one of them are made anew."""
    for trigger in ("erased_preferences", "erased_ended"):
        op.execute(f"DROP TRIGGER {trigger}")
    _tell_by_keys()
    for column, key, written, default in _MOVED:
        text = f"CAST({written.format(column)} AS TEXT)"
        op.execute(
            "INSERT INTO preferences (space_id, person_id, key, value) "  # noqa: S608 - names of our own
            f"SELECT id, 0, '{key}', {text} FROM spaces WHERE {column} IS NOT NULL AND {text} <> '{default}'"
        )
        op.drop_column("spaces", column)
    op.execute(_ERASED)
    op.execute(_ENDED)


def _tell_by_keys() -> None:
    """Say by keys what each group was last told."""
    rows = op.get_bind().execute(
        sa.text("SELECT id, changed_from FROM spaces WHERE changed_from IS NOT NULL")
    )
    for space_id, text in rows.all():
        op.get_bind().execute(
            sa.text("UPDATE spaces SET changed_from = :told WHERE id = :space"),
            {"told": json.dumps(_by_keys(json.loads(text))), "space": space_id},
        )


def _by_keys(told: dict[str, Any]) -> dict[str, Any]:
    is_on, at, days = told["question"]
    quiet_from, quiet_until = told["quiet"]
    chosen = {
        "question.on": "1" if is_on else "0",
        "question.time": f"{at}:00",
        "question.days": days,
        "rest.days": told["rest_days"],
        "ladder.pace": told["pace"],
        "quiet.from": f"{quiet_from}:00",
        "quiet.until": f"{quiet_until}:00",
    }
    return {
        "zone": told["zone"],
        "announced": told["announced"],
        "chosen": told["chosen"] | {key: value for key, value in chosen.items() if value != _DEFAULTS[key]},
        "paced": told.get("paced", False),
    }
