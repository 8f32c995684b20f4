"""Buttons that earlier versions sent do what they did, whatever their actions are called now."""

import pytest
from markupsafe import Markup

from bot.message import Message
from tests.conftest import Couple
from tests.features.thanks.looking import cards, logged
from tests.old_buttons import old_button, taps_old


@pytest.mark.parametrize(
    ("verb", "said"), [("t.give", "Given."), ("t.keep", "Saved until Sunday."), ("t.drop", "Deleted.")]
)
@pytest.mark.parametrize("asked", ["", ":sunday"])
async def test_old_buttons_settle_what_was_saved(couple: Couple, verb: str, said: str, asked: str) -> None:
    await couple.ana.says("/thanks for the soup")
    (row,) = await logged(couple)
    await taps_old(couple.stage, couple.ana, f"t.show:1:{row.id}")
    assert couple.ana.door.last().spoilers == ["for the soup"]
    await taps_old(couple.stage, couple.ana, f"{verb}:1:{row.id}{asked}")
    assert couple.ana.door.last().text.startswith(said)


async def test_old_buttons_turn_ones_own_list_and_hide(couple: Couple) -> None:
    for words in ("for the soup", "for the bread"):
        await couple.ben.says(f"/thanks {words}", at=couple.group)
    await taps_old(couple.stage, couple.ana, "t.mine:1:0")
    assert "for the bread" in couple.ana.door.last().text
    await taps_old(couple.stage, couple.ana, "t.mine:1:1")
    assert "for the soup" in couple.ana.door.last().text
    await taps_old(couple.stage, couple.ana, "t.hide:1:1")
    assert "for the bread" in couple.ana.door.last().text


async def test_the_old_button_below_a_card_says_what_it_was(couple: Couple) -> None:
    await couple.ben.says("/thanks for the soup", at=couple.group)
    (row,) = await logged(couple)
    card = cards(couple)[0]
    old = Message(Markup.escape(card.text), rows=((old_button(f"t.got:1:{row.id}:landed"),),))
    await couple.stage.kindling.services.sender.edit(couple.group.id, card.id, old)
    await couple.ana.taps("Tap", on=card)
    (row,) = await logged(couple)
    assert row.received == "landed"
