"""The run: worlds side by side, each with its process, which is killed and started again until the end."""

import asyncio
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import MovableClock, SystemClock
from bot.loopback import faults
from bot.loopback.faults import Fault
from bot.loopback.model import Call
from bot.loopback.server import LoopbackServer
from tests.people import Loopback
from tests.torture import names
from tests.torture.kept import Promises
from tests.torture.people import Couple
from tests.torture.posts import LONG_ENOUGH, Census, Life, Posts
from tests.torture.process import Process
from tests.torture.scene import PLANTED, Scene
from tests.torture.sent import Updates
from tests.torture.snapshot import Snapshot, take
from tests.torture.weather import Weather

BERLIN = ZoneInfo("Europe/Berlin")
FIRST_MORNING = datetime(2026, 10, 20, 8, 30, tzinfo=BERLIN)
"""Five days before the clocks go back, so that the run crosses that night."""

_HOURS = ((9, 0), (9, 30), (12, 31), (17, 0), (21, 35))
_START_WITHIN, _STOP_WITHIN, _REST_WITHIN = 60.0, 30.0, 90.0
_CALM = (timedelta(minutes=11), timedelta(minutes=62))
"""The waits of outbox messages: for proof, and for a chat that was out of reach."""
_QUIET_FOR = 1.5
_ENOUGH = 20  # ills: something is so wrong that going on tells nothing more


