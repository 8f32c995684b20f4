"""How a letter leaves the outbox: claimed, loaded, rendered, looked at once more, sent, recorded.

It is claimed and loaded in one transaction, and rendered once that is over: the one writer waits for no
picture. Just before it is sent its claim is looked at again: what was taken back meanwhile does not go out,
and where anything was erased it is loaded anew. What is claimed when the process ends may have arrived.

Lanes go side by side. However many letters are due, few are in hand: `at_once` lanes are on their way, and a
few hundred ids wait for their turn. The rest waits in the database.
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
from bot.cards import Card
from bot.clock import Clock
from bot.db import damage
from bot.db.engine import Database
from bot.outcomes import Gone, Impossible, Later, Migrated, NotSent, Outcome, Refused, Sent, Unknown
from bot.spaces import fading
from bot.spaces import store as spaces
from bot.spaces.model import Space
from schedules import dispatch
from schedules.dispatch import LaneKey, Lanes
from schedules.outbox import FAREWELL, FAREWELL_UNGIVEN, Letter
from schedules.quiet import is_quiet_at

log = logging.getLogger(__name__)

Send = Callable[[int, Card], Awaitable[Outcome]]
Note = Callable[[AsyncConnection, Space, Letter, Card | None, Outcome], Awaitable[None]]
Arrived = Callable[[Space, Letter], Awaitable[None]]
Look = Callable[[int], Awaitable[None]]

MOST_AT_ONCE = 64
_AFTER_A_FAULT = 1.0


class NotYet(Exception):
    """Raised by who loads a letter: it cannot be said yet whether it has anything to say."""


class _Hushed(Exception):
    """Somebody else may listen in the group, which nobody knew when a letter was claimed."""


class Composing(Protocol):
    """How what a letter says is made, in two steps."""

    async def load(self, tx: AsyncConnection, space: Space, letter: Letter, /, *, takes: bool) -> Any | None:
        """Return what a letter is made from; None if it has nothing to say any more.

        In the transaction that claims it, it `takes` what goes along with the letter; else it only reads.

        Raises:
            NotYet: that cannot be said yet.
        """

    async def render(self, space: Space, letter: Letter, data: Any, /) -> Card | None:
        """Return the message made from that; None if there is none. No transaction is open."""


async def note_nothing(
    _tx: AsyncConnection, _space: Space, _letter: Letter, _card: Card | None, _outcome: Outcome
) -> None:
    """Note nothing of what became of a letter."""


async def nothing_follows(_space: Space, _letter: Letter) -> None:
    """Do nothing after a letter arrived."""


async def looks_at_nothing(_space_id: int) -> None:
    """Look at nothing."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A claimed letter, what it is made from, and where it goes."""

    letter: Letter
    space: Space
    chat_id: int
    data: Any


@dataclass(frozen=True, slots=True)
class _Ready:
    """A claimed letter, composed, and where it goes."""

    letter: Letter
    space: Space
    chat_id: int
    card: Card

    @property
    def may_turn_to_words(self) -> bool:
        """Whether it may go out without its medium: not what brings a medium to a door."""
        return self.card.media is not None and self.letter.kind != elsewhere.LETTER


