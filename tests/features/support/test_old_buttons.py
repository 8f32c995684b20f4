"""Buttons that earlier versions sent do what they did, whatever their actions are called now."""

from tests.conftest import Couple
from tests.old_buttons import taps_old


async def test_old_buttons_open_turn_and_hide_support(couple: Couple) -> None:
    await taps_old(couple.stage, couple.ana, "h.page:0:0")
    page = couple.ana.door.last()
    assert page.text.startswith("Settings → Devices")
    for data, begins in (("h.lands:0:0", "Which country?"), ("h.land:0:0:AU", "Settings → Devices")):
        await taps_old(couple.stage, couple.ana, data)
        assert couple.ana.door.last().text.startswith(begins)
    assert "Australia" in couple.ana.door.last().text
    await taps_old(couple.stage, couple.ana, "h.hide:0:0")
    assert "/today" in couple.ana.door.last().text


async def test_old_buttons_show_and_take_away_what_is_said_to_words_of_need(couple: Couple) -> None:
    await taps_old(couple.stage, couple.ana, "h.told:0:0:2")
    assert couple.ana.door.last().text.startswith("It's good that you stopped to write this.")
    before = len(couple.ana.door.messages)
    await taps_old(couple.stage, couple.ana, "h.gone:0:0")
    assert len(couple.ana.door.messages) == before
