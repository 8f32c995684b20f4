"""The waker: runs the tick at the next due instant, through PTB's JobQueue. Never one job per couple."""

import asyncio
import logging
from datetime import timedelta
from typing import Any

from apscheduler.jobstores.base import JobLookupError  # type: ignore[import-untyped]  # APScheduler 3 has no types
from telegram.ext import CallbackContext, Job, JobQueue

from bot.clock import Clock
from bot.db import damage
from schedules.tick import Tick

log = logging.getLogger(__name__)

_AFTER_A_FAULT = timedelta(seconds=5)
_NEVER_SOONER = timedelta(seconds=1)


class Waker:
    """Runs the tick when asked and when it said it wants to come again, one at a time.

    APScheduler's grace for late jobs is one second by default and drops what comes later; ours is without
    limit (https://github.com/agronholm/apscheduler/issues/292). It takes a job out of its store before the
    job runs: who asks in between cannot recall it any more, so a job that is not the newest does nothing.
    """

    def __init__(self, queue: JobQueue[Any], tick: Tick, clock: Clock) -> None:
        self._queue = queue
        self._tick = tick
        self._clock = clock
        self._next: Job[Any] | None = None
        self._asked = False
        self._busy = False
        self._closed = False
        self._over = asyncio.Event()
        self._over.set()
        self._idle = asyncio.Event()
        self._idle.set()

    def wake(self) -> None:
        """Ask for a tick now; asked again meanwhile, one more follows."""
        if self._busy:
            self._tick.look_again()
        if self._asked:
            return
        self._asked = True
        self._idle.clear()
        if not self._busy:
            self._schedule(timedelta())

    @property
    def at_rest(self) -> bool:
        """Whether no tick is asked for or running."""
        return self._idle.is_set()

    async def idle(self) -> None:
        """Wait until no tick is asked for or running."""
        await self._idle.wait()

    async def close(self) -> None:
        """Ring no more, and wait for the tick that runs: cut short, it would not know what it had sent.

        PTB's job queue waits for running jobs when it stops, and cancels one that begins meanwhile.
        """
        self._closed = True
        await self._tick.close()
        await self._over.wait()

    def _schedule(self, after: timedelta) -> None:
        earlier = self._next
        self._next = self._queue.run_once(
            self._run,
            after.total_seconds(),
            name="tick",
            job_kwargs={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        if earlier is not None:
            try:
                earlier.schedule_removal()
            except JobLookupError:
                log.debug("an earlier tick has left the store; it will find that it was replaced")

    async def _run(self, context: CallbackContext[Any, Any, Any, Any]) -> None:
        if self._closed or context.job is not self._next:
            return
        self._next = None
        self._busy, self._asked = True, False
        self._over.clear()
        after = _AFTER_A_FAULT
        try:
            after = max(_NEVER_SOONER, await self._tick.run() - self._clock.now())
        except Exception as error:
            log.error("the tick failed: %s", damage.named(error))
        finally:
            self._busy = False
            self._over.set()
        if self._closed:
            return
        if self._asked:
            after = timedelta()
        else:
            self._idle.set()
        self._schedule(after)
