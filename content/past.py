"""What a couple's cards come to: the sums of a history that the rules of picking ask for."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from heapq import heappop, heappush

from content.bank import INTIMACY, Bank, Question
from content.chance import draw

SOONEST, LATEST = 60, 180
"""Days after which a question that never opened may be asked again, by chance."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A card the couple had: `joint` if both answered it or they talked about it.

    `not_today` says that either of them tapped *Not today* on it, which nobody is told; for the intimacy pack
    alone it counts.
    """

    item_id: str
    day: date
    joint: bool = False
    not_today: bool = False


@dataclass(frozen=True, slots=True)
class Couple:
    """A space as the picker sees it; depth, mutes and tags of both partners combined, stricter wins."""

    space_id: int
    first_day: date
    max_depth: int = 3
    muted: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    """What both chose: names of packs, and what else an item may assume."""
    intimate_since: date | None = None
    """The day since which both have chosen the intimacy pack; None stands for the first."""


class Past:
    """The cards a couple had so far, summed up; it grows card by card, in the order of their days.

    Cards of the intimacy pack are a stream of their own: they count among `days` and `intimate`, and nowhere
    else. A card whose item is no longer in the bank counts as a day with a card, and as nothing more.
    """

    def __init__(self, bank: Bank, couple: Couple, history: Iterable[Asked] = ()) -> None:
        self._bank = bank
        self.couple = couple
        self._free_from: dict[str, date] = {}
        self._shelves: dict[tuple[str, int], dict[str, list[Question]]] = {}
        """What is fresh by pack and depth, then by topic: only of the shelves that were asked for."""
        self._returning: list[tuple[date, str]] = []
        self.days: list[date] = []
        """Each day that had a card, of any stream; like all the lists here ascending, each day once."""
        self.mixed: list[date] = []
        """Each day that had a card of the main stream."""
        self.choices: list[date] = []
        self.packed: list[date] = []
        """Each day that had a card of a pack."""
        self.intimate: list[date] = []
        self.not_today: date | None = None
        """The day of the last card of the intimacy pack to which either said *Not today*."""
        self.last_deep = date.min
        self._day_depth = (date.min, 0)
        self.last_asked: dict[str, date] = {}
        self.last_of_topic: dict[str, date] = {}
        self.last_of_pack: dict[str, date] = {}
        self.joint: set[str] = set()
        for asked in sorted(history, key=lambda it: it.day):
            self.add(asked)

    def add(self, asked: Asked) -> None:
        """Take in one more card, not of an earlier day than the last one."""
        day, item_id = asked.day, asked.item_id
        _note(self.days, day)
        self.last_asked[item_id] = day
        self._rest(item_id, self._fresh_again(asked))
        if asked.joint:
            self.joint.add(item_id)
        question = self._bank.questions.get(item_id)
        if question is not None and question.pack == INTIMACY:
            _note(self.intimate, day)
            self.not_today = day if asked.not_today else self.not_today
            return
        _note(self.mixed, day)
        if question is None:
            return
        if self._day_depth[0] != day:
            self._day_depth = (day, question.depth)
        self.last_of_topic[question.topic] = day
        if question.depth == 3:
            self.last_deep = day
        if question.options:
            _note(self.choices, day)
        if question.pack:
            _note(self.packed, day)
            self.last_of_pack[question.pack] = day

    @cached_property
    def _again(self) -> Callable[[str], float]:
        return draw(0, "again", self.couple.space_id)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """All topics of the bank, sorted; the intimacy pack's is none of them."""
        return tuple(sorted(self._bank.topics.keys() - {INTIMACY}))

    def day_depth(self, day: date) -> int:
        """Return the depth of the main stream's first card of a day; 0 before it. No later day was added."""
        return self._day_depth[1] if self._day_depth[0] == day else 0

    @property
    def packs(self) -> list[str]:
        """The packs of the bank that both chose, intimacy among them."""
        return sorted(pack for pack in self._bank.shelves if pack in self.couple.tags)

    def fresh(self, day: date, pack: str, depth: int) -> dict[str, list[Question]]:
        """Return by topic what is new to them or new again on a day, of what they may be asked at all.

        Of one pack ("" for what is for everybody) and depth; what was never asked comes before what is new
        again. The day is not before the last one asked for.
        """
        while self._returning and self._returning[0][0] <= day:
            free_from, item_id = heappop(self._returning)
            if self._free_from[item_id] == free_from:
                question = self._bank.questions[item_id]
                self._shelves[question.pack, question.depth][question.topic].append(question)
        if (pack, depth) not in self._shelves:
            self._shelves[pack, depth] = self._sorted(day, pack, depth)
        return self._shelves[pack, depth]

    def asked_before(self, day: date) -> list[Question]:
        """Return what they may be asked at all and were asked before this day, the longest ago first."""
        last = self.last_asked
        asked = [self._bank.questions[key] for key in last if last[key] < day and key in self._bank.questions]
        theirs = [question for question in asked if question.live and self._is_theirs(question)]
        return sorted(theirs, key=lambda it: (last[it.id], it.id))

    def cards_between(self, earlier: date, later: date) -> int:
        """Return on how many days strictly between the two the main stream had a card."""
        return max(0, bisect_left(self.mixed, later) - bisect_right(self.mixed, earlier))

    def _rest(self, item_id: str, until: date) -> None:
        """Take an item off the fresh ones until a day, or for longer if it rests longer already."""
        if until <= self._free_from.get(item_id, date.min):
            return
        self._free_from[item_id] = until
        question = self._bank.questions.get(item_id) if self._shelves else None
        if question is None or (question.pack, question.depth) not in self._shelves:
            return
        shelf = self._shelves[question.pack, question.depth].get(question.topic)
        if shelf is not None and question.live and self._is_theirs(question):
            shelf[:] = [it for it in shelf if it.id != item_id]
            self._returns(item_id)

    def _fresh_again(self, asked: Asked) -> date:
        """Return from when a card's item is as good as new: never if both answered it, else some day.

        Whether either had answered plays no part, so that its coming back tells nothing of it.
        """
        if asked.joint:
            return date.max
        chance = self._again(f"{asked.item_id} {asked.day}")
        return asked.day + timedelta(days=SOONEST + int(chance * (LATEST - SOONEST + 1)))

    def _returns(self, item_id: str) -> None:
        if self._free_from[item_id] < date.max:
            heappush(self._returning, (self._free_from[item_id], item_id))

    def _sorted(self, day: date, pack: str, depth: int) -> dict[str, list[Question]]:
        """Return what is fresh on a day of one pack and depth, and note when the rest returns."""
        fresh: dict[str, list[Question]] = {}
        muted, tags, free_from = self.couple.muted, self.couple.tags, self._free_from
        if pack and pack not in tags:
            return fresh
        for topic, shelf in self._bank.shelves.get(pack, {}).get(depth, {}).items():
            if topic in muted:
                continue
            fresh[topic] = [it for it in shelf if it.id not in free_from and it.tags <= tags]
            if len(fresh[topic]) == len(shelf):
                continue
            for it in sorted(
                (it for it in shelf if it.id in free_from and it.tags <= tags),
                key=lambda it: (free_from[it.id], it.id),
            ):
                if free_from[it.id] <= day:
                    fresh[topic].append(it)
                else:
                    self._returns(it.id)
        return fresh

    def _is_theirs(self, question: Question) -> bool:
        """Return whether neither muted its topic and both chose its pack and all that it assumes."""
        couple = self.couple
        return (
            question.topic not in couple.muted
            and question.tags <= couple.tags
            and (not question.pack or question.pack in couple.tags)
        )


def before(days: Sequence[date], day: date) -> Sequence[date]:
    """Return those of the ascending days that lie before this one."""
    return days[: bisect_left(days, day)]


def _note(days: list[date], day: date) -> None:
    if not days or days[-1] != day:
        days.append(day)
