"""The tick: claims what is due, sends what is waiting, and says when it wants to be rung next.

It knows neither Telegram nor the features: it is handed the rituals, what timers mean, a way to compose a
outbox message and a way to send a card. One tick runs at a time; the database decides who sends what. What it
costs depends on what is due, not on how many couples there are: every look is answered by indexes, brings a
few hundred rows at most, and with nothing due it is all.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.db import damage
from bot.db.engine import Database
from content.bank import Bank
from schedules import dispatch, plan, posts, timers
from schedules.delivery import (
    MOST_AT_ONCE,
    Arrived,
    Composing,
    Delivery,
    Look,
    Note,
    Send,
    looks_at_nothing,
    note_nothing,
    nothing_follows,
)
from schedules.dispatch import Queues
from schedules.heard import Heard
from schedules.plan import Spot
from schedules.posts import Post
from schedules.ritual import Ritual
from schedules.timers import Timer

log = logging.getLogger(__name__)

Upkeep = Callable[[], Coroutine[Any, Any, None]]
After = Callable[[], Coroutine[Any, Any, None]]
"""What follows outside the transaction, best effort: a message is given another face."""
Fire = Callable[[AsyncConnection, Timer, datetime], Awaitable[After | None]]
"""Does in the transaction what a timer means."""
Looks = Callable[[Timer], Awaitable[None]]
"""Looks, before that transaction, at what only Telegram knows."""


async def _looks_at_nothing(_timer: Timer) -> None:
    """Look at nothing."""


T = TypeVar("T")

LONGEST_NAP = timedelta(seconds=30)
FAR_AHEAD = timedelta(days=1)
_AT_MOST = 256
_CLOSED_AT_ONCE = 16
_TIMERS_AT_ONCE = 64
_A_SECOND = 1.0


@dataclass(frozen=True, slots=True)
class _Due:
    """What one look at the database found: timers that have come, spots to claim, posts to close, queues to
    send (answers first).
    """

    timers: list[Timer]
    spots: list[Spot]
    over: list[Post]
    answers: Queues
    others: Queues


@dataclass
class Tick:
    """Everything that happens by itself happens here.

    `answer` sends what answers somebody, and goes first; `send` sends the rest. `fire` does what a timer
    means, before posts of the same instant are closed; `looks`, which raises nothing, looks at its space in
    the world outside before that, as no transaction waits for a network. `upkeep`, which raises nothing, runs
    beside all this after posts were closed, else every `LONGEST_NAP` at most. While `waits` says so nothing
    happens at all: the clock cannot be believed. Nothing is closed before all that was said in time is
    `heard`. `at_once` queues are sent side by side, those of answers apart. `note`,
    `arrived`, `before` and `exposed` are those of `Delivery`; `before_answers` looks before what answers
    somebody, as that carries what the two said.
    """

    db: Database
    clock: Clock
    bank: Bank
    rituals: Sequence[Ritual]
    composing: Composing
    send: Send
    answer: Send
    upkeep: Upkeep
    fire: Fire
    looks: Looks = _looks_at_nothing
    waits: Callable[[], bool] = lambda: False
    at_once: int = MOST_AT_ONCE
    heard: Heard | None = None
    note: Note = note_nothing
    arrived: Arrived = nothing_follows
    before: Look = looks_at_nothing
    before_answers: Look = looks_at_nothing
    exposed: Look = looks_at_nothing
    _running: asyncio.Lock = field(default_factory=asyncio.Lock)
    _again: asyncio.Event = field(default_factory=asyncio.Event)
    _closed: bool = False
    _has_closed: bool = False
    _kept_up: datetime | None = None
    _keeping_up: asyncio.Task[None] | None = None
    _kept_up_behind: bool = False
    _following: set[asyncio.Task[None]] = field(default_factory=set)
    _newest: datetime | None = None
    _doing: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        """Prepare what sends the outbox messages."""
        self._heard = self.heard or Heard(self.clock)
        parts = (self.db, self.clock, self.composing)
        for_both, exposed = (self.note, self.arrived), self.exposed
        ended, most = self._queue_ended, MOST_AT_ONCE
        self._answers = Delivery(
            *parts, self.answer, ended, most, *for_both, before=self.before_answers, exposed=exposed
        )
        self._others = Delivery(
            *parts, self.send, ended, self.at_once, *for_both, before=self.before, exposed=exposed
        )

    async def start(self) -> None:
        """Take over from a former run: its unrecorded claims become unknown."""
        async with self.db.write() as tx:
            await dispatch.recover(tx)

    def look_again(self) -> None:
        """Have the running tick, if one runs, look at once for what is due."""
        self._again.set()

    async def close(self) -> None:
        """Begin nothing more, and wait for the outbox messages on their way: cut short, nobody would know of
        them.
        """
        self._closed = True
        self.look_again()
        await asyncio.gather(self._answers.close(), self._others.close(), self.kept_up(), *self._following)

    @property
    def is_kept_up(self) -> bool:
        """Whether no upkeep is under way."""
        return self._keeping_up is None or self._keeping_up.done()

    async def kept_up(self) -> None:
        """Wait for the upkeep that is under way, if any."""
        if self._keeping_up is not None:
            await asyncio.wait([self._keeping_up])

    async def run(self) -> datetime:
        """Do everything that is due now; return the instant at which to come again, 30 s from now at most.

        While outbox messages are on their way it looks again when there is room for more and when something
        else is due, so that one slow answer of Telegram's keeps nobody else waiting; nor does what begins or
        ends now (timers, posts), which is done beside that. Posts are claimed as fast as what they say goes
        out: claimed all at once they would keep people's replies waiting for the database.
        """
        async with self._running:
            try:
                return await self._run()
            finally:
                await self._end()

    async def _end(self) -> None:
        """Wait for what begins or ends still; once closed, for what follows that, too."""
        doing, self._doing = self._doing, None
        try:
            if doing is not None:
                await doing
        finally:
            if self._closed:
                await asyncio.gather(*self._following)

    async def _run(self) -> datetime:
        begun = self.clock.now()
        self._try_again()
        while not (self._closed or self.waits()):
            await self._mend_plan()
            if self.clock.now() - begun > LONGEST_NAP:
                begun = self.clock.now()
                self._try_again()
            self._again.clear()
            if self._doing is not None and self._doing.done():
                done, self._doing = self._doing, None
                done.result()
            due = await self._look()
            if self._closed:
                break
            self._answers.take(due.answers)
            self._others.take(due.others)
            if due.timers or due.spots or due.over:
                self._doing = asyncio.create_task(self._do(due), name="what is due")
            elif self._doing is None:
                self._keep_up()
                if self._at_rest and not self._again.is_set():
                    return await self._next_look()
            await self._nap()
        return self.clock.now() + LONGEST_NAP

    async def _do(self, due: _Due) -> None:
        """Do what begins or ends now, timers first."""
        try:
            await asyncio.gather(*map(self._fire, due.timers))
            await asyncio.gather(*map(self._claim, due.spots), *map(self._close, due.over))
        finally:
            self._has_closed = self._has_closed or bool(due.over)
            self._again.set()

    async def _next_look(self) -> datetime:
        """Return the soonest instant at which something will be due, 30 s from now at most."""
        now = self.clock.now()
        async with self.db.read() as tx:
            soonest = (
                await timers.next_instant(tx, now),
                await plan.next_instant(tx, now),
                await dispatch.next_instant(tx, now),
            )
        return min((now + LONGEST_NAP, *(at for at in soonest if at is not None)))

    async def _nap(self) -> None:
        """Wait until there is room for more or somebody asks, a second at most: more may be due by then."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_A_SECOND):
                await self._again.wait()

    @property
    def _at_rest(self) -> bool:
        return self._answers.at_rest and self._others.at_rest and not self._following

    def _try_again(self) -> None:
        self._answers.may_try_again()
        self._others.may_try_again()

    def _queue_ended(self) -> None:
        if self._at_rest or self._others.room:
            self._again.set()

    async def _mend_plan(self) -> None:
        """Plan anew after a clock that ran ahead was set back, by more than a day or between two runs."""
        now = self.clock.now()
        if self._newest is None:
            async with self.db.read() as tx:
                ahead = await posts.are_ahead(tx, now)
        else:
            ahead = now < self._newest - FAR_AHEAD
        if ahead:
            log.warning("the clock was set back by more than a day; planning anew")
            async with self.db.write() as tx:
                await plan.turn_back(tx, self.rituals, now)
                await dispatch.turn_back(tx, now)
                await timers.turn_back(tx, now)
        self._newest = now

    async def _look(self) -> _Due:
        """Look once at everything that may be due; while something begins or ends, at what is to be sent."""
        now, room = self.clock.now(), self._others.room
        async with self.db.read() as tx:
            answers, others = await dispatch.queues(tx, now, _AT_MOST)
            if self._doing is not None:
                return _Due([], [], [], answers, others)
            spots = await plan.due_spots(tx, now, room) if room else []
            fired = await self._in_time(lambda at: timers.due(tx, at, _TIMERS_AT_ONCE))
            over = await self._in_time(lambda at: posts.over(tx, at, _CLOSED_AT_ONCE))
            return _Due(fired, self._once_heard(spots), over, answers, others)

    def _once_heard(self, spots: list[Spot]) -> list[Spot]:
        """Return what may be begun: a start first hears what waits, which may be a pause or a wish."""
        if spots and self._heard.starting:
            self._heard.wait(self._heard.so_far())
            return []
        return spots

    async def _in_time(self, due_at: Callable[[datetime], Awaitable[list[T]]]) -> list[T]:
        """Return what is over, and of which all that was said in time is handled."""
        now, heard = self.clock.now(), self._heard.so_far()
        due = await due_at(now)
        if due and heard < now:
            self._heard.wait(heard)
            return await due_at(heard)
        return due

    async def _fire(self, timer: Timer) -> None:
        await self.looks(timer)
        try:
            async with self.db.write() as tx:
                is_due = await timers.take(tx, timer, self._heard.so_far())
                after = await self.fire(tx, timer, self.clock.now()) if is_due else None
        except Exception as error:
            log.error("%s %d of space %d fails: %s", *_named(timer), damage.named(error))
            async with self.db.write() as tx:
                await timers.set_aside(tx, timer, self.clock.now())
            return
        if after is not None:
            task = asyncio.create_task(self._follow(timer, after), name="what follows a timer")
            self._following.add(task)
            task.add_done_callback(self._followed)

    async def _follow(self, timer: Timer, after: After) -> None:
        try:
            await after()
        except Exception as error:
            log.error("what follows %s %d of space %d fails: %s", *_named(timer), damage.named(error))

    def _followed(self, task: asyncio.Task[None]) -> None:
        self._following.discard(task)
        self._queue_ended()

    async def _claim(self, spot: Spot) -> None:
        rituals = {ritual.name: ritual for ritual in self.rituals}
        try:
            async with self.db.write() as tx:
                post = await plan.claim(tx, rituals, self.bank, spot, self.clock.now())
        except Exception as error:
            log.error("%s of space %d cannot be posted: %s", spot[2], spot[0], damage.named(error))
            async with self.db.write() as tx:
                await plan.set_aside(tx, spot, self.clock.now())
            return
        if post is not None and not post.person_id:  # what goes to a door, and when, is its owner's
            log.info("claimed post %d: %s of space %d", post.id, post.ritual, post.space_id)

    async def _close(self, post: Post) -> None:
        rituals = {ritual.name: ritual for ritual in self.rituals}
        try:
            async with self.db.write() as tx:
                await plan.close(tx, rituals, post, self.clock.now())
        except Exception as error:
            log.error("post %d cannot be closed: %s", post.id, damage.named(error))
            async with self.db.write() as tx:
                await plan.leave_open(tx, post, self.clock.now())

    def _keep_up(self) -> None:
        """Begin the upkeep if it is time for it; nobody waits for it, a night's backup takes a while."""
        now = self.clock.now()
        is_time = self._kept_up is None or abs(now - self._kept_up) >= LONGEST_NAP
        caught_up = self._kept_up_behind and not self._is_behind()
        if self.is_kept_up and (is_time or caught_up or self._has_closed):
            self._kept_up, self._has_closed = now, False
            self._keeping_up = asyncio.create_task(self._upkeep(), name="upkeep")

    async def _upkeep(self) -> None:
        """Do the upkeep; where much is unheard, and so kept, once more as soon as it was heard."""
        heard, self._kept_up_behind = self._heard.so_far(), self._is_behind()
        await self.upkeep()
        if self._kept_up_behind:
            self._heard.wait(heard)

    def _is_behind(self) -> bool:
        return self._heard.so_far() < self.clock.now() - LONGEST_NAP


def _named(timer: Timer) -> tuple[str, int, int]:
    return timer.kind, timer.ref, timer.space_id
