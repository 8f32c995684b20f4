"""A question or a kindness asked for while the bot was away is of the day on which it was asked for."""

from datetime import timedelta

from tests.conftest import Couple
from tests.features.checkin.looking import sets
from tests.features.question.acts import cards, morning


async def comes_back(couple: Couple, **later: float) -> None:
    """Start the bot again, so long after it was told something."""
    couple.stage.clock.move_to(couple.stage.clock.now() + timedelta(**later))
    await couple.stage.start()


async def asks_while_away(couple: Couple, command: str, **later: float) -> None:
    """Stop the bot, ask for something in the group, and start it so long after that."""
    await couple.stage.stop()
    couple.stage.telegram.settle = nothing
    await couple.ana.says(command, couple.group)
    await comes_back(couple, **later)


async def nothing() -> None:
    """Wait for nobody: the bot is away."""


async def test_a_question_asked_for_at_night_and_heard_in_the_morning_leaves_nine_its_own(
    couple: Couple,
) -> None:
    card = await morning(couple)
    await couple.stage.moves_to_time(3, 58)
    await asks_while_away(couple, "/question", hours=1)
    pointer = couple.group.last()
    assert pointer.text == "Monday's question is up here."
    assert pointer.reply_to == card
    await morning(couple)
    assert len(cards(couple)) == 2


async def test_one_of_a_day_without_comes_late_as_that_days_own(couple: Couple) -> None:
    await sets(couple, question_on=False)
    await couple.stage.moves_to_time(3, 58)
    await asks_while_away(couple, "/question", hours=1)
    (asked,) = cards(couple)
    assert "Good morning" not in asked.text  # it was asked for in the evening
    await sets(couple, question_on=True)
    await morning(couple)
    assert len(cards(couple)) == 2


async def test_a_kindness_asked_for_at_night_leaves_the_next_days_its_place(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    await couple.stage.moves_to_time(3, 58)
    await asks_while_away(couple, "/kindness", hours=1)
    pointer = couple.group.last()
    assert pointer.text == "Monday's kindness is right here, one for each of you."
    assert pointer.reply_to is not None
    await couple.stage.moves_to_time(12, 31)
    assert "Show me mine" in couple.group.last().buttons
    assert couple.group.last().reply_to is None
