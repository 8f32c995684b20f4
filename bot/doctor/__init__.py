"""`python -m bot doctor`: looks whether everything is as it should be, and says what to mend.

It only looks: it makes no file, asks for no updates and holds no lock, so it may be run beside the running
bot. Its lines never show a token, a key or anybody's words.
"""

from datetime import timedelta

from bot.clock import SystemClock
from bot.config import Settings
from bot.doctor import machine, telegram
from bot.doctor.finding import Finding

__all__ = ["Finding", "examine"]


async def examine(settings: Settings) -> list[Finding]:
    """Return one finding for each thing looked at."""
    clock = SystemClock(timedelta(seconds=settings.clock_offset))
    return [*await telegram.examine(settings, clock), *machine.examine(settings, clock.now())]
