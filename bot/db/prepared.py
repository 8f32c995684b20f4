"""Statements that stand at module level, prepared once: their text, how values go in, how rows come out.

SQLAlchemy looks a statement up in its cache by all that it is made of, and builds a context, a cursor and a
result of its own at each execution: several times what SQLite needs for a row that an index finds. What is
executed a second time is no statement of the moment, so it is worth keeping what came of it. SQLAlchemy still
says what its text is and what its types do with each value; what that gains is in docs/performance.md.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection as Driver
from sqlite3 import Error
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
_Keys = tuple[str | tuple[str, int], ...]
"""The names of the values given; with its length, where one is a list."""


class Result:
    """What a prepared statement found: all its rows, as named tuples. Answers as SQLAlchemy's result does."""

    __slots__ = ("_names", "_rows", "rowcount")

    def __init__(self, names: Sequence[str], rows: list[Any], rowcount: int) -> None:
        """Take the rows as they are to be seen; `rowcount` counts those that were written."""
        self._names = names
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        """Go through the rows."""
        return iter(self._rows)

    def all(self) -> list[Any]:
        """Return all rows."""
        return self._rows

    def first(self) -> Any:
        """Return the first row, or None."""
        return self._rows[0] if self._rows else None

    def one_or_none(self) -> Any:
        """Return the only row, or None; raises `MultipleResultsFound`."""
        if len(self._rows) > 1:
            raise MultipleResultsFound("more than one row was found")
        return self.first()

    def one(self) -> Any:
        """Return the only row; raises `NoResultFound` or `MultipleResultsFound`."""
        if not self._rows:
            raise NoResultFound("no row was found")
        return self.one_or_none()

    def scalar(self) -> Any:
        """Return the first column of the first row, or None."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """Return the first column of the only row; raises as `one` does."""
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        """Return the first column of the only row, or None; raises `MultipleResultsFound`."""
        return None if self.one_or_none() is None else self.scalar()

    def scalars(self) -> "Result":
        """Return the first column of each row."""
        return Result((), [row[0] for row in self._rows], self.rowcount)

    def mappings(self) -> "Result":
        """Return each row as a mapping from its columns' names."""
        return Result((), [dict(zip(self._names, row, strict=True)) for row in self._rows], self.rowcount)


class Statements:
    """The prepared statements of one engine: its types may know a secret of its own (`bot.db.encrypted`)."""

    def __init__(self, dialect: Dialect) -> None:
        """Begin with none."""
        self._dialect = dialect
        self._ready: WeakKeyDictionary[Any, dict[_Keys, _Ready]] = WeakKeyDictionary()

    def ready(self, statement: Any, values: Values | Sequence[Values] | None) -> "_Ready | None":
        """Return a statement ready to run with values of these names; None: it is not to be prepared."""
        keys = _keys(values)
        found = self._ready.get(statement)
        if found is not None and keys in found:
            return found[keys]
        plan = _plan(statement, values, keys)
        if plan is None:
            return None
        ready = _Ready(plan, self._dialect)
        self._ready.setdefault(statement, {})[keys] = ready
        return ready


@dataclass(frozen=True, slots=True)
class _Slot:
    """One question mark: the value given under a name (or one of its list), or what the statement says."""

    name: str | None
    at: int | None
    own: Any
    type: TypeEngine[Any]


class _Plan:
    """What is the same for every engine: the text, its question marks, the types of the rows it finds."""

    def __init__(self, text: str, slots: Sequence[_Slot], types: Sequence[TypeEngine[Any]]) -> None:
        self.text = text
        self.slots = slots
        self.types = types
        self.names: tuple[str, ...] = ()
        self.row: Callable[[Sequence[Any]], Any] = tuple

    def name(self, description: Sequence[Sequence[Any]]) -> None:
        """Take the names of the columns as SQLite says them, at the first run."""
        self.names = tuple(column[0] for column in description)
        row: Any = namedtuple("Row", self.names, rename=True)  # type: ignore[misc]
        self.row = row._make


