"""A new setting is one line in its feature: its page, storing and being taken along come by themselves."""

import re
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot import app
from bot.feature import Feature
from bot.features import settings
from bot.features.settings.actions import Choose
from bot.features.settings.exports import SETTINGS, Setting
from bot.features.settings.pages import ChoiceContext, Forged, Pages
from bot.spaces.preference import TEXT, TIME, YES_OR_NO, Mine, Ours
from tests.conftest import Couple, Stage, joined
from tests.features.export.test_export import everything
from tests.features.settings.spaces import a_space
from tests.people import Person

BELL: Mine[time | None] = Mine("test.evening_bell", None, TIME, label="Bell")
SHAPE = Mine("test.shape", "round", TEXT, private=True, label="Shape")
SOUND = Ours("test.sound", True, YES_OR_NO, label="Sound")

FORGED = ("test.sound=loud", "test.shape=square", "test.evening_bell=2561", "test.nothing=on")
NOW = datetime(2026, 7, 15, 8, tzinfo=UTC)

DUMMY = Feature(
    name="dummy",
    adds=(
        SETTINGS(Setting(BELL, "mine", "It rings, for you alone.", around="evening"), 90),
        SETTINGS(Setting(SHAPE, "mine", "How it looks.", options={"round": "Round", "flat": "Flat"}), 91),
        SETTINGS(Setting(SOUND, "times", "Whether it is heard.")),
    ),
)


@pytest.fixture
async def couple(stage: Stage, ana: Person, ben: Person, monkeypatch: pytest.MonkeyPatch) -> Couple:
    """Ana and Ben, in a bot with one feature more."""
    monkeypatch.setattr(app, "POINTS", app.points_of((*app.FEATURES, app.EDGE, DUMMY)))
    return await joined(stage, ana, ben)


async def turns(person: Person, *labels: str) -> None:
    await person.says("/settings")
    for label in labels:
        await person.taps(label, at=person.door)


async def test_a_time_has_its_page_is_typed_too_and_stays(couple: Couple) -> None:
    ana, ben = couple.ana, couple.ben
    await turns(ana, "Just mine", "Bell")
    assert ana.door.last().text == "Bell\nIt rings, for you alone."
    assert ana.door.last().rows[0] == ["Off ✓"]
    toast = await ana.taps("18:00", at=ana.door)
    assert toast.text == "Saved."
    assert "18:00 ✓" in ana.door.last().buttons
    await ana.taps("Another time", at=ana.door)
    assert ana.door.last().text.startswith("Which time? For example 21:30")
    await ana.says("quarter to ten")
    assert ana.door.last().text.startswith("I read that as 21:45.")
    await couple.stage.restart()
    space = await couple.space()
    assert [(it.person_id, it[BELL]) for it in space.couple] == [(ana.id, time(21, 45)), (ben.id, None)]
    await turns(ana, "Just mine", "Bell", "Off")
    assert (await couple.space()).couple[0][BELL] is None
    await ana.taps("Back", at=ana.door)
    assert ana.door.last().text.startswith("Just mine\n")


async def test_one_of_a_few_is_ones_own_and_taken_along(couple: Couple) -> None:
    ana, ben = couple.ana, couple.ben
    await turns(ana, "Just mine", "Shape")
    assert ana.door.last().rows == [["Round ✓"], ["Flat"], ["Back"]]
    await ana.taps("Flat", at=ana.door)
    await turns(ben, "Just mine", "Shape")
    assert ben.door.last().rows == [["Round ✓"], ["Flat"], ["Back"]]
    assert b"flat" not in couple.stage.path.read_bytes()
    files, page = await everything(couple, ana)
    (chosen,) = files["settings"]
    assert (chosen["test.shape"], chosen["test.evening_bell"]) == ("flat", None)
    assert "<dt>Shape</dt><dd>flat</dd>" in page
    assert "<dt>Bell</dt>" not in page


async def test_on_and_off_is_for_both_and_a_forged_value_is_refused(couple: Couple) -> None:
    ana, ben = couple.ana, couple.ben
    await turns(ana, "Our times", "Sound", "Off")
    assert (await couple.space())[SOUND] is False
    await turns(ben, "Our times", "Sound")
    assert ben.door.last().rows[0] == ["On", "Off ✓"]
    await ana.says("/settings")
    for choice in FORGED:
        toast = await ana.forges(f"{Choose.name}:1:0:{choice}", on=ana.door.last())
        assert toast.text.startswith("That button has expired.")
    space = await couple.space()
    assert (space[SOUND], space.couple[0][SHAPE], space.couple[0][BELL]) == (False, "round", None)


@pytest.mark.parametrize("choice", FORGED)
def test_a_value_that_no_button_has_is_refused(choice: str) -> None:
    pages = Pages(app.points_of((*app.FEATURES, DUMMY)).of(SETTINGS))
    key, _sep, value = choice.partition("=")
    space = a_space()
    with pytest.raises(Forged):
        pages.decide(ChoiceContext(space, space.couple[0], NOW, (), deepens_at=NOW), key, value)


def test_no_name_or_key_is_given_twice() -> None:
    Pages(app.POINTS.of(SETTINGS))
    with pytest.raises(ValueError, match="twice"):
        Pages([*app.POINTS.of(SETTINGS), Setting(SOUND, "times", ""), Setting(SOUND, "mine", "")])


def test_the_settings_know_no_other_feature() -> None:
    sources = [it.read_text() for it in Path(settings.__file__).parent.glob("*.py")]
    assert len(sources) > 5
    assert {name for text in sources for name in re.findall(r"bot\.features\.(\w+)", text)} == {"settings"}
