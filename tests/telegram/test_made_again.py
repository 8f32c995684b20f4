"""An edit that did not get there is made again, never over something newer and never with erased words."""

import pytest

from bot.loopback import faults
from bot.loopback.faults import Fault
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.people import Person

LONGER = {
    "a minute's wait": faults.flood(60),
    "an error, again and again": faults.server_error(),
    "no network": faults.refused(),
    "a refusal nobody knows": faults.api_error(400, "Bad Request: something that nobody has seen"),
}
ASKS = "Give it to Ben now"


async def saved(couple: Couple) -> Shown:
    """Have Ana save a thank-you; return the card that asks about it."""
    await couple.ana.says("/thanks for the soup")
    card = couple.ana.door.last()
    assert ASKS in card.text or ASKS in card.buttons or "Delete it" in card.buttons
    return card


def fails(couple: Couple, fault: Fault, times: int = 3) -> None:
    for method in ("editMessageText", "editMessageReplyMarkup"):
        couple.stage.telegram.fail_next(method, fault, times)


@pytest.mark.parametrize("fault", LONGER.values(), ids=LONGER)
async def test_a_card_goes_on_asking_for_minutes_at_most(couple: Couple, fault: Fault) -> None:
    card = await saved(couple)
    before = card.text
    fails(couple, fault, 1 if fault.status in (400, 429) else 3)
    await couple.ana.taps("Delete it", on=card)
    assert card.text == before
    await couple.stage.moves(minutes=1)
    await couple.stage.moves(minutes=3)
    await couple.stage.moves(minutes=11)
    assert card.text != before
    assert "Delete it" not in card.buttons


async def test_what_they_both_can_see_comes_to_the_card(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup", at=couple.group)
    card = couple.group.last()
    fails(couple, LONGER["a minute's wait"], 1)
    await couple.ben.taps("That landed", on=card)
    before = card.text
    await couple.stage.moves(minutes=2)
    assert card.text != before


async def test_in_a_group_where_a_third_reads_along_it_waits(couple: Couple, cleo: Person) -> None:
    await couple.ana.says("/thanks for the soup", at=couple.group)
    card = couple.group.last()
    fails(couple, LONGER["a minute's wait"], 1)
    await couple.ben.taps("That landed", on=card)
    before = card.text
    await couple.group.adds(cleo, by=couple.ana)
    for _ in range(3):
        await couple.stage.moves(minutes=3)
        assert card.text == before
    await cleo.leaves(couple.group)
    await couple.stage.moves(minutes=3)
    await couple.stage.moves(minutes=3)
    assert card.text != before


async def opens(person: Person, page: Shown, *labels: str) -> None:
    """Tap the buttons that begin so, one after the other."""
    for label in labels:
        await person.taps(next((it for it in page.buttons if it.startswith(label)), label), on=page)


async def gave_list(couple: Couple) -> Shown:
    """Have Ana give a thank-you and list hers, to erase it; return the page."""
    await couple.ana.says("/thanks for the soup", at=couple.group)
    await couple.pages_stand()
    await couple.ana.says("/delete")
    page = couple.ana.door.last()
    await opens(couple.ana, page, "One by one", "Thank-yous from me")
    await couple.pages_stand()
    return page


async def test_the_newest_face_stays(couple: Couple) -> None:
    page = await gave_list(couple)
    fails(couple, LONGER["a refusal nobody knows"], 1)
    await opens(couple.ana, page, "Erase 1", "Back")
    newest = page.text
    for _ in range(3):
        await couple.stage.moves(minutes=2)
        assert page.text == newest


@pytest.mark.parametrize("way", ["all is erased", "one by one", "the space ends"])
async def test_words_that_were_erased_meanwhile_are_never_shown_again(couple: Couple, way: str) -> None:
    page = await gave_list(couple)
    fails(couple, LONGER["a refusal nobody knows"], 1)
    await opens(couple.ana, page, "Erase 1")
    assert not page.text.startswith("Erase this one?")
    if way == "the space ends":
        await couple.ben.says("/stop")
        await couple.ben.taps(couple.ben.door.last().buttons[0], at=couple.ben.door)
    else:
        await couple.ana.says("/delete")
        ways = {
            "all is erased": ["Erase my words"],
            "one by one": ["One by one", "Thank-yous from me", "Erase 1", "Erase it"],
        }
        await opens(couple.ana, couple.ana.door.last(), *ways[way])
    await couple.pages_stand()
    for _ in range(4):
        await couple.stage.moves(minutes=2)
        assert not page.text.startswith("Erase this one?")


async def test_else_what_was_asked_for_is_shown(couple: Couple) -> None:
    page = await gave_list(couple)
    fails(couple, LONGER["a refusal nobody knows"], 1)
    await opens(couple.ana, page, "Erase 1")
    assert not page.text.startswith("Erase this one?")
    await couple.stage.moves(minutes=2)
    assert page.text.startswith("Erase this one?")
