"""Choosing one partner's kindness of a day: pure and deterministic, like the question's pick."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from content.bank import Bank, Idea
from content.chance import draw
from content.rotation import Pick, any_of, longest_rested

CATEGORY_GAP = timedelta(days=3)
IDEA_AGAIN = timedelta(days=180)

_LIGHTEST, _HEAVIEST = 0.25, 2.0


class IdeaState(StrEnum):
    """What became of an idea with the one who met it."""

    SHOWN = "shown"
    """They looked at it, and said nothing of it."""
    DID = "did"
    """*Did it*."""
    ANOTHER = "another"
    """They had it swapped for another one, as each may once a day."""
    NOT_FOR_ME = "not_for_me"
    """*Not for me*: they never meet it again."""


_FACTORS = {IdeaState.DID: 1.15, IdeaState.ANOTHER: 0.95, IdeaState.NOT_FOR_ME: 0.6}


@dataclass(frozen=True, slots=True)
class Given:
    """An idea one partner met, and what they did with it."""

    idea_id: str
    day: date
    state: IdeaState = IdeaState.SHOWN


@dataclass(frozen=True, slots=True)
class Wants:
    """One partner as the picker sees them; `tags` are what they chose ("touch"; "apart" if they live so)."""

    person_id: int
    tags: frozenset[str] = frozenset()


class Met:
    """The ideas one partner met so far, summed up; it grows idea by idea, in the order of their days."""

    def __init__(self, bank: Bank, person: Wants, history: Iterable[Given] = ()) -> None:
        self._bank = bank
        self.person = person
        self.fitting = {
            idea.id: idea
            for idea in bank.ideas.values()
            if idea.live
            and idea.needs <= person.tags
            and (idea.mode == "remote" or "apart" not in person.tags)
        }
        """What may be offered to this person at all, seen before or not."""
        self._fresh = dict(self.fitting)
        self._resting: deque[tuple[date, str]] = deque()
        self.last_shown: dict[str, date] = {}
        self.last_of_category: dict[str, date] = {}
        self.weights: dict[str, float] = {}
        """What a person did pulls a category a little and "not for me" pushes it away, within bounds."""
        for given in sorted(history, key=lambda it: it.day):
            self.add(given)

    def add(self, given: Given) -> None:
        """Take in one more idea, not of an earlier day than the last one."""
        self.last_shown[given.idea_id] = given.day
        self._fresh.pop(given.idea_id, None)
        self._resting.append((given.day, given.idea_id))
        if given.state is IdeaState.NOT_FOR_ME:
            self.fitting.pop(given.idea_id, None)
        idea = self._bank.ideas.get(given.idea_id)
        if idea is not None:
            self.last_of_category[idea.category] = given.day
            weight = self.weights.get(idea.category, 1.0) * _FACTORS.get(given.state, 1.0)
            self.weights[idea.category] = min(_HEAVIEST, max(_LIGHTEST, weight))

    def fresh(self, day: date) -> Mapping[str, Idea]:
        """Return what was not shown in the last 180 days; the day is not before the last one asked for."""
        while self._resting and day - self._resting[0][0] >= IDEA_AGAIN:
            shown, idea_id = self._resting.popleft()
            if self.last_shown[idea_id] == shown and idea_id in self.fitting:
                self._fresh[idea_id] = self.fitting[idea_id]
        return self._fresh


def pick_idea(
    bank: Bank,
    history: Iterable[Given],
    person: Wants,
    day: date,
    seed: int,
    *,
    wish: str | None,
    avoid: frozenset[str] = frozenset(),
) -> Pick[Idea] | None:
    """Choose a kindness for one partner; None only if every idea is retired, avoided or not for them.

    `wish` is one the other partner passed on (never an unsaid one): it goes before the category gap. `avoid`
    holds the ideas the other partner has today. An idea marked "not for me" never comes back to that person;
    others rest 180 days. When the bank is dry the oldest comes first.
    """
    met = Met(bank, person, (given for given in history if given.day <= day))
    return pick_idea_after(met, day, seed, wish=wish, avoid=avoid)


def pick_idea_after(
    met: Met, day: date, seed: int, *, wish: str | None, avoid: frozenset[str] = frozenset()
) -> Pick[Idea] | None:
    """Choose as `pick_idea` does, from a history summed up already that has no later day than this."""
    earlier = day - CATEGORY_GAP
    fresh = [idea for key, idea in met.fresh(day).items() if key not in avoid]
    rested = [idea for idea in fresh if met.last_of_category.get(idea.category, earlier) <= earlier]
    steps = (
        ([idea for idea in rested if wish in idea.wishes], "wish"),
        ([idea for idea in fresh if wish in idea.wishes], "wish, category gap relaxed"),
        (rested, ""),
        (fresh, "category gap relaxed"),
    )
    candidates, reason = next((step for step in steps if step[0]), ([], ""))
    if not candidates:
        fitting = (idea for key, idea in met.fitting.items() if key not in avoid)
        return _oldest(fitting, met.last_shown, day, wish)
    chance = draw(seed, "idea", met.person.person_id, day)
    categories = {idea.category for idea in candidates}
    category = longest_rested(categories, met.last_of_category, day, chance, met.weights)
    idea = any_of([it for it in candidates if it.category == category], chance)
    told = (f"category {category}", reason) if reason else (f"category {category}",)
    return Pick(idea, told, again=idea.id in met.last_shown)


def _oldest(
    fitting: Iterable[Idea], last: Mapping[str, date], day: date, wish: str | None
) -> Pick[Idea] | None:
    """Return what was shown longest ago and not today, what answers the wish first."""
    left = [idea for idea in fitting if last[idea.id] < day]
    if not left:
        return None
    oldest = min(left, key=lambda it: (wish is not None and wish not in it.wishes, last[it.id], it.id))
    return Pick(oldest, ("oldest of all",), again=True)
