"""The tick: claims what is due, sends what is waiting, and says when it wants to be rung next.

It knows neither Telegram nor the features: it is handed the rituals, a way to compose a letter and a way
to send a card. One tick runs at a time; the database decides who sends what. With nothing due it costs one
read.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.db.engine import Database
from content.bank import Bank
from schedules import outbox, plan
from schedules.delivery import Compose, Delivery, Send
from schedules.plan import Spot
from schedules.ritual import Post, Ritual

log = logging.getLogger(__name__)

Upkeep = Callable[[], Awaitable[None]]

LONGEST_NAP = timedelta(seconds=30)
FAR_AHEAD = timedelta(days=1)
_BATCH = 200


@dataclass(frozen=True, slots=True)
class _Due:
    """What one look at the database found: spots to claim, posts to close, lanes to send."""

    spots: list[Spot]
    over: list[Post]
    lanes: list[list[int]]
    next: datetime | None

    @property
    def nothing(self) -> bool:
        return not (self.spots or self.over or self.lanes)


@dataclass
class Tick:
    """Everything that happens by itself happens here.

    `upkeep` runs after posts were closed, else every `LONGEST_NAP` at most. While `waits` says so nothing
    happens at all: the clock cannot be believed.
    """

    db: Database
    clock: Clock
    bank: Bank
    rituals: Sequence[Ritual]
    compose: Compose
    send: Send
    upkeep: Upkeep
    waits: Callable[[], bool] = lambda: False
    _running: asyncio.Lock = field(default_factory=asyncio.Lock)
    _kept_up: datetime | None = None
    _newest: datetime | None = None

    async def start(self) -> None:
        """Take over from a former run: its unrecorded claims become unknown."""
        async with self.db.write() as tx:
            await outbox.recover(tx)

    async def run(self) -> datetime:
        """Do everything that is due now; return the instant at which to come again, 30 s from now at most."""
        delivery = Delivery(self.db, self.clock, self.bank, self.compose, self.send)
        async with self._running:
            if self.waits():
                return self.clock.now() + LONGEST_NAP
            await self._mend_plan()
            tried: set[int] = set()
            closed = False
            while not (due := await self._look(tried)).nothing:
                for spot in due.spots:
                    await self._claim(spot)
                for post in due.over:
                    await self._close(post)
                    closed = True
                tried.update(letter_id for lane in due.lanes for letter_id in lane)
                await delivery.deliver(due.lanes)
            await self._keep_up(closed)
            now = self.clock.now()
            return max(now, min(due.next or now + LONGEST_NAP, now + LONGEST_NAP))

    async def _mend_plan(self) -> None:
        """Plan anew after a clock that ran ahead was set back, by more than a day or between two runs."""
        now = self.clock.now()
        if self._newest is None:
            async with self.db.read() as tx:
                ahead = await plan.ran_ahead(tx, now)
        else:
            ahead = now < self._newest - FAR_AHEAD
        if ahead:
            log.warning("the clock was set back by more than a day; planning anew")
            async with self.db.write() as tx:
                await plan.turn_back(tx, self.rituals, now)
                await outbox.turn_back(tx, now)
        self._newest = now

    async def _look(self, tried: set[int]) -> _Due:
        """Look once at everything that may be due; letters tried in this tick wait for the next one."""
        now = self.clock.now()
        async with self.db.read() as tx:
            lanes = await outbox.lanes(tx, now, _BATCH)
            wishes = (await plan.next_instant(tx), await outbox.next_instant(tx))
            return _Due(
                spots=await plan.due_spots(tx, now, _BATCH),
                over=await plan.to_close(tx, now, _BATCH),
                lanes=[lane for lane in lanes.values() if not tried.issuperset(lane)],
                next=min((at for at in wishes if at is not None), default=None),
            )

    async def _claim(self, spot: Spot) -> None:
        rituals = {ritual.name: ritual for ritual in self.rituals}
        try:
            async with self.db.write() as tx:
                post = await plan.claim(tx, rituals, self.bank, spot, self.clock.now())
        except Exception as error:
            log.error("%s of space %d cannot be posted: %s", spot[2], spot[0], type(error).__name__)
            async with self.db.write() as tx:
                await plan.set_aside(tx, spot, self.clock.now())
            return
        if post is not None:
            log.info("claimed post %d: %s of space %d", post.id, post.ritual, post.space_id)

    async def _close(self, post: Post) -> None:
        rituals = {ritual.name: ritual for ritual in self.rituals}
        try:
            async with self.db.write() as tx:
                await plan.close(tx, rituals, post, self.clock.now())
        except Exception as error:
            log.error("post %d cannot be closed: %s", post.id, type(error).__name__)
            async with self.db.write() as tx:
                await plan.leave_open(tx, post, self.clock.now())

    async def _keep_up(self, closed: bool) -> None:
        now = self.clock.now()
        if closed or self._kept_up is None or abs(now - self._kept_up) >= LONGEST_NAP:
            self._kept_up = now
            await self.upkeep()
