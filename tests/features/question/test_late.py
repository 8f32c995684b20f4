"""Nothing deep late in the day, however a card is asked for."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.db.tables import cards
from bot.features.question.preferences import QUESTION_ON
from bot.features.question.rules import is_late
from bot.spaces import store as spaces
from content import pacing
from tests.conftest import BERLIN, Couple


async def depths_of_two_weeks(couple: Couple, hour: int) -> list[int]:
    """Ask by hand every day at this hour, with Another from both; return the depth of every card there is."""
    kindling = couple.stage.kindling
    space = await couple.space()
    db, bank = kindling.parts.db, kindling.parts.bank
    async with db.write() as tx:
        long_ago = couple.stage.clock.now() - timedelta(days=60)
        await spaces.change(tx, space.id, active_at=long_ago)
        await spaces.put(tx, space.id, QUESTION_ON.to(False))
    for _ in range(14):
        await couple.stage.moves_to_time(hour)
        await couple.ana.says_from_menu("/question", couple.group)
        await couple.ana.taps("Another", on=couple.group.last())
        await couple.ben.taps("Another", on=couple.group.last())
    async with db.read() as tx:
        return [bank.question(item_id).depth for item_id in await tx.scalars(select(cards.c.item_id))]


@pytest.mark.prove
@pytest.mark.parametrize(("hour", "deep"), [(19, True), (20, False)])
async def test_after_twenty_neither_a_command_nor_another_brings_a_deep_one(
    couple: Couple, hour: int, deep: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "is_light", lambda *_: False)  # a light week might take the deep days away
    monkeypatch.setattr(pacing, "FIRST_CARDS", 1)  # nor do they begin with fourteen light ones
    depths = await depths_of_two_weeks(couple, hour)

    assert len(depths) == 14 * 3
    assert (3 in depths) == deep


@pytest.mark.parametrize(
    ("hour", "minute", "late"), [(4, 0, False), (9, 0, False), (19, 59, False), (20, 0, True), (3, 59, True)]
)
def test_late_is_from_twenty_until_four(hour: int, minute: int, late: bool) -> None:
    assert is_late(datetime(2026, 7, 13, hour, minute, tzinfo=BERLIN)) == late
