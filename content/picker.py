"""Choosing the item of a day: pure and deterministic, so that a pick can be explained and tested.

The same bank, history, couple, day and seed give the same pick on every machine: chance comes from a hash,
never from a clock or a random number generator. What a couple said plays no part; only what they were shown,
which of it both answered, and what they chose in their settings. docs/content.md tells the rules in words.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Literal, TypeVar

from content.bank import Bank, Idea, Question
from content.pacing import Asked, Couple, choice_is_due, depth_limit, depth_wanted, draw, last_days

__all__ = ["Asked", "Couple", "Given", "Pick", "Wants", "pick_idea", "pick_question"]

TOPIC_GAP = timedelta(days=4)
CATEGORY_GAP = timedelta(days=3)
SWAPPED_RETURNS = timedelta(days=90)
ASKED_AGAIN = timedelta(days=180)
IDEA_AGAIN = timedelta(days=180)

_NEVER = 60  # days: how rested a topic or category counts that was never used
_DRIVERS = ("appreciation", "presence", "empathy", "support")  # what couples on daily prompts gain by most
_TOPIC_WEIGHTS = dict.fromkeys(_DRIVERS, 1.3)
_IDEA_FACTORS = {"did": 1.15, "another": 0.95, "not_for_me": 0.6}

_Item = TypeVar("_Item", Question, Idea)


@dataclass(frozen=True, slots=True)
class Pick(Generic[_Item]):
    """What was chosen, and why, in words fit for a log (they tell nothing about a person)."""

    item: _Item
    reasons: tuple[str, ...]
    again: bool = False
    """It came before. Of a question: both answered it then, so it may be put as "Still true?"."""


@dataclass(frozen=True, slots=True)
class Given:
    """An idea one partner met, and what they did with it."""

    idea_id: str
    day: date
    kind: Literal["shown", "another", "not_for_me", "did"] = "shown"


@dataclass(frozen=True, slots=True)
class Wants:
    """One partner as the picker sees them; `tags` are what they chose ("touch"; "apart" if they live so)."""

    person_id: int
    tags: frozenset[str] = frozenset()


def pick_question(
    bank: Bank, history: Sequence[Asked], couple: Couple, day: date, seed: int
) -> Pick[Question] | None:
    """Choose the question of a day, or of Another on it; None only if nothing at all may be asked.

    Relaxes one rule at a time when the bank runs dry: the topic gap, the depth of the day (lighter first),
    then the oldest item of at least 180 days, then the oldest of all. The depth limit, mutes, tags, the
    spacing of deep questions and "never twice on one day" are never relaxed.
    """
    past = [asked for asked in history if asked.day <= day]
    limit = depth_limit(bank.questions, past, couple, day)
    wanted = min(limit, depth_wanted(past, couple, day, seed))
    allowed = [
        question
        for question in bank.questions.values()
        if question.live
        and question.depth <= limit
        and question.topic not in couple.muted
        and question.tags <= couple.tags
    ]
    spent = {it.item_id for it in past if not it.returned or day - it.day < SWAPPED_RETURNS}
    fresh = [question for question in allowed if question.id not in spent]
    topic_days = last_days(
        (bank.questions[it.item_id].topic, it.day) for it in past if it.item_id in bank.questions
    )
    of_depth = [question for question in fresh if question.depth == wanted]
    rested = [q for q in of_depth if day - topic_days.get(q.topic, date.min) >= TOPIC_GAP]
    nearest = min((_distance(question.depth, wanted) for question in fresh), default=(0, 0))
    of_nearest_depth = [q for q in fresh if _distance(q.depth, wanted) == nearest]
    candidates, relaxed = _first_of(
        (rested, ""), (of_depth, "topic gap relaxed"), (of_nearest_depth, "depth mix relaxed")
    )
    if not candidates:
        return _oldest_question(allowed, past, day)
    choice = choice_is_due(bank.questions, past, couple, day, seed)
    of_kind = [question for question in candidates if bool(question.options) == choice] or candidates
    chance = draw(seed, "question", couple.space_id, day)
    topic = _longest_rested({it.topic for it in of_kind}, topic_days, day, chance, _TOPIC_WEIGHTS)
    question = min((it for it in of_kind if it.topic == topic), key=lambda it: chance(it.id))
    kind = "choice" if question.options else "text"
    return Pick(question, _told(f"depth {question.depth}", f"topic {topic}", kind, relaxed))


def pick_idea(
    bank: Bank,
    history: Sequence[Given],
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
    past = [given for given in history if given.day <= day]
    not_for_them = {given.idea_id for given in past if given.kind == "not_for_me"}
    fitting = [
        idea
        for idea in bank.ideas.values()
        if idea.live
        and idea.id not in not_for_them | avoid
        and idea.needs <= person.tags
        and not (idea.mode == "in_person" and "apart" in person.tags)
    ]
    idea_days = last_days((given.idea_id, given.day) for given in past)
    category_days = last_days(
        (bank.ideas[it.idea_id].category, it.day) for it in past if it.idea_id in bank.ideas
    )
    fresh = [idea for idea in fitting if day - idea_days.get(idea.id, date.min) >= IDEA_AGAIN]
    rested = [idea for idea in fresh if day - category_days.get(idea.category, date.min) >= CATEGORY_GAP]
    candidates, reason = _first_of(
        ([idea for idea in rested if wish in idea.wishes], "wish"),
        ([idea for idea in fresh if wish in idea.wishes], "wish, category gap relaxed"),
        (rested, ""),
        (fresh, "category gap relaxed"),
    )
    if not candidates:
        return _oldest_idea(fitting, idea_days, day, wish)
    chance = draw(seed, "idea", person.person_id, day)
    weights = _category_weights(bank, past)
    category = _longest_rested({it.category for it in candidates}, category_days, day, chance, weights)
    idea = min((it for it in candidates if it.category == category), key=lambda it: chance(it.id))
    return Pick(idea, _told(f"category {category}", reason), again=idea.id in idea_days)


def _first_of(*steps: tuple[list[_Item], str]) -> tuple[list[_Item], str]:
    """Return the first step that has candidates, with what it relaxed; an empty one if none has."""
    return next((step for step in steps if step[0]), ([], ""))


def _oldest_question(allowed: Iterable[Question], past: Sequence[Asked], day: date) -> Pick[Question] | None:
    """Return what was asked longest ago and not today; of a joint one `again` is true."""
    last = last_days((it.item_id, it.day) for it in past)
    left = [question for question in allowed if last.get(question.id, day) < day]
    if not left:
        return None
    oldest = min(left, key=lambda it: (last[it.id], it.id))
    reason = "oldest of 180 days" if day - last[oldest.id] >= ASKED_AGAIN else "oldest of all"
    return Pick(oldest, (reason,), again=any(it.joint and it.item_id == oldest.id for it in past))


def _oldest_idea(
    fitting: Iterable[Idea], last: Mapping[str, date], day: date, wish: str | None
) -> Pick[Idea] | None:
    """Return what was shown longest ago and not today, what answers the wish first."""
    left = [idea for idea in fitting if last[idea.id] < day]
    if not left:
        return None
    oldest = min(left, key=lambda it: (wish is not None and wish not in it.wishes, last[it.id], it.id))
    return Pick(oldest, ("oldest of all",), again=True)


def _distance(depth: int, wanted: int) -> tuple[int, int]:
    """Order depths by nearness to the wanted one: lighter before deeper."""
    return (int(depth > wanted), abs(depth - wanted))


def _longest_rested(
    groups: Collection[str],
    last: Mapping[str, date],
    day: date,
    chance: Callable[[str], float],
    weights: Mapping[str, float],
) -> str:
    """Return the group (topic or category) that rested longest, shaken by a seeded half either way.

    Weights draw a group back sooner or later; a group never used yet goes by chance alone.
    """

    def pull(group: str) -> float:
        shaken = 0.5 + chance(group)
        if group not in last:
            return _NEVER * shaken
        return min((day - last[group]).days + 1, _NEVER) * weights.get(group, 1.0) * shaken

    return max(sorted(groups), key=pull)


def _category_weights(bank: Bank, past: Sequence[Given]) -> dict[str, float]:
    """Let what a person did pull a category a little and "not for me" push it away, both within bounds."""
    weights: dict[str, float] = {}
    for given in past:
        if given.idea_id in bank.ideas:
            category = bank.ideas[given.idea_id].category
            weight = weights.get(category, 1.0) * _IDEA_FACTORS.get(given.kind, 1.0)
            weights[category] = min(2.0, max(0.25, weight))
    return weights


def _told(*reasons: str) -> tuple[str, ...]:
    return tuple(reason for reason in reasons if reason)
