"""How much a topic or form that never comes tells of what the other left out, reckoned with the real picker.

Ana's view: her own choices and every card, the open bank and the open rules, but not the space's secret. She
wonders whether Ben left one topic (or form) out, and he left out no other. The odds of its absence are

    P(it never came in these weeks | Ben left it out) / P(it never came | Ben did not).

The first is 1. So they are 1 / P(it never came | Ben did not), over all secrets, and 2.5 means: had she
thought it even, five to two that he did. Each `Watch` is a way of hers to ask sharply; `beyond_reach` bounds
all of them, and `forms_asleep` those for a form. docs/content.md says how the ways were looked for.
"""

import math
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from content.bank import INTIMACY, Bank, BankError, load
from content.chance import draw
from content.forms import RESTING, STEADY
from content.pacing import intimacy_is_due
from content.past import Asked, Couple, Past
from content.picker import pick_after
from content.resting import MOST_FORMS_LEFT_OUT, MOST_LEFT_OUT, REACH, resting, resting_forms

FORTNIGHT, FOUR_WEEKS = 14, 28
BOUNDS = {FORTNIGHT: 2.5, FOUR_WEEKS: 4.0}
"""Days watched, and what the odds may be at most."""
CARDS_A_DAY = 3  # the day's own or /question's, Another of hers, Another of his
SECRETS, SEED = 600, 1

_SINCE = date(2026, 1, 1)
_AT_ONCE = 25  # secrets a worker takes at a time
_ANSWERED = 0.6  # of the cards, by both


@dataclass(frozen=True, slots=True)
class Watch:
    """A way of Ana's to ask sharply, and how the two lived before."""

    name: str
    left_out: str = "none"
    """"none", "nine" of any, or day by day the nine she saw "latest", which makes the others come."""
    max_depth: int = 3
    packs: bool = False
    """Whether both chose every pack."""
    before: int = 0
    """Days they lived as most do before she begins."""
    forms: bool = False
    """Whether she wonders about a form, and it is forms that she leaves out: day by day the latest five."""
    drained: bool = False
    """Whether she had all light questions of every other topic come before, and leaves the depth at light."""


WATCHES = (
    Watch("leaves none out"),
    Watch("nine left out", "nine"),
    Watch("nine left out, light only", "nine", max_depth=1),
    Watch("nine left out, every pack", "nine", packs=True),
    Watch("the latest nine left out", "latest"),
    Watch("the latest nine left out, light only", "latest", max_depth=1),
    Watch("the same after half a year", "latest", max_depth=1, before=180),
    Watch("the same, all else drained", "latest", max_depth=1, drained=True),
    Watch("a form: leaves none out", forms=True),
    Watch("a form: the latest five left out", "latest", forms=True),
    Watch("a form: the same after half a year", "latest", max_depth=1, before=180, forms=True),
)


@dataclass(frozen=True, slots=True)
class Odds:
    """Odds with what chance leaves open of them: 95 of 100 such ranges hold the true value."""

    value: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.least:.2f}-{self.most:.2f})"


Absences = dict[int, list[float]]
"""By days watched: of each secret the share of the topics watched that never came."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The four weeks of one watch under one secret."""

    cards: list[Asked]
    came: dict[str, int]
    """On which day, counted from 0, each topic or form came first."""
    watched: list[str]
    """The topics or forms that she watches for."""


def absences(bank: Bank, watch: Watch, secrets: Sequence[int]) -> Absences:
    """Return how often what Ben allows stays away, secret by secret, under the real picker."""
    shares: Absences = {days: [] for days in BOUNDS}
    for secret in secrets:
        seen = watch_on(bank, watch, secret)
        for days, them in shares.items():
            away = [it for it in seen.watched if seen.came.get(it, FOUR_WEEKS) >= days]
            them.append(len(away) / len(seen.watched))
    return shares


def watch_on(bank: Bank, watch: Watch, secret: int, ben: frozenset[str] = frozenset()) -> Seen:
    """Return what Ana sees in her four weeks under a secret, where Ben leaves these topics (or forms) out."""
    chance = draw(secret, "watch")
    topics = sorted(bank.topics, key=chance)
    couple = Couple(
        1, _SINCE + timedelta(days=secret % 365), tags=frozenset(bank.packs if watch.packs else ())
    )
    cards = _drained(bank, couple, topics[0]) if watch.drained else _lived(bank, couple, watch.before, secret)
    lived = len(cards)
    begins = max(watch.before, (cards[-1].day - couple.first_day).days + 1) if cards else 0
    most = MOST_FORMS_LEFT_OUT if watch.forms else MOST_LEFT_OUT
    nine = topics[-most:] if watch.left_out == "nine" else []
    came: dict[str, int] = {}
    latest: list[str] = []
    past: Past | None = None
    for at in range(FOUR_WEEKS):
        day = couple.first_day + timedelta(days=begins + at)
        if past is None or watch.left_out == "latest":
            hers = frozenset(nine or (latest[-most:] if watch.left_out == "latest" else ()))
            past = Past(bank, _leaving_out(couple, watch, hers | ben), cards)
        for _nth in range(CARDS_A_DAY):
            pick = pick_after(past, day, secret)
            if pick is None:
                break
            this: str = pick.item.form if watch.forms else pick.item.topic
            came.setdefault(this, at)
            if this not in STEADY:
                latest = [*(it for it in latest if it != this), this]
            cards.append(Asked(pick.item.id, day))
            past.add(cards[-1])
    watched: list[str] = [*RESTING] if watch.forms else [topic for topic in topics if topic not in nine]
    return Seen(cards[lived:], came, topics[:1] if watch.drained else watched)


