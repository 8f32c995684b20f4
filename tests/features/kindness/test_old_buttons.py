"""Buttons that earlier versions sent do what they did, whatever their actions are called now."""

import pytest
from sqlalchemy import select

from bot.db.tables import handed, posts
from tests.conftest import Couple
from tests.old_buttons import taps_old


async def post_of_today(couple: Couple) -> int:
    await couple.stage.moves_to_time(12, 31)
    async with couple.stage.kindling.services.db.read() as tx:
        found = await tx.scalar(select(posts.c.id).where(posts.c.ritual == "kindness"))
    assert found is not None
    return int(found)


@pytest.mark.parametrize("at", ["door", "group"])
async def test_the_old_button_shows_ones_idea(couple: Couple, at: str) -> None:
    post = await post_of_today(couple)
    toast = await taps_old(
        couple.stage, couple.ana, f"k.show:1:{post}", couple.ana.door if at == "door" else couple.group
    )
    assert toast.text.endswith("Only you see this.")


async def test_the_old_buttons_of_a_card_say_what_became_of_it(couple: Couple) -> None:
    post = await post_of_today(couple)
    for verb in ("k.mine", "k.more", "k.did"):
        toast = await taps_old(couple.stage, couple.ana, f"{verb}:1:{post}", couple.group)
    assert toast.text == "Nice. Nobody is told."
    toast = await taps_old(couple.stage, couple.ana, f"k.no:1:{post}", couple.group)
    assert toast.text == "Noted. That one won't come back."
    async with couple.stage.kindling.services.db.read() as tx:
        marks = (await tx.execute(select(handed.c.mark).order_by(handed.c.seq))).scalars().all()
    assert marks == ["another", "not_for_me"]
