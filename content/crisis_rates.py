"""How many sentences the crisis patterns meet: of those somebody in need may type, and of harmless ones.

The lists are the tests' (`tests/content/crisis/`); the command works where they lie beside the program.
"""

import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.crisis import KINDS, kind_of

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "content" / "crisis"
NAMES = ("Ana", "Ben")
ENOUGH, TOO_MANY = 0.8, 0.1
"""Of the plausible sentences at least so many are met, of the harmless ones at most so many."""

Lists = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Rate:
    """How many sentences of a kind in one list were met (by any kind), and those that went wrong."""

    of: str
    kind: str
    met: int
    all: int
    wrong: tuple[str, ...]


def load(folder: Path = FOLDER) -> Lists:
    """Return every list: file and part -> kind -> sentences."""
    return {
        f"{path.stem}, {part.replace('_', ' ')}": kinds
        for path in sorted(folder.glob("*.toml"))
        for part, kinds in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def rates(lists: Lists) -> list[Rate]:
    """Return the rate of each kind in each list, in the order of the files."""
    found = []
    for of, kinds in lists.items():
        for kind, sentences in kinds.items():
            met = [text for text in sentences if kind_of(text, NAMES) is not None]
            wrong = met if kind == "innocent" else [text for text in sentences if text not in met]
            found.append(Rate(of, kind, len(met), len(sentences), tuple(wrong)))
    return found


def together(found: Sequence[Rate]) -> tuple[float, float]:
    """Return the share met of all plausible sentences, and of all harmless ones."""
    plausible = [it for it in found if it.kind in KINDS]
    harmless = [it for it in found if it.kind == "innocent"]
    return _share(plausible), _share(harmless)


def run_rates(folder: Path = FOLDER, write: Callable[[str], object] | None = None) -> int:
    """Print the rates and what goes wrong; return 0 if they are as good as they have to be, else 1.

    `write` takes each line; without it they go to standard output.
    """
    tell = write or (lambda line: sys.stdout.write(line + "\n"))
    lists = load(folder) if folder.is_dir() else {}
    if not lists:
        tell(f"no lists of sentences in {folder}; they come with the tests")
        return 1
    found = rates(lists)
    for it in found:
        tell(f"{it.of:<18} {it.kind:<9} {it.met:>3} of {it.all:>3} met")
        for text in it.wrong:
            tell(f"    {'met' if it.kind == 'innocent' else 'missed'}: {text}")
    plausible, harmless = together(found)
    tell(f"of plausible sentences {plausible:.0%} are met ({ENOUGH:.0%} and more is enough)")
    tell(f"of harmless sentences {harmless:.0%} are met ({TOO_MANY:.0%} is the most)")
    return 0 if plausible >= ENOUGH and harmless <= TOO_MANY else 1


def _share(found: Sequence[Rate]) -> float:
    return sum(it.met for it in found) / max(1, sum(it.all for it in found))
