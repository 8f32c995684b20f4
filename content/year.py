"""One simulated couple's year: what the picker would ask them and offer one of them, day by day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby, pairwise

from content.bank import WISHES, Bank, Question
from content.chance import draw
from content.forms import Form
from content.ideas import IDEA_AGAIN, Given, IdeaState, Met, Wants, pick_idea_after
from content.mixing import ABOUT_PAIR, PLAIN, PLAYFUL, WINDOW
from content.pacing import FIRST_CARDS
from content.past import SOONEST, Asked, Couple, Past
from content.picker import CROWDED, OFF_MIX, WOKEN, pick_after

A_YEAR = timedelta(days=365)
SIX_WEEKS = 42

_FIRST_DAY = date(2026, 1, 1)
_ANSWERED = 0.6  # of the cards, by both
_WISHED = 0.2  # of the evenings: a wish is passed on
_DID, _ANOTHER, _NOT_FOR_ME = 0.4, 0.1, 0.02  # of the ideas
MUTED_MOST = frozenset({Form.VOICE, Form.DRAW, Form.SHOW})
"""The forms that are left out most often, as far as one can guess."""
_HALVES = 8  # ways in which a day's ideas are split between the two


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of couple: how many of 28 topics they mute, how often they swap, what does not fit them."""

    name: str
    muted: int
    swaps: float
    """Share of days on which one of them taps Another."""
    unfit: float
    """Share of the items that are not for them, by a chance of their own."""
    fresh_aim: float
    """Share of days that must have a fresh question; a question of some kind comes on every day."""
    formless: float = 0.0
    """Share of the couples that left out the forms that are left out most (`MUTED_MOST`)."""
    mix_aim: float = 0.0
    """Share of any seven cards that must be a right mix, and of cards that must not be of the form before."""
    tags: frozenset[str] = frozenset()
    """What the partner who is offered ideas chose."""
    max_depth: int = 3
    again_after: int = 365
    """Days that must lie between two times of one question that both answered."""


KINDS = (
    Kind("easy", 0, 0.10, 0.0, fresh_aim=1.0, formless=0.1, mix_aim=0.999, tags=frozenset({"touch"})),
    Kind("typical", 3, 0.20, 0.10, fresh_aim=1.0, formless=0.3, mix_aim=0.995),
    Kind("picky", 6, 0.25, 0.15, fresh_aim=0.99, formless=0.5, mix_aim=0.97, tags=frozenset({"apart"})),
    Kind("choosy", 18, 0.10, 0.0, fresh_aim=0.6, formless=0.5, again_after=120),
    Kind("light", 0, 0.10, 0.0, fresh_aim=0.7, formless=0.3, max_depth=1, again_after=150),
)


@dataclass
class Year:
    """What became of a couple's year."""

    days: int
    topics: int
    """How many topics may be asked."""
    fresh: int = 0
    """Days whose first question was new, or never opened and last asked sixty days before or earlier."""
    repeats: int = 0
    """Questions both answered, asked again sooner than they may be, but for "Still true?"."""
    returned: int = 0
    """Questions that never opened, asked again."""
    still_true: int = 0
    unasked: int = 0
    """Cards that did not come, because nothing was left."""
    soonest: int = A_YEAR.days
    """Days after which a question that both answered came again at the soonest."""
    choices: int = 0
    cards: int = 0
    crowded: int = 0
    """Cards for which the topic's gap gave way."""
    off_mix: int = 0
    """Cards for which the depth of the day gave way."""
    gaps: Counter[int] = field(default_factory=Counter)
    depths: dict[str, Counter[int]] = field(default_factory=dict)
    """By stage: "cards 1-13", "to day 28", "after"."""
    six_weeks: int = 0
    """The fewest topics in any six weeks."""
    met: int = 0
    """Topics met in all."""
    woken: int = 0
    """Cards for which a resting topic woke, as nothing else was left."""
    forms: Counter[Form] = field(default_factory=Counter)
    """Of all cards."""
    twice_running: int = 0
    """Cards of the form of the one before; a further deep one of a day counts not: it can only be plain."""
    windows: int = 0
    """Any seven cards, as they came."""
    of_pair: int = 0
    """Windows with enough about the pair; `playful` likewise, and `not_plain` with few enough plain ones, of
    which a further deep one of a day is none."""
    playful: int = 0
    not_plain: int = 0
    by_hand: int = 0
    """Of the first fourteen days' first cards: those chosen by hand."""
    opened: int = 0
    """Whether the thirteen before were light and the fourteenth was open; in a light week that is later."""
    ideas: int = 0
    fresh_ideas: int = 0
    """Days whose first idea was not shown within 180 days."""
    idea_repeats: int = 0
    idea_gaps: Counter[int] = field(default_factory=Counter)
    wishes: int = 0
    wishes_met: int = 0


