"""A clock that ran days ahead and was set back leaves no day without its post."""

from tests.conftest import Couple
from tests.features.question.acts import cards


async def test_after_days_ahead_and_back_every_day_has_its_question(couple: Couple) -> None:
    stage = couple.stage
    await stage.moves_to_time(9)
    assert len(cards(couple)) == 1
    await stage.moves(days=4, hours=10)  # Friday evening: too late for its question
    wrong = len(cards(couple))
    await stage.moves(days=-4, hours=-10)
    for day in range(4):
        await stage.moves_to_time(9)
        assert len(cards(couple)) == wrong + day + 1
        await couple.ana.taps(
            "We talked about it (both see it)", on=couple.group.last()
        )  # else the ladder slows down


async def test_the_same_after_a_restart_in_between(couple: Couple) -> None:
    stage = couple.stage
    await stage.moves_to_time(9)
    await stage.moves(days=4, hours=10)
    wrong = len(cards(couple))
    await stage.stop()
    stage.clock.move_to(stage.clock.now().replace(day=13))
    await stage.start()
    await stage.moves_to_time(9)
    assert len(cards(couple)) == wrong + 1
