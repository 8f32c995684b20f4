"""A hundred messages in a second from one person: how long do the others wait?

Telegram is fifty milliseconds away here. The time is recorded (`--junitxml`), and what is tested is counted:
how many messages of the flood are answered before. A machine's speed changes little of that.
"""

import asyncio
from collections.abc import Callable
from statistics import median
from typing import Any

from bot.clock import SystemClock
from bot.loopback.request import LoopbackRequest
from tests.conftest import Couple
from tests.people import Loopback, Person

FLOOD = 100
LOOKS = 7
FAR = 0.05
CLOCK = SystemClock()


class FarRequest(LoopbackRequest):
    """A way to Telegram that takes its time."""

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        if not url.endswith("getUpdates"):
            await asyncio.sleep(FAR)
        return await super().do_request(url, *args, **kwargs)


async def at_once() -> None:
    """Wait for nothing."""


async def waits(telegram: Loopback, person: Person) -> tuple[int, float]:
    """Return how many other calls the bot makes until a person's command is answered, and the seconds."""
    before, shown, since = len(telegram.calls), len(person.door.messages), CLOCK.steady()
    await person.says("/help")
    await telegram.until(lambda: len(person.door.messages) > shown + 1)
    return len(telegram.calls) - before - 1, CLOCK.steady() - since


async def test_behind_a_hundred_messages_of_anothers_a_reply_waits_for_two_or_three_of_them(
    couple: Couple, cleo: Person, record_property: Callable[[str, object], None]
) -> None:
    stage, telegram = couple.stage, couple.stage.telegram
    await cleo.says("/start")
    await couple.leaves_words(couple.ana)  # so that no call takes a command away
    telegram.request = lambda: FarRequest(telegram)  # type: ignore[method-assign]
    await stage.restart()
    telegram.settle = at_once
    idle = [await waits(telegram, couple.ana) for _look in range(LOOKS)]
    for number in range(FLOOD):
        await cleo.says(f"flood {number}")
    flooded = [await waits(telegram, couple.ana) for _look in range(LOOKS)]
    assert telegram.world.updates.count() > FLOOD / 3  # the flood was there all along
    calls, seconds = ([median(look[it] for look in looks) for looks in (idle, flooded)] for it in (0, 1))
    record_property("milliseconds, idle and in a flood", [round(span * 1000) for span in seconds])
    record_property("other calls before the reply, idle and in a flood", calls)
    assert calls[1] <= 3
