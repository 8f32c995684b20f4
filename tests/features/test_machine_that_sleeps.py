"""A machine that sleeps at some hours every day: what they take from a day they do not take for good."""

from datetime import timedelta

import pytest

from tests.conftest import Couple
from tests.features.question.acts import cards, seals


@pytest.mark.prove
async def test_a_kindness_comes_on_where_the_machine_is_off_in_the_evening(couple: Couple) -> None:
    stage, late = couple.stage, 0
    for day in range(30):
        before = len(couple.group.messages)
        for hour, minute in ((9, 1), (12, 31), (17, 0)):
            await stage.moves_to_time(hour, minute)
        if day % 2 == 0:
            await couple.ana.taps("We talked about it (both see it)", on=cards(couple)[-1])
        late += day > 22 and any("kindness for today" in it.came for it in couple.group.messages[before:])
        await stage.stop()
        stage.clock.move_to(stage.clock.now() + timedelta(hours=15))
        await stage.start()
    assert late


async def test_what_is_to_be_shown_is_shown_where_the_machine_wakes_late(
    couple: Couple,
) -> None:
    stage = couple.stage
    await stage.moves_to_time(9, 45)
    await seals(couple.ana, "The heron", cards(couple)[-1])
    await couple.ana.taps("If Ben doesn't answer: show mine", at=couple.ana.door)
    for _ in range(11):
        for hour, minute in ((12, 0), (20, 0), (22, 59)):
            await stage.moves_to_time(hour, minute)
        await stage.stop()
        stage.clock.move_to(stage.clock.now() + timedelta(hours=10, minutes=46))
        await stage.start()
    assert any(it.text.startswith("From Ana") for it in couple.group.messages)
