"""The bank's TOML files, read table by table; what is wrong is one line that names file, item and mend."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator
from datetime import date
from importlib.resources.abc import Traversable

_ID = re.compile(r"[qk]-[a-z]{3,6}-\d{3}")
_LEAP_YEAR = 2000  # so that 02-29 is a day one may name


class BankError(Exception):
    """The bank cannot be used; the message is one plain line that names file, item and mend."""


class Entry:
    """One `[[item]]` table: hands out its fields by type and complains with its file and id."""

    def __init__(self, where: str, group: str, table: dict[str, object]) -> None:
        self.where, self.group, self._table = where, group, table
        self._seen: set[str] = set()
        self.id = self.text("id")
        if not _ID.fullmatch(self.id):
            raise self.wrong("id must look like q-play-001 or k-load-001")

    def wrong(self, mend: str) -> BankError:
        """Return the error that names this item and what mends it."""
        return BankError(f"{self.where}: {self._table.get('id', 'an item without id')}: {mend}")

    def text(self, key: str, default: str | None = None, among: Collection[str] = ()) -> str:
        """Return a one-line string; without `default` it must be there and not be empty."""
        value = self._take(key, default)
        if not isinstance(value, str) or value != value.strip() or "\n" in value:
            raise self.wrong(f"{key} must be one line of text without spaces around it")
        if default is None and not value:
            raise self.wrong(f"{key} must not be empty")
        if among and value not in among:
            raise self.wrong(f"{key} must be one of {', '.join(sorted(among))}")
        return value

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number from `low` to `high`."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.wrong(f"{key} must be a whole number from {low} to {high}")
        return value

    def flag(self, key: str) -> bool:
        """Return whether it is said to be so; not to say it is to say no."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            raise self.wrong(f"{key} must be true or false")
        return value

    def words(
        self, key: str, fits: Callable[[str], object] = bool, mend: str = "non-empty words"
    ) -> tuple[str, ...]:
        """Return a list of strings without doubles, each of which `fits`."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise self.wrong(f'{key} must be a list such as ["…"]')
        items = tuple(item for item in value if isinstance(item, str) and fits(item))
        if len(items) != len(value) or len(set(items)) != len(items):
            raise self.wrong(f"{key} must be a list of {mend}, each once")
        return items

    def month_day(self, key: str) -> str:
        """Return a day of the year as "MM-DD", or "" where the item names none."""
        value = self.text(key, "")
        try:
            if value and f"{date.fromisoformat(f'{_LEAP_YEAR}-{value}'):%m-%d}" != value:
                raise ValueError
        except ValueError:
            raise self.wrong(f"{key} must be a day of the year as MM-DD, such as 12-20") from None
        return value

    def done(self) -> None:
        """Refuse keys that nobody asked for: they are typing slips."""
        for key in self._table.keys() - self._seen:
            raise self.wrong(f"{key!r} is not a field; see docs/content.md for the fields")

    def _take(self, key: str, default: object) -> object:
        self._seen.add(key)
        value = self._table.get(key, default)
        if value is None:
            raise self.wrong(f"{key} is missing")
        return value


def entries(folder: Traversable, where: str, initial: str) -> Iterator[Entry]:
    """Yield the items of every TOML file in a folder; their ids begin with `initial` and a hyphen.

    `where` names the folder in complaints. The file's name is each item's group.

    Raises:
        BankError: if the folder is missing, or a file is not a list of items.
    """
    if not folder.is_dir():
        raise BankError(f"{where}: the folder is missing; put the files of this kind there")
    for file in sorted(folder.iterdir(), key=lambda it: it.name):
        if not file.name.endswith(".toml"):
            continue
        path = f"{where}/{file.name}"
        document = parse(file, path)
        items = document.pop("item", None)
        if document or not isinstance(items, list) or not all(isinstance(it, dict) for it in items):
            raise BankError(f"{path}: the file must hold [[item]] tables and nothing else")
        for table in items:
            entry = Entry(path, file.name.removesuffix(".toml"), table)
            if not entry.id.startswith(f"{initial}-"):
                raise entry.wrong(f"an id in this folder must begin with {initial}-")
            yield entry


def names(file: Traversable, where: str) -> dict[str, str]:
    """Return what people read for each key of a file of names.

    Raises:
        BankError: if the file is missing or a name is empty.
    """
    found: dict[str, str] = {}
    for slug, name in parse(file, where).items():
        if not isinstance(name, str) or not name.strip():
            raise BankError(f'{where}: {slug}: give it a name for people, such as {slug} = "Trust"')
        found[slug] = name
    return found


def parse(file: Traversable, where: str) -> dict[str, object]:
    """Return a TOML file's document.

    Raises:
        BankError: if the file is missing or broken.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BankError(f"{where}: the file is missing; add it") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BankError(f"{where}: not readable as TOML ({error}); mend that line") from None
