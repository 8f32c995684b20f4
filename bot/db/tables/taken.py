"""The table of which message of a person's was taken for what, and the triggers that keep it true."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    MetaData,
    Named,
    PrimaryKeyConstraint,
    Table,
    TypedColumns,
    event,
)

from bot.db.columns import person_column, space_column
from bot.db.tables.base import metadata


class TakenColumns(TypedColumns):
    """One message of a person's that became part of something they said: its number, and none of its words.

    `kind` says what it was taken for, as the prompt for it is called (so whose it is, first), and `ref` which
    one: of `OWNER.answer` the card, of `thanks.words` the thank-you.
    """

    chat_id: Named[int] = Column(BigInteger)
    message_id: Named[int] = Column(BigInteger)
    space_id: Named[int] = space_column()
    person_id: Named[int] = person_column()
    kind: Named[str]
    ref: Named[int]


taken = Table(
    "taken",
    metadata,
    TakenColumns,
    PrimaryKeyConstraint("chat_id", "message_id"),
    Index("ix_taken_space_id_ref", "space_id", "ref"),
)

FORGETS = (
    "CREATE TRIGGER forgets_answer AFTER DELETE ON answers BEGIN DELETE FROM taken "
    "WHERE space_id = OLD.space_id AND ref = OLD.card_id AND person_id = OLD.person_id "
    "AND kind LIKE '%.answer'; END",
    "CREATE TRIGGER forgets_thanks AFTER DELETE ON thanks BEGIN DELETE FROM taken "
    "WHERE space_id = OLD.space_id AND ref = OLD.id AND person_id = OLD.giver_id "
    "AND kind = 'thanks.words'; END",
)
"""Whoever erases an answer or a thank-you, its messages are taken for nothing from then on."""


@event.listens_for(metadata, "after_create")
def _make_triggers(_metadata: MetaData, connection: Connection, **_options: Any) -> None:
    """Make them once every table stands: they look at others than their own."""
    for trigger in FORGETS:
        connection.exec_driver_sql(trigger)
