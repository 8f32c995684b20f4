"""Long polling: an update is confirmed to Telegram only after it was handled.

python-telegram-bot's `Updater` confirms what it has fetched, handled or not, so a crash loses it. Here the
offset, which confirms, passes an update only when it and all before it are handled or set aside. While some
are in hand Telegram brings them again with whatever is new; those are known by their ids and left alone. It
brings a hundred at most: where that many wait and nothing moves, the ledger keeps them, and others get by.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.telegram.handling import Coming, Handler, Handling, Raw, ended
from bot.telegram.ledger import NEW, Ledger
from bot.telegram.verdicts import wait_of

log = logging.getLogger(__name__)

LONG_POLL = 10  # seconds that Telegram holds an empty answer back
LIMIT = 100  # updates an answer brings at most

_LOOK_AGAIN = (0.01, 0.04)  # seconds between two looks for something new while updates are in hand
_STANDSTILL = 5  # looks in a row that showed nothing new, and nothing handled
_AFTER_A_FAULT = (1.0, 30.0)
# After a quiet week Telegram goes on with any number (https://core.telegram.org/bots/api#update), perhaps one
# below the offset; by then everything is confirmed, and none is needed.
_QUIET = timedelta(days=6)


class Ask(Protocol):
    """The one call that polling makes."""

    async def __call__(self, *, offset: int, timeout: int) -> list[Raw]:
        """Confirm what lies below the offset (0: nothing), wait up to `timeout` seconds, return updates."""


class Polling:
    """Fetches updates, has them handled, and confirms what is."""

    def __init__(
        self, ask: Ask, ledger: Ledger, clock: Clock, failed: Callable[[TelegramError], None]
    ) -> None:
        """Prepare; `failed` hears of every failed getUpdates."""
        self._ask = ask
        self._ledger = ledger
        self._clock = clock
        self._failed = failed
        self._offset = 0
        self._confirmed = 0
        self._newest: datetime = clock.now()
        self._open: dict[int, Coming] = {}  # fetched and not confirmed, in Telegram's order
        self._progress = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    def start(self, handler: Handler) -> None:
        """Begin to listen, and have what comes handled."""
        self._handling = Handling(self._ledger, handler, self._advance)
        self._listening = asyncio.create_task(self._listen(), name="polling")

    async def stop(self) -> None:
        """Finish what is in hand, as long as `Handling.end` gives it, and confirm what is handled."""
        if self._listening is None:
            return
        await ended(self._listening)
        self._listening = None
        await self._handling.end()
        if self._offset != self._confirmed:
            with suppress(TelegramError):  # delivered again then, and known by the ledger
                await self._ask(offset=self._offset, timeout=0)

    async def idle(self) -> None:
        """Wait until nothing is in hand."""
        while not self.at_rest:
            await self._moved()

    @property
    def at_rest(self) -> bool:
        """Whether nothing is in hand now."""
        return not self._open and (self._listening is None or not self._handling.kept)

    async def _listen(self) -> None:
        still, trouble = 0, _AFTER_A_FAULT[0]
        backlog = True  # until an answer brings all there is, it brings what came before this start
        await self._take_up_kept()
        while True:
            asked, in_hand = self._offset, self._open.keys() | self._handling.kept.keys()
            try:
                raws = await self._ask(offset=asked, timeout=0 if backlog or self._open else LONG_POLL)
                self._confirmed = asked
                news = [raw for raw in raws if raw["update_id"] not in in_hand]
                if news:
                    await self._take_in(news, backlog=backlog)
                elif len(raws) >= LIMIT and still >= _STANDSTILL:
                    await self._keep()
            except TelegramError as error:
                self._failed(error)
                if isinstance(error, InvalidToken):
                    return
                await asyncio.sleep(wait_of(error) if isinstance(error, RetryAfter) else trouble)
                trouble = min(trouble * 1.5, _AFTER_A_FAULT[1])
                continue
            except Exception as error:
                log.error("updates cannot be taken in: %s", type(error).__name__)
                await asyncio.sleep(trouble)
                trouble = min(trouble * 1.5, _AFTER_A_FAULT[1])
                continue
            trouble = _AFTER_A_FAULT[0]
            backlog = backlog and len(raws) >= LIMIT
            still = 0 if news or self._offset != asked else still + 1
            await self._room(_LOOK_AGAIN[min(still, 1)], LIMIT // 2 if len(raws) >= LIMIT else 0)
            if not raws and not self._open and self._clock.now() - self._newest > _QUIET:
                self._offset = self._confirmed = 0

    async def _keep(self) -> None:
        """Have what waits kept here, so that Telegram can bring more."""
        await self._handling.keep([coming for coming in self._open.values() if not coming.over])
        self._advance()

    async def _room(self, pause: float, few: int) -> None:
        """Wait until only a `few` updates are in hand, or for a pause: others may have come meanwhile."""
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                while len(self._open) > few:
                    await self._moved()

    async def _moved(self) -> None:
        self._progress.clear()
        await self._progress.wait()

    async def _take_up_kept(self) -> None:
        """Go on with what a former run kept."""
        try:
            if raws := await self._ledger.kept():
                await self._take_in(raws, backlog=True, kept=True)
        except Exception as error:  # they stay kept
            log.error("kept updates cannot be taken up: %s", type(error).__name__)

    async def _take_in(self, raws: Sequence[Raw], *, backlog: bool, kept: bool = False) -> None:
        """Put new updates into their chats' lines."""
        entries = await self._ledger.look_up([raw["update_id"] for raw in raws])
        self._newest = self._clock.now()
        comings = [
            Coming.known(raw, entries.get(raw["update_id"], NEW), backlog=backlog, kept=kept) for raw in raws
        ]
        if not kept:
            self._open.update((coming.id, coming) for coming in comings)
        self._handling.take(comings)

    def _advance(self) -> None:
        """Let the offset pass what is handled, or kept, as far as all before it is."""
        while self._open:
            first = next(iter(self._open.values()))
            if not (first.over or first.kept):
                break
            del self._open[first.id]
            self._offset = first.id + 1
        self._progress.set()
