"""Typed times, the rest day that moves, and what no button says."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.features.question.preferences import DEPTH_FROM, depth_at
from bot.features.settings.pages import Change, ChoiceContext, Forged, Refused
from tests.features.settings.spaces import BEN, TODAY, a_space, decide, mine, ours
from tests.preferring import OF_A_PERSON, chosen

TOPICS = ("trust", "play")
NOW = datetime.combine(TODAY, time(8), tzinfo=UTC)


def context(**values: object) -> ChoiceContext:
    space = a_space(**values)
    return ChoiceContext(space, space.couple[0], NOW, TOPICS, deepens_at=NOW + timedelta(days=5))


def test_a_choice_names_its_result_so_a_doubled_tap_is_harmless() -> None:
    once = decide(context(), "qday", "2.")
    assert ours(once) == {"question_days": "xx.xxxx"}
    assert ours(decide(context(**ours(once)), "qday", "2.")) == ours(once)


def test_the_last_day_stays() -> None:
    with pytest.raises(Refused):
        decide(context(question_days="..x...."), "qday", "2.")


def test_two_rest_days_a_week_at_most() -> None:
    assert ours(decide(context(rest_days="x......"), "rest", "6x"))["rest_days"] == "x.....x"
    with pytest.raises(Refused):
        decide(context(rest_days="x.....x"), "rest", "3x")


def test_rest_tomorrow_moves_the_next_rest_day_once() -> None:
    tomorrow, sunday = TODAY + timedelta(days=1), date(2026, 7, 19)
    change = decide(context(rest_days="......x"), "move", "tomorrow")
    assert ours(change) == {"rest_from": sunday, "rest_to": tomorrow}
    assert ours(decide(context(rest_days="......x", **ours(change)), "move", "tomorrow")) == {}
    assert ours(decide(context(rest_days="......x", **ours(change)), "move", "back"))["rest_to"] is None


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"rest_days": "...x..."},
        {"rest_days": "......x", "rest_from": date(2026, 7, 19), "rest_to": TODAY},
    ],
    ids=["none chosen", "tomorrow rests anyway", "moved and taken already"],
)
def test_rest_tomorrow_needs_a_rest_day_to_move(values: dict[str, object]) -> None:
    with pytest.raises(Refused):
        decide(context(**values), "move", "tomorrow")


def test_a_rest_that_was_taken_cannot_be_moved_back() -> None:
    with pytest.raises(Refused):
        decide(context(rest_days="......x", rest_from=date(2026, 7, 19), rest_to=TODAY), "move", "back")


def test_a_topic_is_left_out_and_taken_back() -> None:
    left_out = decide(context(), "mute", "trust,x,0")
    assert mine(left_out) == {"muted": {"trust"}}
    assert left_out.page == "topics0"
    assert mine(decide(context(), "mute", "trust,.,0")) == {"muted": frozenset()}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("qtime", "2460"),
        ("qtime", ""),
        ("qday", "7x"),
        ("kindness", "always"),
        ("pace", "never"),
        ("zone", "1"),
        ("depth", "4"),
        ("light", "1"),
        ("mute", "nothing,x,0"),
        ("mute", "trust,x,"),
        ("question", "maybe"),
        ("chat_id", "7"),
        ("", ""),
    ],
)
def test_forged_choices_are_refused(key: str, value: str) -> None:
    with pytest.raises(Forged):
        decide(context(), key, value)


def test_each_sets_our_clock_to_their_own_alone() -> None:
    ben = replace(context(), me=context().space.couple[1])
    assert decide(ben, "zone", "mine").zone == "Europe/London"
    assert decide(context(), "zone", "mine").zone == "Europe/Berlin"
    with pytest.raises(Forged):
        decide(context(), "zone", str(BEN))


def chose(who: ChoiceContext, **values: Any) -> ChoiceContext:
    """Return who chooses with these values of their own."""
    choices = chosen(values, OF_A_PERSON)
    return replace(who, me=replace(who.me, values=who.me.values.having(*choices)))


def test_a_raised_depth_starts_later_and_a_lowered_one_at_once() -> None:
    light = chose(context(), depth=1)
    raised = mine(decide(light, "depth", "3"))
    assert raised == {"depth": 3, "depth_before": 1, "depth_from": light.deepens_at}
    assert mine(decide(context(), "depth", "1")) == {"depth": 1, "depth_before": None, "depth_from": None}


def test_a_raise_under_way_keeps_its_hour_until_it_is_taken_back() -> None:
    starts = NOW + timedelta(days=9)
    waiting = chose(context(), depth=3, depth_before=1, depth_from=starts)
    assert (depth_at(waiting.me, NOW), depth_at(waiting.me, starts)) == (1, 3)
    assert mine(decide(waiting, "depth", "2")) == {"depth": 2, "depth_before": 1, "depth_from": starts}
    assert mine(decide(waiting, "depth", "1"))["depth_from"] is None


def test_light_ones_for_a_while_are_ones_own_depth_with_its_raise_under_way() -> None:
    deep = context()
    ends = deep.deepens_at + timedelta(weeks=2)
    assert mine(decide(deep, "light", "x")) == {"depth_before": 1, "depth_from": ends}
    assert (
        mine(decide(chose(deep, depth=2, depth_before=1, depth_from=NOW), "light", "x"))["depth_from"] == ends
    )


def test_light_ones_chosen_again_last_longer_and_never_shorter() -> None:
    later = NOW + timedelta(days=27)
    lasting = chose(context(), depth=3, depth_before=1, depth_from=later)
    assert mine(decide(lasting, "light", "x"))["depth_from"] == later
    sooner = chose(context(), depth=3, depth_before=1, depth_from=NOW + timedelta(days=2))
    assert mine(decide(sooner, "light", "x"))["depth_from"] == sooner.deepens_at + timedelta(weeks=2)
    between = chose(
        context(), depth=3, depth_before=2, depth_from=later
    )  # from open to deep: lighter, at once
    assert mine(decide(between, "light", "x"))["depth_before"] == 1


@pytest.mark.parametrize(("key", "value"), [("light", "."), ("depth", "3"), ("depth", "2")])
def test_light_ones_end_early_as_a_raise_starts(key: str, value: str) -> None:
    lasting = chose(context(), depth=3, depth_before=1, depth_from=NOW + timedelta(days=27))
    assert mine(decide(lasting, key, value))["depth_from"] == lasting.deepens_at
    nearly = chose(context(), depth=3, depth_before=1, depth_from=NOW + timedelta(days=2))
    assert mine(decide(nearly, key, value))["depth_from"] == nearly.me[DEPTH_FROM]


@pytest.mark.parametrize("value", ["x", "."])
def test_light_ones_for_a_while_change_nothing_of_what_is_light_for_good(value: str) -> None:
    assert mine(decide(chose(context(), depth=1), "light", value)) == {}


def test_ending_light_ones_that_nobody_asked_for_changes_nothing_and_says_the_same() -> None:
    lasting = chose(context(), depth=3, depth_before=1, depth_from=NOW + timedelta(days=27))
    over = chose(context(), depth=3, depth_before=1, depth_from=NOW - timedelta(days=2))
    for idle in (context(), over, chose(context(), depth=1)):
        assert decide(idle, "light", ".") == Change("light", said=decide(lasting, "light", ".").said)
