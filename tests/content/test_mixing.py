"""The mix of the cards: their forms, what is about the pair, what is playful, and what gives way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.bank import Bank, Question
from content.forms import RESTING, STEADY, Form
from content.mixing import (
    ABOUT_PAIR,
    OFF_FORMS,
    OFF_TONE,
    PLAIN,
    PLAYFUL,
    WINDOW,
    Mix,
    breaks,
    reasons_of,
)
from content.numbering import Traits
from content.pacing import is_light
from content.past import LATEST_CARDS, Asked, Couple, Past
from content.picker import pick_after, pick_question
from content.resting import MOST_FORMS_LEFT_OUT, resting, resting_forms
from tests.content.make import bank_of, question
from tests.people import there

START = date(2026, 3, 2)
COUPLE = Couple(space_id=7, first_day=START)
GROWN = replace(COUPLE, first_day=START - timedelta(days=100))
TOPICS = tuple(f"topic{at:02}" for at in range(28))
OF_FORMS = st.sampled_from(list(Form))


@cache
def rich() -> Bank:
    """A bank in which the mix need never give way: light and open ones of every form, and deep plain ones."""
    chance, items = Random(1), list[Question]()

    def add(topic: str, depth: int, form: Form, *, first: bool = False) -> None:
        items.append(
            question(
                id=f"q-{topic[0]}{topic[-2:]}-{len(items)}",
                topic=topic,
                depth=depth,
                form=form,
                options=("Yes", "No") if form is Form.CHOICE else (),
                is_about_pair=chance.random() < 0.6,
                is_playful=chance.random() < (0.8, 0.4, 0.1)[depth - 1],
                is_first=first,
            )
        )

    for topic in TOPICS:
        for depth in (1, 2):
            for form in (*[Form.PLAIN] * 12, *[Form.CHOICE] * 6, *RESTING, *RESTING):
                add(topic, depth, form)
        for form in (Form.PLAIN, Form.PLAIN, *RESTING[::4]):
            add(topic, 1, form, first=True)
        add(topic, 2, Form.PLAIN, first=True)
        for _ in range(8):
            add(topic, 3, Form.PLAIN)
    return bank_of(items)


def live(
    days: int, couple: Couple = GROWN, seed: int = 1, *, another: float = 0.0, bank: Bank | None = None
) -> list[tuple[date, Question, tuple[str, ...]]]:
    """Ask on each day, and some days once more; return what came and why."""
    past, chance = Past(bank or rich(), couple), Random(seed)
    asked = []
    for age in range(days):
        day = START + timedelta(days=age)
        for _ in range(1 + (chance.random() < another)):
            pick = there(pick_after(past, day, seed))
            asked.append((day, pick.item, pick.reasons))
            past.add(Asked(pick.item.id, day, joint=chance.random() < 0.6))
    return asked


def windows(cards: Sequence[Question]) -> list[Sequence[Question]]:
    return [cards[at : at + WINDOW] for at in range(len(cards) - WINDOW + 1)]


def holds(window: Sequence[Question], plain: int) -> bool:
    """Say whether any seven cards are right, so many of which are plain."""
    pair, playful = sum(it.is_about_pair for it in window), sum(it.is_playful for it in window)
    return pair >= ABOUT_PAIR and playful >= PLAYFUL and plain <= PLAIN


def is_plain(it: Question) -> bool:
    return it.form is Form.PLAIN


def of(kinds: str) -> list[Traits]:
    """Cards in words: p plain, d deep, c choice, s show; then + for the pair, ! for playful."""
    forms = {"p": Form.PLAIN, "d": Form.PLAIN, "c": Form.CHOICE, "s": Form.SHOW, "v": Form.VOICE}
    return [Traits(forms[it[0]], "+" in it, "!" in it, 3 if it[0] == "d" else 1) for it in kinds.split()]


def after(kinds: str, *, plain_next: bool = False, plain_soon: bool = False) -> Mix:
    return Mix.after(of(kinds), plain_next=plain_next, plain_soon=plain_soon)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(OF_FORMS, st.booleans(), st.booleans()), max_size=6), st.randoms(use_true_random=False)
)
def test_a_card_without_faults_after_each_six_makes_every_seven_right(
    first: list[tuple[Form, bool, bool]], chance: Random
) -> None:
    """Whatever came before, and however one chooses among the best: after six more cards all is right."""
    kinds = [
        question(form=form, is_about_pair=pair, is_playful=playful)
        for form in Form
        for pair in (False, True)
        for playful in (False, True)
    ]
    cards = [question(form=form, is_about_pair=pair, is_playful=playful) for form, pair, playful in first]
    begins = len(cards)
    for _ in range(30):
        latest = [Traits(it.form, it.is_about_pair, it.is_playful, it.depth) for it in cards[-LATEST_CARDS:]]
        faults, best = Mix.after(latest, plain_next=False, plain_soon=False).best({"play": kinds})
        assert not faults
        cards.append(chance.choice(best["play"]))
    assert all(holds(them, sum(map(is_plain, them))) for them in windows(cards)[begins:])
    assert all(earlier.form is not later.form for earlier, later in pairwise(cards[begins:]))


@pytest.mark.parametrize(
    ("before", "less", "more"),
    [
        ("s+! v+! s+! v+! s+! c+!", "p", "c"),  # no form twice running
        ("p+! c+! p+! c+! p+! c+!", "v", "p"),  # no fourth plain one in seven
        ("c+! s+! v+! c+! s+! p+!", "s", "p"),
        ("c+ s+ v+ c+ s+ v+", "s!", "s"),  # something playful is due
        ("c! s! v! c! s! v+!", "s+", "s"),  # and something about the pair
        ("p+! s! p! c+! p! v!", "p+", "c"),  # the forms give way before what is about the pair
        ("p+ s+ p+ c+ p+ v+", "p!", "c"),  # and before what is playful
        ("c! s s v c v+", "s+", "s!"),  # what is playful before the pair
        ("s+! v+! s+! v+! p+! p+!", "c", "p"),
        ("p+! v+! p+! v+! p+! s+!", "p", "s"),  # a fourth plain one rather than one form twice running
    ],
)
def test_what_gives_way_first(before: str, less: str, more: str) -> None:
    mix = after(before)
    better, worse = (
        mix.faults(there(it.form), is_about_pair=it.is_about_pair, is_playful=it.is_playful)
        for it in (*of(less), *of(more))
    )
    assert better < worse


def test_a_mix_in_hand_asks_for_nothing() -> None:
    assert after("").faults(Form.PLAIN, is_about_pair=False, is_playful=False) == 0
    assert after("p+! s+! v+! p+! s+! v+!").faults(Form.PLAIN, is_about_pair=False, is_playful=False) == 0


def test_a_plain_one_that_is_to_come_gets_its_room_but_breaks_nothing_for_it() -> None:
    def plain(before: str, *, plain_next: bool = False, plain_soon: bool = False) -> list[str] | None:
        faults = after(before, plain_next=plain_next, plain_soon=plain_soon).faults(
            Form.PLAIN, is_about_pair=True, is_playful=True
        )
        return reasons_of(faults) if faults else None

    assert plain("s v p s p s") is None
    assert plain("s v p s p s", plain_soon=True) == []
    assert plain("s v d s p s", plain_soon=True) is None
    assert plain("s v s v s v", plain_next=True) == []
    assert plain("s v s v s p") == [OFF_FORMS]
    assert reasons_of(after("s v s v s v").faults(Form.SHOW, is_about_pair=False, is_playful=True)) == [
        OFF_TONE
    ]


def test_what_is_due_only_soon_breaks_nothing() -> None:
    soon = after("s+! v+ s+ v c s").faults(Form.VOICE, is_about_pair=False, is_playful=False)
    assert soon
    assert not breaks(soon)
    assert breaks(after("s+! v+ s v c s").faults(Form.VOICE, is_about_pair=False, is_playful=False))


def test_whose_turn_it_is() -> None:
    forms = [Form.PLAIN, Form.CHOICE, Form.SHOW, Form.VOICE, Form.DRAW]
    came = {Form.SHOW: START, Form.VOICE: START - timedelta(days=9)}

    def turn(*of: Form, plain: float = 1.0, choice: bool = False, saving: bool = False) -> Form:
        return after("", plain_soon=saving).turn(
            {"play": [question(form=it) for it in of]},
            lambda name: plain if name == "plain" else Random(name).random(),
            lambda form: came.get(form, date.min),
            choice=choice,
        )

    assert turn(*forms) is Form.DRAW
    assert turn(*forms[:-1]) is Form.VOICE
    assert turn(*forms, choice=True) is Form.CHOICE
    assert turn(*forms, plain=0.3) is Form.PLAIN
    assert turn(*forms, plain=0.3, saving=True) is Form.DRAW
    assert turn(*forms[:2]) is Form.CHOICE
    assert turn(Form.PLAIN) is Form.PLAIN
    never = {"play": [question(form=it) for it in RESTING]}

    def first_of(seed: int) -> Form:
        return after("").turn(
            never, lambda name: Random(f"{seed} {name}").random(), lambda _: date.min, choice=False
        )

    turns = map(first_of, range(200))
    assert {*turns} == {*RESTING}


@pytest.mark.parametrize("seed", range(6))
def test_a_rich_bank_keeps_the_mix_on_every_day_with_another_or_without(seed: int) -> None:
    """But for a further deep one of a day, which is plain as all deep ones are."""
    came = live(150, replace(COUPLE, first_day=START), seed, another=0.2)
    further = [False, *(before == day and it.depth == 3 for (before, *_), (day, it, _) in pairwise(came))]
    for at in range(len(came) - WINDOW + 1):
        window = [it for _, it, _ in came[at : at + WINDOW]]
        deep = sum(further[at : at + WINDOW])
        assert holds(window, sum(map(is_plain, window)) - deep)
    for at, ((_, earlier, _), (_, later, _)) in enumerate(pairwise(came), 1):
        assert earlier.form is not later.form or further[at]


@pytest.mark.parametrize("seed", range(3))
def test_forms_go_round_with_one_choice_in_seven_and_plain_ones_as_often_as_they_may(seed: int) -> None:
    came = live(180, seed=seed)
    shares = {form: sum(it.form is form for _, it, _ in came) / len(came) for form in Form}
    assert 0.1 < shares[Form.CHOICE] < 0.17
    assert 0.25 < shares[Form.PLAIN] <= 3 / 7
    assert max(shares[form] for form in RESTING) < 0.1


forms_left_out = st.sets(st.sampled_from(RESTING), max_size=2 * MOST_FORMS_LEFT_OUT)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**63), forms_left_out, st.integers(0, 60), st.booleans())
def test_a_form_that_rests_or_was_left_out_never_comes_even_when_all_else_runs_dry(
    seed: int, left_out: set[str], age: int, small: bool
) -> None:
    couple = replace(COUPLE, first_day=START - timedelta(days=age), forms_left_out=frozenset(left_out))
    items = [question(id=f"q-few-{at:03}", topic="play", form=form) for at, form in enumerate(Form)]
    clocks = resting_forms(seed, couple.space_id)
    for day, item, _ in live(30, couple, seed, another=0.5, bank=bank_of(items) if small else rich()):
        assert item.form not in left_out
        if item.form not in STEADY and (day - couple.first_day).days >= 14:
            assert clocks.is_awake(item.form, day)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**63),
    forms_left_out,
    st.integers(0, 14),
    st.sampled_from((0, 5, 13, 40)),
    st.integers(1, 3),
)
def test_a_resting_form_is_picked_alike_whether_or_not_it_was_left_out(
    seed: int, hers: set[str], which: int, age: int, depth: int
) -> None:
    """The exact half of the bound on a form's odds: its absence tells nothing while it rests."""
    couple = Couple(1, START - timedelta(days=age), max_depth=depth, forms_left_out=frozenset(hers))
    clocks, before = resting_forms(seed, 1), couple.first_day - timedelta(days=1)
    since, until = (before, before + timedelta(14)) if age < 14 else (START - timedelta(1), START)
    asleep = [it for it in RESTING if clocks.awake_days(it, since, until) == 0]
    if asleep:
        his = asleep[which % len(asleep)]
        cards: list[Asked] = []
        for _ in range(3):
            pick = there(pick_question(rich(), cards, couple, START, seed))
            both = replace(couple, forms_left_out=couple.forms_left_out | {his})
            assert pick == pick_question(rich(), cards, both, START, seed)
            cards.append(Asked(pick.item.id, START))


