"""Choosing the item of a day: pure and deterministic, so that a pick can be explained and tested.

The same bank, history, couple, day and seed give the same pick on every machine: chance comes from a hash,
never from a clock or a random number generator. What a couple said plays no part; only what they were shown,
which of it both answered, and what they chose in their settings. docs/content.md tells the rules in words.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from content.bank import INTIMACY, Bank, Question
from content.chance import draw
from content.forms import RESTING, STEADY, Form
from content.ideas import Given, IdeaState, Wants, pick_idea
from content.mixing import OFF_FORMS, OFF_TONE, Mix, breaks, reasons_of
from content.pacing import (
    choice_is_due,
    depth_limit,
    depth_wanted,
    intimacy_depth,
    intimacy_is_due,
    is_among_first,
    pack_is_due,
    plain_comes_next,
    plain_comes_soon,
)
from content.past import Asked, Couple, Past
from content.resting import FEWEST, REACH, Resting, resting, resting_forms
from content.rotation import Pick, any_of, longest_rested
from content.sums import Sums

__all__ = [
    "CROWDED",
    "OFF_FORMS",
    "OFF_MIX",
    "OFF_TONE",
    "STILL_TRUE",
    "WOKEN",
    "Asked",
    "Couple",
    "Given",
    "IdeaState",
    "Past",
    "Pick",
    "Wants",
    "pick_after",
    "pick_idea",
    "pick_question",
]

TOPIC_GAP = timedelta(days=4)
ONE_REST = timedelta(days=14)
"""A couple's first days: what is awake on any of them is so on all, as little of a topic was chosen by hand.

