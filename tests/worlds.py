"""Two worlds that differ in what one partner did: does the other see the very same?"""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.clock import MovableClock
from bot.playground.loopback import Loopback
from tests.conftest import MONDAY, Couple, Stage, joined

Lives = Callable[[Couple], Awaitable[None]]


async def seen_by_ben(folder: Path, lives: Lives) -> str:
    """Return everything that Ben is ever shown in a world of its own, in which the couple lives this way.

    The random words of door links are left out.
    """
    clock = MovableClock(MONDAY)
    telegram = Loopback(clock)
    ana, ben = telegram.person("Ana"), telegram.person("Ben")
    stage = Stage(telegram, clock, folder)
    await stage.start()
    try:
        await lives(await joined(stage, ana, ben))
    finally:
        await stage.stop()
    assert telegram.violations == []
    return re.sub(r"/start \S+", "/start", ben.transcript())
