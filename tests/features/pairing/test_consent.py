"""The private yes: an age and what is saved, each for itself; who could read; and nothing of the other's."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.disclosure import Host
from bot.features.pairing import consent_views
from bot.features.pairing.actions import ChooseKeeping, Join
from bot.features.pairing.preferences import ADULT_AT, SAVING_AT
from tests.conftest import MONDAY, Stage
from tests.features.pairing.walk import invited, opens_side, says_yes
from tests.features.settings.spaces import a_space
from tests.people import Group, Loopback, Person, there
from tests.stage import says_in

ADULT, SAVING = "Yes, I'm 18 or older", "Yes, you may save it"
READ = "could read even sealed answers"

# --- two sentences, two yeses ------------------------------------------------------------------------


@pytest.mark.parametrize("only", [(), (ADULT,), (SAVING,)])
async def test_nobody_is_in_before_both_yeses(
    stage: Stage, ana: Person, ben: Person, only: tuple[str, ...]
) -> None:
    group = await invited(ana, ben)
    await opens_side(ben, group)
    for label in only:
        await ben.taps(label)
    toast = await ben.taps("I'm in")
    assert toast.alert
    assert toast.text == "Two yeses first: that you're 18 or older, and that I may save what you tell me."
    space = await stage.space_in(group)
    assert space.couple == ()
    await says_in(ben)
    assert ben.door.messages[-2].text.startswith("You're in.")


async def test_a_yes_shows_that_it_was_said_and_can_be_taken_back(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await opens_side(ben, group)
    assert ben.door.last().rows == [
        [ADULT],
        [SAVING],
        ["What is saved, who sees it"],
        ["I'm in"],
        ["Not for me"],
    ]
    await ben.taps(ADULT)
    await ben.taps(SAVING)
    assert ben.door.last().rows[:2] == [[f"{ADULT} ✓"], [f"{SAVING} ✓"]]
    await ben.taps(f"{SAVING} ✓")
    toast = await ben.taps("I'm in")
    assert toast.text.startswith("Two yeses first")
    space = await stage.space_in(group)
    me = there(space.guest(ben.id))
    assert (me[ADULT_AT], me[SAVING_AT]) == (stage.clock.now(), None)


async def test_the_yeses_go_with_a_no_and_with_an_undo(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await opens_side(ben, group)
    await ben.taps(ADULT)
    await ben.taps("Not for me")
    await ben.says("/start")
    assert ADULT in ben.door.last().buttons
    await says_in(ben)
    await ben.taps("Undo")
    await ben.says("/start")
    assert {ADULT, SAVING} <= set(ben.door.last().buttons)


async def test_a_button_from_before_the_two_yeses_leads_to_them(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await opens_side(ben, group)
    card = ben.door.last()
    [data] = [row[0]["callback_data"] for row in card.message.buttons if row[0]["text"] == "I'm in"]
    old = data.replace(Join.name, ChooseKeeping.was[0])
    card.message.buttons[2][0]["callback_data"] = old  # as the card of before had it
    await ben.forges(old, on=card)
    assert ben.door.last().rows[-1] == ["Back"]


# --- who could read ----------------------------------------------------------------------------------

WHOEVER = "Whoever runs this bot could read even sealed answers. If that is {}, decide with that in mind."


@pytest.mark.parametrize(
    ("runs", "to_ana", "to_ben"),
    [
        ({}, WHOEVER.format("your partner"), WHOEVER.format("Ana")),
        (
            {"operator": "Dana <dana@example.org>"},
            "Whoever runs this bot (“Dana <dana@example.org>”; I can't check that name) could read even "
            "sealed answers. If that is your partner, decide with that in mind.",
            "Whoever runs this bot (“Dana <dana@example.org>”; I can't check that name) could read even "
            "sealed answers. If that is Ana, decide with that in mind.",
        ),
        (
            {"operator_is": "ana"},
            "You run this bot, so you could read even sealed answers.",
            "Ana runs this bot and could read even sealed answers. Decide with that in mind.",
        ),
        (
            {"operator": "A friend", "operator_is": "ben"},
            "Your partner runs this bot and could read even sealed answers. Decide with that in mind.",
            "You run this bot, so you could read even sealed answers.",
        ),
        ({"operator_is": 999}, WHOEVER.format("your partner"), WHOEVER.format("Ana")),
    ],
)
async def test_the_consent_says_who_could_read(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, runs: dict[str, Any], to_ana: str, to_ben: str
) -> None:
    ids = {"ana": ana.id, "ben": ben.id}
    stage = make_stage(**{name: ids.get(value, value) for name, value in runs.items()})
    await stage.start()
    group = await invited(ana, ben)
    for person, said in ((ana, to_ana), (ben, to_ben)):
        await opens_side(person, group)
        assert said in person.door.last().text
        assert len(person.door.last().text.split()) <= 60
        await person.taps(ADULT)
        assert said in person.door.last().text
    await stage.stop()


async def test_the_consent_takes_nobody_else_in_the_group_for_the_one_who_runs_it(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, cleo: Person
) -> None:
    stage = make_stage(operator_is=cleo.id)
    await stage.start()
    group = await invited(ana, ben)
    await group.adds(cleo, by=ana)
    for person, partner in ((ana, "your partner"), (ben, "Ana")):
        await opens_side(person, group)
        assert WHOEVER.format(partner) in person.door.last().text
    await stage.stop()


@pytest.mark.parametrize("partner", [None, "Ana"])
@pytest.mark.parametrize("said", [None, "Ben, at home, b@x.de", "D" * 200])
def test_no_card_of_the_consent_is_long(partner: str | None, said: str | None) -> None:
    me = a_space().couple[0]
    for card in (
        consent_views.consent_card(1, me, Host(said=said, partner=partner)),
        consent_views.details_card(1, me),
        consent_views.crowd_card(1),
    ):
        assert len(card.text.striptags().split()) <= 60


# --- Start, pressed at the bot -----------------------------------------------------------------------


async def test_whoever_was_asked_in_and_presses_start_finds_what_they_were_asked(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await ben.says("/start")
    assert ben.door.last().text.startswith("Ana asked me into your group. Would you like me there?")
    await says_in(ben)
    await ben.taps("Yes", at=ben.door)
    await says_yes(ana, group)
    assert "You're both in" in group.last().text


async def test_who_invited_finds_the_same_without_a_name(stage: Stage, ana: Person, ben: Person) -> None:
    await invited(ana, ben)
    await ana.says("/start")
    assert ana.door.last().text.startswith("Would you like me in your group?")
    assert "I'm in" in ana.door.last().buttons


async def test_whoever_is_in_no_such_group_hears_nothing_of_it(
    stage: Stage, ana: Person, ben: Person, cleo: Person
) -> None:
    group = await invited(ana, ben)
    before = ana.transcript()
    await cleo.says("/start")
    assert cleo.door.last().buttons == ["Add me to our group", "What I can see"]
    assert "Already done by your partner? Tap Open our private chat there." in cleo.door.last().text
    assert "Ana" not in cleo.transcript()
    assert ana.transcript() == before
    space = await stage.space_in(group)
    assert space.partners == ()


async def test_a_stranger_sees_what_a_question_is_like_and_what_the_bot_can_see(
    stage: Stage, ana: Person
) -> None:
    await ana.says("/start")
    assert "Which wait makes you most restless: a queue, a reply, a late train?" in ana.door.last().text
    assert "I see" not in ana.door.last().text
    assert len(ana.door.last().text.split()) <= 60
    toast = await ana.taps("What I can see")
    assert toast.text.startswith("In your group I see commands")


# --- what the other chose is nowhere -----------------------------------------------------------------


async def nothing(_ben: Person, _group: Group) -> None:
    """Do nothing."""


async def looks(ben: Person, group: Group) -> None:
    await opens_side(ben, group)


async def says_no(ben: Person, group: Group) -> None:
    await opens_side(ben, group)
    await ben.taps("Not for me", at=ben.door)


async def toggles(ben: Person, group: Group) -> None:
    await opens_side(ben, group)
    await ben.taps(ADULT)
    await ben.taps(SAVING)
    await ben.taps("What is saved, who sees it")
    await ben.taps("Forget mine")


async def presses_start(ben: Person, _group: Group) -> None:
    await ben.says("/start")


Does = Callable[[Person, Group], Awaitable[None]]


async def anas_view(folder: Path, does: Does, **settings: Any) -> str:
    """Return all that Ana is shown, who joins while Ben does this; with the data of her buttons."""
    clock = MovableClock(MONDAY)
    telegram = Loopback(clock)
    ana, ben = telegram.person("Ana"), telegram.person("Ben")
    stage = Stage(telegram, clock, folder, **settings)
    await stage.start()
    group = await invited(ana, ben)
    await opens_side(ana, group)
    await does(ben, group)
    await ana.taps("What is saved, who sees it", at=ana.door)
    await ana.taps("Back", at=ana.door)
    await says_in(ana)
    await ana.taps("Yes", at=ana.door)
    for words in ("/start", "/today", "/question", "/kindness", "/checkin", "/settings", "/help", "/privacy"):
        await ana.says(words)
    await stage.moves(days=1)
    await ana.says("/today")
    await stage.stop()
    assert telegram.violations == []
    return re.sub(r"/start \S+", "/start", ana.transcript())


@pytest.mark.parametrize("does", [looks, says_no, toggles, presses_start])
async def test_what_one_sees_at_joining_tells_nothing_of_the_other(tmp_path: Path, does: Does) -> None:
    there = await anas_view(tmp_path / "a", does)
    assert there == await anas_view(tmp_path / "b", nothing)
    waits = "Kindling: You're in. I start as soon as your partner is in too."
    assert there.count(f"door | {waits}") == 6
    assert there.count(f"(gone: {waits}") == 5  # by the next day; the sixth was said on it
    assert "Ben" not in there.replace("Ana & Ben", "")


async def test_the_name_of_who_runs_it_comes_from_the_group_alone(tmp_path: Path) -> None:
    there = await anas_view(tmp_path / "a", presses_start, operator_is=1003)
    assert "Your partner runs this bot and could read" in there
    assert there == await anas_view(tmp_path / "b", nothing, operator_is=1003)


async def test_who_has_not_said_yes_is_shown_where(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await opens_side(ben, group)
    await ben.says("/today")
    assert ben.door.last().text == "First I need your own yes: /start shows where to give it."
