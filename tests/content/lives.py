"""Random histories of couples, for comparing picks: banks and settings that change, days of any kind.

Everything comes from the number of a life, by `Random.random` alone, which gives the same on every Python.
The shipped bank plays no part, so that a new question changes none of these lives.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TypeVar

from content.bank import INTIMACY, Bank, Question
from content.forms import RESTING, Form
from content.past import Asked, Couple
from content.picker import pick_question
from content.rotation import Pick
from tests.content.make import bank_of, question

LIVES = 10_000

_TOPICS = [f"topic{at:02}" for at in range(24)]
_PACKS = ("parents", "faith", "seasons", INTIMACY)
BANKS = 48
_START = date(2024, 2, 20)
_SPANS = (0, 6, 12, 30, 30, 60, 60, 90, 90, 120, 200, 500)
_T = TypeVar("_T")

IDS = (*(f"q-life-{at:03}" for at in range(620)), "q-gone-001", "q-gone-002")
"""All items that there are in any of the banks, and two that are in none."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which a question is picked: by this bank, for this couple, late in the day or not."""

    bank: Bank
    couple: Couple
    day: date
    late: bool


@dataclass(frozen=True, slots=True)
class Life:
    """What a couple had so far, and the days on which picks are looked at; each becomes one card more."""

    history: tuple[Asked, ...]
    days: tuple[Day, ...]
    joint: tuple[bool, ...]
    """By day: whether both answer what comes."""
    seed: int


def life(number: int) -> Life:
    """Return the life of this number: the same at every time of asking."""
    chance = Random(number * 2 + 1)
    of = _one_of(chance, range(BANKS))
    couple = _couple(chance, number)
    span, often = _one_of(chance, _SPANS), 0.1 + 0.9 * chance.random()
    history = tuple(_cards(chance, bank(of), couple.first_day, span, often))
    day = couple.first_day + timedelta(span)
    days = []
    for _ in range(5):
        if chance.random() < 0.15:
            of = _one_of(chance, range(BANKS))
        if chance.random() < 0.3:
            couple = _changed(chance, couple)
        day += timedelta(_one_of(chance, (0, 0, 1, 1, 1, 1, 2, 3, 8, 45)))
        days.append(Day(bank(of), couple, day, chance.random() < 0.2))
    return Life(
        history, tuple(days), tuple(chance.random() < 0.6 for _ in days), int(chance.random() * 2**53)
    )


def picks(of: Life) -> list[Pick[Question] | None]:
    """Return what is picked on each of the days, by all of the history."""
    history, found = [*of.history], []
    for at, joint in zip(of.days, of.joint, strict=True):
        found.append(pick_question(at.bank, history, at.couple, at.day, of.seed, late=at.late))
        history += came_of(found[-1], at, joint=joint)
    return found


def came_of(pick: Pick[Question] | None, at: Day, *, joint: bool) -> list[Asked]:
    """Return the card that a pick became; none of none."""
    return [] if pick is None else [Asked(pick.item.id, at.day, joint, not_today=not joint)]


@cache
def bank(number: int) -> Bank:
    """Return one of the `BANKS`: they differ in what there is, and in what an item is."""
    chance = Random(-number - 1)
    share, changed = _one_of(chance, (0.03, 0.1, 0.3, 0.9, 1.0, 1.0)), _one_of(chance, (0.0, 0.02, 0.3))
    topics = _TOPICS[: _one_of(chance, (6, 14, 20, 24, 24))]
    items = (_item(chance if chance.random() < changed else Random(at), at) for at in range(620))
    return bank_of([it for it in items if chance.random() < share and it.topic in (*topics, INTIMACY)])


def _item(chance: Random, at: int) -> Question:
    """Return the item of a number: its own chance makes it what it mostly is, another one something else."""
    pack = _one_of(chance, _PACKS) if chance.random() < 0.25 else ""
    options = ("Yes", "No") if chance.random() < 0.15 else ()
    more = {"cohabiting"} if chance.random() < 0.05 else set()
    return question(
        id=f"q-life-{at:03}",
        topic=INTIMACY if pack == INTIMACY else _one_of(chance, _TOPICS),
        depth=_one_of(chance, (1, 1, 1, 1, 2, 2, 2, 3)),
        options=options,
        tags=frozenset({pack, *more} - {""}),
        pack=pack,
        window=_one_of(chance, (("03-20", "04-20"), ("11-20", "02-10"))) if pack == "seasons" else None,
        live=chance.random() < 0.97,
        form=Form.CHOICE if options else _one_of(chance, (*[Form.PLAIN] * 10, *RESTING)),
        is_about_pair=chance.random() < 0.5,
        is_playful=chance.random() < 0.4,
        is_first=chance.random() < 0.1,
    )


def _cards(chance: Random, bank: Bank, first: date, span: int, often: float) -> Iterator[Asked]:
    """Yield cards of days in turn, most of them the bank's, with a rest of some weeks now and then."""
    ids, rests = [*bank.questions, "q-gone-001", "q-gone-002", "q-life-001"], 0
    for age in range(span):
        rests = rests - 1 if rests else 30 * (chance.random() < 0.01)
        if rests or chance.random() > often:
            continue
        for _ in range(_one_of(chance, (1, 1, 1, 1, 2, 3))):
            joint = chance.random() < 0.6
            declined = not joint and chance.random() < 0.3
            yield Asked(_one_of(chance, ids), first + timedelta(age), joint, declined)


def _couple(chance: Random, number: int) -> Couple:
    first = _START + timedelta(int(400 * chance.random()))
    return _changed(chance, Couple(number % 977 + 1, first))


def _changed(chance: Random, couple: Couple) -> Couple:
    """Return a couple with other choices."""
    since = couple.first_day + timedelta(int(60 * chance.random()))
    most = _one_of(chance, (0, 0, 0.2, 0.7))
    forms = _one_of(chance, (0, 0, 0.2, 0.6))
    return replace(
        couple,
        max_depth=_one_of(chance, (1, 2, 3, 3, 3, 3)),
        muted=frozenset(it for it in _TOPICS if chance.random() < most),
        tags=frozenset(it for it in (*_PACKS, "cohabiting") if chance.random() < 0.4),
        forms_left_out=frozenset(it for it in RESTING if chance.random() < forms),
        intimate_since=since if chance.random() < 0.7 else None,
    )


def _one_of(chance: Random, these: Sequence[_T]) -> _T:
    return these[int(chance.random() * len(these))]
