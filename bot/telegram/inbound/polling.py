"""Long polling: an update is confirmed to Telegram only after it was handled.

python-telegram-bot's `Updater` confirms what it has fetched, handled or not, so a crash loses it. Here the
offset, which confirms, passes an update only when it and all before it are handled or set aside. While some
are in hand Telegram brings them again with whatever is new; those are known by their ids and left alone. It
brings a hundred at most: where that many wait and nothing moves, we keep them, and others get by.
"""

import asyncio
import itertools
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from typing import Protocol

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.db import damage
from bot.telegram.inbound.handling import Coming, Handler, Handling, Raw, ended
from bot.telegram.inbound.processed import NEW, ProcessedUpdates
from bot.telegram.outbound.verdicts import wait_of
from schedules.heard import Heard

log = logging.getLogger(__name__)

LONG_POLL = 10  # seconds that Telegram holds an empty answer back
LIMIT = 100  # updates an answer brings at most

_LOOK_AGAIN = (0.01, 0.04)  # seconds between two looks for something new while updates are in hand
_TOO_SOON = 1.0  # seconds: whoever answers sooner that there is nothing does not hold the long poll
_AFTER_TOO_SOON = (0.1, 5.0)
_STANDSTILL = 5  # looks in a row that showed nothing new, and nothing handled
_AFTER_A_FAULT = (1.0, 30.0)
# After a quiet week Telegram goes on with any number (https://core.telegram.org/bots/api#update), perhaps one
# below the offset; by then everything is confirmed, and none is needed.
_QUIET = timedelta(days=6)
# Longer than this between two answers, and what the next one brings waited at Telegram: a tap in it was made
# at some time since, nobody knows when.
_GAP = LONG_POLL + 5.0
_KEPT_AT_TELEGRAM = timedelta(days=1)  # https://core.telegram.org/bots/api#getting-updates
_PATIENCE = 300.0  # seconds for which whoever would end something waits for what an answer brought


class Ask(Protocol):
    """The one call that polling makes."""

    async def __call__(self, *, offset: int, timeout: int) -> list[Raw]:
        """Confirm what lies below the offset (0: nothing), wait up to `timeout` seconds, return updates."""


@dataclass(slots=True)
class _Answer:
    """An answer that brought all there was `at` that instant: up to the update `newest`, in hand `since`."""

    at: datetime
    newest: int
    since: float


