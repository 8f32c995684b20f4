"""Looks at a group before anything goes out there: Telegram tells nobody that it went public."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.db import damage
from bot.points import Point
from bot.services import Services
from schedules.timers import Timer

log = logging.getLogger(__name__)

LOOKS = Point[Callable[[Services, int], Awaitable[None]]]("looks at a space in the world outside")
"""Looks at a space (its id) just before a timer of it fires, or outbox messages go out to its group."""

_AT_MOST = 5.0  # seconds that what goes out may wait for a look at its group
_EVERY = timedelta(seconds=10)


async def look(services: Services, space_id: int) -> None:
    """Have everybody look (`LOOKS`) at a space now; a look that fails says nothing."""
    for looks in services.points.of(LOOKS):
        try:
            async with asyncio.timeout(_AT_MOST):
                await looks(services, space_id)
        except Exception as error:
            log.warning("a look at space %d fails: %s", space_id, damage.named(error))


class Looking:
    """Looks at a space before something goes out there: always before words of theirs, else now and then."""

    def __init__(self, services: Services) -> None:
        self._services = services
        # When each space was looked at, the newest last. Lost at a restart without harm: it looks once more.
        self._looked: dict[int, datetime] = {}

    async def before_timer(self, timer: Timer) -> None:
        """Look before something opens."""
        await self.look(timer.space_id)

    async def before_posts(self, space_id: int) -> None:
        """Look before the bot's own cards go out to a group, unless that was done in the last ten seconds."""
        at = self._looked.get(space_id)
        if at is None or abs(self._services.now() - at) >= _EVERY:
            await self.look(space_id)

    async def look(self, space_id: int) -> None:
        """Look now."""
        self._note(space_id)
        await look(self._services, space_id)

    def _note(self, space_id: int) -> None:
        now = self._services.now()
        self._looked.pop(space_id, None)
        while self._looked and abs(now - next(iter(self._looked.values()))) >= _EVERY:
            del self._looked[next(iter(self._looked))]
        self._looked[space_id] = now
