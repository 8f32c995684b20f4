"""Fetched updates on their way to the router: in order within a chat, tried again, and set aside in the end.

A handler that raises, or takes longer than `LONGEST_TRY`, is tried `TRIES` times in all; then its update is
set aside, so that the others go on. What a start finds waiting may have ended the run before: its tries are
written down before they are made, and chats with one that was begun so before take turns. Only what three
runs ended with while nothing else was in hand is taken for their end: any other update may be in hand when a
machine goes down. So what is suspected is tried alone, for a moment in which all others wait.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Collection, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.db import damage
from bot.telegram.inbound.processed import NEW, Entry, ProcessedUpdates
from bot.telegram.outbound.pacing import patient

log = logging.getLogger(__name__)

Raw = dict[str, Any]
"""An update as Telegram's JSON says it."""

AT_ONCE = 64  # updates handled side by side, of as many chats
TRIES = 3
LONGEST_TRY = 60.0
LONGEST_END = 10.0
_PATIENCE = 25.0  # seconds of a try for which its replies may be held back and made again
ALONE_FOR = 1.0
"""Seconds for which others wait while a suspected update is tried: what ends a process does so at once."""

_BETWEEN_TRIES = (0.1, 0.5)
_WRITTEN_TOGETHER = 50  # handled updates of a flood, entered as done in one go


class Handler(Protocol):
    """Who handles updates. `apologise` tells a person that theirs was set aside."""

    async def handle(self, raw: Raw, at: datetime) -> None:
        """Handle one update to its end; `at` (UTC) stands in for the date that a tap does not carry."""

    async def apologise(self, raw: Raw) -> None:
        """Say that this one went wrong."""


@dataclass(slots=True)
class Coming:
    """One update on its way through: handled once `over`; `kept` where we keep it, not Telegram.

    `at` is when a tap in it was made, as far as that can be known (messages carry their date). `tries` tells
    those of former runs, too; further ones are `counted` there. It is `suspected` if a former run may have
    ended with it, and `alone` while nothing else is in hand beside it.
    """

    id: int
    raw: Raw
    at: datetime
    tries: int
    counted: bool
    over: bool = False
    kept: bool = False
    suspected: bool = False
    alone: bool = False

    @classmethod
    def known(cls, raw: Raw, at: datetime, entry: Entry, *, backlog: bool, kept: bool) -> "Coming":
        """Return an update with what is known of it; a start finds the `backlog` waiting."""
        suspected = entry.tries > 0
        return cls(
            raw["update_id"],
            raw,
            at,
            entry.tries,
            backlog or suspected,
            over=entry.done,
            kept=kept,
            suspected=suspected,
        )


