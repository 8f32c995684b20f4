"""Which message was taken for what is a row, so that an edit of one goes to whoever took it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.db.encrypted import WrongKey, cipher_of

revision = "0091"
down_revision = "0080"

_FORGETS = (
    "CREATE TRIGGER forgets_answers AFTER DELETE ON answers BEGIN DELETE FROM taken "
    "WHERE space_id = OLD.space_id AND ref = OLD.card_id AND person_id = OLD.person_id "
    "AND kind LIKE '%.answer'; END",
    "CREATE TRIGGER forgets_thanks AFTER DELETE ON thanks BEGIN DELETE FROM taken "
    "WHERE space_id = OLD.space_id AND ref = OLD.id AND person_id = OLD.giver_id "
    "AND kind LIKE 'thanks.words'; END",
)

_DAYS = 4
"""Telegram lets people edit for two days and holds updates for one (core.telegram.org/bots/api#update); of
what is older no edit comes. They are counted back from the newest words there are, as whatever the clock says
then, none are newer."""

_ANSWERS = (
    "SELECT answers.rowid AS n, answers.space_id, answers.person_id, posts.ritual || '.answer' AS kind, "
    "answers.card_id AS ref, answers.text AS pieces, NULL AS first, "
    "CASE answers.how WHEN 'open' THEN spaces.chat_id ELSE answers.person_id END AS chat "
    "FROM answers JOIN spaces ON spaces.id = answers.space_id JOIN cards ON cards.id = answers.card_id "
    "JOIN posts ON posts.id = cards.post_id WHERE answers.rowid > :after AND answers.text IS NOT NULL "
    "AND julianday(answers.said_at) > (SELECT max(julianday(said_at)) FROM answers) - :days "
    "ORDER BY answers.rowid LIMIT 1000"
)
_THANKS = (
    "SELECT id AS n, space_id, giver_id AS person_id, 'thanks.words' AS kind, id AS ref, pieces, "
    "source_message AS first, source_chat AS chat FROM thanks WHERE id > :after "
    "AND julianday(made_at) > (SELECT max(julianday(made_at)) FROM thanks) - :days ORDER BY id LIMIT 1000"
)
_NOTE = (
    "INSERT OR REPLACE INTO taken (chat_id, message_id, space_id, person_id, kind, ref) "
    "VALUES (:chat, :message, :space, :person, :kind, :ref)"
)


def upgrade() -> None:
    """Make the table, and fill it with what can still be edited."""
    op.create_table(
        "taken",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_taken_space_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_taken")),
    )
    op.create_index("ix_taken_space_id_ref", "taken", ["space_id", "ref"])
    cipher = cipher_of(op.get_bind().dialect)
    for found, field in ((_ANSWERS, "answers.text"), (_THANKS, "thanks.pieces")):
        _fill(cipher.opening(field), found)
    for trigger in _FORGETS:
        op.execute(trigger)


def _fill(opens: Callable[[str], str], found: str) -> None:
    """Note the messages of all that a statement finds, a thousand at a time."""
    after = 0
    while rows := op.get_bind().execute(sa.text(found), {"after": after, "days": _DAYS}).all():
        after = rows[-1].n
        noted = [
            {
                "chat": row.chat,
                "message": message,
                "space": row.space_id,
                "person": row.person_id,
                "kind": row.kind,
                "ref": row.ref,
            }
            for row in rows
            if row.chat is not None
            for message in _messages(opens, row)
        ]
        if noted:
            op.get_bind().execute(sa.text(_NOTE), noted)


def _messages(opens: Callable[[str], str], row: Any) -> Iterator[int]:
    """Yield the messages that something was said in; of what no key opens, the first at most."""
    try:
        pieces = json.loads(opens(row.pieces)) if row.pieces else []
    except WrongKey:
        pieces = []
    yield from [piece[0] for piece in pieces] or ([] if row.first is None else [row.first])
