"""Simulates a year of many couples and says whether the bank and the picker carry them through it.

What the kinds of couples mute, swap and find unfit stands in docs/content.md; a seed gives one report.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache

from content.bank import Bank, BankError, load
from content.forms import RESTING, Form
from content.mixing import ABOUT_PAIR, PLAIN, PLAYFUL, WINDOW
from content.pacing import FIRST_CARDS
from content.resting import PERIOD
from content.year import KINDS, SIX_WEEKS, Kind, Year, live_a_year

COUPLES, DAYS, SEED = 200, 365, 1
_AT_ONCE = 10  # couples a worker takes at a time


@dataclass(frozen=True, slots=True)
class Result:
    """The years of all couples of one kind."""

    kind: Kind
    years: Sequence[Year]

    @property
    def fresh(self) -> float:
        """Share of days whose question was new."""
        return self.sum(lambda it: it.fresh) / self.sum(lambda it: it.days)

    @property
    def missed(self) -> list[str]:
        """What the kind aims at and did not reach, in words."""
        missed = []
        if self.fresh < self.kind.fresh_aim:
            missed.append(f"{self.kind.fresh_aim:.0%} of days with a fresh question")
        if self.sum(lambda it: it.unasked):
            missed.append("a question on every day")
        if self.sum(lambda it: it.repeats):
            missed.append(f"no repeat within {self.kind.again_after} days")
        if any(year.met < year.topics and year.days >= PERIOD + SIX_WEEKS for year in self.years):
            missed.append("every topic they allow")
        return missed + self.off_mix

    @property
    def off_mix(self) -> list[str]:
        """What of the mix the kind aims at and did not reach, in words."""
        windows, cards = self.sum(lambda it: it.windows), self.sum(lambda it: it.cards)
        off = {
            f"{ABOUT_PAIR} of any seven about the pair": 1
            - self.sum(lambda it: it.of_pair) / max(1, windows),
            f"{PLAYFUL} of any seven playful": 1 - self.sum(lambda it: it.playful) / max(1, windows),
            f"at most {PLAIN} of any seven plain": 1 - self.sum(lambda it: it.not_plain) / max(1, windows),
            "no form twice running": self.sum(lambda it: it.twice_running) / max(1, cards),
        }
        aim = self.kind.mix_aim
        return [f"{what} ({aim:.1%})" for what, share in off.items() if share > 1 - aim]

    def sum(self, of: Callable[[Year], int]) -> int:
        """Return the sum over all years."""
        return sum(map(of, self.years))


def simulate(bank: Bank, seed: int = SEED, couples: int = COUPLES, days: int = DAYS) -> list[Result]:
    """Return a year of each kind of couple, one after the other in this process."""
    return [
        Result(kind, [live_a_year(bank, kind, number, seed, days) for number in range(couples)])
        for kind in KINDS
    ]


def run_simulation(
    seed: int = SEED,
    couples: int = COUPLES,
    days: int = DAYS,
    language: str = "en",
    write: Callable[[str], object] | None = None,
) -> int:
    """Simulate the shipped bank on all cores and print the report; return 0 if every aim is reached, else 1.

    `write` takes each line; without it they go to standard output.
    """
    tell = write or (lambda line: sys.stdout.write(line + "\n"))
    try:
        bank = load(language)
    except BankError as error:
        tell(str(error))
        return 1
    universal = sum(not question.pack and question.live for question in bank.questions.values())
    tell(f"{universal} questions, {len(bank.ideas)} ideas; {couples} couples, {days} days, seed {seed}")
    missed = []
    for result in _on_all_cores(seed, couples, days, language):
        for line in report(result):
            tell(line)
        missed += [f"{result.kind.name} couples: {aim}" for aim in result.missed]
    tell("missed: " + "; ".join(missed) if missed else "every aim is reached")
    return 1 if missed else 0


def report(result: Result) -> Iterator[str]:
    """Yield what a person wants to know of one kind's years, a line each."""
    kind, years = result.kind, result.years
    total = result.sum
    yield (
        f"{kind.name}: {kind.muted} topics muted, {kind.swaps:.0%} of days swapped, "
        f"{kind.unfit:.0%} of the items unfit{', light ones only' if kind.max_depth == 1 else ''}"
    )
    whole = sum(year.fresh == year.days for year in years) / len(years)
    yield f"  fresh question     {result.fresh:8.2%} of days; {whole:.1%} of couples every day"
    yield (
        f"  asked again        after {min(year.soonest for year in years)} days at the soonest, "
        f"{total(lambda it: it.returned)} that had never opened, "
        f'{total(lambda it: it.still_true)} as "Still true?"'
    )
    gaps, cards = sum((year.gaps for year in years), Counter[int]()), total(lambda it: it.cards)
    yield (
        f"  topics             {_middle(gaps)} days between two of one (median), "
        f"{min(gaps, default=0)} at least; "
        f"gap relaxed for {total(lambda it: it.crowded) / cards:.2%} of cards"
    )
    few = sorted(year.six_weeks for year in years)
    missing = max(year.topics - year.met for year in years)
    yield (
        f"  seasons            {few[len(few) // 2]} topics in any six weeks (median), {few[0]} at least; "
        f"at worst {missing} not met at all; "
        f"rest relaxed for {total(lambda it: it.woken) / cards:.2%} of cards"
    )
    relaxed = total(lambda it: it.off_mix) / cards
    yield f"  depth 1/2/3        {'; '.join(_mixes(years))}; relaxed for {relaxed:.2%} of cards"
    yield f"  choices            {total(lambda it: it.choices) / cards:8.1%} of cards"
    windows = max(1, total(lambda it: it.windows))
    yield (
        f"  the mix            of any {WINDOW} cards {ABOUT_PAIR} about the pair "
        f"{total(lambda it: it.of_pair) / windows:.2%}, {PLAYFUL} playful "
        f"{total(lambda it: it.playful) / windows:.2%}, {PLAIN} plain at most "
        f"{total(lambda it: it.not_plain) / windows:.2%}; "
        f"a form twice running {total(lambda it: it.twice_running) / cards:.2%} of cards"
    )
    forms = sum((year.forms for year in years), Counter[Form]())
    shares = [forms[form] / cards for form in RESTING]
    yield (
        f"  forms              plain {forms[Form.PLAIN] / cards:.1%} of cards, the fifteen others "
        f"{min(shares):.1%} to {max(shares):.1%} each"
    )
    yield (
        f"  the first {FIRST_CARDS}       {total(lambda it: it.by_hand) / len(years):.1f} chosen by hand; "
        f"thirteen light and then an open one {total(lambda it: it.opened) / len(years):.0%} of couples"
    )
    ideas = sum((year.idea_gaps for year in years), Counter[int]())
    fresh = total(lambda it: it.fresh_ideas) / total(lambda it: it.days)
    met = total(lambda it: it.wishes_met) / max(1, total(lambda it: it.wishes))
    again = total(lambda it: it.idea_repeats)
    yield f"  fresh kindness     {fresh:8.2%} of days; {again} again within 180 days"
    yield f"  categories         {_middle(ideas)} days between two of one (median); {met:.1%} of wishes met"