class Handling:
    """Has updates handled: in order within a chat, chats side by side."""

    def __init__(self, processed: ProcessedUpdates, handler: Handler, moved: Callable[[], None]) -> None:
        """Prepare; `moved` hears whenever an update is over."""
        self.kept: dict[int, Coming] = {}  # not over, and kept by us
        self._processed = processed
        self._handler = handler
        self._moved = moved
        self._settled: list[int] = []
        self._in_hand: dict[int, Coming] = {}
        self._emptied = asyncio.Event()  # nothing is in hand
        self._free = asyncio.Event()  # nothing is tried alone
        self._free.set()
        self._lines: dict[int, deque[Coming]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._stopping = False

    def take(self, comings: Sequence[Coming]) -> None:
        """Put new updates into their chats' lines."""
        suspected = {_chat_of(coming.raw) for coming in comings if coming.tries and not coming.over}
        taking_turns = suspected - self._lines.keys()
        for coming in comings:
            if coming.kept:
                self.kept[coming.id] = coming
            self._line_up(coming, waits=_chat_of(coming.raw) in taking_turns)
        self._set_to_work(self._in_turn(taking_turns))

    async def keep(self, comings: Sequence[Coming]) -> None:
        """Keep these here, so that Telegram can bring more."""
        await self._processed.keep({coming.id: (coming.raw, coming.at) for coming in comings})
        for coming in comings:
            if coming.over:  # meanwhile
                self._settled.append(coming.id)
                continue
            coming.kept = True
            self.kept[coming.id] = coming

    async def end(self) -> None:
        """Begin nothing more, and finish what is in hand, for `LONGEST_END` seconds at most."""
        self._stopping = True
        if self._workers:
            _done, late = await asyncio.wait(self._workers, timeout=LONGEST_END)
            for worker in late:
                await ended(worker)
        if self._settled:
            await self._settle()

    def _line_up(self, coming: Coming, *, waits: bool) -> None:
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

    async def _along(self, chat: int, line: deque[Coming]) -> None:
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

    async def _handle(self, coming: Coming) -> None:
        """Handle one update, or set it aside; one that is suspected while all others wait."""
        if not coming.suspected:
            await self._free.wait()
            await self._finish(coming)
            return
        self._free.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(ALONE_FOR):
                while self._in_hand:
                    self._emptied.clear()
                    await self._emptied.wait()
        goes_on = asyncio.get_running_loop().call_later(ALONE_FOR, self._free.set)
        try:
            await self._finish(coming)
        finally:
            goes_on.cancel()
            self._free.set()

    async def _finish(self, coming: Coming) -> None:
        pauses = iter(_BETWEEN_TRIES)
        while not coming.over and coming.tries < TRIES:
            coming.tries += 1
            coming.over = await self._try(coming)
            if not coming.over and coming.tries < TRIES:
                await asyncio.sleep(next(pauses))
        aside = not coming.over
        if aside:
            log.error("update %d is set aside after %d tries", coming.id, coming.tries)
        if coming.kept or coming.counted or aside:
            self._settled.append(
                coming.id
            )  # else it would be suspected, or said to be lost, after each crash
            if aside or coming.suspected or len(self.kept) <= 1 or len(self._settled) >= _WRITTEN_TOGETHER:
                await self._settle()
        if aside:
            await self._apologise(coming)  # once its mark is on disk: a crash here brings no second apology
        self._close(coming)

    async def _try(self, coming: Coming) -> bool:
        """Make one try; return whether the update is over: it went well, or it has had its effect."""
        try:
            await self._begin(coming)
            with patient(_PATIENCE):
                async with asyncio.timeout(LONGEST_TRY):
                    await self._handler.handle(coming.raw, coming.at)
        except Exception as error:  # whatever a handler raises, the others go on
            log.error("a handler failed: update %d, %s at %s", coming.id, damage.named(error), _place(error))
            return await self._has_had_its_effect(coming)
        finally:
            self._in_hand.pop(coming.id, None)
            self._emptied.set()
        return True

    async def _begin(self, coming: Coming) -> None:
        """Take one more in hand; those that may end this run count it only while they are alone."""
        lonely = [other for other in self._in_hand.values() if other.alone]
        coming.alone = not self._in_hand
        self._in_hand[coming.id] = coming
        if coming.counted:
            await self._processed.begin(coming.id, alone=coming.alone)
        for other in lonely:
            other.alone = False
            if other.counted:
                await self._processed.acquit(other.id)

    async def _has_had_its_effect(self, coming: Coming) -> bool:
        try:
            entry = (await self._processed.look_up([coming.id])).get(coming.id, NEW)
        except Exception as error:
            log.error("update %d cannot be looked up: %s", coming.id, damage.named(error))
            return False
        if entry.done:
            await self._apologise(coming)
        return entry.done

    async def _apologise(self, coming: Coming) -> None:
        try:
            async with asyncio.timeout(LONGEST_TRY):
                await self._handler.apologise(coming.raw)
        except Exception as error:
            log.error("nobody hears that update %d went wrong: %s", coming.id, damage.named(error))

    async def _settle(self) -> None:
        """Enter what is handled as done; of a flood many at a time, for each time waits for the disk."""
        settled, self._settled = self._settled, []
        try:
            await self._processed.settle(settled)
        except Exception as error:  # handled once more after the next start
            log.error("%d handled updates are not entered: %s", len(settled), damage.named(error))

    def _close(self, coming: Coming) -> None:
        """Count an update as handled."""
        coming.over = True
        self.kept.pop(coming.id, None)
        self._moved()


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


async def ended(task: asyncio.Task[Any]) -> None:
    """Cancel a task and wait for its end."""
    task.cancel()
    await asyncio.wait((task,))
