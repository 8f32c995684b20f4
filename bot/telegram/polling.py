"""Long polling: an update is confirmed to Telegram only after it was handled.

python-telegram-bot's `Updater` confirms what it has fetched, handled or not, so a crash loses it. Here the
offset, which confirms, passes an update only when it and all before it are handled or set aside. While some
are in hand Telegram brings them again with whatever is new; those are known by their ids and left alone. It
brings a hundred at most: where that many wait and nothing moves, the ledger keeps them, and others get by.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Collection, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.telegram.ledger import NEW, Entry, Ledger
from bot.telegram.verdicts import wait_of

log = logging.getLogger(__name__)

Raw = dict[str, Any]
"""An update as Telegram's JSON says it."""

AT_ONCE = 64  # updates handled side by side, of as many chats
LONG_POLL = 10  # seconds that Telegram holds an empty answer back
LIMIT = 100  # updates an answer brings at most
TRIES = 3
LONGEST_TRY = 60.0
LONGEST_END = 10.0

_BETWEEN_TRIES = (0.1, 0.5)
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


class Handler(Protocol):
    """Who handles updates. `apologise` tells a person that theirs was set aside."""

    async def handle(self, raw: Raw) -> None:
        """Handle one update to its end."""

    async def apologise(self, raw: Raw) -> None:
        """Say that this one went wrong."""


@dataclass(slots=True)
class _Coming:
    """One update on its way through: handled once `over`; `kept` where the ledger keeps it, not Telegram.

    `tries` tells those of former runs, too; further ones are `counted` there.
    """

    id: int
    raw: Raw
    tries: int
    counted: bool
    over: bool = False
    kept: bool = False


