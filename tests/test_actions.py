"""What buttons do, as classes: packed into callback data and back, by every name that ever stood in one."""

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.actions import DOOR, GROUP, Action, Guard, Malformed, Row, Who
from bot.feature import Feature, on
from bot.message import Message
from bot.registry import Registry
from bot.telegram import taps
from bot.telegram.incoming import Tap
from tests.conftest import Couple
from tests.old_buttons import old_button
from tests.people import there


class Mood(StrEnum):
    """A choice that one of the buttons offers."""

    GOOD = "good"
    HARD = "hard"


class Knock(Action, name="test.knock"):
    """It has no field."""


class Pick(Action, name="test.pick", was=("tp",)):
    """It names a row, and more."""

    card: Row
    option: int


class Feel(Action, name="test.feel"):
    """It names a day and a choice."""

    guard = Guard(where=GROUP, who=Who.ANYONE)
    day: date
    mood: Mood


class Visit(Action, name="test.visit"):
    """It may name a day."""

    day: date | None
    mood: Mood


class Wait(Action, name="test.wait"):
    """It carries an instant and words."""

    until: datetime
    words: str


class Match(Action, name="test.match"):
    """It names two rows."""

    card: Row
    other: Row


numbers = st.integers(0, 2**40)
actions = st.one_of(
    st.builds(Knock, numbers),
    st.builds(Pick, numbers, numbers.map(Row), st.integers(0, 999)),
    st.builds(Match, numbers, numbers.map(Row), numbers.map(Row)),
    st.builds(Feel, numbers, st.dates(), st.sampled_from(Mood)),
    st.builds(Visit, numbers, st.none() | st.dates(), st.sampled_from(Mood)),
    st.builds(
        Wait,
        numbers,
        st.integers(0, 2**30).map(lambda minute: datetime.fromtimestamp(minute * 60, UTC)),
        st.text("ab,:é", max_size=6),
    ),
)


@given(actions)
def test_what_a_button_says_comes_back(action: Action) -> None:
    aliases = taps.Aliases("of a test")
    said = there(aliases.inward(aliases.outward(action.pack())))
    assert type(action).unpack(said) == action


def test_two_that_hold_the_same_are_one_and_stay_so() -> None:
    pick = Pick(1, card=Row(4), option=2)
    assert {pick, Pick(1, Row(4), 2), Match(1, Row(4), Row(2))} == {pick, Match(1, Row(4), Row(2))}
    assert pick not in (Pick(1, Row(4), 3), Match(1, Row(4), Row(2)), (1, 4, 2))
    assert repr(pick) == "Pick(space=1, card=4, option=2)"
    with pytest.raises(FrozenInstanceError):
        pick.option = 3  # type: ignore[misc]  # mypy says so, too
    with pytest.raises(FrozenInstanceError):
        del pick.option
    assert pick.option == 2


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((1, 4), {}),
        ((1, 4, 2, 0), {}),
        ((1, 4, 2), {"option": 2}),
        ((1, 4), {"mood": 2}),
        ((4, 2), {"card": 1}),
    ],
)
def test_it_takes_each_of_its_fields_once(values: tuple[int, ...], named: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="Pick takes space, card, option"):
        Pick(*values, **named)  # type: ignore[arg-type]  # what no code that mypy reads does


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Knock, "test.knock:1:4"),
        (Knock, "test.knock:1:0:more"),
        (Pick, "test.pick:1:4"),
        (Pick, "test.pick:1:4:two"),
        (Pick, "test.pick:1:4:٣"),
        (Pick, "test.pick:1:4:1,2"),
        (Match, "test.match:1:4"),
        (Match, "test.match:1:4:x"),
        (Match, "test.match:1:4:5,6"),
        (Feel, "test.feel:1:0:good"),
        (Feel, "test.feel:1:738000:fine"),
        (Feel, "test.feel:1:99999999:good"),
        (Wait, "test.wait:1:0:99999999999999,x"),
        (Wait, "test.wait:1:4:5,x"),
    ],
)
def test_what_no_button_says_is_no_action(action: type[Action], said: str) -> None:
    data = there(taps.parse(said))
    with pytest.raises(Malformed):
        action.unpack(data)


def test_both_of_two_rows_leave_as_aliases() -> None:
    _name, space, row, other = taps.Aliases("of a test").outward(Match(3, Row(4), Row(5)).pack()).split(":")
    assert all(int(number) >= taps.SMALLEST for number in (space, row, other.removeprefix("#")))


def test_a_button_of_before_says_the_same() -> None:
    data = there(taps.parse("tp:3:4:2"))
    assert Pick.unpack(data) == Pick(3, Row(4), 2)


def test_a_field_that_has_no_place_in_a_button_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="field 2 of"):

        class Late(Action, name="test.late"):
            option: int
            card: Row

    with pytest.raises(TypeError, match="field 1 of"):

        class Real(Action, name="test.real"):
            share: float


async def _nothing(_tap: Tap, _action: Action) -> None:
    """Do nothing."""


def test_a_name_that_two_have_is_refused_at_the_start() -> None:
    class Again(Action, name="test.again", was=("tp",)):
        card: Row

    one = Feature("test", routes=(on(Pick, _nothing),))
    other = Feature("test", routes=(on(Again, _nothing),))
    with pytest.raises(ValueError, match="two actions are called tp"):
        Registry.of((one, other))


def test_an_action_without_a_guard_has_the_strictest() -> None:
    registry = Registry.of((Feature("test", routes=(on(Knock, _nothing), on(Feel, _nothing))),))
    knock, feel = (registry.routes[it.name].action.guard for it in (Knock, Feel))
    assert (knock.where, knock.who) == (DOOR, Who.PARTNER)
    assert (feel.where, feel.who) == (GROUP, Who.ANYONE)


WAS = {
    "z.for:1:0:7": "Rest:",
    "z.end:1:0": "Rest:",
    "z.until:1:0": "Until when?",
    "x.keep:1:0": "Good. Everything stays as it is.",
    "x.quiet:1:0": "Kindling has ended for you two.",
    "x.note:1:0": "Kindling has ended for you two.",
}
"""Buttons of 7583d61, with how the door's newest message begins after a tap on them."""


@pytest.mark.parametrize("data", WAS)
async def test_a_button_that_an_earlier_version_posted_still_works(couple: Couple, data: str) -> None:
    card = Message(Markup("A card of before"), rows=((old_button(data),),))
    await couple.stage.kindling.services.sender.send(couple.ana.id, card)
    await couple.ana.taps("Tap", at=couple.ana.door)
    assert couple.ana.door.last().text.startswith(WAS[data])
