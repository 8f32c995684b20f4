"""A space has a version, which is another whenever anything of it or of its people changes."""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0100"

_COLUMNS = (
    "id, chat_id, inviter_id, state, zone, created_at, active_at, closed_at, erase_at, removed_at, members, "
    "members_at, public, moved_from, thread_id"
)
_NEW_VERSION = "BEGIN UPDATE spaces SET version = random() WHERE id IN"
_THEIRS = "SELECT space_id FROM partners WHERE person_id IN"


def upgrade() -> None:
    """Add the column and what fills it; the first version of those that are there is 0."""
    op.add_column(
        "spaces", sa.Column("version", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
    )
    for table, act, which in (
        ("spaces", "insert", "(NEW.id)"),
        ("spaces", "update", "(OLD.id, NEW.id)"),
        *(
            (table, act, rows)
            for table in ("partners", "preferences")
            for act, rows in (
                ("insert", "(NEW.space_id)"),
                ("update", "(OLD.space_id, NEW.space_id)"),
                ("delete", "(OLD.space_id)"),
            )
        ),
        ("people", "insert", f"({_THEIRS} (NEW.id))"),
        ("people", "update", f"({_THEIRS} (OLD.id, NEW.id))"),
        ("people", "delete", f"({_THEIRS} (OLD.id))"),
    ):
        of = f" OF {_COLUMNS}" if (table, act) == ("spaces", "update") else ""
        op.execute(
            f"CREATE TRIGGER versions_{table}_{act} AFTER {act.upper()}{of} ON {table} "
            f"{_NEW_VERSION} {which}; END"
        )
