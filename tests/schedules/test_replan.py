"""Planning anew while something is due: the bot has just come back, and a tap is quicker than the tick."""

from datetime import timedelta

from tests.conftest import Couple


async def plan_anew(couple: Couple) -> None:
    kindling = couple.stage.kindling
    async with kindling.parts.db.write() as tx:
        await kindling.services.replan(tx, 1)
    kindling.waker.wake()
    await couple.stage.settle()


def questions(couple: Couple) -> int:
    return sum("Not today" in shown.buttons for shown in couple.group.messages)


async def test_a_post_that_is_due_and_fresh_outlives_a_tap_that_plans_anew(couple: Couple) -> None:
    couple.stage.clock.move(
        timedelta(hours=1, minutes=5)
    )  # unnoticed by the waker; the question is due at 9:00
    await plan_anew(couple)
    assert questions(couple) == 1


async def test_a_post_whose_hours_are_over_is_not_brought_back(couple: Couple) -> None:
    couple.stage.clock.move(timedelta(hours=8))
    await plan_anew(couple)
    assert questions(couple) == 0