class _Ready:
    """A plan with what an engine's types do to each value, in and out."""

    def __init__(self, plan: _Plan, dialect: Dialect) -> None:
        self._plan = plan
        self._slots = [(it.name, it.at, it.own, _bind(it.type, dialect)) for it in plan.slots]
        out = [it.dialect_impl(dialect).result_processor(dialect, None) for it in plan.types]
        self._out = out if any(out) else None

    def run(self, on: Connection, driver: Driver, values: Values | Sequence[Values] | None) -> Result:
        """Run it; raises what SQLAlchemy would, without the values."""
        plan = self._plan
        several = isinstance(values, list)
        for hears in on.dispatch.before_cursor_execute:
            hears(on, None, plan.text, (), None, several)
        try:
            if several:
                cursor = driver.executemany(plan.text, [self._bound(each) for each in values or ()])
            else:
                cursor = driver.execute(plan.text, self._bound(values))
            found = cursor.fetchall()
        except Error as error:
            raise _wrapped(plan.text, error) from error
        if found and not plan.names:
            plan.name(cursor.description)
        return Result(plan.names, self._seen(found), cursor.rowcount)

    def _bound(self, values: Any) -> list[Any]:
        bound = []
        for name, at, value, process in self._slots:
            if name is not None:
                value = values[name] if at is None else values[name][at]
            bound.append(value if process is None else process(value))
        return bound

    def _seen(self, rows: list[Any]) -> list[Any]:
        make, out = self._plan.row, self._out
        if out is None:
            return [make(row) for row in rows]
        return [
            make([it if process is None else process(it) for it, process in zip(row, out, strict=True)])
            for row in rows
        ]


_DIALECT = SQLiteDialect_aiosqlite()
_plans: WeakKeyDictionary[Any, dict[_Keys, _Plan | None]] = WeakKeyDictionary()
"""By statement: an empty one was seen once. A process has these once for all its databases."""


def _plan(statement: Any, values: Values | Sequence[Values] | None, keys: _Keys) -> _Plan | None:
    if not isinstance(statement, Select | Insert | Update | Delete):
        return None
    plans = _plans.get(statement)
    if plans is None:  # of the moment, perhaps
        _plans[statement] = {}
        return None
    if keys not in plans:
        plans[keys] = _planned(statement, values)
    return plans[keys]


def _keys(values: Any) -> _Keys:
    if not values:
        return ()
    if isinstance(values, list):
        return ("", *values[0])
    return tuple([(name, len(it)) if isinstance(it, list | tuple) else name for name, it in values.items()])


def _planned(statement: Any, values: Any) -> _Plan | None:
    """Return what comes of a statement; None where SQLAlchemy does more for it than is known here.

    That is: defaults that are functions, rows coming back from several at once, a value that becomes part of
    the text, and a set given as a list, which has no order to go by.
    """
    several = isinstance(values, list)
    given = (values[0] if several else values) or {}
    compiled = statement.compile(dialect=_DIALECT, column_keys=list(given), for_executemany=several)
    columns = list(statement.exported_columns)
    defaults = {column.key: column.default for column in compiled.insert_prefetch}
    if compiled.update_prefetch or not all(it.is_scalar for it in defaults.values()) or (several and columns):
        return None
    defaults = {key: it.arg for key, it in defaults.items()}
    state = compiled.construct_expanded_state({**defaults, **given})
    lists = {
        name: (of, at) for of, names in state.parameter_expansion.items() for at, name in enumerate(names)
    }
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    slots = []
    for name in state.positiontup:
        of, at = lists.get(name, (name, None))
        bind = binds[of]
        key = bind.key if bind.key in given else of if of in given else None
        of_no_order = key is not None and at is not None and not isinstance(given[key], list | tuple)
        if bind.callable or (bind.literal_execute and at is None) or of_no_order:
            return None
        own = state.parameters[name] if key is None else None
        slots.append(_Slot(key, at, own, bind.type))
    return _Plan(state.statement, slots, [column.type for column in columns])


def _bind(of: TypeEngine[Any], dialect: Dialect) -> Any:
    return of.dialect_impl(dialect).bind_processor(dialect)


def _wrapped(text: str, error: Error) -> BaseException:
    """Return an error of the driver's as SQLAlchemy's; the values are people's words, and stay out of it."""
    return DBAPIError.instance(text, None, error, Error, hide_parameters=True, dialect=_DIALECT)
