"""Buttons that earlier versions sent do what they did, whatever their actions are called now."""

import pytest
from sqlalchemy import select

from bot.db.tables import posts
from tests.conftest import Couple
from tests.old_buttons import taps_old


async def test_old_buttons_turn_pages_choose_and_ask_for_a_time(couple: Couple) -> None:
    door = couple.ana.door
    await taps_old(couple.stage, couple.ana, "s.open:1:0", couple.group)
    assert door.last().text.startswith("Settings")
    await taps_old(couple.stage, couple.ana, "s.go:1:0:mine", door)
    assert door.last().text.startswith("Just mine")
    toast = await taps_old(couple.stage, couple.ana, "s.set:1:0:qtime=1015", door)
    assert toast.text == "Saved."
    await taps_old(couple.stage, couple.ana, "s.type:1:0:qtime", door)
    await couple.ana.says("20:45")
    assert "20:45" in door.last().text


@pytest.mark.parametrize(
    ("how", "said"), [("rest", "A week's rest it is."), ("keep", "We keep on as we are.")]
)
async def test_the_old_buttons_of_the_pace_settle_it(couple: Couple, how: str, said: str) -> None:
    await couple.stage.moves(days=21)
    await couple.stage.moves_to_time(18, 1)
    async with couple.stage.kindling.services.db.read() as tx:
        post = await tx.scalar(select(posts.c.id).where(posts.c.ritual == "pace"))
    await taps_old(couple.stage, couple.ana, f"s.pace:1:{post}:{how}", couple.group)
    assert couple.group.last().text.startswith(said)