def test_about_half_of_the_forms_rest_on_any_day_and_never_so_many_that_they_can_be_counted() -> None:
    counts = [
        sum(not resting_forms(seed, 1).is_awake(form, START + timedelta(days=at)) for form in RESTING)
        for seed in range(150)
        for at in range(0, 120, 30)
    ]
    assert 7.3 < sum(counts) / len(counts) < 8.3
    assert len(set(counts)) > 6
    same = [resting_forms(3, 1).is_awake(it, START) for it in RESTING]
    assert same != [resting(3, 1, tuple(RESTING)).is_awake(it, START) for it in RESTING]


@pytest.mark.parametrize("seed", range(8))
def test_the_first_thirteen_are_light_and_the_fourteenth_is_the_first_open_one_all_by_hand(seed: int) -> None:
    came = live(28, COUPLE, seed)
    assert [it.depth for _, it, _ in came[:13]] == [1] * 13
    assert sum(it.is_first for _, it, _ in came[:14]) >= 11
    assert not any("chosen by hand" in why for _, _, why in came[14:])
    fourteenth = came[13][1]
    assert fourteenth.is_first
    assert fourteenth.depth == (1 if is_light(COUPLE.space_id, came[13][0], seed) else 2)
    month = [it.depth for day, it, _ in came[13:] if not is_light(COUPLE.space_id, day, seed)]
    assert len(month) < 15 or month == [2, 1, 1] * 5


