"""Column types of our own: instants in UTC, and short names for what many tables repeat."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Column, ColumnClause, DateTime, Dialect, ForeignKey, literal_column
from sqlalchemy.types import TypeDecorator

T = TypeVar("T", str, int)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as naive UTC so that text order in SQLite is time order.

    Raises `ValueError` for a naive datetime: an instant without a zone is a bug.
    """

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into naive UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


def space_column(**options: Any) -> Column[int]:
    """Return a `space_id` column; everything of a space goes with it."""
    return Column(ForeignKey("spaces.id", ondelete="CASCADE"), **options)


def person_column(**options: Any) -> Column[int]:
    """Return a column for a Telegram user id (up to 52 bits)."""
    return Column(BigInteger, **options)


def fixed(value: T) -> ColumnClause[T]:
    """Return a value of our own (a word or a number) that stands in the statement's text, and is not bound.

    SQLite uses an index over some rows only where it can see, before any value is bound, that a statement
    asks for no others (https://www.sqlite.org/partialindex.html).
    """
    return literal_column(f"'{value}'" if isinstance(value, str) else str(value))
