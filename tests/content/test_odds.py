"""What a topic's or form's absence tells: a small cut of `content odds`, and that it can fail."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from content import odds, pacing, resting
from content.bank import Bank
from content.forms import RESTING
from content.odds import (
    BOUNDS,
    FOUR_WEEKS,
    WATCHES,
    Absences,
    Watch,
    absences,
    beyond_reach,
    forms_asleep,
    intimacy_away,
    odds_by_count,
    odds_of,
    run_odds,
    watch_on,
    within_reach,
)
from tests.stage import SHIPPED as BANK

pytestmark = pytest.mark.prove

SECRETS = range(40)
MANY = range(10_000, 10_400)


@pytest.mark.parametrize("away", [beyond_reach, forms_asleep])
def test_no_way_of_hers_can_move_the_odds_beyond_the_bounds(
    away: Callable[[Bank, Sequence[int]], Absences],
) -> None:
    shares = away(BANK, MANY)
    for days, bound in BOUNDS.items():
        assert odds_of(shares[days]).value < bound


@pytest.mark.parametrize(
    "watch", [it for it in WATCHES if not it.before and not it.drained], ids=lambda it: it.name
)
def test_the_real_picker_keeps_within_what_no_way_of_hers_can_pass(watch: Watch) -> None:
    """Secret by secret: whatever stays away by the clocks alone stays away from her as well."""
    seen = absences(BANK, watch, SECRETS)
    bounds = (forms_asleep if watch.forms else beyond_reach)(BANK, SECRETS)
    for days, bound in BOUNDS.items():
        assert odds_of(seen[days]).least < bound
        if watch.left_out != "nine":  # else she watches nineteen, and the bound is of all
            assert all(share >= least for share, least in zip(seen[days], bounds[days], strict=True))


@pytest.mark.parametrize("watch", [it for it in WATCHES if it.before or it.drained], ids=lambda it: it.name)
def test_nor_does_a_past_that_she_prepared_show_more(watch: Watch) -> None:
    seen = absences(BANK, watch, SECRETS[:24] if watch.drained else SECRETS[:12])
    for days, bound in BOUNDS.items():
        assert odds_of(seen[days]).least < bound


@pytest.mark.parametrize("secret", range(12))
def test_for_every_topic_of_his_that_stays_beyond_reach_she_is_shown_the_very_same(secret: int) -> None:
    """Every single topic of Ben's under this secret: four weeks of all she sees, card by card."""
    watch = Watch("the latest nine left out, light only", "latest", max_depth=1)
    seen = watch_on(BANK, watch, secret)
    beyond = BANK.topics.keys() - within_reach(BANK, secret, seen.cards[0].day).keys()
    assert beyond
    for topic in beyond:
        assert watch_on(BANK, watch, secret, frozenset({topic})).cards == seen.cards


@pytest.mark.parametrize("secret", range(6))
def test_for_every_form_of_his_that_rests_she_is_shown_the_very_same(secret: int) -> None:
    watch = Watch("the latest five left out", "latest", forms=True)
    seen = watch_on(BANK, watch, secret)
    clocks, before = resting.resting_forms(secret, 1), seen.cards[0].day - timedelta(days=1)
    asleep = {it for it in RESTING if not clocks.awake_days(it, before, before + timedelta(FOUR_WEEKS))}
    assert asleep
    assert not asleep & seen.came.keys()
    for form in asleep:
        assert watch_on(BANK, watch, secret, frozenset({form})).cards == seen.cards


def test_without_rests_an_absence_would_tell_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resting.Resting, "_never_rests", lambda *_: True)
    seen = absences(BANK, WATCHES[1], range(20_000, 20_010))
    assert odds_of(seen[FOUR_WEEKS]).value > 20
    assert odds_of(beyond_reach(BANK, range(5))[FOUR_WEEKS]).value > 1000
    assert odds_of(forms_asleep(BANK, range(5))[FOUR_WEEKS]).value > 1000
    assert odds_of(absences(BANK, Watch("a form", forms=True), range(20_000, 20_010))[FOUR_WEEKS]).value > 20


def test_the_intimacy_pack_stays_away_by_itself_as_often_as_it_takes() -> None:
    """Whoever wonders whether the other switched it off sees nothing that does not happen by chance, too."""
    shares = intimacy_away(BANK, MANY[:150])
    for days, bound in BOUNDS.items():
        assert 1.5 < odds_of(shares[days]).value < bound


def test_were_it_never_to_rest_four_weeks_without_it_would_tell_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "INTIMACY_RESTS", (0, 0))
    assert odds_of(intimacy_away(BANK, MANY[:20])[FOUR_WEEKS]).value > 1000


def test_odds_are_one_over_the_share_of_absences_with_what_chance_leaves_open() -> None:
    some = odds_of([0.5] * 50 + [0.3] * 50)
    assert some.value == pytest.approx(2.5)
    assert 2.3 < some.least < 2.5 < some.most < 2.8
    assert str(some).startswith("2.50 (")
    never = odds_of([0.0] * 30)
    assert (never.value, never.least, never.most) == (float("inf"), 10, float("inf"))


def test_counting_the_other_topics_is_weighed_too() -> None:
    never_told = [(16, 16, 1), (16, 16, 0)] * 50
    assert odds_by_count(never_told).value == 2
    one_is_missing = [(15, 16, 1), (16, 16, 0)] * 50
    assert odds_by_count(one_is_missing).value == float("inf")


def test_the_command_prints_every_way_and_fails_where_a_bound_is_passed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(odds, "WATCHES", WATCHES[:1])
    lines: list[str] = []
    assert run_odds(secrets=50, write=lines.append) == 0
    told = ["leaves none out", "whatever she does", "a form: whatever she does", "the intimacy pack"]
    assert [line.split("  ")[0] for line in lines[2:6]] == told
    assert lines[-1] == "never beyond 2.5 to 1 after 14 days and 4 to 1 after 28 days"
    monkeypatch.setattr(odds, "BOUNDS", {14: 1.5, 28: 4.0})
    assert run_odds(secrets=25, write=lines.append) == 1
    assert run_odds(language="xx", write=lines.append) == 1