class Polling:
    """Fetches updates and has them handled: in order within a chat, chats side by side.

    A handler that raises, or takes longer than `LONGEST_TRY`, is tried `TRIES` times in all; then its update
    is set aside, so that the others go on. What a start finds waiting may have ended the run before: its
    tries are written down before they are made, and chats with one that was begun so before take turns.
    """

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
        self._open: dict[int, _Coming] = {}  # fetched and not confirmed, in Telegram's order
        self._kept: dict[int, _Coming] = {}
        self._settled: list[int] = []
        self._lines: dict[int, deque[_Coming]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._progress = asyncio.Event()
        self._stopping = False
        self._listening: asyncio.Task[None] | None = None

    def start(self, handler: Handler) -> None:
        """Begin to listen, and have what comes handled."""
        self._handler = handler
        self._listening = asyncio.create_task(self._listen(), name="polling")

    async def stop(self) -> None:
        """Finish what is in hand, for `LONGEST_END` seconds at most, and confirm what is handled."""
        if self._listening is None:
            return
        self._stopping = True
        await _ended(self._listening)
        self._listening = None
        if self._workers:
            _done, late = await asyncio.wait(self._workers, timeout=LONGEST_END)
            for worker in late:
                await _ended(worker)
        if self._settled:
            await self._settle()
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
        return not self._open and not self._kept

    # Fetching

    async def _listen(self) -> None:
        still, trouble = 0, _AFTER_A_FAULT[0]
        backlog = True  # until an answer brings all there is, it brings what came before this start
        await self._take_up_kept()
        while True:
            asked, in_hand = self._offset, self._open.keys() | self._kept.keys()
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
        """Keep here what waits, so that Telegram can bring more."""
        waiting = [coming for coming in self._open.values() if not coming.over]
        await self._ledger.keep({coming.id: coming.raw for coming in waiting})
        for coming in waiting:
            if coming.over:  # meanwhile
                self._settled.append(coming.id)
                continue
            coming.kept = True
            self._kept[coming.id] = coming
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
        comings = [_coming(raw, entries.get(raw["update_id"], NEW), backlog, kept) for raw in raws]
        (self._kept if kept else self._open).update((coming.id, coming) for coming in comings)
        suspected = {_chat_of(coming.raw) for coming in comings if coming.tries and not coming.over}
        taking_turns = suspected - self._lines.keys()
        for coming in comings:
            self._line_up(coming, waits=_chat_of(coming.raw) in taking_turns)
        self._set_to_work(self._in_turn(taking_turns))

    # Handling

    def _line_up(self, coming: _Coming, *, waits: bool) -> None:
        """Put an update into its chat's line; a new line that `waits` is set to work by others."""
        if coming.over:
            self._close(coming)
            return
        chat = _chat_of(coming.raw)
        line = self._lines.get(chat)
        if line is not None:
            line.append(coming)
            return
        self._lines[chat] = line = deque([coming])
        if not waits:
            self._set_to_work(self._along(chat, line))

    def _set_to_work(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        worker = asyncio.create_task(work)
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)
        return worker

    async def _along(self, chat: int, line: deque[_Coming]) -> None:
        """Handle a chat's updates one after the other; what has not begun at the end is delivered again."""
        while line and not self._stopping:
            async with self._places:
                await self._handle(line[0])
            line.popleft()
        del self._lines[chat]

    async def _in_turn(self, chats: Collection[int]) -> None:
        """Go along the lines of these chats one after the other: if one ends the process, it is known which.

        All other chats go on meanwhile, so that one slow answer in here keeps nobody else waiting.
        """
        for chat in chats:
            await self._along(chat, self._lines[chat])

    async def _handle(self, coming: _Coming) -> None:
        """Handle one update, or set it aside."""
        pauses = iter(_BETWEEN_TRIES)
        while not coming.over and coming.tries < TRIES:
            coming.tries += 1
            coming.over = await self._try(coming)
            if not coming.over and coming.tries < TRIES:
                await asyncio.sleep(next(pauses))
        if not coming.over:
            log.error("update %d is set aside after %d tries", coming.id, coming.tries)
            await self._apologise(coming)
        if coming.kept or coming.counted:
            self._settled.append(coming.id)  # else it would be suspected, or set aside, after each crash
            if len(self._kept) <= 1 or len(self._settled) >= LIMIT // 2:
                await self._settle()
        self._close(coming)

    async def _try(self, coming: _Coming) -> bool:
        """Make one try; return whether the update is over: it went well, or it has had its effect."""
        try:
            if coming.counted:
                await self._ledger.begin(coming.id)
            async with asyncio.timeout(LONGEST_TRY):
                await self._handler.handle(coming.raw)
        except Exception as error:  # whatever a handler raises, the others go on
            log.error("a handler failed: update %d, %s at %s", coming.id, type(error).__name__, _place(error))
            return await self._has_had_its_effect(coming)
        return True

    async def _has_had_its_effect(self, coming: _Coming) -> bool:
        try:
            entry = (await self._ledger.look_up([coming.id])).get(coming.id, NEW)
        except Exception as error:
            log.error("update %d cannot be looked up: %s", coming.id, type(error).__name__)
            return False
        if entry.done:
            await self._apologise(coming)
        return entry.done

    async def _apologise(self, coming: _Coming) -> None:
        try:
            async with asyncio.timeout(LONGEST_TRY):
                await self._handler.apologise(coming.raw)
        except Exception as error:
            log.error("nobody hears that update %d went wrong: %s", coming.id, type(error).__name__)

    async def _settle(self) -> None:
        """Enter what is handled as done; of a flood many at a time, for each time waits for the disk."""
        settled, self._settled = self._settled, []
        try:
            await self._ledger.settle(settled)
        except Exception as error:  # handled once more after the next start
            log.error("%d handled updates are not entered: %s", len(settled), type(error).__name__)

    def _close(self, coming: _Coming) -> None:
        """Count an update as handled."""
        coming.over = True
        self._kept.pop(coming.id, None)
        self._advance()

    def _advance(self) -> None:
        """Let the offset pass what is handled, or kept, as far as all before it is."""
        while self._open:
            first = next(iter(self._open.values()))
            if not (first.over or first.kept):
                break
            del self._open[first.id]
            self._offset = first.id + 1
        self._progress.set()


def _coming(raw: Raw, entry: Entry, backlog: bool, kept: bool) -> _Coming:
    """Return a fetched update with what is known of it."""
    # Who was begun after a start before had been in hand when the run before that ended: one try more.
    tries = entry.tries + 1 if entry.tries else 0
    return _Coming(raw["update_id"], raw, tries, backlog or tries > 0, over=entry.done, kept=kept)


def _chat_of(raw: Raw) -> int:
    """Return the id of the chat in which an update happened, 0 where it names none."""
    for body in raw.values():
        if isinstance(body, dict):
            message = body.get("message")
            chat = (message if isinstance(message, dict) else body).get("chat")
            number = chat.get("id") if isinstance(chat, dict) else 0
            return number if isinstance(number, int) else 0  # what is no chat is for the handler to refuse
    return 0


def _place(error: BaseException) -> str:
    """Return where an error was raised: its text could hold a couple's words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"


async def _ended(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait for its end."""
    task.cancel()
    await asyncio.wait((task,))
