"""Buttons that earlier versions sent do what they did, whatever their actions are called now."""

from tests.conftest import Stage
from tests.old_buttons import taps_old
from tests.people import Group, Person


async def group_of(ana: Person, ben: Person) -> Group:
    group = await ana.creates_group("Ana & Ben", ben)
    await group.adds_bot(by=ana, payload="hello")
    for person in (ana, ben):
        await person.says("/start")
    return group


async def test_two_join_undo_and_refuse_by_old_buttons(stage: Stage, ana: Person, ben: Person) -> None:
    group = await group_of(ana, ben)
    for person in (ana, ben):
        await taps_old(stage, person, "p.open:1:0", group)
        for data in (
            "p.more:1:0",
            "p.keep:1:0:.",
            "p.more:1:0:back",
            "p.yes:1:0:adult=x",
            "p.yes:1:0:saving=x",
        ):
            await taps_old(stage, person, data, person.door)
        await taps_old(stage, person, "p.in:1:0", person.door)
        await taps_old(stage, person, "p.zone:0:0:Asia/Tokyo", person.door)
        assert "Tokyo" in person.door.last().text
    assert "You're both in" in group.last().text
    await taps_old(stage, ben, "p.undo:1:0", ben.door)
    assert ben.door.last().text.startswith("Undone")
    await taps_old(stage, ben, "p.open:1:0", group)
    await taps_old(stage, ben, "p.no:1:0", ben.door)
    assert not ben.door.last().buttons


async def test_an_old_button_asks_for_a_city(stage: Stage, ana: Person, ben: Person) -> None:
    await group_of(ana, ben)
    await taps_old(stage, ana, "p.town:0:0", ana.door)
    assert ana.door.last().text.startswith("Which city are you near?")