def live_a_year(bank: Bank, kind: Kind, number: int, seed: int, days: int) -> Year:
    """Return the year of one couple of a kind; the same for the same arguments.

    They choose no pack, so that the questions of everybody must last.
    """
    chance = draw(seed, "couple", kind.name, number)
    theirs = replace(
        bank,
        questions={key: it for key, it in bank.questions.items() if chance(key) >= kind.unfit},
        ideas={key: it for key, it in bank.ideas.items() if chance(key) >= kind.unfit},
    )
    muted = sorted(bank.topics, key=chance)[: kind.muted]
    couple = Couple(
        number + 1,
        _FIRST_DAY + timedelta(days=number),
        max_depth=kind.max_depth,
        muted=frozenset(muted),
        forms_left_out=MUTED_MOST if chance("formless") < kind.formless else frozenset(),
    )
    year = Year(days, topics=len(bank.topics) - kind.muted)
    _ask(Past(theirs, couple), kind, seed, year)
    _offer(Met(theirs, Wants(number + 1, kind.tags)), _halves(theirs), couple.first_day, seed, year)
    return year


def _ask(past: Past, kind: Kind, seed: int, year: Year) -> None:
    couple, chance = past.couple, draw(seed, "life", past.couple.space_id)
    asked: list[tuple[date, Question]] = []
    for age in range(year.days):
        day = couple.first_day + timedelta(days=age)
        swap = chance(f"swap {age}") < kind.swaps
        for nth in range(2 if swap else 1):
            pick = pick_after(past, day, seed)
            if pick is None:
                year.unasked += 1
                continue
            item, last = pick.item, past.last_asked(pick.item.id) or date.min
            year.cards += 1
            year.still_true += pick.again
            answered = past.is_joint(item.id)
            is_fresh = not answered and (day - last).days >= SOONEST
            year.returned += not answered and last > date.min
            year.repeats += answered and not pick.again and (day - last).days < kind.again_after
            if answered:
                year.soonest = min(year.soonest, (day - last).days)
            year.fresh += nth == 0 and is_fresh
            year.choices += item.form is Form.CHOICE
            year.crowded += CROWDED in pick.reasons
            year.woken += WOKEN in pick.reasons
            year.off_mix += OFF_MIX in pick.reasons
            gap = day - (past.last_of_topic(item.topic) or date.min)
            if gap < A_YEAR:
                year.gaps[gap.days] += 1
            stage = "cards 1-13" if age < FIRST_CARDS - 1 else "to day 28" if age < 28 else "after"
            year.depths.setdefault(stage, Counter())[item.depth] += nth == 0
            asked.append((day, item))
            swapped = swap and nth == 0
            joint = not swapped and chance(f"joint {age}") < _ANSWERED
            past.add(Asked(item.id, day, joint=joint))
    year.met = len({it.topic for _day, it in asked})
    year.six_weeks = _fewest_topics([(day, it.topic) for day, it in asked], couple.first_day, year.days)
    _weigh(asked, year)


