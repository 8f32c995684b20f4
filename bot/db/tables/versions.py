"""The version of a space: what is read of it is the same as long as its version is.

The database gives it, whoever writes: a row of `spaces`, `partners`, `preferences` or `people` that comes,
changes or goes gives every space it is part of a new one. It is drawn by chance, so none comes twice, not
even after a transaction that was taken back.
"""

from sqlalchemy import Connection, MetaData, Table, event

from bot.db.tables.base import metadata
from bot.db.tables.people import partners, people, spaces
from bot.db.tables.preferences import preferences

_PARTS = ((spaces, "id"), (partners, "space_id"), (preferences, "space_id"), (people, "id"))
_ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def triggers() -> dict[str, str]:
    """Return the statements that make the triggers, by their names."""
    return {
        f"versions_{table.name}_{act}": _sql(table, key, act)
        for table, key in _PARTS
        for act in _ROWS
        if (table, act) != (spaces, "delete")
    }


def _sql(table: Table, key: str, act: str) -> str:
    rows = ", ".join(f"{row}.{key}" for row in _ROWS[act])
    theirs = f"SELECT space_id FROM partners WHERE person_id IN ({rows})"  # noqa: S608 - names of our own
    which = theirs if table is people else rows
    of = ""
    if table is spaces and act == "update":  # giving a version gives no further one
        of = f" OF {', '.join(it.name for it in spaces.c if it is not spaces.c.version)}"
    when = f"AFTER {act.upper()}{of} ON {table.name}"
    gives = f"UPDATE spaces SET version = random() WHERE id IN ({which})"  # noqa: S608 - as above
    return f"CREATE TRIGGER versions_{table.name}_{act} {when} BEGIN {gives}; END"


@event.listens_for(metadata, "after_create")
def _make_triggers(_metadata: MetaData, connection: Connection, **_options: object) -> None:
    for sql in triggers().values():
        connection.exec_driver_sql(sql)
