"""Upkeep: housekeeping that is declared, each with how often it is done; what is due is done in rounds."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.db import damage
from bot.services import Services

log = logging.getLogger(__name__)

EACH_ROUND = timedelta()
"""As often as there are rounds: every half a minute, and after posts were closed. What goes by how far all is
heard says this, as a round that found much unheard is repeated once it was (`schedules/tick.py`)."""
HOURLY = timedelta(hours=1)
DAILY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """One piece of housekeeping: what it is called in the log, what does it, and how often.

    It finds out by itself what there is to do, and may be done again at any time: a start does everything
    once, as nothing remembers when a former run did it. What fails is tried again in the next round.
    """

    name: str
    run: Callable[[Services], Awaitable[None]]
    every: timedelta = EACH_ROUND


class Upkeeps:
    """All upkeep, in order: a round does what is due, one after the other."""

    def __init__(self, works: Iterable[Upkeep], services: Services, clock: Clock) -> None:
        self._works = tuple(works)
        self._services = services
        self._clock = clock
        self._done: dict[Upkeep, datetime] = {}

    async def round(self) -> None:
        """Do what is due; raises nothing. One's fault must not keep the others from their housekeeping."""
        for work in self._works:
            now = self._clock.now()
            if not self._is_due(work, now):
                continue
            try:
                await work.run(self._services)
            except Exception as error:
                log.error("the upkeep of %s failed: %s", work.name, damage.named(error))
            else:
                self._done[work] = now

    def _is_due(self, work: Upkeep, now: datetime) -> bool:
        """Whether its time came; a clock that was set back by more than that makes it due, too."""
        done = self._done.get(work)
        return done is None or abs(now - done) >= work.every
