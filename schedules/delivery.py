"""How an outbox message leaves the outbox: claimed, loaded, rendered, looked at once more, sent, recorded.

It is claimed and loaded in one transaction, and rendered once that is over: the one writer waits for no
picture. Just before it is sent its claim is looked at again: what was taken back meanwhile does not go out,
and where anything was erased it is loaded anew. What is claimed when the process ends may have arrived.

Queues go side by side. However many outbox messages are due, few are in hand: `at_once` queues are on their
way, and a few hundred ids wait for their turn. The rest waits in the database.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import elsewhere, refusals
from bot.clock import Clock
from bot.db import damage
from bot.db.engine import Database
from bot.message import Message
from bot.outcomes import Gone, Impossible, Later, Migrated, NotSent, Outcome, Refused, Sent, Unknown
from bot.spaces import fading
from bot.spaces import store as spaces
from bot.spaces.model import Space, SpaceState
from schedules import dispatch
from schedules.dispatch import QueueKey, Queues
from schedules.outbox import FAREWELL, FAREWELL_UNGIVEN, OutboxMessage
from schedules.quiet import is_quiet_at

log = logging.getLogger(__name__)

Send = Callable[[int, Message], Awaitable[Outcome]]
Note = Callable[[AsyncConnection, Space, OutboxMessage, Message | None, Outcome], Awaitable[None]]
Arrived = Callable[[Space, OutboxMessage], Awaitable[None]]
Look = Callable[[int], Awaitable[None]]

MOST_AT_ONCE = 64
_AFTER_A_FAULT = 1.0


class NotYet(Exception):
    """Raised by who loads an outbox message: it cannot be said yet whether it has anything to say."""


class _Quieted(Exception):
    """Somebody else may listen in the group, which nobody knew when an outbox message was claimed."""


class Composing(Protocol):
    """How what an outbox message says is made, in two steps."""

    async def load(
        self, tx: AsyncConnection, space: Space, outgoing: OutboxMessage, /, *, takes: bool
    ) -> Any | None:
        """Return what an outbox message is made from; None if it has nothing to say any more.

        In the transaction that claims it, it `takes` what goes along with the outbox message; else it only
        reads.

        Raises:
            NotYet: that cannot be said yet.
        """

    async def render(self, space: Space, outgoing: OutboxMessage, data: Any, /) -> Message | None:
        """Return the message made from that; None if there is none. No transaction is open."""


async def note_nothing(
    _tx: AsyncConnection, _space: Space, _outgoing: OutboxMessage, _card: Message | None, _outcome: Outcome
) -> None:
    """Note nothing of what became of an outbox message."""


async def nothing_follows(_space: Space, _outgoing: OutboxMessage) -> None:
    """Do nothing after an outbox message arrived."""


async def looks_at_nothing(_space_id: int) -> None:
    """Look at nothing."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A claimed outbox message, what it is made from, and where it goes."""

    outgoing: OutboxMessage
    space: Space
    chat_id: int
    data: Any


@dataclass(frozen=True, slots=True)
class _Ready:
    """A claimed outbox message, composed, and where it goes."""

    outgoing: OutboxMessage
    space: Space
    chat_id: int
    message: Message

    @property
    def may_turn_to_words(self) -> bool:
        """Whether it may go out without its medium: not what brings a medium to a door."""
        return self.message.media is not None and self.outgoing.kind != elsewhere.MEDIUM


