"""Numbers for items: their places in a list to which ids are only ever added.

What is kept of a couple by these numbers means the same whatever becomes of the bank.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from operator import itemgetter
from typing import NamedTuple

from content.bank import INTIMACY, Bank, Question
from content.forms import Form

MOST = 2**16 - 1
"""As many items as a numbering may have."""
MIXED, CHOICE, PACKED, INTIMATE, DEEP = KINDS = 1, 2, 4, 8, 16
"""What a card counts among by its item; by one that is not in the bank it is mixed, and nothing more."""

_KEPT = 4


class Traits(NamedTuple):
    """What the mix of the cards asks of one."""

    form: Form | None
    is_about_pair: bool
    is_playful: bool
    depth: int


GONE = Traits(None, is_about_pair=False, is_playful=False, depth=0)
"""Of a card whose item the bank has no longer."""


class Numbering:
    """A list of item ids; the number of an item is its place. Two of the same ids have the same digest."""

    def __init__(self, ids: Iterable[str]) -> None:
        """Take the ids, each once.

        Raises:
            ValueError: more than `MOST`, or one of them twice.
        """
        self.ids = tuple(ids)
        self.numbers: Mapping[str, int] = {item_id: number for number, item_id in enumerate(self.ids)}
        if not len(self.numbers) == len(self.ids) <= MOST:
            raise ValueError(f"a numbering has up to {MOST} ids, each once")

    @cached_property
    def digest(self) -> str:
        """What tells numberings apart."""
        return blake2b("\n".join(self.ids).encode(), digest_size=8).hexdigest()

    def extended(self, ids: Iterable[str]) -> "Numbering":
        """Return this one with what it lacks added, itself if that is nothing."""
        new = sorted(set(ids) - self.numbers.keys())
        return Numbering((*self.ids, *new)) if new else self

    def extends(self, other: "Numbering") -> bool:
        """Return whether this is another one with more or nothing added."""
        return self.ids[: len(other.ids)] == other.ids


Take = Callable[[Sequence[int]], Sequence[int]]
"""Takes what stands at the numbers of some items, in their order, and once more that of the first."""


class Shelf(NamedTuple):
    """The live questions of one pack, depth and topic."""

    take: Take
    questions: Sequence[Question]


class Numbered:
    """A bank as its items' numbers find it, those of a numbering or of its own order.

    What the bank has and the numbering lacks comes after it.
    """

    def __init__(self, bank: Bank, numbering: Numbering | None = None) -> None:
        self.numbering = numbering or Numbering(bank.questions)
        self.numbers = dict(self.numbering.numbers)
        for item_id in bank.questions:
            self.numbers.setdefault(item_id, len(self.numbers))
        self.none = len(self.numbers)
        """The number that stands for any item which neither the bank nor the numbering has."""
        self.kinds, self.depths = bytearray([MIXED]) * (self.none + 1), bytearray(self.none + 1)
        self.topic_of = [""] * (self.none + 1)
        self.traits = [GONE] * (self.none + 1)
        shelves: dict[tuple[str, int], dict[str, list[Question]]] = {}
        topics: dict[str, list[int]] = {}
        packs: dict[str, list[int]] = {}
        forms: dict[str, list[int]] = {}
        for question in bank.questions.values():
            number = self.numbers[question.id]
            self.kinds[number] = _kind(question)
            if question.live:
                shelf = shelves.setdefault((question.pack, question.depth), {})
                shelf.setdefault(question.topic, []).append(question)
            if question.pack != INTIMACY:
                self.depths[number], self.topic_of[number] = question.depth, question.topic
                self.traits[number] = _traits(question)
                forms.setdefault(question.form, []).append(number)
                topics.setdefault(question.topic, []).append(number)
                packs.setdefault(question.pack, []).append(number)
        self.shelves = {
            key: {topic: self._shelf(it) for topic, it in of.items()} for key, of in shelves.items()
        }
        """By pack and depth, then by topic."""
        self.topics = {topic: _taking(them) for topic, them in topics.items()}
        self.packs = {pack: _taking(them) for pack, them in packs.items() if pack}
        """By pack, the intimacy pack left out; `topics` and `forms` likewise."""
        self.forms = {form: _taking(them) for form, them in forms.items()}
        known = bytes(self.kinds[: len(self.numbering.ids)])
        self.digest = blake2b(known, digest_size=8).digest()
        """What tells banks apart in which an item of the numbering counts among something else."""

    def _shelf(self, questions: Sequence[Question]) -> Shelf:
        return Shelf(_taking([self.numbers[it.id] for it in questions]), questions)


def numbered(bank: Bank, numbering: Numbering | None = None) -> Numbered:
    """Return a bank by its numbers, kept for a few numberings: after a release the older ones are left."""
    key = "" if numbering is None else numbering.digest
    found: Numbered | None = bank.numbered.get(key)
    if found is None:
        if len(bank.numbered) >= _KEPT:
            bank.numbered.clear()
        found = bank.numbered[key] = Numbered(bank, numbering)
    return found


def _kind(question: Question) -> int:
    if question.pack == INTIMACY:
        return INTIMATE
    return (
        MIXED
        | (CHOICE if question.form is Form.CHOICE else 0)
        | (PACKED if question.pack else 0)
        | (DEEP if question.depth == 3 else 0)
    )


def _traits(question: Question) -> Traits:
    return Traits(question.form, question.is_about_pair, question.is_playful, question.depth)


def _taking(numbers: Sequence[int]) -> Take:
    return itemgetter(*numbers, numbers[0])  # of two it takes a tuple, of one it would not
