"""What the house is like to work in, as figures beside what they are to be."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from bot.spaces.model import Partner, Space
from tests.house.circles import circles
from tests.house.guards import refused_by_hand
from tests.house.private import private_uses
from tests.house.test_sixteenth import places, settings
from tests.house.verbs import bare_verbs
from tests.house.walked import opened
from tests.house.way import files
from tests.house.words import undefined
from tests.pseudo.excused import excused


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it is, how many there are to be at most, and what counts (each as a line).

    Where that is not `reached`, the page says how many there are and why.
    """

    name: str
    aim: int
    found: Callable[[], list[str]]
    reached: bool = True

    def line(self, many: int) -> str:
        """Return its line of the table in docs/architecture.md."""
        return f"| {self.name} | {many} | {self.aim} |"


def _circles() -> list[str]:
    return [" · ".join(circle) for circle in circles()]


def _fields_of(model: type) -> Callable[[], list[str]]:
    return lambda: [field.name for field in fields(model)]


FIGURES = (
    Figure("circles of imports", 0, _circles),
    Figure("files to open to follow a sealed answer, in the order to read", 12, files),
    Figure("files of which anything runs on that way", 12, opened, reached=False),
    Figure("places that a new ritual takes", 6, places),
    Figure("places that a new setting takes", 1, settings),
    Figure("fields of a space", 12, _fields_of(Space)),
    Figure("fields of a partner", 8, _fields_of(Partner)),
    Figure("names of actions as bare strings", 0, bare_verbs),
    Figure("taps refused by hand for their place", 0, refused_by_hand),
    Figure("private attributes of other libraries", 3, private_uses),
    Figure("words of the machinery missing in the glossary", 0, undefined),
    Figure("sentences outside gettext that the languages nobody speaks let pass", 0, excused),
)
