"""What a button does, as a class: its name in callback data, its fields, and where a tap on it counts.

    class Seal(Action, name="question.seal", was=("q.seal",)):
        guard = Guard(where=GROUP)
        card: Row

    Button(_("Answer privately"), tap=Seal(space.id, Row(card.id)))

A feature says who does it, `on(Seal, door.ask)` (see `bot.feature`); its handler is called with the tap and
the action, whose fields it reads. The edge keeps to the guard for every tap before the handler runs.
"""

from dataclasses import FrozenInstanceError, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from inspect import get_annotations
from typing import Any, ClassVar, Never, NewType, Self, dataclass_transform

from bot.telegram import taps

GROUP = frozenset({"group"})
DOOR = frozenset({"door"})
BOTH = GROUP | DOOR

Row = NewType("Row", int)
"""A row's own number: a counter, so it stands in a button as an alias only (`taps.Aliases`), as days do."""

_DAY_OR_NONE = date | None
_OF_ROWS = (Row, date, _DAY_OR_NONE)
_TWO_ROWS = (Row, Row)
_FIELDS = (*_OF_ROWS, datetime, int, str)
_MINUTE = 60


class Who(StrEnum):
    """Who may tap a button: partners of an active space, or whoever sees it."""

    PARTNER = "partner"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Guard:
    """Where a tap counts, and whose. What declares none has the strictest: partners, at their doors.

    A tap counts only on a message whose own keyboard holds the button. `proves` are the kinds of outbox
    message that carry it (of one row there is one at most): such a tap proves that it arrived, and it counts,
    too, where Telegram shows us no keyboard (it has just gone, or the message is out of our sight) if the
    message is a recorded copy of that very one. `shows` says that something is seen in the group because of
    it: nothing comes of it while the space is quieted. What `sends` posts a message, such as a prompt: quick
    taps of one finger post one. What works `early` does so, too, for who is in while the other is not (any
    more).
    """

    where: frozenset[str] = DOOR
    who: Who = Who.PARTNER
    proves: tuple[str, ...] = ()
    shows: bool = False
    sends: bool = False
    early: bool = False


class Malformed(ValueError):
    """Callback data that names an action does not hold its fields: no button of ours says this."""


@dataclass_transform(frozen_default=True)
class _Values:
    """What a frozen dataclass is, with methods that all kinds share.

    To make a hundred dataclasses, one for each button, takes 6 % of a start (docs/performance.md).
    """

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *values: Any, **named: Any) -> None:
        """Take the value of each field, in their order or by its name.

        Raises:
            TypeError: one is missing, comes twice or belongs to no field.
        """
        left = self._fields[len(values) :]
        if len(values) > len(self._fields) or named.keys() != set(left):
            raise TypeError(f"{type(self).__name__} takes {', '.join(self._fields)}")
        vars(self).update(zip(self._fields, (*values, *map(named.__getitem__, left)), strict=True))

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        said = ", ".join(f"{field}={value!r}" for field, value in vars(self).items())
        return f"{type(self).__qualname__}({said})"

    def __setattr__(self, name: str, value: object) -> Never:
        raise FrozenInstanceError(name)

    def __delattr__(self, name: str) -> Never:
        raise FrozenInstanceError(name)


class Action(_Values):
    """What one button does, in the space with this id (0: it concerns none).

    `name` begins with its feature's and a dot. `was` are names it had in earlier versions: their buttons
    stand in chats for years, and go on working. Fields are `Row`, `date`, `date | None`, `datetime` (an
    instant, to the minute, UTC), `int` (0 or more), `str` or a `StrEnum`, 64 bytes in all: one row or day at
    most, before the others, or two rows and nothing else; a `str` last may hold anything.

    Callback data is `name:space:row[:rest]`, with the fields but the row, separated by commas, as the rest.
    """

    name: ClassVar[str]
    was: ClassVar[tuple[str, ...]]
    _fields: ClassVar[tuple[str, ...]] = ("space",)
    _kinds: ClassVar[tuple[Any, ...]]
    guard: ClassVar[Guard] = Guard()
    space: int

    def __init_subclass__(cls, *, name: str, was: tuple[str, ...] = ()) -> None:
        """Take its name and its fields.

        Raises:
            TypeError: a field cannot stand where it does.
        """
        fields = get_annotations(cls)
        cls.name, cls.was, cls._kinds = name, was, tuple(fields.values())
        cls._fields = (*Action._fields, *fields)
        for at, kind in enumerate(cls._kinds if cls._kinds != _TWO_ROWS else ()):
            is_last = at == len(cls._kinds) - 1
            if not _is_known(kind) or (kind in _OF_ROWS and at > 0) or (kind is str and not is_last):
                raise TypeError(f"field {at + 1} of {name} cannot stand there in a button")

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return every name that callback data may have for it."""
        return (cls.name, *cls.was)

    def pack(self) -> str:
        """Return the callback data; ValueError where Telegram would refuse it."""
        values = [getattr(self, field) for field in self._fields[1:]]
        said = list(map(_say, self._kinds, values))
        row = int(said.pop(0)) if self.names_row() else 0
        rest = taps.row(int(said[0])) if self._kinds == _TWO_ROWS else ",".join(said)
        return taps.data(self.name, self.space, row, rest)

    @classmethod
    def unpack(cls, said: taps.Data) -> Self:
        """Return the action that callback data says, by any of its names.

        Raises:
            Malformed: it has other fields.
        """
        texts = [str(said.ref)] if cls.names_row() else []
        left = len(cls._kinds) - len(texts)
        rest = said.arg.split(",", left - 1) if left else []
        if len(rest) != left or (not left and said.arg) or (not texts and said.ref):
            raise Malformed(cls.name)
        try:
            return cls(said.space_id, *map(_read, cls._kinds, texts + rest))
        except (ValueError, OverflowError, OSError):
            raise Malformed(cls.name) from None

    @classmethod
    def names_row(cls) -> bool:
        """Whether its first field is a row or a day."""
        return bool(cls._kinds) and cls._kinds[0] in _OF_ROWS


def _is_known(kind: Any) -> bool:
    return kind in _FIELDS or (isinstance(kind, type) and issubclass(kind, StrEnum))


def _say(kind: Any, value: Any) -> str:
    if value is None:
        return "0"
    if isinstance(value, date) and not isinstance(value, datetime):
        return str(value.toordinal())
    return str(int(value.timestamp()) // _MINUTE if kind is datetime else value)


def _read(kind: Any, text: str) -> Any:
    """Return a field's value; ValueError or OverflowError where it cannot have this text."""
    if kind is str or (isinstance(kind, type) and issubclass(kind, StrEnum)):
        return kind(text)
    if not text.isascii() or not text.isdigit():
        raise ValueError("no number")
    if kind == _DAY_OR_NONE and text == "0":
        return None
    if kind in (date, _DAY_OR_NONE):
        return date.fromordinal(int(text))
    return datetime.fromtimestamp(int(text) * _MINUTE, UTC) if kind is datetime else int(text)
