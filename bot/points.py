"""Extension points: what one part of the bot lets others add to it, as typed values.

A part that asks others declares a `Point` beside the signature of what it takes, and reads all contributions
from `Services.points`; a feature that has something to add lists it in `Feature.adds`. So a new feature adds
to /today, to what is exported or to a morning without a file of those being touched; neither knows the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

_What = TypeVar("_What")

USUAL = 50
"""The rank of a contribution that names none."""


@dataclass(frozen=True, slots=True)
class Added:
    """One contribution: to which point, what, and its rank there (the lowest comes first)."""

    to: "Point[Any]"
    what: object
    rank: int


class Point(Generic[_What]):
    """Something that features may add to; `name` is for people who read of it."""

    def __init__(self, name: str) -> None:
        """Declare a point, as a module's constant: two of one name are two."""
        self.name = name

    def __call__(self, what: _What, rank: int = USUAL) -> Added:
        """Return a contribution to this point, for `Feature.adds`."""
        return Added(self, what, rank)


class Points:
    """What everybody added to every point."""

    def __init__(self, added: Iterable[tuple[str, Added]] = ()) -> None:
        """Take contributions with the names of who adds them; those of one rank keep their order."""
        self._of: dict[Point[Any], list[tuple[str, object]]] = {}
        for name, it in sorted(added, key=lambda pair: pair[1].rank):
            self._of.setdefault(it.to, []).append((name, it.what))

    def of(self, point: Point[_What]) -> Sequence[_What]:
        """Return what was added to a point, in the order of its ranks."""
        return [cast(_What, what) for _name, what in self._of.get(point, ())]

    def named(self, point: Point[_What]) -> Mapping[str, _What]:
        """Return what each feature added to a point, by the feature's name.

        Raises:
            ValueError: one of them added more than one thing to it.
        """
        found = self._of.get(point, [])
        if len({name for name, _what in found}) < len(found):
            raise ValueError(f"a feature may add one thing to: {point.name}")
        return {name: cast(_What, what) for name, what in found}