@dataclass
class Delivery:
    """Sends letters. It is handed how to compose one and how to send a card; it tells of each lane's end.

    `note` writes what a feature keeps of an outcome, in the transaction that records it (without a card where
    the letter was never sent); `arrived` does what
    follows once a letter is out, after that, as well as it can. `before` looks at a space (its id) before
    letters go out to its group, and `exposed` once the answer to one says that anybody can read it.
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
    _in_hand: dict[LaneKey, Sequence[int]] = field(default_factory=dict)
    _closed: bool = False
    _tried: set[int] = field(default_factory=set)
    _queue: deque[LaneKey] = field(default_factory=deque)
    _workers: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def at_rest(self) -> bool:
        """Whether no letter is in hand."""
        return not self._in_hand

    @property
    def room(self) -> int:
        """How many more lanes should wait for their turn, so that nobody waits for work."""
        return max(0, self.at_once // 4 - len(self._queue))

    def take(self, lanes: Lanes) -> None:
        """Send the letters of these lanes; leave alone what is in hand or was tried already."""
        if self._closed:
            return
        news = {
            key: lane
            for key, lane in lanes.items()
            if key not in self._in_hand and not self._tried.issuperset(lane)
        }
        self._in_hand |= news
        self._tried.update(letter_id for lane in news.values() for letter_id in lane)
        self._queue.extend(news)
        for _place in range(min(len(self._queue), self.at_once - len(self._workers))):
            worker = asyncio.create_task(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    def may_try_again(self) -> None:
        """Let letters that were tried be tried once more if they are due still."""
        self._tried.clear()

    async def close(self) -> None:
        """Begin no further letter, and wait for those on their way."""
        self._closed = True
        while self._queue:
            del self._in_hand[self._queue.pop()]
        await asyncio.gather(*self._workers)

    async def _work(self) -> None:
        """Send one lane after the other until none waits."""
        while self._queue:
            key = self._queue.popleft()
            try:
                if not key[1]:
                    await self.before(key[0])
                await self._along(self._in_hand[key])
            except Exception as error:  # the next tick finds what is left of it
                log.error("letters of space %d are left: %s", key[0], damage.named(error))
            finally:
                del self._in_hand[key]
                self.ended()

    async def _along(self, lane: Sequence[int]) -> None:
        for letter_id in lane:
            if self._closed:
                return
            if not await self._deliver(letter_id):
                self._tried.difference_update(lane)  # it has a time of its own now
                return

    async def _deliver(self, letter_id: int) -> bool:
        """Send one letter; False if its lane has to wait (flood, no network, out of reach)."""
        claimed = await self._begin(letter_id)
        ready = None if claimed is None else await self._compose(claimed)
        if ready is None:
            return True
        letter, chat_id = ready.letter, ready.chat_id
        try:
            outcome = await self.send(chat_id, ready.card)
        except Exception as error:  # whatever it is, the letter may have arrived
            outcome = Unknown(type(error).__name__)
        self._log(letter, outcome)
        while not await self._write_down(ready, outcome):
            if self._closed:
                return False
            await asyncio.sleep(_AFTER_A_FAULT)
        if isinstance(outcome, Sent):
            await self._follow(ready)
            if outcome.public and not letter.person_id:
                await self.exposed(letter.space_id)
        if isinstance(outcome, Migrated) and not letter.person_id:
            await self.before(letter.space_id)  # only now it is a group that can be public
        if isinstance(outcome, Migrated) or self._turns_to_words(ready, outcome):
            return await self._deliver(letter_id)
        return not isinstance(outcome, Later | Gone | NotSent)

    @staticmethod
    def _log(letter: Letter, outcome: Outcome) -> None:
        """Log what became of a letter to the group; what went to a door, and when, is its owner's."""
        if letter.person_id:
            return
        log.info("letter %d %s: %s", letter.id, letter.kind, outcome)
        if isinstance(outcome, Refused | Impossible):
            log.warning("the group of space %d: %s", letter.space_id, refusals.mend_of(outcome.why))

    def _turns_to_words(self, ready: _Ready, outcome: Outcome) -> bool:
        """Whether a refused voice note or photo is offered at once, in words."""
        return (
            isinstance(outcome, Refused)
            and ready.may_turn_to_words
            and dispatch.falls_back(outcome.why, ready.letter.refused + 1)
        )

    async def _write_down(self, ready: _Ready, outcome: Outcome) -> bool:
        """Record what became of a letter; False if the database fails: nobody else would ever look at it."""
        letter, chat_id = ready.letter, ready.chat_id
        try:
            async with self.db.write() as tx:
                with_media = ready.may_turn_to_words
                is_news = await dispatch.record(
                    tx, letter, chat_id, outcome, self.clock.now(), with_media=with_media
                )
                if is_news:
                    await self.note(tx, ready.space, letter, ready.card, outcome)
                await self._passes(tx, ready, outcome)
                match outcome:
                    case Migrated(new_chat_id):
                        await spaces.move(tx, chat_id, new_chat_id)
                    case Gone() if letter.person_id:
                        await spaces.open_door(tx, letter.person_id, is_open=False)
        except Exception as error:
            log.error("what became of letter %d cannot be recorded: %s", letter.id, damage.named(error))
            return False
        return True

    async def _passes(self, tx: AsyncConnection, ready: _Ready, outcome: Outcome) -> None:
        """Let what came to a door by the clock go in the coming night, where its card says so."""
        me, now = ready.space.partner(ready.letter.person_id), self.clock.now()
        if me is not None and ready.card.page and isinstance(outcome, Sent):
            await fading.turn(tx, me.person_id, outcome.message_id, now)
        elif me is not None and ready.card.passes and isinstance(outcome, Sent):
            night = fading.night_after(now, me.tz, me.person_id)
            await fading.tidy(tx, me.person_id, outcome.message_id, night)

    async def _follow(self, ready: _Ready) -> None:
        """Do what follows once a letter is out; it went out all the same where that fails."""
        try:
            await self.arrived(ready.space, ready.letter)
        except Exception as error:
            log.error("what follows letter %d failed: %s", ready.letter.id, damage.named(error))

    async def _begin(self, letter_id: int) -> _Claimed | None:
        """Claim and load a letter; one of which that cannot be done now is tried again later."""
        try:
            return await self._claim(letter_id)
        except NotYet:
            wait = dispatch.RETRY
        except Exception as error:
            log.error("letter %d cannot be composed: %s", letter_id, damage.named(error))
            wait = dispatch.OUT_OF_REACH
        async with self.db.write() as tx:
            await dispatch.set_aside(tx, letter_id, self.clock.now() + wait)
        return None

    async def _claim(self, letter_id: int) -> _Claimed | None:
        """Claim and load a letter in one transaction; None if there is nothing to send now."""
        now = self.clock.now()
        async with self.db.write() as tx:
            letter = await dispatch.claim(tx, letter_id, now)
            if letter is None:
                return None
            space = await spaces.by_id(tx, letter.space_id)
            chat_id = None if space is None else _goes_to(space, letter)
            if space is None or chat_id is None:
                await dispatch.drop(tx, letter)
                return None
            if space.hushed and not letter.person_id:
                await dispatch.record(tx, letter, chat_id, Later(dispatch.OUT_OF_REACH.total_seconds()), now)
                return None
            data = await self.composing.load(tx, space, letter, takes=True)
            if data is None:
                await dispatch.drop(tx, letter)
                return None
        return _Claimed(letter, space, chat_id, data)

    async def _compose(self, claimed: _Claimed) -> _Ready | None:
        """Render a claimed letter, and look at it once more; None if there is nothing to send now."""
        try:
            ready = await self._render(claimed)
        except NotYet:
            await self._put_back(claimed, dispatch.RETRY)
            return None
        except _Hushed:
            await self._put_back(claimed, dispatch.OUT_OF_REACH)
            return None
        except Exception as error:
            log.error("letter %d cannot be composed: %s", claimed.letter.id, damage.named(error))
            await self._put_back(claimed, dispatch.OUT_OF_REACH)
            return None
        if ready is None:
            await self._put_back(claimed, None)
        return ready

    async def _render(self, claimed: _Claimed) -> _Ready | None:
        """Render a letter from what is so still; None if it has nothing to say, or may not go any more.

        Raises:
            NotYet, _Hushed: it may go later.
        """
        letter, space, chat_id, data = claimed.letter, claimed.space, claimed.chat_id, claimed.data
        group = space.group
        seen = dispatch.Seen(letter.known, space.chat_id, group.members, group.public)
        while True:
            card = await self.composing.render(space, letter, data)
            if card is None:
                return None
            async with self.db.read() as tx:
                now_seen = await dispatch.look(tx, letter)
                if now_seen is None:
                    return None
                if now_seen == seen:
                    break
                seen = now_seen
                now_so = await spaces.by_id(tx, letter.space_id)
                goes_to = None if now_so is None else _goes_to(now_so, letter)
                if now_so is None or goes_to is None:
                    return None
                if now_so.hushed and not letter.person_id:
                    raise _Hushed
                space, chat_id = now_so, goes_to
                data = await self.composing.load(tx, space, letter, takes=False)
            if data is None:
                return None
        card = _hush_at_night(space, letter, _in_topic(space, letter, card), self.clock.now())
        return _Ready(letter, space, chat_id, card)

    async def _put_back(self, claimed: _Claimed, wait: timedelta | None) -> None:
        """Give back a claim with nothing sent: for another try after a while, or (None) for good."""
        letter, until = claimed.letter, None if wait is None else self.clock.now() + wait
        async with self.db.write() as tx:
            if await dispatch.put_back(tx, letter, until):
                await self.note(tx, claimed.space, letter, None, NotSent("nothing to send"))


