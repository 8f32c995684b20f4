"""Which topics rest on a day, and that nobody's choices and cards move it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.past import Asked, Couple
from content.picker import pick_question
from content.resting import FEWEST, MOST_LEFT_OUT, REACH, Resting
from tests.people import there
from tests.stage import BANK

TOPICS = tuple(sorted(BANK.topics))
START = date(2026, 3, 2)


def days(count: int) -> list[date]:
    return [START + timedelta(days=at) for at in range(count)]


def test_between_fourteen_and_eighteen_topics_rest_on_an_average_day() -> None:
    counts = [
        sum(Resting(seed, 1, TOPICS).wait(topic, day) > 0 for topic in TOPICS)
        for seed in range(150)
        for day in days(120)[::30]
    ]
    assert 16 < sum(counts) / len(counts) < 17
    assert len(set(counts)) > 6  # never a fixed number: who counts topics finds none missing


@pytest.mark.parametrize("seed", range(5))
def test_each_topic_rests_for_weeks_and_is_awake_for_weeks(seed: int) -> None:
    clocks = Resting(seed, 1, TOPICS)
    for topic in TOPICS:
        spells = [
            (awake, len(list(them)))
            for awake, them in groupby(clocks.wait(topic, day) == 0 for day in days(500))
        ][1:-1]
        assert spells
        assert {40 <= length <= 58 for awake, length in spells if awake} <= {True}
        assert {41 <= length <= 99 for awake, length in spells if not awake} <= {True}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_a_day_holds_the_next_to_wake_first(seed: int) -> None:
    clocks = Resting(seed, 1, TOPICS)
    for day in days(150)[::10]:
        order = clocks.order(day)
        waits = [clocks.wait(topic, day) for topic in order]
        assert sorted(order) == list(TOPICS)
        assert waits == sorted(waits)
        for topic, wait in zip(order, waits, strict=True):
            assert clocks.wait(topic, day + timedelta(days=wait)) == 0
            assert wait == 0 or clocks.wait(topic, day + timedelta(days=wait - 1)) > 0


def test_awake_days_are_counted_day_by_day() -> None:
    clocks = Resting(3, 1, TOPICS)
    for topic in TOPICS[:6]:
        for since, until in ((0, 0), (0, 1), (5, 90), (30, 400)):
            counted = sum(clocks.wait(topic, day) == 0 for day in days(401)[since + 1 : until + 1])
            assert clocks.awake_days(topic, days(401)[since], days(401)[until]) == counted


def test_secrets_and_spaces_have_clocks_of_their_own_and_small_banks_none() -> None:
    assert Resting(1, 1, TOPICS).order(START) == Resting(1, 1, TOPICS).order(START)
    assert Resting(1, 1, TOPICS).order(START) != Resting(2, 1, TOPICS).order(START)
    assert Resting(1, 1, TOPICS).order(START) != Resting(1, 2, TOPICS).order(START)
    small = Resting(1, 1, TOPICS[:REACH])
    assert {small.wait(topic, day) for topic in TOPICS[:REACH] for day in days(150)} == {0}
    assert small.awake_days(TOPICS[0], START, START + timedelta(days=9)) == 9


topics = st.sampled_from(TOPICS)
a_history = st.lists(
    st.builds(
        Asked,
        st.sampled_from(sorted(BANK.questions)),
        st.integers(-400, -1).map(lambda at: START + timedelta(days=at)),
        joint=st.booleans(),
    ),
    max_size=60,
)


@pytest.mark.prove
@settings(max_examples=250)
@given(
    seed=st.integers(0, 2**63),
    hers=st.sets(topics, max_size=MOST_LEFT_OUT),
    newest=st.booleans(),
    which=st.integers(0, 27),
    depth=st.integers(1, 3),
    packs=st.sets(st.sampled_from(sorted(BANK.packs))),
    history=a_history,
    drained=st.one_of(st.sets(topics), st.just(set(TOPICS))),
    late=st.booleans(),
)
def test_what_lies_beyond_reach_cannot_be_asked_for_whatever_one_chooses(
    seed: int,
    hers: set[str],
    newest: bool,
    which: int,
    depth: int,
    packs: set[str],
    history: list[Asked],
    drained: set[str],
    late: bool,
) -> None:
    """All of one's choices, any cards before and topics used up: another's single topic changes no pick.

    The exact half of the bound on the odds; `content.odds.beyond_reach` reckons how often it holds.
    """
    clocks = Resting(seed, 1, TOPICS)
    order = clocks.order(START)
    left_out = frozenset(order[:MOST_LEFT_OUT] if newest else hers)
    beyond = [topic for topic in order[REACH:] if clocks.wait(topic, START) > 0]
    assume(beyond)
    his = beyond[which % len(beyond)]
    gone = [it for it in BANK.questions.values() if it.topic in drained - {his} and it.depth <= depth]
    cards = [*history, *(Asked(it.id, START - timedelta(days=30), joint=True) for it in gone)]
    couple = Couple(1, START - timedelta(days=400), max_depth=depth, muted=left_out, tags=frozenset(packs))
    for _card in range(3):
        allowed = there(pick_question(BANK, cards, couple, START, seed, late=late))
        muted = pick_question(BANK, cards, replace(couple, muted=left_out | {his}), START, seed, late=late)
        assert allowed == muted
        assert allowed.item.topic != his
        cards.append(Asked(allowed.item.id, START))


@settings(max_examples=100)
@given(seed=st.integers(0, 2**63), hers=st.sets(topics, max_size=9), his=st.sets(topics, max_size=9))
def test_nine_and_nine_left_out_still_have_some_topics_at_a_time_and_always_a_question(
    seed: int, hers: set[str], his: set[str]
) -> None:
    couple = Couple(1, START, muted=frozenset(hers | his))
    cards: list[Asked] = []
    for at in range(12):
        pick = there(pick_question(BANK, cards, couple, START + timedelta(days=at), seed))
        assert pick.item.topic not in couple.muted
        cards.append(Asked(pick.item.id, START + timedelta(days=at)))
    assert len({BANK.question(it.item_id).topic for it in cards}) >= FEWEST
