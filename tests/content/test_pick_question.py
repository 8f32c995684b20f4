"""Which question a couple is asked on which day."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.bank import Bank, Question
from content.forms import Form
from content.pacing import after_pause, is_light
from content.picker import Asked, Couple, Pick, pick_question
from tests.content.make import bank_of, question
from tests.people import there
from tests.stage import BANK

START = date(2026, 3, 2)
ANA_AND_BEN = Couple(space_id=7, first_day=START)


def walk(
    days: int, couple: Couple = ANA_AND_BEN, seed: int = 1, *, every: int = 1, bank: Bank = BANK
) -> list[tuple[date, Pick[Question]]]:
    """Ask one question on each n-th day, as the schedule would, and return what was asked."""
    history: list[Asked] = []
    asked = []
    for offset in range(0, days, every):
        day = START + timedelta(days=offset)
        pick = there(pick_question(bank, history, couple, day, seed))
        history.append(Asked(pick.item.id, day))
        asked.append((day, pick))
    return asked


def depths(walked: list[tuple[date, Pick[Question]]]) -> list[int]:
    return [pick.item.depth for _, pick in walked]


def aged(days: int) -> Couple:
    """A couple that has been asked for this many days when a test begins at START."""
    return replace(ANA_AND_BEN, first_day=START - timedelta(days=days))


@settings(max_examples=12)
@given(seed=st.integers(), space_id=st.integers(1, 10**12))
def test_sixty_days_bring_sixty_questions_in_pace(seed: int, space_id: int) -> None:
    walked = walk(60, replace(ANA_AND_BEN, space_id=space_id), seed)
    asked_on: dict[str, date] = {}

    assert len({pick.item.id for _, pick in walked}) == 60
    assert not any(pick.again for _, pick in walked)
    for day, pick in walked:
        assert day - asked_on.get(pick.item.topic, date.min) >= timedelta(days=4)
        asked_on[pick.item.topic] = day
    levels = depths(walked)
    assert set(levels[:13]) == {1}
    light = [is_light(space_id, day, seed) for day, _ in walked]
    assert all(level == 1 for level, is_so in zip(levels, light, strict=True) if is_so)
    for begin, end, mix in ((13, 28, [1, 1, 2]), (28, 60, [1, 1, 1, 2, 2, 2, 3])):
        for at in range(begin, end - len(mix) + 1):
            if not any(light[at : at + len(mix)]):
                assert sorted(levels[at : at + len(mix)]) == mix
    deep = [day for day, pick in walked if pick.item.depth == 3]
    assert all(later - earlier >= timedelta(days=3) for earlier, later in pairwise(deep))
    assert sum(pick.item.form is Form.CHOICE for _, pick in walked) >= 7


@pytest.mark.parametrize("seed", range(4))
def test_every_topic_has_its_season_within_twenty_weeks(seed: int) -> None:
    assert {pick.item.topic for _, pick in walk(140, seed=seed)} == BANK.topics.keys()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(), days=st.integers(0, 40))
def test_the_same_inputs_give_the_same_pick_in_any_order_of_history(seed: int, days: int) -> None:
    history = [Asked(pick.item.id, day) for day, pick in walk(20, seed=3)]
    day = START + timedelta(days=20 + days)

    first = pick_question(BANK, history, ANA_AND_BEN, day, seed)
    assert pick_question(BANK, history[::-1], ANA_AND_BEN, day, seed) == first


def test_couples_and_seeds_are_asked_different_questions() -> None:
    assert len({walk(1, seed=seed)[0][1].item.id for seed in range(10)}) > 4
    assert len({walk(1, replace(ANA_AND_BEN, space_id=it))[0][1].item.id for it in range(10)}) > 4


def test_muted_topics_never_come_even_when_the_bank_runs_dry() -> None:
    muted = frozenset({"touch", "childhood", "stress", "future"})

    walked = walk(120, replace(ANA_AND_BEN, muted=muted))
    assert not muted & {pick.item.topic for _, pick in walked}


def test_the_stricter_depth_wins_even_when_the_bank_runs_dry() -> None:
    assert set(depths(walk(100, replace(ANA_AND_BEN, max_depth=1)))) == {1}
    assert set(depths(walk(100, replace(ANA_AND_BEN, max_depth=2)))) == {1, 2}


def test_an_item_with_tags_comes_only_to_a_couple_who_chose_them_all() -> None:
    bank = bank_of([question(tags=frozenset({"pets", "cohabiting"}))])

    def pick_with(*tags: str) -> Pick[Question] | None:
        return pick_question(bank, [], replace(ANA_AND_BEN, tags=frozenset(tags)), START, 1)

    assert pick_with("pets") is None
    assert pick_with("pets", "cohabiting") is not None


def test_a_retired_item_is_never_picked() -> None:
    assert pick_question(bank_of([question(live=False)]), [], ANA_AND_BEN, START, 1) is None


def test_another_on_the_same_day_is_another_question_of_another_topic() -> None:
    first = there(pick_question(BANK, [], ANA_AND_BEN, START, 1))

    second = there(pick_question(BANK, [Asked(first.item.id, START)], ANA_AND_BEN, START, 1))
    assert second.item.topic != first.item.topic


def test_all_cards_of_a_day_share_one_depth() -> None:
    walked = walk(120, aged(100))
    assert {pick.item.depth for _, pick in walked} == {1, 2, 3}
    for at, (day, pick) in enumerate(walked[60:], 60):
        until = [Asked(it.item.id, on) for on, it in walked[: at + 1]]
        second = there(pick_question(BANK, until, aged(100), day, 1))
        assert second.item.depth == pick.item.depth


def test_late_in_the_day_no_further_card_is_deep() -> None:
    couple, history = aged(100), [Asked(pick.item.id, day) for day, pick in walk(28, aged(100))]
    deep = next(it for it in history if BANK.question(it.item_id).depth == 3)
    until = [it for it in history if it.day <= deep.day]

    second = there(pick_question(BANK, until, couple, deep.day, 1, late=True))
    assert second.item.depth == 2


def test_one_week_in_six_is_light_whatever_else_there_is() -> None:
    weeks = [
        [is_light(7, START + timedelta(days=7 * week + day), seed) for day in range(7)]
        for seed in range(5)
        for week in range(600)
    ]
    assert 0.16 < sum(map(sum, weeks)) / (7 * len(weeks)) < 0.173
    begins = {seed: next(day for day in range(90) if light_from(day, seed)) % 7 for seed in range(40)}
    assert set(begins.values()) == set(range(7))  # no weekday of everybody's


def test_in_a_light_week_nothing_tells_whether_one_of_them_keeps_it_light() -> None:
    couple, seed = aged(40), 5
    history: list[Asked] = []
    for day, pick in walk(84, couple, seed):
        if is_light(couple.space_id, day, seed):
            assert pick == pick_question(BANK, history, replace(couple, max_depth=1), day, seed)
        history.append(Asked(pick.item.id, day))


def light_from(day: int, seed: int) -> bool:
    return is_light(7, START + timedelta(days=day), seed) and not is_light(
        7, START + timedelta(days=day - 1), seed
    )


@pytest.mark.parametrize("every", [2, 3, 7, 10])
def test_couples_of_every_rhythm_meet_the_whole_mix(every: int) -> None:
    levels = depths(walk(25 * every, aged(40), every=every))

    assert set(levels) == {1, 2, 3}
    assert 3 not in levels[:7]


@pytest.mark.parametrize(("every", "away"), [(1, 4), (1, 30), (2, 6), (7, 21)])
def test_after_a_pause_three_light_questions_come_first(every: int, away: int) -> None:
    for seed in range(8):
        history = [Asked(pick.item.id, day) for day, pick in walk(14 * every, aged(60), seed, every=every)]
        back = history[-1].day + timedelta(days=away)
        levels = []
        for number in range(3):
            day = back + timedelta(days=number * every)
            pick = there(pick_question(BANK, history, aged(60), day, seed))
            history.append(Asked(pick.item.id, day))
            levels.append(pick.item.depth)
        assert levels == [1, 1, 1]


def test_rest_days_and_a_weekend_rhythm_are_no_pause() -> None:
    for weekdays in ((0, 1, 2, 3, 4), (5, 6), (0, 3)):
        days = [day for day in map(START.__add__, map(timedelta, range(90))) if day.weekday() in weekdays]
        assert not any(after_pause(days[:at], days[at]) for at in range(8, len(days)))


def test_late_in_the_day_nothing_deep_comes_and_a_lighter_day_stays_as_it_was() -> None:
    walked = walk(40, aged(60))
    for at, (day, pick) in enumerate(walked):
        history = [Asked(it.item.id, earlier) for earlier, it in walked[:at]]
        late = there(pick_question(BANK, history, aged(60), day, 1, late=True))
        assert late.item.depth < 3 if pick.item.depth == 3 else late == pick


def test_the_topic_gap_is_relaxed_before_the_depth() -> None:
    same_topic = question(id="q-play-902")
    deeper = question(id="q-trus-901", topic="trust", depth=2)
    bank = bank_of([question(), same_topic, deeper])

    pick = there(pick_question(bank, [Asked("q-play-901", START)], ANA_AND_BEN, START + timedelta(days=1), 1))
    assert pick.item == same_topic
    assert "topic gap relaxed" in pick.reasons


def test_the_depth_is_relaxed_before_an_item_comes_again() -> None:
    open_question = question(id="q-trus-901", topic="trust", depth=2)
    history = [Asked("q-play-901", START - timedelta(days=300), joint=True)]

    pick = there(pick_question(bank_of([question(), open_question]), history, ANA_AND_BEN, START, 1))
    assert (pick.item, pick.again) == (open_question, False)
    assert "depth mix relaxed" in pick.reasons


def test_a_dry_bank_asks_again_what_both_answered_half_a_year_ago_but_nothing_deep() -> None:
    bank = bank_of([question(id=f"q-play-90{number}", depth=(3, 2, 1, 1)[number]) for number in range(4)])
    history = [
        Asked("q-play-900", START - timedelta(days=300), joint=True),
        Asked("q-play-901", START - timedelta(days=200), joint=True),
        Asked("q-play-902", START - timedelta(days=50)),
        Asked("q-play-903", START - timedelta(days=1)),
    ]

    pick = pick_question(bank, history, ANA_AND_BEN, START, 1)
    assert pick == Pick(bank.question("q-play-901"), ("still true",), again=True)


def test_the_driest_bank_asks_the_oldest_of_all_but_never_twice_on_one_day() -> None:
    bank = bank_of([question()])
    yesterday = [Asked("q-play-901", START - timedelta(days=1), joint=True)]

    assert pick_question(bank, yesterday, ANA_AND_BEN, START, 1) == Pick(question(), ("oldest of all",))
    assert pick_question(bank, [Asked("q-play-901", START)], ANA_AND_BEN, START, 1) is None


def comes_back(couple: Couple, **asked: bool) -> int:
    """Return after how many days a question is asked again as if it were new; 400 for never."""
    bank = bank_of([question()])
    for days in range(1, 400):
        pick = pick_question(bank, [Asked("q-play-901", START, **asked)], couple, START + timedelta(days), 1)
        if pick is not None and not pick.again and pick.reasons[0] == "depth 1":
            return days
    return 400


def test_what_never_opened_is_new_again_after_60_to_180_days_by_chance() -> None:
    days = {comes_back(replace(aged(0), space_id=number)) for number in range(1, 21)}
    assert min(days) >= 60
    assert max(days) <= 180
    assert max(days) - min(days) > 60


def test_what_both_answered_is_never_as_new() -> None:
    assert comes_back(aged(0), joint=True) == 400


def test_a_topic_that_does_couples_good_comes_back_sooner() -> None:
    topics = ("presence", "play")
    bank = bank_of(
        question(id=f"q-{topic[:4]}-90{number}", topic=topic) for topic in topics for number in (1, 2)
    )
    both = [Asked(f"q-{topic[:4]}-901", START - timedelta(days=9)) for topic in topics]

    picks = [pick_question(bank, both, ANA_AND_BEN, START, seed) for seed in range(100)]
    assert sum(pick is not None and pick.item.topic == "presence" for pick in picks) > 60


def test_a_missing_depth_is_made_up_by_a_lighter_question_before_a_deeper_one() -> None:
    light, deep = question(id="q-play-902"), question(id="q-trus-901", topic="trust", depth=3)
    bank = bank_of([light, deep])

    for seed in range(20):
        pick = there(pick_question(bank, a_week_of_cards(), aged(60), START, seed))
        assert pick.item == light or (
            pick.reasons[0] == "depth 3" and "depth mix relaxed" not in pick.reasons
        )


def a_week_of_cards() -> list[Asked]:
    """Seven cards up to yesterday, whose items have left the bank."""
    return [Asked(f"q-gone-00{days}", START - timedelta(days=days)) for days in range(1, 8)]


def test_nothing_deep_comes_in_the_first_four_weeks_even_if_nothing_else_is_left() -> None:
    bank = bank_of([question(depth=3)])

    seed = next(seed for seed in range(20) if not is_light(ANA_AND_BEN.space_id, START, seed))

    assert pick_question(bank, a_week_of_cards(), aged(27), START, seed) is None
    assert pick_question(bank, a_week_of_cards()[:6], aged(28), START, seed) is None
    assert pick_question(bank, a_week_of_cards(), aged(28), START, seed) is not None


def test_cards_of_later_days_do_not_change_a_pick() -> None:
    later = [Asked(it, START + timedelta(days=1)) for it in BANK.questions]

    assert pick_question(BANK, later, ANA_AND_BEN, START, 1) == pick_question(BANK, [], ANA_AND_BEN, START, 1)


def test_items_that_left_the_bank_do_not_disturb_the_pick() -> None:
    assert pick_question(BANK, [Asked("q-gone-001", START)], ANA_AND_BEN, START, 1) is not None
