"""What is read at every step is sealed by AES-GCM, and so is the proof of the key.

The rest stays in its old form until it is written again, or until `rotate-key`. Older versions read none of
the new; that there is this step keeps them from opening the database.
"""

import sqlalchemy as sa
from alembic import op

from bot.db.encrypted import Cipher, WrongKey, cipher_of

revision = "0120"
down_revision = "0140"

_COLUMNS = (
    ("people", "name", "name IS NOT NULL", "'people.name'"),
    ("preferences", "private", "private IS NOT NULL", "'preferences.private'"),
    ("meta", "value", "key IN ('cipher_check', 'chance')", "'meta.' || key"),
)
"""Table, column, which rows are encrypted there, and the name of their field, as SQL."""

_AT_ONCE = 1000

_NOTES = "erased_preferred_anew"
"""The trigger that writes down every choice that changes: none does here."""


def upgrade() -> None:
    """Seal these columns anew. What no key opens stays as it is."""
    notes = op.get_bind().scalar(
        sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": _NOTES}
    )
    op.execute(f"DROP TRIGGER {_NOTES}")
    cipher = cipher_of(op.get_bind().dialect)
    for table, column, which, field in _COLUMNS:
        _seal(cipher, table, column, which, field)
    op.execute(notes)


def _seal(cipher: Cipher, table: str, column: str, which: str, field: str) -> None:
    found = sa.text(
        f"SELECT rowid AS n, {column} AS token, {field} AS field FROM {table} "  # noqa: S608 - ours
        f"WHERE rowid > :after AND {which} AND typeof({column}) = 'text' ORDER BY rowid LIMIT {_AT_ONCE}"
    )
    put = sa.text(f"UPDATE {table} SET {column} = :token WHERE rowid = :n")  # noqa: S608 - ours
    after = -1
    while rows := op.get_bind().execute(found, {"after": after}).all():
        after = rows[-1].n
        anew = [
            {"n": row.n, "token": cipher.encrypt(text, row.field)}
            for row in rows
            if not cipher.wrote(row.token) and (text := _opened(cipher, row.token, row.field)) is not None
        ]
        if anew:
            op.get_bind().execute(put, anew)


def _opened(cipher: Cipher, token: str, field: str) -> str | None:
    try:
        return cipher.decrypt(token, field)
    except WrongKey:
        return None
