"""The one metadata object, with names for constraints so that migrations can speak of them.

And how a table says that a row of it which is erased must not come back with a backup (`notes`).
"""

from dataclasses import dataclass

from sqlalchemy import MetaData, Table

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_NOTE = "INSERT INTO erasures (of_table, key, changed) VALUES"

IN_SPACE = "EXISTS (SELECT 1 FROM spaces WHERE spaces.id = OLD.space_id)"
"""The condition that a row did not go because its whole space went: that is written down by itself."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Writes down an erasure of `table`: a row that went, or where `sets` is given, a change of it.

    `when` is SQL over OLD and NEW, `of` the columns whose change is looked at, `sets` what the columns are
    to be again, as SQL. A trigger that is `new` writes down a row that came.
    """

    name: str
    table: Table
    key: tuple[str, ...]
    when: str = ""
    of: tuple[str, ...] = ()
    sets: tuple[tuple[str, str], ...] = ()
    new: bool = False

    @property
    def sql(self) -> str:
        """The statement that makes it."""
        act = f"UPDATE OF {', '.join(self.of)}" if self.of else "INSERT" if self.new else "DELETE"
        row = "NEW" if self.new else "OLD"
        pairs = ", ".join(f"'{column}', {row}.{column}" for column in self.key)
        changed = ", ".join(f"'{column}', {value}" for column, value in self.sets)
        what = f"json_object({changed})" if changed else "NULL"
        return (
            f"CREATE TRIGGER erased_{self.name} AFTER {act} ON {self.table.name}"
            f"{f' WHEN {self.when}' if self.when else ''} BEGIN {_NOTE} "
            f"('{self.table.name}', json_object({pairs}), {what}); END"
        )


NOTED: list[Trigger] = []


def notes(table: Table) -> None:
    """Have every row that goes from a table of a space written down (`bot.db.tables.erasures`)."""
    key = tuple(column.name for column in table.primary_key)
    NOTED.append(Trigger(table.name, table, key, IN_SPACE))