def _leaving_out(couple: Couple, watch: Watch, left_out: frozenset[str]) -> Couple:
    if watch.forms:
        return replace(couple, max_depth=watch.max_depth, forms_left_out=left_out)
    return replace(couple, max_depth=watch.max_depth, muted=left_out)


def _lived(bank: Bank, couple: Couple, days: int, secret: int) -> list[Asked]:
    """Return the cards of days lived as most couples do: one a day, now and then Another."""
    past, cards, chance = Past(bank, couple), [], draw(secret, "before")
    for age in range(days):
        day = couple.first_day + timedelta(days=age)
        swapped = chance(f"swap {age}") < 0.2
        for nth in range(1 + swapped):
            pick = pick_after(past, day, secret)
            if pick is not None:
                first_of_two = swapped and nth == 0
                joint = not first_of_two and chance(f"joint {age}") < _ANSWERED
                cards.append(Asked(pick.item.id, day, joint=joint))
                past.add(cards[-1])
    return cards


def _drained(bank: Bank, couple: Couple, kept: str) -> list[Asked]:
    """Return the cards of somebody who had every light question come but those of one topic."""
    light = [
        it.id
        for it in bank.questions.values()
        if it.depth == 1 and not it.pack and it.live and it.topic != kept
    ]
    return [Asked(it, couple.first_day + timedelta(days=at // CARDS_A_DAY)) for at, it in enumerate(light)]


def beyond_reach(bank: Bank, secrets: Sequence[int]) -> Absences:
    """Return how often topics stay out of reach of whatever Ana does, secret by secret.

    A topic that rests and lies beyond the first `REACH` of the order cannot come, whatever one partner leaves
    out and however dry all else is; what is picked then is the same whether or not Ben left it out. So no way
    of Ana's moves the odds further than this, and this needs no cards.
    """
    shares: Absences = {days: [] for days in BOUNDS}
    for secret in secrets:
        within = within_reach(bank, secret, _SINCE + timedelta(days=secret % 365))
        for days, them in shares.items():
            them.append(sum(within.get(it, FOUR_WEEKS) >= days for it in bank.topics) / len(bank.topics))
    return shares


def forms_asleep(_bank: Bank, secrets: Sequence[int]) -> Absences:
    """Return how often forms rest all the time, secret by secret.

    One that rests cannot be made to come, and what is picked then is the same whether or not Ben left it out.
    """
    shares: Absences = {days: [] for days in BOUNDS}
    for secret in secrets:
        clocks, before = resting_forms(secret, 1), _SINCE + timedelta(days=secret % 365 - 1)
        for days, them in shares.items():
            asleep = [clocks.awake_days(it, before, before + timedelta(days)) == 0 for it in RESTING]
            them.append(sum(asleep) / len(asleep))
    return shares


def within_reach(bank: Bank, secret: int, begins: date) -> dict[str, int]:
    """Return on which of the 28 days from this one each topic could first be made to come."""
    clocks = resting(secret, 1, tuple(sorted(bank.topics)))
    within: dict[str, int] = {}
    for at in range(FOUR_WEEKS):
        day = begins + timedelta(days=at)
        for place, topic in enumerate(clocks.order(day)):
            if place < REACH or clocks.wait(topic, day) == 0:
                within.setdefault(topic, at)
    return within


def intimacy_away(bank: Bank, secrets: Sequence[int]) -> Absences:
    """Return how often the intimacy pack stays away from two who both chose it, secret by secret.

    A card a day, all windows of their second year: by then nobody waits for the first. Neither said *Not
    today*.
    """
    shares: Absences = {days: [] for days in BOUNDS}
    intimate = next(it.id for it in bank.questions.values() if it.pack == INTIMACY)
    other = next(it.id for it in bank.questions.values() if not it.pack)
    for secret in secrets:
        first = _SINCE + timedelta(days=secret % 365)
        past = Past(bank, Couple(1, first, tags=frozenset({INTIMACY})))
        for age in range(2 * 365):
            day = first + timedelta(days=age)
            past.add(Asked(intimate if intimacy_is_due(past, day, secret) else other, day))
        came = {(day - first).days for day in past.intimate.recent}
        for days, them in shares.items():
            windows = [came.isdisjoint(range(at, at + days)) for at in range(365, 2 * 365 - days)]
            them.append(sum(windows) / len(windows))
    return shares


def counted(bank: Bank, watch: Watch, secrets: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return of each secret how many other topics came: if Ben left the watched one out, and if he did not.

    The third number is 1 if it stayed away in the second case, else 0. Four weeks.
    """
    counts = []
    for secret in secrets:
        there = watch_on(bank, watch, secret)
        topic = there.watched[0]
        left = watch_on(bank, watch, secret, frozenset({topic}))
        counts.append((len(left.came), len(there.came.keys() - {topic}), int(topic not in there.came)))
    return counts


def odds_of(shares: Sequence[float]) -> Odds:
    """Return 1 / the mean of shares drawn independently, with its range.

    Where all are 0 the range begins where three in as many would: the rule of three.
    """
    mean = sum(shares) / len(shares)
    if mean == 0:
        return Odds(math.inf, max(1.0, len(shares) / 3), math.inf)
    spread = math.sqrt(sum((it - mean) ** 2 for it in shares) / max(1, len(shares) - 1))
    error = 1.96 * spread / math.sqrt(len(shares))
    return Odds(1 / mean, 1 / (mean + error), 1 / (mean - error) if mean > error else math.inf)


def odds_by_count(counts: Sequence[tuple[int, int, int]]) -> Odds:
    """Return the sharpest odds for who counts the other topics too, of counts that one in twenty meets."""
    sharpest = Odds(1.0, 1.0, 1.0)
    for number in {left for left, _there, _away in counts}:
        if_left = sum(left == number for left, _there, _away in counts)
        if_not = sum(there == number and away for _left, there, away in counts)
        if if_left * 20 < len(counts):
            continue
        ratio = if_left / if_not if if_not else math.inf
        error = 1.96 * math.sqrt(1 / if_left + 1 / max(1, if_not))
        odds = Odds(ratio, ratio * math.exp(-error), ratio * math.exp(error))
        sharpest = max(sharpest, odds, key=lambda it: it.value)
    return sharpest


@dataclass(frozen=True, slots=True)
class Line:
    """One way of Ana's with the odds it reaches after a fortnight and after four weeks."""

    name: str
    odds: dict[int, Odds]

    @property
    def missed(self) -> bool:
        """Whether either passes its bound."""
        return any(self.odds[days].value > bound for days, bound in BOUNDS.items())

    def __str__(self) -> str:
        return f"{self.name:42} " + "   ".join(f"{odds!s:18}" for odds in self.odds.values()).rstrip()


def run_odds(
    seed: int = SEED,
    secrets: int = SECRETS,
    language: str = "en",
    write: Callable[[str], object] | None = None,
) -> int:
    """Reckon all ways on all cores and print their odds; return 0 if every bound holds, else 1.

    `write` takes each line; without it they go to standard output.
    """
    tell = write or (lambda line: sys.stdout.write(line + "\n"))
    try:
        load(language)
    except BankError as error:
        tell(str(error))
        return 1
    tell(f"odds that a topic or form which never came was left out; {secrets} secrets, seed {seed}")
    tell(f"{'':42} {'a fortnight':18}   four weeks")
    missed = []
    for line in _on_all_cores(seed, secrets, language):
        tell(str(line))
        missed += [line.name] if line.missed else []
    bounds = " and ".join(f"{bound:g} to 1 after {days} days" for days, bound in BOUNDS.items())
    tell(f"beyond {bounds}: " + "; ".join(missed) if missed else f"never beyond {bounds}")
    return 1 if missed else 0


def _on_all_cores(seed: int, secrets: int, language: str) -> Iterator[Line]:
    names = [*(watch.name for watch in WATCHES), *_OTHERS]
    ways = range(len(names))
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        starts = range(seed * secrets, (seed + 1) * secrets, _AT_ONCE)
        parts = {
            way: [pool.submit(_some, language, way, range(at, at + _AT_ONCE)) for at in starts]
            for way in ways
        }
        for way, them in parts.items():
            shares: Absences = {days: [] for days in BOUNDS}
            for part in them:
                for days, some in part.result().items():
                    shares[days] += some
            yield Line(names[way], {days: odds_of(some) for days, some in shares.items()})


def _some(language: str, way: int, secrets: range) -> Absences:
    """Return the absences of some secrets under one way; runs in a process of its own."""
    bank = _bank(language)
    if way < len(WATCHES):
        return absences(bank, WATCHES[way], secrets)
    return list(_OTHERS.values())[way - len(WATCHES)](bank, secrets)


_OTHERS: dict[str, Callable[[Bank, Sequence[int]], Absences]] = {
    "whatever she does": beyond_reach,
    "a form: whatever she does": forms_asleep,
    "the intimacy pack": intimacy_away,
}
"""What is reckoned beside the ways of asking."""


_bank = cache(load)
"""The bank of a worker, read once."""
