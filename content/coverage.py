"""Which practices the bank brings to a couple, and by how many items: a table, and what is missing."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from content.bank import Bank, BankError, Idea, Question, load
from content.entries import parse

ENOUGH = 3
"""Items that each practice needs."""


@dataclass(frozen=True, slots=True)
class Practice:
    """Something items help two people to do, and how many live items do so."""

    id: str
    name: str
    brought_by: str
    """Its table in `content/practices.toml`: questions, kindness, both, either, packs or bot."""
    questions: int
    ideas: int
    packed: int

    @property
    def enough(self) -> bool:
        """Whether it has the items that its table asks for."""
        match self.brought_by:
            case "questions":
                return self.questions >= ENOUGH
            case "kindness":
                return self.ideas >= ENOUGH
            case "both":
                return min(self.questions, self.ideas) >= ENOUGH
            case "either":
                return self.questions + self.ideas >= ENOUGH
            case "packs":
                return self.packed >= ENOUGH
            case _:
                return True


def known_practices() -> Mapping[str, Mapping[str, str]]:
    """Return the tables of `content/practices.toml`: practice ids and their names.

    Raises:
        BankError: if the file is missing or broken.
    """
    document = parse(files("content") / "practices.toml", "content/practices.toml")
    return {
        table: {key: str(name) for key, name in names.items()}
        for table, names in document.items()
        if isinstance(names, dict)
    }


def coverage(bank: Bank) -> list[Practice]:
    """Return every known practice with its live items, in the order of the ids."""
    questions = _count(it for it in bank.questions.values() if it.live and not it.pack)
    packed = _count(it for it in bank.questions.values() if it.live and it.pack)
    ideas = _count(it for it in bank.ideas.values() if it.live)
    practices = [
        Practice(key, name, table, questions[key], ideas[key], packed[key])
        for table, names in known_practices().items()
        for key, name in names.items()
    ]
    return sorted(practices, key=lambda it: (it.id[0] != "P", int(it.id[1:])))


def run_coverage(language: str = "en", write: Callable[[str], object] | None = None) -> int:
    """Print the table of the shipped bank; return 0 if every practice has enough items, else 1.

    `write` takes each line; without it they go to standard output.
    """
    tell = write or (lambda line: sys.stdout.write(line + "\n"))
    try:
        practices = coverage(load(language))
    except BankError as error:
        tell(str(error))
        return 1
    tell("id    questions  ideas  packs  brought by")
    for it in practices:
        mark = "" if it.enough else f"   < {ENOUGH}: too few"
        tell(
            f"{it.id:<5} {it.questions:>9} {it.ideas:>6} {it.packed:>6}  {it.brought_by:<10} {it.name}{mark}"
        )
    few = sum(not it.enough for it in practices)
    tell(f"{len(practices)} practices, {few} with too few items")
    return 1 if few else 0


def _count(items: Iterator[Question] | Iterator[Idea]) -> Counter[str]:
    return Counter(practice for item in items for practice in item.practices)
