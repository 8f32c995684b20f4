"""Promise 10: what was said in time counts in time, however late it is handled."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals


@asynccontextmanager
async def down(couple: Couple) -> AsyncIterator[None]:
    """The bot is down in the block, while its couple goes on; then it starts again."""
    await couple.stage.stop()
    yield
    await couple.stage.start()


async def passes(couple: Couple, **span: float) -> None:
    """Let time pass while the bot is down."""
    couple.stage.clock.move(timedelta(**span))


async def test_an_answer_said_in_time_opens_the_card_though_the_bot_was_down(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk by the sea")
    await couple.ben.taps("Answer privately")
    await couple.stage.moves(hours=35)
    async with down(couple):
        await passes(couple, minutes=30)
        await couple.ben.says("The old lighthouse")
        await passes(couple, hours=1, minutes=30)
    assert [shown.spoilers for shown in reveals(couple)] == [["The walk by the sea", "The old lighthouse"]]
