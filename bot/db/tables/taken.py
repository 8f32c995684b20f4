"""The table of which message of a person's was taken for what; its rows go with those of other tables."""

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

_TRIGGERS: list[str] = []


def messages_go_with(table: Table, kind: str, *, ref: str, person: str = "person_id") -> None:
    """Have what is noted of its messages go with each row of a table, whoever erases that.

    `kind` is what they were taken for, in a pattern of SQL's LIKE; `ref` and `person` are the columns of the
    table that say which one it is and who said it.
    """
    its = f"space_id = OLD.space_id AND ref = OLD.{ref} AND person_id = OLD.{person} AND kind LIKE '{kind}'"
    _TRIGGERS.append(
        f"CREATE TRIGGER forgets_{table.name} AFTER DELETE ON {table.name} "  # noqa: S608 - names of our own
        f"BEGIN DELETE FROM taken WHERE {its}; END"
    )


@event.listens_for(metadata, "after_create")
def _make_triggers(_metadata: MetaData, connection: Connection, **_options: Any) -> None:
    """Make them once every table stands: each looks at another than its own."""
    for trigger in _TRIGGERS:
        connection.exec_driver_sql(trigger)