class Polling:
    """Fetches updates, has them handled, and confirms what is."""

    def __init__(
        self,
        ask: Ask,
        processed: ProcessedUpdates,
        clock: Clock,
        failed: Callable[[TelegramError], None],
        heard: Heard | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Prepare; `failed` hears of every failed getUpdates, `heard` how far everything is handled.

        `sleep` waits for seconds where the long poll is not held.
        """
        self._sleep = sleep
        self._too_soon = 0.0  # seconds to wait after the next answer that comes too soon; 0 before the first
        self._ask = ask
        self._processed = processed
        self._clock = clock
        self._failed = failed
        self._offset = 0
        self._confirmed = 0
        self._heard = heard or Heard(clock)
        self._newest: datetime = clock.now()
        self._newest_id = 0
        self._answers: deque[_Answer] = deque()
        self._answered: float | None = None  # when Telegram last answered, in steady seconds
        self._waited = True  # whether what comes now waited at Telegram, unasked for
        self._open: dict[int, Coming] = {}  # fetched and not confirmed, in Telegram's order
        self._progress = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    def start(self, handler: Handler) -> None:
        """Begin to listen, and have what comes handled."""
        self._handling = Handling(self._processed, handler, self._advance)
        self._listening = asyncio.create_task(self._listen(), name="polling")

    async def stop(self) -> None:
        """Finish what is in hand, as long as `Handling.end` gives it, and confirm what is handled."""
        if self._listening is None:
            return
        await ended(self._listening)
        self._listening = None
        asked_until = self._clock.now()
        await self._handling.end()
        if self._offset != self._confirmed:
            with suppress(TelegramError):  # delivered again then, and known as processed
                await self._ask(offset=self._offset, timeout=0)
        await self._note_the_end(asked_until)

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
            timeout = 0 if backlog or self._open else LONG_POLL
            began = self._clock.steady()
            try:
                raws = await self._ask(offset=asked, timeout=timeout)
                self._confirmed = asked
                self._waited = self._waited or self._was_away()
                self._answered = self._clock.steady()
                news = [raw for raw in raws if raw["update_id"] not in in_hand]
                if news:
                    await self._take_in(news, backlog=backlog)
                elif len(raws) >= LIMIT and still >= _STANDSTILL:
                    await self._keep()
                if len(raws) < LIMIT:
                    self._brought_all()
            except TelegramError as error:
                self._failed(error)
                self._heard.is_out_of_reach()
                if isinstance(error, InvalidToken):
                    return
                await asyncio.sleep(wait_of(error) if isinstance(error, RetryAfter) else trouble)
                trouble = min(trouble * 1.5, _AFTER_A_FAULT[1])
                continue
            except Exception as error:
                log.error("updates cannot be taken in: %s", damage.named(error))
                self._heard.is_out_of_reach()
                await asyncio.sleep(trouble)
                trouble = min(trouble * 1.5, _AFTER_A_FAULT[1])
                continue
            trouble = _AFTER_A_FAULT[0]
            if timeout:
                await self._slow_down(self._clock.steady() - began, nothing=not raws)
            backlog = backlog and len(raws) >= LIMIT
            still = 0 if news or self._offset != asked else still + 1
            await self._room(_LOOK_AGAIN[min(still, 1)], LIMIT // 2 if len(raws) >= LIMIT else 0)
            if not raws and not self._open and self._clock.now() - self._newest > _QUIET:
                self._offset = self._confirmed = 0

    async def _slow_down(self, took: float, *, nothing: bool) -> None:
        """Wait after an empty answer that came at once: something on the way does not hold the long poll."""
        if not nothing or took >= _TOO_SOON:
            self._too_soon = 0.0
            return
        if not self._too_soon:
            log.warning("getUpdates is answered at once with nothing: what answers does not hold long polls")
        self._too_soon = min(max(self._too_soon * 2, _AFTER_TOO_SOON[0]), _AFTER_TOO_SOON[1])
        await self._sleep(self._too_soon)

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
            now = self._clock.now()
            if kept := await self._processed.kept():
                came_at = {raw["update_id"]: at or now for raw, at in kept}
                await self._take_in([raw for raw, _at in kept], backlog=True, kept=came_at)
        except Exception as error:  # they stay kept
            log.error("kept updates cannot be taken up: %s", damage.named(error))

    async def _take_in(
        self, raws: Sequence[Raw], *, backlog: bool, kept: Mapping[int, datetime] | None = None
    ) -> None:
        """Put new updates into their chats' lines, or those that were `kept`, taken in at these instants."""
        entries = await self._processed.look_up([raw["update_id"] for raw in raws])
        self._newest = self._clock.now()
        numbers = [raw["update_id"] for raw in raws]
        self._newest_id = max(self._newest_id, *numbers)
        at = kept or dict.fromkeys(numbers, self._made_at())
        comings = [
            Coming.known(raw, at[number], entries.get(number, NEW), backlog=backlog, kept=kept is not None)
            for number, raw in zip(numbers, raws, strict=True)
        ]
        if kept is None:
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
        self._hear()
        self._progress.set()

    def _was_away(self) -> bool:
        return self._answered is None or self._clock.steady() - self._answered > _GAP

    def _made_at(self) -> datetime:
        """Return when a tap that was brought now was made: if it waited, when Telegram last answered.

        More exactly when everything before it was handled, so that it counts no later after a crash.
        """
        now, before = self._clock.now(), self._heard.until
        if not self._waited or before is None:
            return now
        return min(now, max(before, now - _KEPT_AT_TELEGRAM))

    def _brought_all(self) -> None:
        """Note that everything said by now is in hand, or handled."""
        self._waited = False
        now, since = self._clock.now(), self._clock.steady()
        if self._answers and self._answers[-1].newest == self._newest_id:
            since = self._answers.pop().since
        self._answers.append(_Answer(now, self._newest_id, since))
        self._hear()

    def _hear(self) -> None:
        """Say how far everything is handled, or was in hand for too long."""
        waiting = [*itertools.islice(self._open, 1), *itertools.islice(self._handling.kept, 1)]
        oldest = min(waiting, default=inf)
        while self._answers:
            answer = self._answers[0]
            if answer.newest >= oldest and self._clock.steady() - answer.since < _PATIENCE:
                break
            self._answers.popleft()
            self._heard.advance(answer.at)
            self._processed.note_heard(answer.at)

    async def _note_the_end(self, asked_until: datetime) -> None:
        """Write down that Telegram was asked until the end: taps made since are found by the next start."""
        if not self._open and not self._handling.kept and not self._waited and not self._was_away():
            self._processed.note_heard(asked_until)
        try:
            await self._processed.write_heard(at_once=True)
        except Exception as error:
            log.error("when Telegram was last asked is not written down: %s", type(error).__name__)