class World:
    """One Telegram, one database, one process at a time, and the couples."""

    def __init__(self, folder: Path, *, seed: str, couples: int, kills: int, minutes: float) -> None:
        """Prepare; no life begins after so many real minutes.

        A run of few kills has no time to wait for read timeouts.
        """
        self._random = Random(seed)
        self.wanted = kills
        self._seconds = minutes * 60
        self._short = kills < 20
        self._clock = MovableClock(FIRST_MORNING, running=True)
        self.telegram = Loopback(self._clock)
        self._server = LoopbackServer(self.telegram)
        self.weather = Weather(Random(f"{seed} weather"))
        self.promises, self.updates, self.posts = Promises(), Updates(), Posts()
        self._scene = Scene(self.telegram, self._random, self.promises, self.updates)
        self._couples = [Couple(self._scene, number) for number in range(couples)]
        self._process = Process(folder, BERLIN.key)
        self._life = Life(0)
        self._poll_began: float | None = None
        self._drained = self._clock.now()
        self._fuse: int | None = None
        self._fuse_after = False
        self.snapshot = Snapshot()
        self.kills: Counter[str] = Counter()
        self.ills: list[str] = []
        self.census: Census | None = None
        self.telegram.strike = self._strike
        self.telegram.hear = self._hear

    @property
    def days(self) -> int:
        """How many days the world has lived."""
        return (self._clock.now() - FIRST_MORNING).days + 1

    async def run(self) -> None:
        """Live until enough kills, then through a calm, and settle the account."""
        names.look_in(self._process.database, self._process.cipher)
        await self._server.start()
        try:
            await self._join_in_peace()
            until = time.monotonic() + self._seconds
            while (
                sum(self.kills.values()) < self.wanted
                and len(self.ills) < _ENOUGH
                and time.monotonic() < until
            ):
                await self._live()
                self._move_on()
            await self._calm()
        finally:
            await self._server.stop()
        self.census = self.posts.end(self.snapshot)
        self.ills += [f"card {it} never opened" for it in self.snapshot.unopened(self._clock.now())]
        self.ills += [f"a call the Bot API does not know: {one}" for one in self.telegram.violations]
        self._search_log()

    # One life

    async def _live(self) -> None:
        """Start the process, let people act, and kill it at some instant."""
        await self._start()
        hour = self._clock.now().astimezone(BERLIN).hour
        acts = [asyncio.create_task(couple.acts(hour)) for couple in self._couples]
        how = await self._let_live()
        began = self._poll_began
        await self._end(signal.SIGKILL)
        self.kills[how] += 1
        await self._settle(acts, began)

    async def _let_live(self) -> str:
        """Wait for the instant of the kill; return what kind of instant it is."""
        chance = self._random.random()
        if chance < 0.12:
            await self._process.ended(self._random.uniform(0.3, 2.5))
            return "while starting"
        if not await self._polls():
            self.ills.append(f"life {self._life.number}: the process never came to poll")
            return "while starting"
        seconds = self._random.uniform(LONG_ENOUGH, LONG_ENOUGH + 1.5)
        if chance < 0.5:
            self._fuse = self._random.randint(1, 3 * len(self._couples))
            self._fuse_after = self._random.random() < 0.7
        elif chance < 0.65:
            seconds = self._random.uniform(0.05, 2.0)
        elif chance < 0.7:
            await self._outage()
        elif chance > 0.96 and not self._short:
            seconds = 23.0  # beyond the transport's patience: read timeouts come to their end
        await self._process.ended(seconds)
        if self._fuse is None or self._fuse > 0:
            return "at a chance instant"
        return "between acceptance and answer" if self._fuse_after else "before acceptance"

    async def _outage(self) -> None:
        """Refuse every connection for a moment."""
        await asyncio.sleep(self._random.uniform(0.1, 0.6))
        self._life.outage = True
        self.weather.tally["connections refused (server away)"] += 1
        await self._server.stop()
        await asyncio.sleep(self._random.uniform(0.1, 0.5))
        await self._server.start()

    async def _settle(self, acts: list[asyncio.Task[None]], began: float | None) -> None:
        """After a life's end: let the people stop, then compare everything with the database."""
        self._life.lasted = 0.0 if began is None else self._life.died - began
        self._scene.over = True
        self.telegram.world.changes.tell()
        await asyncio.gather(*acts)
        before, self.snapshot = self.snapshot, take(self._process.database, self._process.cipher)
        self.ills += [f"life {self._life.number}: {ill}" for ill in self.snapshot.ills]
        self.promises.audit(self.snapshot, self._life.number)
        self.updates.audit(self.snapshot)
        self.posts.audit(before, self.snapshot, self._life, self.telegram.calls[self._life.first_call :])

    async def _join_in_peace(self) -> None:
        """Let three of four couples join before the weather turns; the others join in it."""
        peaceful = [couple for number, couple in enumerate(self._couples) if number % 4 != 3]
        self.weather.calm = True
        await self._start()
        await self._polls()
        until = time.monotonic() + _REST_WITHIN
        while not all(couple.joined for couple in peaceful) and time.monotonic() < until:
            await asyncio.gather(*(couple.acts(8) for couple in peaceful))
        began = self._poll_began
        await self._end(signal.SIGTERM)
        await self._settle([], began)
        self.weather.calm = False

    async def _calm(self) -> None:
        """Good weather and quiet ends: whatever still waits goes out, and what was sent is handled."""
        self.weather.calm = True
        for span in _CALM:
            self._clock.move(span)
            await self._start()
            if await self._polls():
                await self._quiet()
            began = self._poll_began
            await self._end(signal.SIGTERM)
            await self._settle([], began)

    async def _quiet(self) -> None:
        """Wait until every update is confirmed and the bot has called nothing for a while."""
        until, calls = time.monotonic() + _REST_WITHIN, -1
        while calls != len(self.telegram.calls) or self.telegram.pending():
            calls = len(self.telegram.calls)
            await self._process.ended(_QUIET_FOR)
            if not self._process.runs or time.monotonic() > until:
                self.ills.append(f"life {self._life.number}: the bot did not come to rest in good weather")
                return

    # The clock

    def _move_on(self) -> None:
        """Put the clock to the next hour of the day, unless the bot was down for long or by chance."""
        if self.telegram.pending() and self._clock.now() - self._drained > timedelta(hours=12):
            return
        if not self.telegram.pending():
            self._drained = self._clock.now()
        if self._life.at is None or self._random.random() < 0.25:
            return
        here = self._clock.now().astimezone(BERLIN)
        ahead = [here.replace(hour=hour, minute=minute, second=30) for hour, minute in _HOURS]
        tomorrow = (here + timedelta(days=1)).replace(hour=9, minute=0, second=30)
        self._clock.move_to(next((at for at in ahead if at > here), tomorrow))

    # The process

    async def _start(self) -> None:
        self._scene.over = False
        self._fuse = None
        self._poll_began = None
        self._life = Life(self._life.number + 1, first_call=len(self.telegram.calls))
        self.updates.life = self._life.number
        ahead = self._clock.now() - SystemClock().now()
        await self._process.start(self.telegram.token, self._server.base_url, ahead)

    async def _polls(self) -> bool:
        """Wait for the first getUpdates; False if the process ends before."""
        deadline = time.monotonic() + _START_WITHIN
        while self._poll_began is None:
            if not self._process.runs or time.monotonic() > deadline:
                return False
            with suppress(TimeoutError):
                await asyncio.wait_for(self.telegram.world.changes.wait(), 0.5)
        return True

    async def _end(self, sign: signal.Signals) -> None:
        """End the life; one that ended by itself is an ill, and so is one that takes long to stop."""
        if self._process.fell:
            self.ills.append(f"life {self._life.number}: the process ended by itself")
        self._process.signal(sign)
        self._life.died = time.monotonic()
        await self._process.ended(_STOP_WITHIN)
        if self._process.runs:
            self.ills.append(f"life {self._life.number}: the process did not end")
            self._process.signal(signal.SIGKILL)
            await self._process.ended(_STOP_WITHIN)

    # Telegram's ear

    def _strike(self, call: Call) -> Fault | None:
        if call.method == "getUpdates" and self._poll_began is None:
            self._poll_began = time.monotonic()
            self._life.at = self._clock.now()
        self.updates.notice(call)
        return faults.reset_before() if self._burns(call, after=False) else self.weather.strike(call)

    def _hear(self, call: Call, _result: Any) -> None:
        self.posts.hear(call, self._life)
        self.promises.hear(call)
        for couple in self._couples:
            couple.hear(call)
        self._burns(call, after=True)

    def _burns(self, call: Call, *, after: bool) -> bool:
        """Kill the process at this very call if the fuse is down; return whether it was."""
        if self._fuse is None or self._fuse <= 0 or after is not self._fuse_after:
            return False
        if call.method.startswith(("send", "edit", "answer")):
            self._fuse -= 1
        if self._fuse == 0:
            self._process.signal(signal.SIGKILL)
        return self._fuse == 0

    # What must not be found

    def _search_log(self) -> None:
        log = self._process.log()
        for name, words in (("a person's words", PLANTED), ("the token", self.telegram.token)):
            if words in log:
                self.ills.append(f"the log holds {name}")
        if "Traceback" in log:
            self.ills.append("the log holds a traceback")
