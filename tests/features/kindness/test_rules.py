"""The split of a day's bank, and what a mark means."""

from datetime import date, timedelta

from bot.features.kindness import rules
from content import bank
from content.picker import Given, IdeaState
from tests.stage import BANK

ANA, BEN = 5, 9
DAY = date(2026, 7, 13)


def test_the_two_halves_share_nothing_and_are_the_whole_bank() -> None:
    for days in range(30):
        day = DAY + timedelta(days=days)
        bens, anas = (rules.partners_half(BANK, (BEN, ANA), who, day) for who in (ANA, BEN))
        assert not bens & anas
        assert bens | anas == BANK.ideas.keys()


def test_both_halves_can_answer_every_wish() -> None:
    for days in range(60):
        theirs = rules.partners_half(BANK, (ANA, BEN), ANA, DAY + timedelta(days=days))
        mine = [idea for idea in BANK.ideas.values() if idea.id not in theirs and not idea.needs]
        for wish in bank.WISHES:
            assert any(wish in idea.wishes for idea in mine)


def test_an_idea_belongs_now_to_one_now_to_the_other() -> None:
    days = [DAY + timedelta(days=number) for number in range(60)]
    halves = [rules.partners_half(BANK, (ANA, BEN), ANA, day) for day in days]
    for idea in BANK.ideas:
        assert {idea in half for half in halves} == {True, False}


def test_a_refusal_is_free_and_a_swap_comes_once() -> None:
    assert rules.another_left([IdeaState.SHOWN])
    assert rules.another_left([IdeaState.NOT_FOR_ME, IdeaState.DID])
    assert not rules.another_left([IdeaState.ANOTHER, IdeaState.SHOWN])
    assert not rules.another_left([IdeaState.DID, IdeaState.SHOWN])
    assert not rules.holds_one([])
    assert not rules.holds_one([IdeaState.SHOWN, IdeaState.NOT_FOR_ME])
    assert rules.holds_one([IdeaState.NOT_FOR_ME, IdeaState.SHOWN])


def test_about_every_second_day_a_wish_steers_and_for_each_of_the_two_by_a_chance_of_their_own() -> None:
    days = [DAY + timedelta(days=number) for number in range(400)]
    anas, bens = ([rules.is_steered(7, who, day) for day in days] for who in (ANA, BEN))
    assert 160 < sum(anas) < 240
    assert 160 < sum(bens) < 240
    assert 160 < sum(hers != his for hers, his in zip(anas, bens, strict=True)) < 240


def days_of(*days: str) -> list[Given]:
    """Each word is one day's ideas: "n" not for me, "d" did, "s" shown."""
    kinds: dict[str, IdeaState] = {"n": IdeaState.NOT_FOR_ME, "d": IdeaState.DID, "s": IdeaState.SHOWN}
    return [
        Given(f"k-{at}-{seq}", DAY + timedelta(days=at), kinds[kind])
        for at, them in enumerate(days)
        for seq, kind in enumerate(them)
    ]


def test_fewer_are_offered_on_the_third_day_in_a_row_and_once() -> None:
    assert rules.offers_fewer(days_of("n", "n", "n"))
    assert rules.offers_fewer(days_of("s", "n", "nd", "n"))
    assert rules.offers_fewer(days_of("n", "n", "n", "d", "n", "n", "n"))
    for days in (("n", "n"), ("n", "s", "n"), ("n", "n", "nn"), ("n", "n", "n", "n"), ("n", "n", "d")):
        assert not rules.offers_fewer(days_of(*days))
