"""The queue of updates and its long polling, as tdlib/telegram-bot-api keeps them.

Limits (Client.cpp, `process_get_updates_query`): at most 100 updates a call, at most 50 seconds of waiting.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.loopback.changes import Changes
from bot.loopback.model import ApiError, Json
from bot.loopback.rules import Rules

MOST_UPDATES = 100
LONGEST_WAIT = 50
KEPT_FOR = timedelta(hours=24)
ONLY_IF_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: int
    kind: str
    body: Json
    since: datetime


class UpdateQueue:
    """Updates in their order, each kept until an offset confirms it or a day has passed."""

    def __init__(self, clock: Clock, rules: Rules, changes: Changes) -> None:
        self._clock = clock
        self._rules = rules
        self._changes = changes
        self._waiting: list[_Waiting] = []
        self._next_id = 700_000_001
        self._poller: object | None = None
        self._polls_until = clock.now()
        self.allowed: frozenset[str] | None = None

    @property
    def newest(self) -> int:
        """The id of the newest update that was queued; the ids before it are without a gap."""
        return self._next_id - 1

    def wants(self, kind: str) -> bool:
        """Return whether the bot asked for updates of this kind (by default all but three)."""
        if self.allowed is None:
            return kind not in ONLY_IF_ASKED
        return kind in self.allowed

    def add(self, kind: str, body: Json) -> None:
        """Queue one update if the bot asked for its kind."""
        if not self.wants(kind):
            return
        self._waiting.append(_Waiting(self._next_id, kind, body, self._clock.now()))
        self._next_id += 1
        self._changes.tell()

    def pending(self) -> bool:
        """Return whether any update is not yet confirmed."""
        self._drop_old()
        return bool(self._waiting)

    def idle(self) -> bool:
        """Return whether a getUpdates call is waiting now and nothing is queued."""
        is_asked = self._poller is not None and self._clock.now() < self._polls_until
        return is_asked and not self.pending()

    def count(self) -> int:
        """Return how many updates are not yet confirmed."""
        self._drop_old()
        return len(self._waiting)

    def drop(self) -> None:
        """Forget every update (deleteWebhook with drop_pending_updates)."""
        self._waiting.clear()
        self._changes.tell()

    def ask_for(self, kinds: Sequence[str] | None) -> None:
        """Remember allowed_updates: None keeps what was asked before, an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None
        elif not self._rules["allowed_updates_kept"]:
            self.allowed = None

    async def poll(self, offset: int, limit: int, timeout: int, kinds: Sequence[str] | None) -> list[Json]:
        """Answer getUpdates: confirm below the offset, then wait for something to bring.

        Raises:
            ApiError: 409 when another call takes over while this one waits.
        """
        self.ask_for(kinds)
        self._confirm(offset)
        most = min(max(limit, 1), MOST_UPDATES) if self._rules["update_limit"] else limit
        me = self._poller = object()
        longest = min(max(timeout, 0), LONGEST_WAIT)
        until = self._polls_until = self._clock.now() + timedelta(seconds=longest)
        self._changes.tell()  # ends an older poller, and shows whoever waits for an idle bot that it polls
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(longest or None):
                    while self._clock.now() < until and not self._ready(offset):  # the clock may be moved
                        await self._changes.wait()
                        if self._poller is not me and self._rules["one_poller"]:
                            raise ApiError(409, CONFLICT)
        finally:
            if self._poller is me:
                self._poller = None
        brought = self._ready(offset)[:most]
        if not self._rules["offset_confirms"]:
            self._waiting = [update for update in self._waiting if update not in brought]
        return [{"update_id": update.id, update.kind: update.body} for update in brought]

    def _ready(self, offset: int) -> list[_Waiting]:
        self._drop_old()
        return [update for update in self._waiting if offset <= 0 or update.id >= offset]

    def _confirm(self, offset: int) -> None:
        if offset < 0:  # counts from the end of the queue; everything before is forgotten
            self._waiting = self._waiting[offset:]
        else:
            self._waiting = [update for update in self._waiting if update.id >= offset]

    def _drop_old(self) -> None:
        if self._rules["updates_kept_a_day"]:
            oldest = self._clock.now() - KEPT_FOR
            self._waiting = [update for update in self._waiting if update.since > oldest]