def _in_topic(space: Space, letter: Letter, card: Card) -> Card:
    """Return the card for the topic it answers in, else for the one in which the couple asked for posts."""
    if letter.person_id:
        return card
    return replace(card, thread=space.group.thread_id if letter.thread is None else letter.thread)


def _goes_to(space: Space, letter: Letter) -> int | None:
    """Return the chat to which a letter goes; None if its space sends no such letter."""
    return (letter.person_id or space.chat_id) if _may_write(space, letter) else None


def _may_write(space: Space, letter: Letter) -> bool:
    """Whether a space sends this letter: an active one all of them, a closed one that it ended.

    One that waits for both sends what is for the door of who is in: something of theirs is there from before.
    """
    if space.state == "inviting":
        return space.partner(letter.person_id) is not None
    return space.state == "active" or (
        space.state == "closed" and letter.kind in (FAREWELL, FAREWELL_UNGIVEN)
    )


def _hush_at_night(space: Space, letter: Letter, card: Card, now: datetime) -> Card:
    """Return the card, without sound at night, on a second copy or if the letter is a quiet one.

    At a door it is its owner's night that counts; in the group the space's, and that of each clock announced
    to both: any other would tell by its silence where somebody is.
    """
    own = space.partner(letter.person_id)
    clocks = (own.tz,) if own else space.clocks
    quiet = any(is_quiet_at(space, now.astimezone(zone).time()) for zone in clocks)
    return replace(card, silent=card.silent or quiet or letter.tries > 0 or not letter.loud)
