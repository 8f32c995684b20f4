"""What two readers made of every item: a mark from 1 to 5 each, and why, given blind of one another.

The folders a and b beside this file hold one reading each, in TOML files of any names:
`q-play-006 = { mark = 5, why = "…" }`. docs/content.md says what the marks mean and how they are given.
"""

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from content.bank import Bank, BankError, Idea, Question, load
from content.entries import parse
from content.forms import STEADY, Form

READERS = ("a", "b")
MARKS = range(1, 6)
"""5 I want to hear your answer · 4 good · 3 serviceable · 2 rewrite or drop · 1 remove now."""
WEAK = (1, 2)
"""The marks of which no item the bot ships with has one."""

_MEAN, _BEST = 4.2, 0.40  # of all marks; of them, those of 5
_MEANS = {"light": 4.3, "open": 4.1, "deep": 4.0}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one reader gave one item."""

    mark: int
    why: str


@dataclass(frozen=True, slots=True)
class Review:
    """Two readings of the bank: each reader's judgement by the item's id."""

    first: Mapping[str, Judgement]
    second: Mapping[str, Judgement]

    def marks(self, item_id: str) -> tuple[int, ...]:
        """Return the marks an item has: two, or fewer where a reader has not met it."""
        return tuple(reading[item_id].mark for reading in (self.first, self.second) if item_id in reading)

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of all items that somebody marked."""
        return frozenset((*self.first, *self.second))


def load_review(root: Traversable | None = None) -> Review | None:
    """Read both readings, from the package or another `root`; None where there is neither.

    Raises:
        BankError: a line is no mark from 1 to 5 with a reason, or a reading has an item twice.
    """
    home = root or files("content") / "review"
    if not any((home / reader).is_dir() for reader in READERS):
        return None
    first, second = (_reading(home / reader, f"content/review/{reader}") for reader in READERS)
    return Review(first, second)


def agreement(pairs: Collection[tuple[int, int]]) -> float:
    """Return Cohen's weighted kappa of two readers' marks, with quadratic weights.

    It is 1 − Σ w·o / Σ w·e over all pairs of marks (i, j): o is how often the pair was given, e how often it
    would be if both kept their own marks but gave them by chance, and w = (i − j)² (Cohen 1968, "Weighted
    kappa: nominal scale agreement with provision for scaled disagreement or partial credit", Psychological
    Bulletin 70, 213–220). 1 is full agreement, 0 what chance gives; 1 too where both gave one and the
    same mark to everything, or nothing was marked: there is nothing to disagree on.
    """
    one, other = Counter(i for i, _ in pairs), Counter(j for _, j in pairs)
    seen = sum((i - j) ** 2 for i, j in pairs)
    by_chance = sum(one[i] * other[j] * (i - j) ** 2 for i in one for j in other) / max(1, len(pairs))
    return 1 - seen / by_chance if by_chance else 1.0


def groups(bank: Bank) -> dict[str, list[str]]:
    """Return the ids of a bank's live items, together and by depth and kind."""
    questions = [it for it in bank.questions.values() if it.live]
    ideas: list[Question | Idea] = [it for it in bank.ideas.values() if it.live]
    parts: dict[str, Iterable[Question | Idea]] = {
        "all": [*questions, *ideas],
        "questions": questions,
        "light": (it for it in questions if it.depth == 1),
        "open": (it for it in questions if it.depth == 2),
        "deep": (it for it in questions if it.depth == 3),
        "plain": (it for it in questions if it.form is Form.PLAIN),
        "choice": (it for it in questions if it.form is Form.CHOICE),
        "other forms": (it for it in questions if it.form not in STEADY),
        "packs": (it for it in questions if it.pack),
        "ideas": ideas,
    }
    return {name: [item.id for item in part] for name, part in parts.items()}


def run_review(write: Callable[[str], object] | None = None) -> int:
    """Print how the shipped bank was marked, both readings together, and how far they agree.

    `write` takes each line; without it they go to standard output. Returns 0 if every aim is met, else 1.
    """
    tell = write or (lambda line: sys.stdout.write(line + "\n"))
    try:
        bank, review = load(), load_review()
    except BankError as error:
        tell(str(error))
        return 1
    if review is None:
        tell("Nobody has marked the bank yet: content/review has neither a folder a nor b.")
        return 1
    missed = list(_missed(bank, review))
    for line in table(bank, review):
        tell(line)
    tell(f"aims missed: {'; '.join(missed)}" if missed else "every aim is met")
    return 1 if missed else 0


def table(bank: Bank, review: Review) -> Iterator[str]:
    """Yield how often each mark was given in each part of a bank, and how far the two readers agree."""
    yield f"{'':<12} items {''.join(f'{mark:>5}' for mark in MARKS)}   mean   of 5"
    for name, ids in groups(bank).items():
        given = _given(review, ids)
        counts = "".join(f"{given.count(mark):>5}" for mark in MARKS)
        yield f"{name:<12} {len(ids):>5} {counts}   {_mean(given):.2f}   {_share(given, 5):>4.0%}"
    pairs = [
        (review.first[it].mark, review.second[it].mark)
        for it in groups(bank)["all"]
        if it in review.first and it in review.second
    ]
    if not pairs:
        yield "no item was read by both"
        return
    one, other = _mean([i for i, _ in pairs]), _mean([j for _, j in pairs])
    same, near = (sum(abs(i - j) <= far for i, j in pairs) / len(pairs) for far in (0, 1))
    kappa = agreement(pairs)
    yield f"{len(pairs)} items read by both: weighted kappa {kappa:.2f}, means {one:.2f} and {other:.2f}"
    yield f"the same mark {same:.0%}, no more than one apart {near:.0%}"


def _missed(bank: Bank, review: Review) -> Iterator[str]:
    """Yield the aims that the marks miss."""
    parts = {name: _given(review, ids) for name, ids in groups(bank).items()}
    if any(mark in WEAK for mark in parts["all"]):
        yield "no mark of 1 or 2"
    if _mean(parts["all"]) < _MEAN:
        yield f"a mean of {_MEAN}"
    if _share(parts["all"], MARKS[-1]) < _BEST:
        yield f"{_BEST:.0%} marks of 5"
    for name, mean in _MEANS.items():
        if _mean(parts[name]) < mean:
            yield f"a mean of {mean} of the {name} ones"


def _given(review: Review, ids: Iterable[str]) -> list[int]:
    return [mark for item_id in ids for mark in review.marks(item_id)]


def _mean(marks: Sequence[int]) -> float:
    return sum(marks) / max(1, len(marks))


def _share(marks: Sequence[int], mark: int) -> float:
    return marks.count(mark) / max(1, len(marks))


def _reading(folder: Traversable, where: str) -> dict[str, Judgement]:
    found: dict[str, Judgement] = {}
    for file in sorted(folder.iterdir(), key=lambda it: it.name) if folder.is_dir() else ():
        path = f"{where}/{file.name}"
        for item_id, said in parse(file, path).items() if file.name.endswith(".toml") else ():
            if item_id in found:
                raise BankError(f"{path}: {item_id}: this reader marked it before; keep one of the two")
            found[item_id] = _judgement(f"{path}: {item_id}", said)
    return found


def _judgement(where: str, said: object) -> Judgement:
    match said:
        case {"mark": int(mark), "why": str(why), **more} if mark in MARKS and why.strip() and not more:
            return Judgement(mark, why)
    raise BankError(f'{where}: write {{ mark = 4, why = "…" }}, with a mark from 1 to 5')
