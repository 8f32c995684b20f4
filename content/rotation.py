"""What picks of questions and of ideas share: the pick itself, and turns that go round."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from content.bank import Idea, Question

_NEVER = (
    60  # days: how rested a topic or category counts that was never used, or longer if another rested more
)

_OVERDUE = 35  # days

_Item = TypeVar("_Item", Question, Idea)


@dataclass(frozen=True, slots=True)
class Pick(Generic[_Item]):
    """What was chosen, and why, in words fit for a log (they tell nothing about a person)."""

    item: _Item
    reasons: tuple[str, ...]
    again: bool = False
    """Of an idea: it came before. Of a question: both answered it, so it is put as "Still true?"."""


def longest_rested(
    groups: Collection[str],
    last: Mapping[str, date],
    day: date,
    chance: Callable[[str], float],
    weights: Mapping[str, float],
    missed: Callable[[str], int] | None = None,
) -> str:
    """Return the group (topic or category) that rested longest, shaken by a seeded half either way.

    Weights draw a group back sooner or later. Overdue groups go before all others: those that missed five
    weeks of days on which they might have come (`missed`; any day since they came last, where it is not
    given), or never came yet.
    """
    rests = {group: (day - last[group]).days + 1 for group in groups if group in last}
    never = max(_NEVER, *rests.values()) if rests else _NEVER

    def pull(group: str) -> float:
        return rests.get(group, never) * weights.get(group, 1.0) * (0.5 + chance(group))

    def is_overdue(group: str) -> bool:
        if missed is None or group not in rests:
            return rests.get(group, never) >= _OVERDUE
        return rests[group] > _OVERDUE and missed(group) >= _OVERDUE  # no more were missed than went by

    overdue = [group for group in groups if is_overdue(group)]
    return max(sorted(overdue or groups), key=pull)


def any_of(items: Sequence[_Item], chance: Callable[[str], float]) -> _Item:
    """Return one of the items, all alike."""
    return items[int(chance("item") * len(items))]
