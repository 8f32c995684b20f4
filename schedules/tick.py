"""The tick: claims what is due, sends what is waiting, and says when it wants to be rung next.

It knows neither Telegram nor the features: it is handed the rituals, a way to compose a letter and a way
to send a card. One tick runs at a time; the database decides who sends what.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.clock import Clock
from bot.db.engine import Database
from bot.outcomes import Gone, Later, Migrated, NotSent, Outcome
from bot.spaces import store as spaces
from bot.spaces.model import Space
from content.bank import Bank
from schedules import outbox, plan
from schedules.due import is_quiet
from schedules.outbox import Letter
from schedules.ritual import Ritual

log = logging.getLogger(__name__)

Compose = Callable[[AsyncConnection, Bank, Space, Letter], Awaitable[Card | None]]
Send = Callable[[int, Card], Awaitable[Outcome]]
Upkeep = Callable[[], Awaitable[None]]

LONGEST_NAP = timedelta(seconds=30)
_BATCH = 200
_LANES_AT_ONCE = 16


@dataclass
class Tick:
    """Everything that happens by itself happens here. `upkeep` runs at the end of every tick."""

    db: Database
    clock: Clock
    bank: Bank
    rituals: Iterable[Ritual]
    compose: Compose
    send: Send
    upkeep: Upkeep
    _running: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        """Take over from a former run: its unrecorded claims become unknown."""
        async with self.db.write() as tx:
            await outbox.recover(tx)

    async def run(self) -> datetime:
        """Do everything that is due now; return the instant at which to come again, 30 s from now at most."""
        async with self._running:
            await self._claim_posts()
            await self._close_posts()
            await self._send_letters()
            await self.upkeep()
            return await self._next()

    async def _claim_posts(self) -> None:
        rituals = {ritual.name: ritual for ritual in self.rituals}
        while True:
            async with self.db.read() as tx:
                spots = await plan.due_spots(tx, self.clock.now(), _BATCH)
            if not spots:
                return
            for spot in spots:
                async with self.db.write() as tx:
                    post = await plan.claim(tx, rituals, self.bank, spot, self.clock.now())
                if post is not None:
                    log.info("claimed post %d: %s of space %d", post.id, post.ritual, post.space_id)

    async def _close_posts(self) -> None:
        rituals = {ritual.name: ritual for ritual in self.rituals}
        while True:
            async with self.db.read() as tx:
                over = await plan.to_close(tx, self.clock.now(), _BATCH)
            if not over:
                return
            for post in over:
                async with self.db.write() as tx:
                    await plan.close(tx, rituals, post, self.clock.now())

    async def _send_letters(self) -> None:
        gate = asyncio.Semaphore(_LANES_AT_ONCE)

        async def along(lane: list[int]) -> None:
            async with gate:
                for letter_id in lane:
                    if not await self._deliver(letter_id):
                        return

        tried: set[int] = set()
        while True:
            async with self.db.read() as tx:
                found = await outbox.lanes(tx, self.clock.now(), _BATCH)
            lanes = [lane for lane in found.values() if not tried.issuperset(lane)]
            if not lanes:
                return
            tried.update(letter_id for lane in lanes for letter_id in lane)
            await asyncio.gather(*(along(lane) for lane in lanes))

    async def _deliver(self, letter_id: int) -> bool:
        """Send one letter; False if its lane has to wait (flood, no network, out of reach)."""
        now = self.clock.now()
        async with self.db.write() as tx:
            letter = await outbox.claim(tx, letter_id, now)
            if letter is None:
                return True
            space = await spaces.by_id(tx, letter.space_id)
            chat_id = None if space is None else (letter.person_id or space.chat_id)
            if space is None or chat_id is None or space.state != "active":
                await outbox.drop(tx, letter)
                return True
            if space.hushed and not letter.person_id:
                await outbox.record(tx, letter, chat_id, Later(outbox.OUT_OF_REACH.total_seconds()), now)
                return True
            card = await self.compose(tx, self.bank, space, letter)
            if card is None:
                await outbox.drop(tx, letter)
                return True
        outcome = await self.send(chat_id, self._hush_at_night(space, letter, card, now))
        log.info("letter %d %s: %s", letter.id, letter.kind, outcome)
        async with self.db.write() as tx:
            await outbox.record(tx, letter, chat_id, outcome, self.clock.now())
            match outcome:
                case Migrated(new_chat_id):
                    await spaces.move(tx, chat_id, new_chat_id)
                case Gone() if letter.person_id:
                    await spaces.open_door(tx, letter.person_id, is_open=False)
        if isinstance(outcome, Migrated):
            return await self._deliver(letter_id)
        return not isinstance(outcome, Later | Gone | NotSent)

    def _hush_at_night(self, space: Space, letter: Letter, card: Card, now: datetime) -> Card:
        """Return the card, without sound at night, on a second copy or if the letter is a quiet one."""
        own = space.partner(letter.person_id)
        local = now.astimezone(own.tz if own else space.tz).time()
        quiet = is_quiet(local, space.quiet_from, space.quiet_until)
        return replace(card, silent=card.silent or quiet or letter.tries > 0 or not letter.loud)

    async def _next(self) -> datetime:
        now = self.clock.now()
        async with self.db.read() as tx:
            wishes = (await plan.next_instant(tx), await outbox.next_instant(tx))
        soonest = min((at for at in wishes if at is not None), default=now + LONGEST_NAP)
        return max(now, min(soonest, now + LONGEST_NAP))