def test_a_couple_on_every_third_day_begins_as_gently() -> None:
    past = Past(rich(), COUPLE)
    for card in range(14):
        day = START + timedelta(days=3 * card)
        pick = there(pick_after(past, day, 4))
        assert pick.item.depth == (1 if card < 13 or is_light(COUPLE.space_id, day, 4) else 2)
        assert pick.item.is_first or card < 13
        past.add(Asked(pick.item.id, day))


def test_spaces_begin_with_others_of_those_chosen_by_hand() -> None:
    first = {there(pick_question(rich(), [], COUPLE, START, seed)).item.id for seed in range(40)}
    assert len(first) > 25


def test_another_draws_from_them_too_until_they_are_gone() -> None:
    past, came = Past(rich(), COUPLE), list[Question]()
    for _ in range(60):
        came.append(there(pick_after(past, START, 2)).item)
        past.add(Asked(came[-1].id, START))
    by_hand = [it.is_first for it in came]
    assert all(by_hand[:10])
    assert not by_hand[-1]


def test_in_the_first_fortnight_what_is_awake_on_any_of_its_days_is_so_on_all_and_nothing_else() -> None:
    late = 0
    for seed in range(40):
        clocks, before = resting(seed, 7, TOPICS), START - timedelta(days=1)
        awake = {it for it in TOPICS if clocks.awake_days(it, before, before + timedelta(days=14))}
        for day, item, _ in live(14, COUPLE, seed):
            assert item.topic in awake
            late += not clocks.is_awake(item.topic, day)
    assert late > 20
