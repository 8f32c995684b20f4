"""kill -9 while an update is in hand: it is neither lost nor handled twice."""

import signal
from collections.abc import Callable

import pytest

from tests.people import Loopback, Person
from tests.process.conftest import PATIENCE, Process
from tests.process.test_killed import has, waits_for_anas_answer

pytestmark = pytest.mark.process


def said_by_the_bot(person: Person) -> int:
    """Return how many messages of the bot's stand at a person's door."""
    return sum(shown.sender is not person.user for shown in person.door.messages)


async def test_killed_before_its_effect_it_is_handled_killed_after_it_nothing_is_said_twice(
    telegram: Loopback, process: Callable[..., Process]
) -> None:
    bot, ana, ben, _group = await waits_for_anas_answer(telegram, process)
    await telegram.until(telegram.poller_idle, PATIENCE)
    holds = [telegram.hold("sendMessage"), telegram.hold("sendMessage")]
    await ana.says("the heron by the frozen canal")  # written, and its answer held
    await ben.says("/today")  # writes nothing
    for hold in holds:
        await hold.reached(PATIENCE)
    assert telegram.pending()
    await bot.gets(signal.SIGKILL)
    for hold in holds:
        hold.release()
    before = (said_by_the_bot(ana), said_by_the_bot(ben))
    await process().start()
    await telegram.until(telegram.poller_idle, PATIENCE)
    assert said_by_the_bot(ana) == before[0]
    assert said_by_the_bot(ben) == before[1] + 1
    await ana.says("/today")
    await telegram.until(lambda: said_by_the_bot(ana) > before[0], PATIENCE)
    assert "heron" not in ben.transcript()


async def test_killed_while_held_words_are_handed_over_they_are_stored_after_the_restart(
    telegram: Loopback, process: Callable[..., Process]
) -> None:
    bot, ana, ben, _group = await waits_for_anas_answer(telegram, process)
    await ana.says("Some days I want to die, and I tell nobody.")
    await telegram.until(lambda: has(ana.door, "Read"), PATIENCE)
    await ana.presses("Read", at=ana.door)
    await telegram.until(lambda: has(ana.door, "Seal it"), PATIENCE)
    await telegram.until(telegram.poller_idle, PATIENCE)
    hold = telegram.hold("answerCallbackQuery", when="before")
    await ana.presses("Seal it", at=ana.door)
    await hold.reached(PATIENCE)
    await bot.gets(signal.SIGKILL)
    hold.release()
    await process().start()
    await telegram.until(lambda: ana.door.last().text.startswith("Sealed."), PATIENCE)
    assert "die" not in ben.transcript()
