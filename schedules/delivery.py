"""How a letter leaves the outbox: claimed, composed, sent, recorded; lanes go side by side."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.clock import Clock
from bot.db.engine import Database
from bot.outcomes import Gone, Later, Migrated, NotSent, Outcome
from bot.spaces import store as spaces
from bot.spaces.model import Space
from content.bank import Bank
from schedules import outbox
from schedules.due import is_quiet
from schedules.outbox import Letter

log = logging.getLogger(__name__)

Compose = Callable[[AsyncConnection, Bank, Space, Letter], Awaitable[Card | None]]
Send = Callable[[int, Card], Awaitable[Outcome]]

LANES_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class _Ready:
    """A claimed letter, composed, and where it goes."""

    letter: Letter
    chat_id: int
    card: Card


@dataclass
class Delivery:
    """Sends letters. It is handed how to compose one and how to send a card."""

    db: Database
    clock: Clock
    bank: Bank
    compose: Compose
    send: Send

    async def deliver(self, lanes: Sequence[list[int]]) -> None:
        """Send every letter of these lanes, `LANES_AT_ONCE` lanes at a time."""
        gate = asyncio.Semaphore(LANES_AT_ONCE)

        async def along(lane: list[int]) -> None:
            async with gate:
                for letter_id in lane:
                    if not await self._deliver(letter_id):
                        return

        await asyncio.gather(*(along(lane) for lane in lanes))

    async def _deliver(self, letter_id: int) -> bool:
        """Send one letter; False if its lane has to wait (flood, no network, out of reach)."""
        try:
            ready = await self._prepare(letter_id)
        except Exception as error:
            log.error("letter %d cannot be composed: %s", letter_id, type(error).__name__)
            async with self.db.write() as tx:
                await outbox.set_aside(tx, letter_id, self.clock.now())
            return True
        if ready is None:
            return True
        letter, chat_id = ready.letter, ready.chat_id
        outcome = await self.send(chat_id, ready.card)
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

    async def _prepare(self, letter_id: int) -> _Ready | None:
        """Claim and compose a letter in one transaction; None if there is nothing to send now."""
        now = self.clock.now()
        async with self.db.write() as tx:
            letter = await outbox.claim(tx, letter_id, now)
            if letter is None:
                return None
            space = await spaces.by_id(tx, letter.space_id)
            chat_id = None if space is None else (letter.person_id or space.chat_id)
            if space is None or chat_id is None or space.state != "active":
                await outbox.drop(tx, letter)
                return None
            if space.hushed and not letter.person_id:
                await outbox.record(tx, letter, chat_id, Later(outbox.OUT_OF_REACH.total_seconds()), now)
                return None
            card = await self.compose(tx, self.bank, space, letter)
            if card is None:
                await outbox.drop(tx, letter)
                return None
        return _Ready(letter, chat_id, _hush_at_night(space, letter, card, now))


def _hush_at_night(space: Space, letter: Letter, card: Card, now: datetime) -> Card:
    """Return the card, without sound at night, on a second copy or if the letter is a quiet one."""
    own = space.partner(letter.person_id)
    local = now.astimezone(own.tz if own else space.tz).time()
    quiet = is_quiet(local, space.quiet_from, space.quiet_until)
    return replace(card, silent=card.silent or quiet or letter.tries > 0 or not letter.loud)
