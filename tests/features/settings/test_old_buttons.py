"""Buttons that earlier versions sent do what they did, whatever their actions are called now."""

import pytest
from markupsafe import Markup
from sqlalchemy import select

from bot.cards import Button, Card
from bot.db.tables import posts
from bot.playground.model import Toast
from bot.playground.shown import Place
from tests.conftest import Couple


async def taps_old(couple: Couple, data: str, place: Place) -> Toast | None:
    """Let Ana tap a button with this callback data below a message there, as an old version sent it."""
    card = Card(Markup("An old card"), rows=((Button("Tap", tap=data),),))
    assert couple.stage.kindling is not None
    await couple.stage.kindling.house.sender.send(place.id, card)
    return await couple.ana.taps("Tap", on=place.last())


async def test_old_buttons_turn_pages_choose_and_ask_for_a_time(couple: Couple) -> None:
    door = couple.ana.door
    await taps_old(couple, "s.open:1:0", couple.group)
    assert door.last().text.startswith("Settings")
    await taps_old(couple, "s.go:1:0:mine", door)
    assert door.last().text.startswith("Just mine")
    toast = await taps_old(couple, "s.set:1:0:qtime=1015", door)
    assert toast is not None
    assert toast.text == "Saved."
    await taps_old(couple, "s.type:1:0:qtime", door)
    await couple.ana.says("20:45")
    assert "20:45" in door.last().text


@pytest.mark.parametrize(
    ("how", "said"), [("rest", "A week's rest it is."), ("keep", "We keep on as we are.")]
)
async def test_the_old_buttons_of_the_pace_settle_it(couple: Couple, how: str, said: str) -> None:
    await couple.stage.moves(days=21)
    await couple.stage.moves_to_time(18, 1)
    assert couple.stage.kindling is not None
    async with couple.stage.kindling.house.db.read() as tx:
        post = await tx.scalar(select(posts.c.id).where(posts.c.ritual == "pace"))
    await taps_old(couple, f"s.pace:1:{post}:{how}", couple.group)
    assert couple.group.last().text.startswith(said)
