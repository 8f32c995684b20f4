"""A year of couples: a small cut of `content simulate`, and that its aims can be missed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.ideas import Given, IdeaState, Met, Wants, pick_idea, pick_idea_after
from content.past import Asked, Couple, Past
from content.picker import pick_after, pick_question
from content.simulate import Result, report, run_simulation, simulate
from content.year import KINDS, MUTED_MOST
from tests.content.test_mixing import rich
from tests.stage import SHIPPED as BANK

pytestmark = pytest.mark.prove

START = date(2026, 1, 1)


@pytest.mark.parametrize("seed", [1, 20260])
def test_every_kind_of_couple_has_a_year_of_fresh_questions(seed: int) -> None:
    for result in simulate(BANK, seed, couples=6):
        assert [aim for aim in result.missed if aim not in result.off_mix] == []
        for year in result.years:
            assert year.idea_repeats == 0
            assert year.met == year.topics
            assert year.six_weeks >= min(9, year.topics // 3 + 1)
            assert 0.08 < year.choices / year.cards < 0.26


def test_a_bank_with_enough_open_ones_that_are_not_plain_keeps_the_mix_for_a_year() -> None:
    for result in simulate(rich(), couples=3)[:3]:
        assert result.missed == []
        assert result.off_mix == []


def test_what_the_mix_misses_is_an_aim_missed_for_those_of_whom_it_is_asked() -> None:
    [easy, _, _, choosy, _] = simulate(rich(), couples=1, days=30)
    year = easy.years[0]
    for aim, broken in {
        "3 of any seven about the pair": replace(year, of_pair=1),
        "1 of any seven playful": replace(year, playful=1),
        "at most 3 of any seven plain": replace(year, not_plain=1),
        "no form twice running": replace(year, twice_running=9),
    }.items():
        assert Result(easy.kind, [broken]).missed == [f"{aim} (99.9%)"]
        assert Result(choosy.kind, [broken]).missed == []


def test_a_share_of_the_couples_leaves_out_the_forms_that_are_left_out_most() -> None:
    for result in simulate(rich(), couples=12, days=60):
        without = sum(not any(year.forms[form] for form in MUTED_MOST) for year in result.years)
        assert (without > 0) == (result.kind.formless > 0.05)


def test_a_bank_too_small_misses_the_aims_and_says_so() -> None:
    small = replace(BANK, questions={it.id: it for it in BANK.questions.values() if it.id[-1] in "12"})

    easy, typical, picky, *others = simulate(small, couples=1)
    for result in (easy, typical, picky, *others):
        assert any("of days with a fresh question" in aim for aim in result.missed)
        assert any("fresh question" in line for line in report(result))
    assert picky.fresh < easy.fresh < 0.9


def test_a_repeat_too_soon_is_an_aim_missed() -> None:
    [easy, *_] = simulate(BANK, couples=1, days=20)
    year = replace(easy.years[0], repeats=1)

    assert Result(KINDS[0], [year]).missed == ["no repeat within 365 days"]


def test_the_same_seed_gives_the_same_years_and_another_seed_others() -> None:
    first = simulate(BANK, 7, couples=1, days=90)

    assert first == simulate(BANK, 7, couples=1, days=90)
    assert first != simulate(BANK, 8, couples=1, days=90)


def test_a_history_summed_up_card_by_card_gives_the_same_picks_as_the_whole() -> None:
    couple = Couple(5, START, tags=frozenset(BANK.packs))
    person = Wants(5, frozenset({"touch"}))
    past, met = Past(BANK, couple), Met(BANK, person)
    cards: list[Asked] = []
    ideas: list[Given] = []

    for age in range(120):
        day = START + timedelta(days=age)
        card, idea = pick_after(past, day, 3), pick_idea_after(met, day, 3, wish=None)
        assert card == pick_question(BANK, cards, couple, day, 3)
        assert idea == pick_idea(BANK, ideas, person, day, 3, wish=None)
        assert card is not None
        assert idea is not None
        cards.append(Asked(card.item.id, day, joint=age % 3 == 0))
        ideas.append(Given(idea.item.id, day, IdeaState.NOT_FOR_ME if age % 9 == 0 else IdeaState.SHOWN))
        past.add(cards[-1])
        met.add(ideas[-1])


def test_the_command_reports_on_all_cores_what_one_process_would() -> None:
    lines: list[str] = []

    code = run_simulation(3, couples=2, days=60, write=lines.append)
    results = simulate(BANK, 3, couples=2, days=60)
    assert lines[1:-1] == [line for result in results for line in report(result)]
    missed = [f"{result.kind.name} couples: {aim}" for result in results for aim in result.missed]
    assert lines[-1] == ("missed: " + "; ".join(missed) if missed else "every aim is reached")
    assert code == bool(missed)
    assert run_simulation(language="xx", write=lines.append) == 1
