"""A hundred messages in a second from one person: how long do the others wait?

Counted in calls of the bot's, of which an idle bot makes one for a reply: a machine's speed changes little.
"""

from collections.abc import Callable
from statistics import median

from bot.playground.loopback import Loopback
from bot.playground.people import Person
from tests.conftest import Couple

FLOOD = 100
LOOKS = 7


async def at_once() -> None:
    """Wait for nothing."""


async def calls_until_reply(telegram: Loopback, person: Person) -> int:
    """Return how many calls the bot makes until a person's command at the door is answered."""
    before, shown = len(telegram.calls), len(person.door.messages)
    await person.says("/help")
    await telegram.until(lambda: len(person.door.messages) > shown + 1, 30)
    return len(telegram.calls) - before


async def test_behind_a_hundred_messages_of_anothers_a_reply_waits_for_a_few_of_them_at_most(
    couple: Couple, cleo: Person, record_property: Callable[[str, object], None]
) -> None:
    telegram = couple.stage.telegram
    await cleo.says("/start")
    telegram.settle = at_once
    idle, flooded = [], []
    for _look in range(LOOKS):
        idle.append(await calls_until_reply(telegram, couple.ana))
        await telegram.until(telegram.poller_idle, 60)
        for number in range(FLOOD):
            await cleo.says(f"flood {number}")
        flooded.append(await calls_until_reply(telegram, couple.ana))
        await telegram.until(telegram.poller_idle, 60)
    record_property("calls until a reply, idle", idle)
    record_property("calls until a reply, behind a flood", flooded)
    assert median(flooded) <= FLOOD / 10, flooded