def _mixes(years: Sequence[Year]) -> Iterator[str]:
    """Yield the shares of the depths at each stage of a couple's first year."""
    for stage in years[0].depths:
        counts = sum((year.depths.get(stage, Counter()) for year in years), Counter[int]())
        shares = "/".join(f"{counts[depth] / counts.total():.0%}" for depth in (1, 2, 3))
        yield f"{stage} {shares}"


def _middle(counts: Counter[int]) -> int:
    """Return the median of counted values; 0 of none."""
    left = counts.total() / 2
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    return 0


def _on_all_cores(seed: int, couples: int, days: int, language: str) -> Iterator[Result]:
    """Yield what `simulate` returns, reckoned by as many processes as there are cores."""
    starts = range(0, couples, _AT_ONCE)
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        work = {
            kind: [
                pool.submit(
                    _some_years, language, at, range(start, min(start + _AT_ONCE, couples)), seed, days
                )
                for start in starts
            ]
            for at, kind in enumerate(KINDS)
        }
        for kind, parts in work.items():
            yield Result(kind, [year for part in parts for year in part.result()])


def _some_years(language: str, kind: int, numbers: range, seed: int, days: int) -> list[Year]:
    """Return the years of some couples of a kind; runs in a process of its own."""
    return [live_a_year(_bank(language), KINDS[kind], number, seed, days) for number in numbers]


_bank = cache(load)
"""The bank of a worker, read once."""
