"""Mutants: one broken wall a patch, and the promise's test that must notice.

Each `NAME.patch` begins with three lines: `Promise:` (its number in docs/promises.md), `Fails:` (the test
that is expected to fail, as pytest names it) and `What:` (what no longer holds). `make mutants` tries all.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Mutant:
    """One patch, with what it says of itself."""

    name: str
    patch: Path
    promise: int
    fails: str
    what: str


def mutants() -> list[Mutant]:
    """Return every mutant, by name.

    Raises:
        ValueError: a patch does not begin with its three lines.
    """
    return [_read(patch) for patch in sorted(FOLDER.glob("*.patch"))]


def _read(patch: Path) -> Mutant:
    said = dict(line.split(": ", 1) for line in patch.read_text().split("\n\n", 1)[0].splitlines())
    if set(said) != {"Promise", "Fails", "What"}:
        raise ValueError(f"{patch.name} must begin with Promise, Fails and What")
    return Mutant(patch.stem, patch, int(said["Promise"]), said["Fails"], said["What"])
