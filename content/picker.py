"""Choosing the item of a day: pure and deterministic, so that a pick can be explained and tested.

The same bank, history, couple, day and seed give the same pick on every machine: chance comes from a hash,
never from a clock or a random number generator. What a couple said plays no part; only what they were shown,
which of it both answered, and what they chose in their settings. docs/content.md tells the rules in words.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from content.bank import INTIMACY, Bank, Question
from content.ideas import Given, Wants, pick_idea
from content.pacing import (
    choice_is_due,
    depth_limit,
    depth_wanted,
    draw,
    intimacy_depth,
    intimacy_is_due,
    pack_is_due,
)
from content.past import Asked, Couple, Past
from content.rotation import Pick, longest_rested

__all__ = ["Asked", "Couple", "Given", "Past", "Pick", "Wants", "pick_after", "pick_idea", "pick_question"]

TOPIC_GAP = timedelta(days=4)
ASKED_AGAIN = timedelta(days=180)

_DRIVERS = ("appreciation", "presence", "empathy", "support")  # what couples on daily prompts gain by most
_DRIVER_WEIGHT, _GROW_WEIGHT, _HEAVIEST = 1.3, 1.5, 2.0


def pick_question(
    bank: Bank, history: Iterable[Asked], couple: Couple, day: date, seed: int, *, late: bool = False
) -> Pick[Question] | None:
    """Choose the question of a day, or of Another on it; None only if nothing at all may be asked.

    `late` is True from 20:00 until the night is over by the space's clock: nothing deep then.

    Relaxes one rule at a time when the bank runs dry: the topic gap, the depth of the day (lighter first),
    then what both answered half a year ago comes as "Still true?", then the oldest of all. The depth limit,
    mutes, tags, the spacing of deep questions and "never twice on one day" are never relaxed.
    """
    past = Past(bank, (asked for asked in history if asked.day <= day))
    return pick_after(bank, past, couple, day, seed, late=late)


def pick_after(
    bank: Bank, past: Past, couple: Couple, day: date, seed: int, *, late: bool = False
) -> Pick[Question] | None:
    """Choose as `pick_question` does, from a history summed up already that has no later day than this."""
    return _Choosing(bank, past, couple, day, seed, late).pick()


@dataclass(frozen=True)
class _Choosing:
    """One pick under way: what it looks at, and the steps by which it gives way."""

    bank: Bank
    past: Past
    couple: Couple
    day: date
    seed: int
    late: bool

    def pick(self) -> Pick[Question] | None:
        limit = depth_limit(self.past, self.couple, self.day, late=self.late)
        if intimacy_is_due(self.past, self.couple, self.day, self.seed):
            intimate = self._intimate(min(limit, intimacy_depth(self.past)))
            if intimate is not None:
                return intimate
        wanted = min(limit, depth_wanted(self.past, self.couple, self.day, self.seed))
        for candidates, reason in self._steps(wanted, limit):
            if candidates:
                return self._one_of(candidates, reason)
        return self._asked_before(limit)

    def _intimate(self, depth: int) -> Pick[Question] | None:
        """Choose from the intimacy pack, lighter where the depth has nothing fresh; None if it is used up."""
        for level in range(depth, 0, -1):
            fresh = self._fresh([INTIMACY], level)
            if fresh:
                question = min(fresh, key=lambda it: self._chance(it.id))
                return Pick(question, (f"depth {level}", f"pack {INTIMACY}"))
        return None

    def _steps(self, wanted: int, limit: int) -> Iterator[tuple[list[Question], str]]:
        """Yield candidates with what was relaxed for them, the best first."""
        packs = sorted((self.couple.tags & self.bank.shelves.keys()) - {INTIMACY})
        universal, packed = self._fresh([""], wanted), self._fresh(packs, wanted)
        if pack_is_due(self.past, self.couple, self.day, self.seed):
            yield self._of_one_pack(self._rested(packed)), ""
        yield self._rested(universal), ""
        yield self._rested(packed), "pack early"
        yield universal + packed, "topic gap relaxed"
        for depth in sorted({1, 2, 3} - {wanted}, key=lambda it: (it > wanted, abs(it - wanted))):
            if depth <= limit:
                fresh = self._fresh(["", *packs], depth)
                yield self._rested(fresh) or fresh, "depth mix relaxed"

    def _one_of(self, candidates: list[Question], reason: str) -> Pick[Question]:
        """Choose kind, then topic, then item."""
        choice = choice_is_due(self.past, self.couple, self.day, self.seed)
        of_kind = [question for question in candidates if bool(question.options) == choice] or candidates
        topics = {question.topic for question in of_kind}
        weights = {topic: self._weight(topic) for topic in topics}
        topic = longest_rested(topics, self.past.last_of_topic, self.day, self._chance, weights)
        question = min((it for it in of_kind if it.topic == topic), key=lambda it: self._chance(it.id))
        told = [f"depth {question.depth}", f"topic {topic}", "choice" if question.options else "text"]
        if question.pack:
            told.append(f"pack {question.pack}")
        return Pick(question, (*told, reason) if reason else tuple(told))

    def _fresh(self, packs: Sequence[str], depth: int) -> list[Question]:
        """Return what may be asked and is new, of these packs and this depth."""
        couple, free_from, day = self.couple, self.past.free_from, self.day
        return [
            question
            for pack in packs
            for question in self.bank.shelves.get(pack, {}).get(depth, ())
            if free_from.get(question.id, day) <= day
            and question.topic not in couple.muted
            and question.tags <= couple.tags
            and question.in_season(day)
        ]

    def _rested(self, questions: list[Question]) -> list[Question]:
        """Return those whose topic was not asked in the last four days."""
        last, latest = self.past.last_of_topic, self.day - TOPIC_GAP
        return [question for question in questions if last.get(question.topic, latest) <= latest]

    def _of_one_pack(self, packed: list[Question]) -> list[Question]:
        """Return those that are only for these days, if any, else those of the pack unused longest."""
        dated = [question for question in packed if question.window]
        if dated or not packed:
            return dated
        last = self.past.last_of_pack
        pack = min(
            {question.pack for question in packed},
            key=lambda it: (last.get(it, date.min), self._chance(it)),
        )
        return [question for question in packed if question.pack == pack]

    def _asked_before(self, limit: int) -> Pick[Question] | None:
        """Return what both answered half a year ago or earlier; failing that what was asked longest ago."""
        past, today = self.past, self.day
        left = [
            question
            for pack in ("", *sorted(self.couple.tags & self.bank.shelves.keys() - {INTIMACY}))
            for depth, shelf in self.bank.shelves.get(pack, {}).items()
            for question in shelf
            if depth <= limit
            and question.topic not in self.couple.muted
            and question.tags <= self.couple.tags
            and question.in_season(today)
            and past.last_asked.get(question.id, today) < today
        ]
        if not left:
            return None
        left.sort(key=lambda it: (past.last_asked[it.id], it.id))
        for question in left:
            rested = today - past.last_asked[question.id] >= ASKED_AGAIN
            if rested and question.depth < 3 and question.id in past.joint:
                return Pick(question, ("still true",), again=True)
        return Pick(left[0], ("oldest of all",))

    def _weight(self, topic: str) -> float:
        driver = _DRIVER_WEIGHT if topic in _DRIVERS else 1.0
        return min(_HEAVIEST, driver * (_GROW_WEIGHT if topic in self.couple.grow else 1.0))

    @cached_property
    def _chance(self) -> Callable[[str], float]:
        return draw(self.seed, "question", self.couple.space_id, self.day)
