"""The postcard as Ana and Ben meet it."""

from tests.conftest import Couple
from tests.features.export.test_export import everything
from tests.features.postcard.living import lives
from tests.people import Person

LINE = "Yesterday's picture is still up there."


async def turns(person: Person, *labels: str) -> None:
    await person.says("/settings")
    for label in labels:
        await person.taps(label, at=person.door)


async def test_it_comes_with_a_picture_once_somebody_wished_for_it(couple: Couple) -> None:
    await couple.stage.moves_to_time(17, 30)
    assert not any("I like it" in shown.buttons for shown in couple.group.messages)
    await turns(couple.ana, "Our times", "Postcard", "On")
    await couple.stage.moves_to_time(17, 30)
    card = couple.group.last()
    assert (card.text, card.silent) == ("A small picture for the two of you.", True)
    assert card.media is not None
    toast = await couple.ben.taps("I like it", at=couple.group)
    assert toast.text == "You like it."
    await couple.stage.moves_to_time(9)
    assert any(LINE in shown.text for shown in couple.group.messages)


async def test_a_pin_is_ones_own_is_taken_along_and_erased(couple: Couple) -> None:
    await turns(couple.ana, "Just mine", "My frame", "Golden")
    await lives(couple)
    files, _page = await everything(couple, couple.ana)
    assert [it["frame"] for it in files["postcards"]] == ["golden"]
    files, _page = await everything(couple, couple.ben)
    assert [it["frame"] for it in files["postcards"]] == ["plain"]
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    files, _page = await everything(couple, couple.ana)
    assert files.get("postcards", []) == []


async def test_what_one_pinned_changes_nothing_for_the_other(couple: Couple) -> None:
    await turns(couple.ana, "Our times", "Postcard", "On")
    await couple.stage.moves_to_time(17, 30)
    await couple.ana.says("/today")
    await couple.ana.taps("Pin it", at=couple.ana.door)
    await couple.ben.says("/today")
    assert "A small picture is up." in couple.ben.door.last().text
    assert "Pin it" in couple.ben.door.last().buttons
