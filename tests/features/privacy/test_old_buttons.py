"""Buttons that earlier versions sent do what they did, whatever their actions are called now."""

from tests.conftest import Couple
from tests.old_buttons import taps_old


async def test_old_buttons_list_ask_and_erase(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup", at=couple.group)
    await taps_old(couple.stage, couple.ana, "v.which:1:0")
    assert couple.ana.door.last().text.startswith("Erase what you told me?")
    await taps_old(couple.stage, couple.ana, "v.singles:1:0")
    assert "Thank-yous from me" in couple.ana.door.last().buttons
    await taps_old(couple.stage, couple.ana, "v.list:1:0:thanks.0")
    assert couple.ana.door.last().spoilers == ["for the soup"]
    await taps_old(couple.stage, couple.ana, "v.one:1:1:thanks.0")
    assert couple.ana.door.last().buttons == ["Erase it", "Leave it"]
    await taps_old(couple.stage, couple.ana, "v.gone:1:1:thanks.0")
    assert couple.ana.door.last().text == "Nothing of this kind is saved."


async def test_old_buttons_leave_and_erase_all(couple: Couple) -> None:
    await taps_old(couple.stage, couple.ana, "v.keep:1:0")
    assert couple.ana.door.last().text == "Good. Everything stays as it is."
    await taps_old(couple.stage, couple.ana, "v.most:1:0")
    assert couple.ana.door.last().text.startswith("Done. The thank-yous you gave stay.")
    await taps_old(couple.stage, couple.ana, "v.erase:1:0")
    assert couple.ana.door.last().text.startswith("Done. What you told me is erased here")
    before = len(couple.ana.door.messages)
    await taps_old(couple.stage, couple.ana, "v.policy:0:0")
    assert len(couple.ana.door.messages) == before + 3, "the button's card, and the policy in two"
