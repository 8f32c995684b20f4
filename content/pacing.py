"""How deep a day's question may go and what kind it is: pure, from the history of cards and a seed.

Depth never follows a mood: it is drawn from the calendar and the cards alone, so a lighter day tells nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from itertools import pairwise

from content.bank import Question

DEEP_GAP = timedelta(days=3)
"""At least this long between two deep questions, and at most this long since the last card before one."""
LONG_REST = timedelta(days=7)
"""A longer silence than this is followed by three light days; weekly couples stay just within it."""

_LIGHT_DAYS_AFTER_REST = 3
_FIRST_WEEK = (1,)
_FIRST_MONTH = (1, 1, 2)  # days 8–28: two light to one open
_STEADY = (1, 2, 1, 3, 2, 1, 2)  # from day 29: three light, three open, one deep of seven


@dataclass(frozen=True, slots=True)
class Asked:
    """A card the couple had: `joint` if both answered it, `returned` if Another swapped it."""

    item_id: str
    day: date
    joint: bool = False
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Couple:
    """A space as the picker sees it; depth, mutes and tags of both partners combined, stricter wins."""

    space_id: int
    first_day: date
    max_depth: int = 3
    muted: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


def depth_limit(questions: Mapping[str, Question], past: Sequence[Asked], couple: Couple, day: date) -> int:
    """Return the deepest level this day may have.

    Deep questions start on day 29, keep three days between them and never come first after a rest.
    """
    before = [asked.day for asked in past if asked.day < day]
    deep = [it.day for it in past if it.item_id in questions and questions[it.item_id].depth == 3]
    started = (day - couple.first_day).days >= 28
    flowing = bool(before) and day - max(before) <= DEEP_GAP
    spaced = all(day - it >= DEEP_GAP for it in deep)
    return couple.max_depth if started and flowing and spaced else min(couple.max_depth, 2)


def depth_wanted(past: Sequence[Asked], couple: Couple, day: date, seed: int) -> int:
    """Return the depth the mix of this stage asks for, before any limit.

    The stage follows the couple's age in days; the place in the mix follows the days that had a card, so that
    a couple on every other day or on one day a week meets the whole mix too.
    """
    days = sorted({asked.day for asked in past if asked.day < day})
    ends = [*days, day][-_LIGHT_DAYS_AFTER_REST - 1 :]
    if any(later - earlier > LONG_REST for earlier, later in pairwise(ends)):
        return 1
    age = (day - couple.first_day).days
    mix = _FIRST_WEEK if age < 7 else _FIRST_MONTH if age < 28 else _STEADY
    offset = int(draw(seed, "mix", couple.space_id)("offset") * len(mix))
    return mix[(len(days) + offset) % len(mix)]


def choice_is_due(
    questions: Mapping[str, Question], past: Sequence[Asked], couple: Couple, day: date, seed: int
) -> bool:
    """Say whether a choice should come now, so that about one of seven cards is one.

    Four to six days without one make it due; it then waits for the next day whose depth has one.
    """
    chosen = {it.day for it in past if it.item_id in questions and questions[it.item_id].options}
    last = max(chosen, default=date.min)
    since = len({asked.day for asked in past if last < asked.day < day})
    patience = 4 + int(draw(seed, "choice", couple.space_id)(str(len(chosen))) * 3)
    return since >= patience


def last_days(uses: Iterable[tuple[str, date]]) -> dict[str, date]:
    """Return the latest day of each name."""
    last: dict[str, date] = {}
    for name, day in uses:
        last[name] = max(day, last.get(name, day))
    return last


def draw(seed: int, *salt: object) -> Callable[[str], float]:
    """Return a function that gives each name a number from 0 up to 1, the same on every machine."""
    prefix = "|".join(map(str, (seed, *salt)))

    def number(name: str) -> float:
        digest = blake2b(f"{prefix}|{name}".encode(), digest_size=8).digest()
        return int.from_bytes(digest) / 2**64

    return number