@dataclass
class Delivery:
    """Sends outbox messages: it is handed how to compose and send one, and tells of each queue's end.

    `note` writes what a feature keeps of an outcome, in the transaction that records it (without a card where
    the outbox message was never sent); `arrived` does what
    follows once an outbox message is out, after that, as well as it can. `before` looks at a space (its id)
    before outbox messages go out to its group, and `exposed` once the answer to one says that anybody can
    read it.
    """

    db: Database
    clock: Clock
    composing: Composing
    send: Send
    ended: Callable[[], None]
    at_once: int = MOST_AT_ONCE
    note: Note = note_nothing
    arrived: Arrived = nothing_follows
    before: Look = looks_at_nothing
    exposed: Look = looks_at_nothing
    _in_hand: dict[QueueKey, Sequence[int]] = field(default_factory=dict)
    _closed: bool = False
    _tried: set[int] = field(default_factory=set)
    _queue: deque[QueueKey] = field(default_factory=deque)
    _workers: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def at_rest(self) -> bool:
        """Whether no outbox message is in hand."""
        return not self._in_hand

    @property
    def room(self) -> int:
        """How many more queues should wait for their turn, so that nobody waits for work."""
        return max(0, self.at_once // 4 - len(self._queue))

    def take(self, queues: Queues) -> None:
        """Send the outbox messages of these queues; leave alone what is in hand or was tried already."""
        if self._closed:
            return
        news = {
            key: queue
            for key, queue in queues.items()
            if key not in self._in_hand and not self._tried.issuperset(queue)
        }
        self._in_hand |= news
        self._tried.update(outbox_id for queue in news.values() for outbox_id in queue)
        self._queue.extend(news)
        for _place in range(min(len(self._queue), self.at_once - len(self._workers))):
            worker = asyncio.create_task(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    def may_try_again(self) -> None:
        """Let outbox messages that were tried be tried once more if they are due still."""
        self._tried.clear()

    async def close(self) -> None:
        """Begin no further outbox message, and wait for those on their way."""
        self._closed = True
        while self._queue:
            del self._in_hand[self._queue.pop()]
        await asyncio.gather(*self._workers)

    async def _work(self) -> None:
        """Send one queue after the other until none waits."""
        while self._queue:
            key = self._queue.popleft()
            try:
                if not key[1]:
                    await self.before(key[0])
                await self._along(self._in_hand[key])
            except Exception as error:  # the next tick finds what is left of it
                log.error("messages of space %d are left: %s", key[0], damage.named(error))
            finally:
                del self._in_hand[key]
                self.ended()

    async def _along(self, queue: Sequence[int]) -> None:
        for outbox_id in queue:
            if self._closed:
                return
            if not await self._deliver(outbox_id):
                self._tried.difference_update(queue)  # it has a time of its own now
                return

    async def _deliver(self, outbox_id: int) -> bool:
        """Send one outbox message; False if its queue has to wait (flood, no network, out of reach)."""
        claimed = await self._begin(outbox_id)
        ready = None if claimed is None else await self._compose(claimed)
        if ready is None:
            return True
        outgoing, chat_id = ready.outgoing, ready.chat_id
        try:
            outcome = await self.send(chat_id, ready.message)
        except Exception as error:  # whatever it is, the outbox message may have arrived
            outcome = Unknown(type(error).__name__)
        self._log(outgoing, outcome)
        while not await self._write_down(ready, outcome):
            if self._closed:
                return False
            await asyncio.sleep(_AFTER_A_FAULT)
        if isinstance(outcome, Sent):
            await self._follow(ready)
            if outcome.public and not outgoing.person_id:
                await self.exposed(outgoing.space_id)
        if isinstance(outcome, Migrated) and not outgoing.person_id:
            await self.before(outgoing.space_id)  # only now it is a group that can be public
        if isinstance(outcome, Migrated) or self._turns_to_words(ready, outcome):
            return await self._deliver(outbox_id)
        return not isinstance(outcome, Later | Gone | NotSent)

    @staticmethod
    def _log(outgoing: OutboxMessage, outcome: Outcome) -> None:
        """Log what became of a message to the group; what went to a door, and when, is its owner's."""
        if outgoing.person_id:
            return
        log.info("message %d %s: %s", outgoing.id, outgoing.kind, outcome)
        if isinstance(outcome, Refused | Impossible):
            log.warning("the group of space %d: %s", outgoing.space_id, refusals.mend_of(outcome.why))

    def _turns_to_words(self, ready: _Ready, outcome: Outcome) -> bool:
        """Whether a refused voice note or photo is offered at once, in words."""
        return (
            isinstance(outcome, Refused)
            and ready.may_turn_to_words
            and dispatch.falls_back(outcome.why, ready.outgoing.refused + 1)
        )

    async def _write_down(self, ready: _Ready, outcome: Outcome) -> bool:
        """Record what became of an outbox message; False if the database fails: nobody else would ever look
        at it.
        """
        outgoing, chat_id = ready.outgoing, ready.chat_id
        try:
            async with self.db.write() as tx:
                with_media = ready.may_turn_to_words
                is_news = await dispatch.record(
                    tx, outgoing, chat_id, outcome, self.clock.now(), with_media=with_media
                )
                if is_news:
                    await self.note(tx, ready.space, outgoing, ready.message, outcome)
                await self._passes(tx, ready, outcome)
                match outcome:
                    case Migrated(new_chat_id):
                        await spaces.move(tx, chat_id, new_chat_id)
                    case Gone() if outgoing.person_id:
                        await spaces.open_door(tx, outgoing.person_id, is_open=False)
        except Exception as error:
            log.error("what became of message %d cannot be recorded: %s", outgoing.id, damage.named(error))
            return False
        return True

    async def _passes(self, tx: AsyncConnection, ready: _Ready, outcome: Outcome) -> None:
        """Let what came to a door by the clock go in the coming night, where its card says so."""
        me, now = ready.space.partner(ready.outgoing.person_id), self.clock.now()
        if me is not None and ready.message.page and isinstance(outcome, Sent):
            await fading.turn(tx, me.person_id, outcome.message_id, now)
        elif me is not None and ready.message.passes and isinstance(outcome, Sent):
            night = fading.night_after(now, me.tz, me.person_id)
            await fading.tidy(tx, me.person_id, outcome.message_id, night)

    async def _follow(self, ready: _Ready) -> None:
        """Do what follows once an outbox message is out; it went out all the same where that fails."""
        try:
            await self.arrived(ready.space, ready.outgoing)
        except Exception as error:
            log.error("what follows message %d failed: %s", ready.outgoing.id, damage.named(error))

    async def _begin(self, outbox_id: int) -> _Claimed | None:
        """Claim and load an outbox message; one of which that cannot be done now is tried again later."""
        try:
            return await self._claim(outbox_id)
        except NotYet:
            wait = dispatch.RETRY
        except Exception as error:
            log.error("message %d cannot be composed: %s", outbox_id, damage.named(error))
            wait = dispatch.OUT_OF_REACH
        async with self.db.write() as tx:
            await dispatch.set_aside(tx, outbox_id, self.clock.now() + wait)
        return None

    async def _claim(self, outbox_id: int) -> _Claimed | None:
        """Claim and load an outbox message in one transaction; None if there is nothing to send now."""
        now = self.clock.now()
        async with self.db.write() as tx:
            outgoing = await dispatch.claim(tx, outbox_id, now)
            if outgoing is None:
                return None
            space = await spaces.by_id(tx, outgoing.space_id)
            chat_id = None if space is None else _goes_to(space, outgoing)
            if space is None or chat_id is None:
                await dispatch.drop(tx, outgoing)
                return None
            if space.quieted and not outgoing.person_id:
                await dispatch.record(
                    tx, outgoing, chat_id, Later(dispatch.OUT_OF_REACH.total_seconds()), now
                )
                return None
            data = await self.composing.load(tx, space, outgoing, takes=True)
            if data is None:
                await dispatch.drop(tx, outgoing)
                return None
        return _Claimed(outgoing, space, chat_id, data)

    async def _compose(self, claimed: _Claimed) -> _Ready | None:
        """Render a claimed outbox message, and look at it once more; None if there is nothing to send now."""
        try:
            ready = await self._render(claimed)
        except NotYet:
            await self._put_back(claimed, dispatch.RETRY)
            return None
        except _Quieted:
            await self._put_back(claimed, dispatch.OUT_OF_REACH)
            return None
        except Exception as error:
            log.error("message %d cannot be composed: %s", claimed.outgoing.id, damage.named(error))
            await self._put_back(claimed, dispatch.OUT_OF_REACH)
            return None
        if ready is None:
            await self._put_back(claimed, None)
        return ready

    async def _render(self, claimed: _Claimed) -> _Ready | None:
        """Render an outbox message from what is so still; None if nothing is to go out any more.

        Raises:
            NotYet, _Quieted: it may go later.
        """
        outgoing, space, chat_id, data = claimed.outgoing, claimed.space, claimed.chat_id, claimed.data
        group = space.group
        seen = dispatch.Seen(outgoing.known, space.chat_id, group.members, group.public)
        while True:
            message = await self.composing.render(space, outgoing, data)
            if message is None:
                return None
            async with self.db.read() as tx:
                now_seen = await dispatch.look(tx, outgoing)
                if now_seen is None:
                    return None
                if now_seen == seen:
                    break
                seen = now_seen
                now_so = await spaces.by_id(tx, outgoing.space_id)
                goes_to = None if now_so is None else _goes_to(now_so, outgoing)
                if now_so is None or goes_to is None:
                    return None
                if now_so.quieted and not outgoing.person_id:
                    raise _Quieted
                space, chat_id = now_so, goes_to
                data = await self.composing.load(tx, space, outgoing, takes=False)
            if data is None:
                return None
        message = _quiet_at_night(space, outgoing, _in_topic(space, outgoing, message), self.clock.now())
        return _Ready(outgoing, space, chat_id, message)

    async def _put_back(self, claimed: _Claimed, wait: timedelta | None) -> None:
        """Give back a claim with nothing sent: for another try after a while, or (None) for good."""
        outgoing, until = claimed.outgoing, None if wait is None else self.clock.now() + wait
        async with self.db.write() as tx:
            if await dispatch.put_back(tx, outgoing, until):
                await self.note(tx, claimed.space, outgoing, None, NotSent("nothing to send"))


def _in_topic(space: Space, outgoing: OutboxMessage, message: Message) -> Message:
    """Return the card for the topic it answers in, else for the one in which the couple asked for posts."""
    if outgoing.person_id:
        return message
    return replace(message, thread=space.group.thread_id if outgoing.thread is None else outgoing.thread)


def _goes_to(space: Space, outgoing: OutboxMessage) -> int | None:
    """Return the chat to which an outbox message goes; None if its space sends no such outbox message."""
    return (outgoing.person_id or space.chat_id) if _may_write(space, outgoing) else None


def _may_write(space: Space, outgoing: OutboxMessage) -> bool:
    """Whether a space sends this outbox message: an active one all of them, a closed one that it ended.

    One that waits for both sends what is for the door of who is in: something of theirs is there from before.
    """
    if space.state is SpaceState.INVITING:
        return space.partner(outgoing.person_id) is not None
    return space.state is SpaceState.ACTIVE or (
        space.state is SpaceState.CLOSED and outgoing.kind in (FAREWELL, FAREWELL_UNGIVEN)
    )


def _quiet_at_night(space: Space, outgoing: OutboxMessage, message: Message, now: datetime) -> Message:
    """Return the card, without sound at night, on a second copy or if the outbox message is a quiet one.

    At a door it is its owner's night that counts; in the group the space's, and that of each clock announced
    to both: any other would tell by its silence where somebody is.
    """
    own = space.partner(outgoing.person_id)
    clocks = (own.tz,) if own else space.clocks
    quiet = any(is_quiet_at(space, now.astimezone(zone).time()) for zone in clocks)
    return replace(message, silent=message.silent or quiet or outgoing.tries > 0 or not outgoing.loud)