What stays away for all of them was asleep for all of them, as at any later time.
"""
ASKED_AGAIN = timedelta(days=180)
STILL_TRUE = "still true"
"""The reason of a pick that both answered before: the couple is told so."""
CROWDED = "topic gap relaxed"
"""The reason of a pick whose topic came a few days ago."""
WOKEN = "a resting topic woken"
"""The reason of a pick of a topic that was to rest on."""
OFF_MIX = "depth mix relaxed"
"""The reason of a pick that is not as deep as the mix wants."""

_WEIGHTS = dict.fromkeys(("appreciation", "presence", "empathy", "support"), 1.3)
"""How much sooner than others a topic comes back: what couples on daily prompts gain by most."""

_FIRST = "chosen by hand"
_A_DAY = timedelta(days=1)

_ByTopic = dict[str, list[Question]]


def pick_question(
    bank: Bank,
    history: Iterable[Asked],
    couple: Couple,
    day: date,
    seed: int,
    *,
    late: bool = False,
    sums: Sums | None = None,
) -> Pick[Question] | None:
    """Choose the question of a day, or of Another on it; None only if nothing at all may be asked: of
    the shipped bank never, unless the two together leave out every topic (more than nine each, from before).

    `late` is True from 20:00 until the night is over by the space's clock: nothing deep then. `sums` are of
    the cards before this history; none of them has a later day than this.

    Some topics and forms rest at any time (`content.resting`); what is left out or rests of the forms never
    comes, plain ones and choices always can. Where what both allow runs dry, one rule gives way at a time:
    the mix (`content.mixing`), the topic gap, the depth of the day (lighter first), the rest of the topics
    that wake next, in their secret order; then what both answered half a year ago comes as "Still true?",
    then the oldest of all. The depth limit, mutes, tags, the spacing of deep questions and "never twice on
    one day" never give way.
    """
    past = Past(bank, couple, (asked for asked in history if asked.day <= day), sums)
    return pick_after(past, day, seed, late=late)


def pick_after(past: Past, day: date, seed: int, *, late: bool = False) -> Pick[Question] | None:
    """Choose as `pick_question` does, from a history summed up already that has no later day than this."""
    return _Choosing(past, day, seed, late).pick()


@dataclass(frozen=True)
class _Choosing:
    """One pick under way: what it looks at, and the steps by which it gives way."""

    past: Past
    day: date
    seed: int
    late: bool

    def pick(self) -> Pick[Question] | None:
        limit = depth_limit(self.past, self.day, self.seed, late=self.late)
        if intimacy_is_due(self.past, self.day, self.seed):
            intimate = self._intimate(min(limit, intimacy_depth(self.past)))
            if intimate is not None:
                return intimate
        wanted = min(limit, depth_wanted(self.past, self.day, self.seed))
        return next((pick for pick in self._picks(wanted, limit) if pick is not None), None)

    def _picks(self, wanted: int, limit: int) -> Iterator[Pick[Question] | None]:
        """Yield what may come, the best first; where nothing is left of one kind, None."""
        awake = self._awake
        yield self._fairest(self._steps(awake, wanted))
        for candidates, reason in self._relaxed(awake, wanted, limit):
            yield self._fairest([(candidates, reason)])
        near, far = self._asleep
        yield self._woken(near, wanted, limit)
        yield self._asked_before([*awake, *near], limit)
        yield self._woken(far, wanted, limit)
        yield self._asked_before([*awake, *near, *far], limit)

    def _intimate(self, depth: int) -> Pick[Question] | None:
        """Choose from the intimacy pack, lighter where the depth has nothing fresh; None if it is used up."""
        for level in range(depth, 0, -1):
            fresh = self._fresh([INTIMACY], level, [INTIMACY]).get(INTIMACY)
            if fresh:
                question = any_of(fresh, self._chance)
                return Pick(question, (f"depth {level}", f"pack {INTIMACY}"))
        return None

    def _steps(self, topics: Collection[str], wanted: int) -> Iterator[tuple[_ByTopic, str]]:
        """Yield candidates of the topics awake, for which the mix alone may give way, the best first."""
        packs = self._packs
        universal, packed = self._fresh([""], wanted, topics), self._fresh(packs, wanted, topics)
        if is_among_first(self.past, self.day):
            yield self._rested(_only(universal, lambda it: it.is_first)), _FIRST
        if packed and pack_is_due(self.past, self.day, self.seed):
            yield self._of_one_pack(self._rested(packed)), ""
        yield self._rested(universal), ""
        yield self._rested(packed), "pack early"

    def _relaxed(self, topics: Collection[str], wanted: int, limit: int) -> Iterator[tuple[_ByTopic, str]]:
        """Yield candidates of the topics that are awake with what was relaxed for them, the best first."""
        packs = self._packs
        yield self._fresh(["", *packs], wanted, topics), CROWDED
        for depth in _next_best(wanted, limit):
            fresh = self._fresh(["", *packs], depth, topics)
            yield self._rested(fresh) or fresh, OFF_MIX

    def _woken(self, topics: Iterable[str], wanted: int, limit: int) -> Pick[Question] | None:
        """Choose from the first of these resting topics that has anything fresh."""
        for topic in topics:
            for depth in (wanted, *_next_best(wanted, limit)):
                pick = self._fairest([(self._fresh(["", *self._packs], depth, [topic]), WOKEN)])
                if pick is not None:
                    return pick
        return None

    def _fairest(self, steps: Iterable[tuple[_ByTopic, str]]) -> Pick[Question] | None:
        """Choose from the step that suits the mix best, of equal ones the first; None where all are empty."""
        least, best, of = 0, _ByTopic(), ""
        for candidates, reason in steps:
            if candidates:
                faults, them = self._mix.best(candidates)
                if not best or breaks(faults) < least:
                    least, best, of = breaks(faults), them, reason
                if not least:
                    break
        if not best:
            return None
        question = self._by_hand(best) if of == _FIRST else self._one_of(best)
        told = [f"depth {question.depth}", f"topic {question.topic}", question.form.value]
        if question.pack:
            told.append(f"pack {question.pack}")
        return Pick(question, (*told, *reasons_of(least), *([of] if of else ())))

    def _by_hand(self, candidates: _ByTopic) -> Question:
        """Choose by the space's secret order of those chosen by hand."""
        chance = draw(self.seed, "first", self.past.couple.space_id)
        return min((it for them in candidates.values() for it in them), key=lambda it: (chance(it.id), it.id))

    def _one_of(self, candidates: _ByTopic) -> Question:
        """Choose form, then topic, then item."""
        choice = choice_is_due(self.past, self.day, self.seed)
        form = self._mix.turn(candidates, self._chance, self.past.last_of_form, choice=choice)
        candidates = _only(candidates, lambda it: it.form is form)
        last = {it: day for it in candidates if (day := self.past.last_of_topic(it)) is not None}
        topic = longest_rested(
            candidates,
            last,
            self.day,
            self._chance,
            _WEIGHTS,
            missed=lambda it: self._resting.awake_days(it, last[it], self.day),
        )
        return any_of(candidates[topic], self._chance)

    def _fresh(self, packs: Sequence[str], depth: int, topics: Collection[str]) -> _ByTopic:
        """Return what may be asked and is new, of these packs, this depth and these topics."""
        fresh: _ByTopic = {}
        for pack in packs:
            for topic, shelf in self.past.fresh(self.day, pack, depth, topics, self._forms).items():
                new = [it for it in shelf if it.in_season(self.day)] if pack else shelf
                if new:
                    fresh[topic] = [*fresh.get(topic, ()), *new]
        return fresh

    def _rested(self, questions: _ByTopic) -> _ByTopic:
        """Return those whose topic was not asked in the last four days."""
        last, latest = self.past.last_of_topic, self.day - TOPIC_GAP
        return {topic: them for topic, them in questions.items() if (last(topic) or latest) <= latest}

    def _of_one_pack(self, packed: _ByTopic) -> _ByTopic:
        """Return those that are only for these days, if any, else those of the pack unused longest."""
        packs = {it.pack for them in packed.values() for it in them}
        if not packs:
            return {}
        last = self.past.last_of_pack
        turn = min(packs, key=lambda it: (last(it), self._chance(it)))
        return _only(packed, lambda it: it.window is not None) or _only(packed, lambda it: it.pack == turn)

    def _asked_before(self, topics: Collection[str], limit: int) -> Pick[Question] | None:
        """Return what both answered half a year ago or earlier; failing that what was asked longest ago."""
        rested = self.day - ASKED_AGAIN + timedelta(days=1)
        of_both = self.past.oldest(self.day, rested, topics, self._forms, min(limit, 2), joint=True)
        if of_both is not None:
            return Pick(of_both, (STILL_TRUE,), again=True)
        oldest = self.past.oldest(self.day, self.day, topics, self._forms, limit)
        return None if oldest is None else Pick(oldest, ("oldest of all",))

    @cached_property
    def _awake(self) -> list[str]:
        """The topics neither left out that are awake; where these are few, the next count as awake."""
        muted = self.past.couple.muted
        theirs = [topic for topic in self.past.topics if topic not in muted]
        awake = [topic for topic in theirs if self._is_awake(self._resting, topic)]
        if len(awake) >= min(FEWEST, len(theirs)):
            return awake
        return [topic for topic in self._resting.order(self.day) if topic not in muted][:FEWEST]

    @cached_property
    def _asleep(self) -> tuple[list[str], list[str]]:
        """The other topics neither left out: those that wake where it runs dry, and all that are left.

        Each in the secret order of the day.
        """
        order, not_these = self._resting.order(self.day), self.past.couple.muted.union(self._awake)
        asleep = [topic for topic in order if topic not in not_these]
        reach = set(order[:REACH])
        near = [topic for topic in asleep if topic in reach]
        return near, asleep[len(near) :]

    @cached_property
    def _forms(self) -> frozenset[Form]:
        """The forms neither left out that are awake."""
        clocks, left_out = (
            resting_forms(self.seed, self.past.couple.space_id),
            self.past.couple.forms_left_out,
        )
        return STEADY.union(it for it in RESTING if it not in left_out and self._is_awake(clocks, it))

    def _is_awake(self, clocks: Resting, name: str) -> bool:
        first_day = self.past.couple.first_day
        if self.day >= first_day + ONE_REST:
            return clocks.is_awake(name, self.day)
        return clocks.awake_days(name, first_day - _A_DAY, first_day + ONE_REST - _A_DAY) > 0

    @cached_property
    def _mix(self) -> Mix:
        past, day, seed = self.past, self.day, self.seed
        return Mix.after(
            tuple(past.latest),
            plain_next=plain_comes_next(past, day, seed),
            plain_soon=plain_comes_soon(past, day, seed),
        )

    @cached_property
    def _resting(self) -> Resting:
        return resting(self.seed, self.past.couple.space_id, self.past.topics)

    @cached_property
    def _packs(self) -> list[str]:
        """The packs of the main stream that both chose."""
        return [pack for pack in self.past.packs if pack != INTIMACY]

    @cached_property
    def _chance(self) -> Callable[[str], float]:
        return draw(self.seed, "question", self.past.couple.space_id, self.day)


def _next_best(wanted: int, limit: int) -> list[int]:
    """Return the other depths within the limit, lighter ones first."""
    others = {1, 2, 3} - {wanted}
    return sorted((it for it in others if it <= limit), key=lambda it: (it > wanted, abs(it - wanted)))


def _only(questions: _ByTopic, fits: Callable[[Question], bool]) -> _ByTopic:
    """Return those that fit, without topics that have none."""
    kept = {topic: [it for it in them if fits(it)] for topic, them in questions.items()}
    return {topic: them for topic, them in kept.items() if them}
