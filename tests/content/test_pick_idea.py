"""Which kindness a partner is offered on which day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from content.bank import WISHES, Idea
from content.picker import Given, IdeaState, Pick, Wants, pick_idea
from tests.content.make import bank_of, idea
from tests.people import there
from tests.stage import BANK

START = date(2026, 3, 2)
ANA = Wants(person_id=101)
BEN = Wants(person_id=102)


def walk(days: int, person: Wants = ANA, seed: int = 1) -> list[Idea]:
    """Offer one idea a day and return them."""
    history: list[Given] = []
    for offset in range(days):
        day = START + timedelta(days=offset)
        pick = there(pick_idea(BANK, history, person, day, seed, wish=None))
        history.append(Given(pick.item.id, day))
    return [BANK.idea(given.idea_id) for given in history]


@settings(max_examples=12)
@given(seed=st.integers(), person_id=st.integers(1, 10**12))
def test_fifty_days_bring_fifty_ideas_with_three_days_between_those_of_a_kind(
    seed: int, person_id: int
) -> None:
    shown = walk(50, Wants(person_id), seed)

    assert len({it.id for it in shown}) == 50
    for at, it in enumerate(shown):
        assert it.category not in {earlier.category for earlier in shown[max(0, at - 2) : at]}


@settings(max_examples=20)
@given(seed=st.integers(), wish=st.sampled_from([None, *sorted(WISHES)]))
def test_the_same_inputs_give_the_same_idea(seed: int, wish: str | None) -> None:
    history = [Given(it.id, START - timedelta(days=9)) for it in walk(5)]

    first = pick_idea(BANK, history, ANA, START, seed, wish=wish)
    assert first == pick_idea(BANK, history[::-1], ANA, START, seed, wish=wish)


@settings(max_examples=30)
@given(seed=st.integers(), wish=st.sampled_from(sorted(WISHES)))
def test_a_wish_passed_on_steers_the_idea(seed: int, wish: str) -> None:
    pick = there(pick_idea(BANK, [], ANA, START, seed, wish=wish))

    assert wish in pick.item.wishes
    assert "wish" in pick.reasons


def test_a_wish_goes_before_the_category_gap() -> None:
    hand = idea(id="k-load-901", category="lighten_load", wishes=frozenset({"a_hand"}))
    also = idea(id="k-load-902", category="lighten_load", wishes=frozenset({"a_hand"}))
    bank = bank_of(ideas=[hand, also, idea()])

    pick = there(pick_idea(bank, [Given(hand.id, START - timedelta(days=1))], ANA, START, 1, wish="a_hand"))
    assert pick.item == also


def test_both_partners_get_different_ideas_on_the_same_day() -> None:
    for seed in range(30):
        hers = there(pick_idea(BANK, [], ANA, START, seed, wish="affection"))
        his = there(pick_idea(BANK, [], BEN, START, seed, wish="affection", avoid=frozenset({hers.item.id})))
        assert his.item.id != hers.item.id
    assert (
        pick_idea(bank_of(ideas=[idea()]), [], BEN, START, 1, wish=None, avoid=frozenset({idea().id})) is None
    )


def test_not_for_me_retires_an_idea_for_good_even_when_nothing_else_is_left() -> None:
    bank = bank_of(ideas=[idea()])
    refused = [Given(idea().id, START - timedelta(days=900), IdeaState.NOT_FOR_ME)]

    assert pick_idea(bank, refused, ANA, START, 1, wish=None) is None


def test_touch_is_offered_only_to_those_who_chose_it() -> None:
    assert "touch" not in {it.category for it in walk(80)}
    assert "touch" in {it.category for it in walk(20, Wants(101, frozenset({"touch"})))}


def test_who_lives_apart_is_offered_only_what_works_from_afar() -> None:
    assert {it.mode for it in walk(60, Wants(101, frozenset({"apart"})))} == {"remote"}


def test_an_idea_rests_180_days_unless_the_bank_is_dry() -> None:
    rested, recent = idea(), idea(id="k-memo-901", category="memory")
    bank = bank_of(ideas=[rested, recent])

    def pick_with(days: int) -> Pick[Idea] | None:
        history = [
            Given(rested.id, START - timedelta(days=days)),
            Given(recent.id, START - timedelta(days=20)),
        ]
        return pick_idea(bank, history, ANA, START, 1, wish=None)

    assert pick_with(180) == Pick(rested, ("category words",), again=True)
    assert pick_with(179) == Pick(rested, ("oldest of all",), again=True)
    assert pick_with(19) == Pick(recent, ("oldest of all",), again=True)


def test_a_dry_bank_still_answers_the_wish_first() -> None:
    older, wished = idea(wishes=frozenset()), idea(id="k-memo-901", category="memory")
    history = [Given(older.id, START - timedelta(days=9)), Given(wished.id, START - timedelta(days=2))]

    pick = there(pick_idea(bank_of(ideas=[older, wished]), history, ANA, START, 1, wish="affection"))
    assert pick.item == wished


def test_nothing_is_offered_twice_on_one_day() -> None:
    assert pick_idea(bank_of(ideas=[idea()]), [Given(idea().id, START)], ANA, START, 1, wish=None) is None


def test_a_retired_idea_is_never_offered() -> None:
    assert pick_idea(bank_of(ideas=[idea(live=False)]), [], ANA, START, 1, wish=None) is None


def test_a_kind_of_idea_a_person_refuses_comes_back_later_than_one_they_did() -> None:
    names = [f"k-word-90{number}" for number in range(1, 6)]
    bank = bank_of(
        ideas=[
            *(idea(id=name) for name in names),
            *(idea(id=name.replace("word", "memo"), category="memory") for name in names),
        ]
    )

    def next_category(state: IdeaState, seed: int) -> str:
        history = [Given(name, START - timedelta(days=9), state) for name in names[:4]]
        history += [Given(name.replace("word", "memo"), START - timedelta(days=9)) for name in names[:4]]
        pick = there(pick_idea(bank, history, ANA, START, seed, wish=None))
        return pick.item.category

    did = sum(next_category(IdeaState.DID, seed) == "words" for seed in range(60))
    refused = sum(next_category(IdeaState.NOT_FOR_ME, seed) == "words" for seed in range(60))
    assert refused < 15 < 30 < did


def test_a_kind_rests_three_days_whatever_else_pulls() -> None:
    refused = [idea(id=f"k-memo-90{number}", category="memory") for number in range(1, 5)]
    last = idea(id="k-memo-905", category="memory")
    bank = bank_of(ideas=[*refused, last, idea(), idea(id="k-word-902")])
    history = [Given(it.id, START - timedelta(days=4), IdeaState.NOT_FOR_ME) for it in refused]

    for seed in range(40):
        pick = there(
            pick_idea(
                bank, [*history, Given(idea().id, START - timedelta(days=2))], ANA, START, seed, wish=None
            )
        )
        assert pick.item == last
