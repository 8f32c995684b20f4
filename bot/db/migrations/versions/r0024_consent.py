"""What each person said yes to and when; and how much of their first private prompts was explained.

Whoever is in said with *I'm in* that they are an adult and what may be saved. Nobody was asked about
check-ins by themselves: at their next one they are. Whoever is in knows how a private prompt works
(`prompted`), but was never told above one who could read it (`reader_told`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

_KNOWS_PROMPTS = 3

_TAKEN_BACK = (
    "CREATE TRIGGER erased_checkin AFTER UPDATE OF checkin_at ON partners "
    "WHEN OLD.checkin_at IS NOT NULL AND NEW.checkin_at IS NULL BEGIN "
    "INSERT INTO erasures (of_table, key, changed) VALUES ('partners', json_object('space_id', OLD.space_id, "
    "'person_id', OLD.person_id), json_object('checkin_at', NULL, 'reminder_at', NULL)); END"
)


def upgrade() -> None:
    """Add the columns, and take what *I'm in* meant for what it was."""
    for name in ("adult_at", "saving_at", "checkin_at"):
        op.add_column("partners", sa.Column(name, sa.DateTime(), nullable=True))
    op.add_column(
        "partners", sa.Column("prompted", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column(
        "partners", sa.Column("reader_told", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute("UPDATE partners SET adult_at = joined_at, saving_at = joined_at WHERE state = 'in'")
    op.execute(f"UPDATE partners SET prompted = {_KNOWS_PROMPTS} WHERE state = 'in'")  # noqa: S608
    op.execute(_TAKEN_BACK)