def _weigh(asked: Sequence[tuple[date, Question]], year: Year) -> None:
    """Take in what a year's cards are as a mix, as they came."""
    cards = [it for _day, it in asked]
    year.forms.update(it.form for it in cards)
    further = [False, *(a == b and it.depth == 3 for (a, _), (b, it) in pairwise(asked))]
    year.twice_running += sum(
        earlier.form is later.form and not is_further
        for earlier, later, is_further in zip(cards, cards[1:], further[1:], strict=False)
    )
    plain = [it.form is Form.PLAIN and not is_further for it, is_further in zip(cards, further, strict=True)]
    for at in range(len(cards) - WINDOW + 1):
        them = cards[at : at + WINDOW]
        year.windows += 1
        year.of_pair += sum(it.is_about_pair for it in them) >= ABOUT_PAIR
        year.playful += sum(it.is_playful for it in them) >= PLAYFUL
        year.not_plain += sum(plain[at : at + WINDOW]) <= PLAIN
    firsts = [next(them)[1] for _day, them in groupby(asked, lambda it: it[0])][:FIRST_CARDS]
    year.by_hand = sum(it.is_first for it in firsts)
    year.opened = [it.depth for it in firsts] == [1] * (FIRST_CARDS - 1) + [2]


def _offer(met: Met, halves: Sequence[frozenset[str]], first_day: date, seed: int, year: Year) -> None:
    wishes, chance = sorted(WISHES), draw(seed, "kindness", met.person.person_id)
    for age in range(year.days):
        day = first_day + timedelta(days=age)
        wish = None
        if chance(f"wish {age}") < _WISHED:
            wish = wishes[int(chance(f"which {age}") * len(wishes))]
        mood = chance(f"mood {age}")
        another = mood >= 1 - _ANOTHER - _NOT_FOR_ME
        for nth in range(2 if another else 1):
            half = halves[int(chance(f"half {age}") * len(halves))]
            pick = pick_idea_after(met, day, seed, wish=wish, avoid=half)
            if pick is None:
                continue
            is_fresh = day - met.last_shown.get(pick.item.id, date.min) >= IDEA_AGAIN
            year.ideas += 1
            year.idea_repeats += not is_fresh
            year.fresh_ideas += nth == 0 and is_fresh
            gap = day - met.last_of_category.get(pick.item.category, date.min)
            if gap < A_YEAR:
                year.idea_gaps[gap.days] += 1
            if wish is not None and nth == 0:
                year.wishes += 1
                year.wishes_met += wish in pick.item.wishes
            if nth == 0 and another:
                met.add(
                    Given(
                        pick.item.id,
                        day,
                        IdeaState.NOT_FOR_ME if mood >= 1 - _NOT_FOR_ME else IdeaState.ANOTHER,
                    )
                )
            else:
                met.add(Given(pick.item.id, day, IdeaState.DID if mood < _DID else IdeaState.SHOWN))


def _halves(bank: Bank) -> list[frozenset[str]]:
    """Return ways of splitting the ideas: the half that belongs to the other partner on a day."""
    ideas = sorted(bank.ideas.values(), key=lambda it: it.category)
    halves = []
    for number in range(_HALVES):
        chance = draw(number, "half")
        groups = [
            sorted(them, key=lambda it: chance(it.id)) for _, them in groupby(ideas, lambda it: it.category)
        ]
        halves.append(frozenset(it.id for group in groups for it in group[::2]))
    return halves


def _fewest_topics(asked_on: Sequence[tuple[date, str]], first_day: date, days: int) -> int:
    """Return the fewest topics in any six weeks; of a shorter time, in all of it."""
    by_day: dict[int, list[str]] = {}
    for day, topic in asked_on:
        by_day.setdefault((day - first_day).days, []).append(topic)
    ends = range(min(SIX_WEEKS, days), days + 1)
    return min(
        len({topic for age in range(end - min(SIX_WEEKS, days), end) for topic in by_day.get(age, ())})
        for end in ends
    )
