"""What a couple or one of the two chose, and what a feature remembers of either: each declared by its owner.

A preference has a key and a default; only what differs from the default is stored (`store.put`). A space or a
partner is asked for it by the declaration itself: `space[QUESTION_TIME]`, `me[REMINDER]`. Pure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """How values are written down as text, and read again."""

    write: Callable[[T], str]
    read: Callable[[str], T]


def _instant_as_text(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


TEXT: Kind[str] = Kind(str, str)
NUMBER: Kind[int] = Kind(str, int)
YES_OR_NO: Kind[bool] = Kind(lambda value: "1" if value else "0", lambda text: text == "1")
TIME: Kind[time] = Kind(time.isoformat, time.fromisoformat)
DATE: Kind[date] = Kind(date.isoformat, date.fromisoformat)
INSTANT: Kind[datetime] = Kind(
    _instant_as_text, lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC)
)
"""An aware instant, written as naive UTC; raises ValueError for one without a zone."""
WORDS: Kind[frozenset[str]] = Kind(
    lambda words: ",".join(sorted(words)), lambda text: frozenset(word for word in text.split(",") if word)
)
"""Some words of our own, none of which holds a comma."""


@dataclass(frozen=True, slots=True, eq=False)
class Preference(Generic[T]):
    """One thing that is chosen or remembered, of a space or of one of its people.

    The `key` begins with its owner's name and stays for good, as rows hold it. What is `private` is
    encrypted. What has a `label` (a gettext source) is called so on its page in the settings, and where a
    person takes along what they chose.

    Raises:
        ValueError: the key is another's.
    """

    key: str
    default: T
    kind: Kind[Any]
    private: bool = False
    label: str = ""

    def __post_init__(self) -> None:
        """Note that it exists."""
        if self.key in _declared:
            raise ValueError(f"two preferences are called {self.key}")
        _declared[self.key] = self

    def to(self, value: T) -> "Choice":
        """Return the choice of a value for it."""
        return Choice(self, value)


@dataclass(frozen=True, slots=True, eq=False)
class Ours(Preference[T]):
    """One of a space. What is `told` both meet: when it changes, their group is told (`bot.changes`)."""

    told: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Mine(Preference[T]):
    """One of a person in a space, which is never shown to the other."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A preference and what it is to be."""

    of: Preference[Any]
    value: Any

    @property
    def text(self) -> str | None:
        """What is written down of it; None for the default, of which nothing is."""
        return None if self.value == self.of.default else self.of.kind.write(self.value)


_declared: dict[str, Preference[Any]] = {}


def declared() -> Mapping[str, Preference[Any]]:
    """Return every preference that a loaded module declared, by its key."""
    return _declared


class Values:
    """What of a space or a partner differs from the defaults.

    What is private is opened whenever it is read, and never kept: a space is remembered for long.
    """

    __slots__ = ("_known", "_opens", "_stored")

    def __init__(self, stored: Mapping[str, str], opens: Callable[[str], str]) -> None:
        """Take what is stored, by key, and what opens an encrypted text."""
        self._stored = stored
        self._opens = opens
        self._known: dict[str, Any] = {}

    @classmethod
    def of(cls, *choices: Choice) -> "Values":
        """Return these choices as values."""
        values = cls({}, str)
        values._known = {choice.of.key: choice.value for choice in choices if choice.text is not None}
        return values

    def __getitem__(self, it: Preference[T]) -> T:
        """Return what it is, be it the default. Raises `WrongKey` where no key opens what is stored."""
        if it.key in self._known:
            value: T = self._known[it.key]
            return value
        text = self._stored.get(it.key)
        if text is None:
            return it.default
        if it.private:
            private: T = it.kind.read(self._opens(text))
            return private
        read: T = it.kind.read(text)
        self._known[it.key] = read
        return read

    def having(self, *choices: Choice) -> "Values":
        """Return these values with some of them as chosen here."""
        values = Values(self._stored, self._opens)
        values._known = self._known | {choice.of.key: choice.value for choice in choices}
        return values

    def told(self) -> dict[str, str]:
        """Return what both meet and differs from the defaults, as it is written down."""
        choices = (it.to(self[it]) for it in _declared.values() if isinstance(it, Ours) and it.told)
        return {choice.of.key: choice.text for choice in choices if choice.text is not None}

    def __eq__(self, other: object) -> bool:
        """Whether every preference is the same."""
        return isinstance(other, Values) and all(self[it] == other[it] for it in _declared.values())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Say nothing of what was chosen."""
        return "Values(...)"
