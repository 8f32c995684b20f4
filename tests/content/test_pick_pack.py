"""When a card comes from a pack that both partners chose."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from content import pacing
from content.bank import INTIMACY, Bank, Question
from content.forms import RESTING, Form
from content.picker import (
    CROWDED,
    OFF_MIX,
    WOKEN,
    Asked,
    Couple,
    Past,
    Pick,
    pick_after,
    pick_question,
)
from tests.content.make import bank_of, question
from tests.people import there

START = date(2026, 3, 2)
COUPLE = Couple(space_id=7, first_day=START)
TOPICS = [f"topic{letter}" for letter in "abcdefghij"]
FORMS = (Form.CHOICE, *RESTING)
UNIVERSAL = [
    question(
        id=f"q-{topic[-1] * 3}-{depth}{number:02}",
        topic=topic,
        depth=depth,
        form=Form.PLAIN if depth == 3 or number % 4 == 0 else FORMS[number % len(FORMS)],
        is_about_pair=True,
        is_playful=True,
    )
    for topic in TOPICS
    for depth in (1, 2, 3)
    for number in range(40)
]


def pack(name: str, size: int = 60, **changes: object) -> list[Question]:
    """A pack that goes round topics and depths."""
    return [
        question(
            **{
                "id": f"q-{name[:4]}-{number:03}",
                "topic": INTIMACY if name == INTIMACY else TOPICS[number % len(TOPICS)],
                "depth": 1 + number % 3,
                "is_about_pair": True,
                "is_playful": True,
                "tags": frozenset({name}),
                "pack": name,
            }
            | changes
        )
        for number in range(size)
    ]


def chose(*tags: str) -> Couple:
    return replace(COUPLE, tags=frozenset(tags))


def walk(
    bank: Bank, couple: Couple, days: Iterable[int], seed: int = 1, *, late: bool = False
) -> list[tuple[int, Pick[Question]]]:
    """Ask one question on each of the days; return (day of age, pick)."""
    history: list[Asked] = []
    asked = []
    for age in days:
        day = START + timedelta(days=age)
        pick = there(pick_question(bank, history, couple, day, seed, late=late))
        history.append(Asked(pick.item.id, day))
        asked.append((age, pick))
    return asked


def ages_of(walked: list[tuple[int, Pick[Question]]], name: str) -> list[int]:
    return [age for age, pick in walked if pick.item.pack == name]


def test_a_pack_that_not_both_chose_never_comes() -> None:
    bank = bank_of([*UNIVERSAL, *pack("parents"), *pack(INTIMACY)])

    assert {pick.item.pack for _, pick in walk(bank, COUPLE, range(60))} == {""}


@pytest.mark.parametrize("packs", [("parents",), ("parents", "faith", "apart")])
def test_about_one_card_of_five_comes_from_the_chosen_packs(packs: tuple[str, ...]) -> None:
    bank = bank_of([*UNIVERSAL, *(it for name in packs for it in pack(name, 90))])

    for seed in range(4):
        walked = walk(bank, chose(*packs), range(150), seed)
        counts = [len(ages_of(walked, name)) for name in packs]
        assert 24 <= sum(counts) <= 36
        assert max(counts) - min(counts) <= 3
        gave_way = {CROWDED, OFF_MIX, WOKEN}
        assert not any(gave_way.intersection(pick.reasons) for _, pick in walked)


def test_a_packs_card_keeps_to_mutes_depth_and_the_topics_gap() -> None:
    bank = bank_of([*UNIVERSAL, *pack("parents")])
    couple = replace(chose("parents"), muted=frozenset(TOPICS[:5]), max_depth=1)

    walked = walk(bank, couple, range(60))
    assert ages_of(walked, "parents")
    assert {pick.item.depth for _, pick in walked} == {1}
    for (_, earlier), (_, later) in pairwise(walked):
        assert later.item.topic != earlier.item.topic
        assert later.item.topic not in TOPICS[:5]


def test_a_dated_item_comes_in_its_season_only_and_then_before_the_rest_of_its_pack() -> None:
    dated = question(
        id="q-seas-900",
        topic="topica",
        pack="seasons",
        tags=frozenset({"seasons"}),
        window=("03-20", "04-10"),
        is_about_pair=True,
        is_playful=True,
    )
    bank = bank_of([*UNIVERSAL, *pack("seasons", depth=1), dated])

    for seed in range(6):
        walked = walk(bank, chose("seasons"), range(70), seed)
        [age] = [age for age, pick in walked if pick.item == dated]
        assert dated.in_season(START + timedelta(days=age))
        earlier = [it for it in ages_of(walked, "seasons") if 18 <= it < age]
        assert len(earlier) <= 2  # those whose day or topic did not fit
    assert dated not in [pick.item for _, pick in walk(bank, chose("seasons"), [0, 1, 2, *range(60, 90)])]


def lived(couple: Couple, days: int, seed: int, *, not_today: Collection[int] = ()) -> list[int]:
    """Return the ages at which something intimate came to a couple with a card a day.

    `not_today` are the numbers of those intimate cards, from 0, to which one of them said so.
    """
    past = Past(bank_of([*UNIVERSAL, *pack(INTIMACY, 120)]), couple)
    ages: list[int] = []
    for age in range(days):
        day = START + timedelta(days=age)
        pick = there(pick_after(past, day, seed))
        declined = pick.item.pack == INTIMACY and len(ages) in not_today
        ages += [age] if pick.item.pack == INTIMACY else []
        past.add(Asked(pick.item.id, day, not_today=declined))
    return ages


def test_intimacy_starts_one_to_ten_weeks_after_both_chose_it_and_not_in_the_first_four() -> None:
    later = replace(chose(INTIMACY), intimate_since=START + timedelta(days=40))

    waits = [lived(later, 40 + 71, seed)[0] - 40 for seed in range(40)]
    assert all(7 <= it <= 70 for it in waits)
    assert min(waits) < 14
    assert max(waits) > 60
    assert min(lived(chose(INTIMACY), 71, seed)[0] for seed in range(10)) == 28


def test_intimacy_comes_once_in_seven_days_at_most_and_rests_for_weeks_about_half_the_time() -> None:
    gaps: list[int] = []
    for seed in range(8):
        ages = lived(chose(INTIMACY), 365, seed)
        gaps += [later - earlier for earlier, later in pairwise(ages)]
    assert min(gaps) >= 7
    assert all(any(least <= it < least + 21 for it in gaps) for least in (21, 42, 63))
    rested = sum(it for it in gaps if it > 14)
    assert 0.35 < rested / sum(gaps) < 0.65


def test_not_today_on_an_intimate_card_rests_the_pack_for_weeks_as_it_rests_by_itself() -> None:
    spans = set()
    for seed in range(12):
        plain = lived(chose(INTIMACY), 365, seed)
        told = lived(chose(INTIMACY), 365, seed, not_today=(1,))
        assert told[:2] == plain[:2]  # of what came before it, and on that day, nothing is another
        assert told[2] - told[1] >= 21
        again = plain[2] - plain[1] < 21
        spans |= {told[2] - told[1]} if again and told[2] - told[1] <= 42 else set()
        assert set(told[2:]) != set(plain[2:]) or not again
    assert len(spans) > 3


def test_intimacy_is_one_card_of_seven_at_most_for_a_weekly_couple_too() -> None:
    bank = bank_of([*UNIVERSAL, *pack(INTIMACY)])

    ages = ages_of(walk(bank, chose(INTIMACY), range(0, 700, 7)), INTIMACY)
    assert len(ages) >= 8
    assert all(later - earlier >= 49 for earlier, later in pairwise(ages))


def test_intimacy_climbs_its_own_ladder_and_stays_below_the_stricter_depth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pacing, "INTIMACY_RESTS", (0, 0))  # else it takes twice as long
    bank = bank_of([*UNIVERSAL, *pack(INTIMACY, 120)])

    walked = walk(bank, chose(INTIMACY), range(0, 560))
    levels = [pick.item.depth for _, pick in walked if pick.item.pack == INTIMACY]
    assert levels[:8] == [1] * 8
    assert levels[8:20] == [1, 2] * 6
    assert 3 in levels[20:]
    strict = walk(bank, replace(chose(INTIMACY), max_depth=1), range(250))
    assert {pick.item.depth for _, pick in strict} == {1}


def test_intimacy_moves_nothing_of_the_main_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "is_light", lambda *_: False)  # light weeks go by the day, not by the card
    bank = bank_of([*UNIVERSAL, *pack(INTIMACY)])
    plain = [pick.item.depth for _, pick in walk(bank, COUPLE, range(100))]

    walked = walk(bank, chose(INTIMACY), range(100))
    mixed = [pick.item.depth for _, pick in walked if pick.item.pack != INTIMACY]
    assert 28 + 60 < len(mixed) < 100
    assert mixed == plain[: len(mixed)]


def test_intimacy_never_comes_soon_after_a_pause_nor_as_another() -> None:
    bank = bank_of([*UNIVERSAL, *pack(INTIMACY)])
    couple = chose(INTIMACY)
    walked = walk(bank, couple, range(60))
    history = [Asked(pick.item.id, START + timedelta(days=age)) for age, pick in walked]

    for seed in range(30):
        for back in (64, 80):
            pick = there(pick_question(bank, history, couple, START + timedelta(days=back), seed))
            assert pick.item.pack != INTIMACY
        today = [*history, Asked("q-aaa-100", START + timedelta(days=60))]
        pick = there(pick_question(bank, today, couple, START + timedelta(days=60), seed))
        assert pick.item.pack != INTIMACY


def test_intimacy_is_never_deep_late_and_never_asked_as_still_true() -> None:
    bank = bank_of(pack(INTIMACY, 40, depth=3))
    asked = [Asked(f"q-inti-{number:03}", START + timedelta(days=number), joint=True) for number in range(40)]
    far = START + timedelta(days=400)

    assert pick_question(bank, asked[:20], chose(INTIMACY), START + timedelta(days=40), 1, late=True) is None
    assert pick_question(bank, asked, chose(INTIMACY), far, 1) is None
