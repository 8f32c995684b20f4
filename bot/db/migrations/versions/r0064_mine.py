"""What each of the two chose for themselves stands among the preferences, what was encrypted still is."""

import sqlalchemy as sa
from alembic import op

from bot.db.encrypted import Cipher, WrongKey, cipher_of

revision = "0064"
down_revision = "0070"

_INSTANT = "replace({0}, ' ', 'T')"
_TIME = "substr({0}, 1, 8)"
_AS_IT_IS = "{0}"

_MOVED = (
    ("keeps_answers", "question.saves", _AS_IT_IS, "1"),
    ("vouched", "spaces.vouched", _AS_IT_IS, "0"),
    ("depth_from", "question.depth_from", _INSTANT, ""),
    ("reminder_at", "checkin.reminder", _TIME, ""),
    ("paused_until", "rest.paused_until", _INSTANT, ""),
    ("adult_at", "pairing.adult_at", _INSTANT, ""),
    ("saving_at", "pairing.saving_at", _INSTANT, ""),
    ("checkin_at", "checkin.agreed_at", _INSTANT, ""),
    ("prompted", "question.prompted", _AS_IT_IS, "0"),
    ("reader_told", "question.reader_told", _AS_IT_IS, "0"),
    ("announced", "spaces.announced", _AS_IT_IS, ""),
    ("leaves_words", "doors.leaves_words", _AS_IT_IS, "0"),
)
"""Column, key, how it is written, and the default, of which nothing is."""

_PRIVATE = (
    ("depth", "question.depth", "3"),
    ("depth_before", "question.depth_before", ""),
    ("muted", "question.muted", ""),
    ("chosen", "question.packs", ""),
)
"""Encrypted column, key and default."""

_PREFERRED = (
    "CREATE TRIGGER erased_preferred AFTER INSERT ON preferences WHEN NEW.person_id <> 0 BEGIN "
    "INSERT INTO erasures (of_table, key, changed) VALUES ('preferences', json_object('space_id', "
    "NEW.space_id, 'person_id', NEW.person_id, 'key', NEW.key), json_object('value', NEW.value, 'private', "
    "NEW.private)); END"
)


def upgrade() -> None:
    """Move the columns and drop them. What is moved is no erasure, so the triggers are made after it."""
    for trigger in ("erased_choices", "erased_checkin", "erased_preferred"):
        op.execute(f"DROP TRIGGER {trigger}")
    op.drop_index("ix_partners_keeping_none", "partners")
    for column, key, written, default in _MOVED:
        text = f"CAST({written.format(column)} AS TEXT)"
        op.execute(
            "INSERT INTO preferences (space_id, person_id, key, value) SELECT space_id, person_id, "  # noqa: S608
            f"'{key}', {text} FROM partners WHERE {column} IS NOT NULL AND {text} <> '{default}'"
        )
        op.drop_column("partners", column)
    cipher = cipher_of(op.get_bind().dialect)
    for column, key, default in _PRIVATE:
        _move_private(cipher, column, key, default)
        op.drop_column("partners", column)
    op.execute(_PREFERRED)
    op.create_index(
        "ix_preferences_saving_none",
        "preferences",
        ["space_id", "person_id"],
        sqlite_where=sa.text("key = 'question.saves' AND value = '0'"),
    )


def _move_private(cipher: Cipher, column: str, key: str, default: str) -> None:
    rows = op.get_bind().execute(
        sa.text(f"SELECT space_id, person_id, {column} FROM partners WHERE {column} IS NOT NULL")  # noqa: S608
    )
    for space_id, person_id, token in rows.all():
        if _opened(cipher, token) != default:
            op.get_bind().execute(
                sa.text(
                    "INSERT INTO preferences (space_id, person_id, key, private) VALUES (:s, :p, :k, :t)"
                ),
                {"s": space_id, "p": person_id, "k": key, "t": token},
            )


def _opened(cipher: Cipher, token: str) -> str | None:
    """Return what is written there; None where no key opens it, and it stays as it is."""
    try:
        return cipher.decrypt(token, "preferences.private")
    except WrongKey:
        return None
