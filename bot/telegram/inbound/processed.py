"""Processed updates: which have had their effect, which were begun before, and which wait here.

The rule it keeps: an update is entered as done in the very transaction that writes its effect, so a crash
leaves both or neither, and one that Telegram delivers again is known. What writes nothing needs no entry.
Edits and what happens to chats, which take several transactions, are entered once all of them are made.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.db.engine import Database
from bot.db.tables import meta, updates

KEPT_FOR = timedelta(hours=48)  # Telegram keeps an update for 24 (https://core.telegram.org/bots/api#update)

HEARD = "heard"
"""The row of `meta` that tells up to which instant everything that was said is handled."""
_WRITTEN_EVERY = timedelta(minutes=1)  # with whatever is written then: it costs no write of its own

_LOOK_UP = select(updates.c.id, updates.c.tries, updates.c.done).where(
    updates.c.id.in_(bindparam("numbers", expanding=True))
)
_KEPT = select(updates.c.body, updates.c.came_at).where(updates.c.body.is_not(None)).order_by(updates.c.id)
_FORGET = delete(updates).where(updates.c.at < bindparam("before"))
_HEARD = select(meta.c.value).where(meta.c.key == HEARD)
_NEW_FACT = upsert(meta)
_FACT = _NEW_FACT.on_conflict_do_update(index_elements=["key"], set_={"value": _NEW_FACT.excluded.value})
_NEW = upsert(updates)
_ENTER = _NEW.on_conflict_do_update(
    index_elements=["id"],
    set_={name: _NEW.excluded[name] for name in ("done", "body", "came_at", "at")},
    where=updates.c.done.is_(False),
)


class AlreadyDone(Exception):
    """This update has had its effect; what was about to be written a second time is rolled back."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of an update: how often it was begun after a start, and whether it is done."""

    tries: int
    done: bool


NEW = Entry(0, False)

Step = Callable[[AsyncConnection], Awaitable[None]]


@dataclass(slots=True)
class _Act:
    """One update in the hands of one task; `entered` once the transaction of its effect was about to commit.

    `step` is what else belongs into that transaction; `later` while more of the effect may follow, `wrote`
    once any of it was written then.
    """

    update_id: int
    entered: bool = False
    step: Step | None = None
    later: bool = False
    wrote: bool = False


class ProcessedUpdates:
    """Enters updates as done along with their effect; it hooks into every `write()` of the database.

    It goes by the task that writes, so nothing that an act merely sets off (the tick, say) is taken for it.
    """

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._acts: dict[asyncio.Task[Any] | None, _Act] = {}
        self._heard: datetime | None = None
        self._heard_on_disk: datetime | None = None
        db.before_commit = self._enter

    @contextmanager
    def recording(self, update_id: int) -> Iterator[None]:
        """Enter the update as done in the first transaction that this task writes inside the block."""
        task = asyncio.current_task()
        self._acts[task] = _Act(update_id)
        try:
            yield
        finally:
            del self._acts[task]

    async def enter(self) -> None:
        """Enter the update that this task has in hand as done now, if its effect was not written yet."""
        act = self._acts.get(asyncio.current_task())
        if act is not None and not act.entered:
            async with self._db.write():
                pass

    @asynccontextmanager
    async def together(self, step: Step) -> AsyncIterator[None]:
        """Take a step in the transaction of the effect that the block writes, or at its end: both or neither.

        Raises:
            LookupError: this task has no update in hand.
        """
        act = self._acts[asyncio.current_task()]
        act.step = step
        yield
        await self.enter()

    @asynccontextmanager
    async def whole(self) -> AsyncIterator[None]:
        """Enter the update in hand only after the block, which writes its effect in several transactions.

        A crash in between has all of them done once more, but before anything later of that chat: each sets
        what the update tells of, so nothing older takes the place of something newer.

        Raises:
            AlreadyDone: an earlier delivery of it was entered.
            LookupError: this task has no update in hand.
        """
        act = self._acts[asyncio.current_task()]
        if (await self.look_up([act.update_id])).get(act.update_id, NEW).done:
            raise AlreadyDone
        act.later = True
        yield
        act.later = False
        if act.wrote:
            await self.enter()

    async def look_up(self, update_ids: Iterable[int]) -> dict[int, Entry]:
        """Return the entries there are for these updates."""
        async with self._db.read() as tx:
            rows = await tx.execute(_LOOK_UP, {"numbers": list(update_ids)})
            return {row.id: Entry(row.tries, row.done) for row in rows.all()}

    async def begin(self, update_id: int, *, alone: bool) -> None:
        """Note a try of an update before it is made: it may end the process.

        Each counts if it is `alone` in hand; beside others, only that there was one.
        """
        values = {"id": update_id, "tries": 1, "at": self._clock.now()}
        statement = upsert(updates).values(values)
        tries = updates.c.tries + 1 if alone else func.max(updates.c.tries, 1)
        async with self._db.write(more=True) as tx:
            await tx.execute(
                statement.on_conflict_do_update(
                    index_elements=["id"], set_={"tries": tries, "at": values["at"]}
                )
            )

    async def acquit(self, update_id: int) -> None:
        """Count the try of an update in hand no longer: it is alone no more. The first stays noted."""
        tries = func.max(updates.c.tries - 1, 1)
        async with self._db.write(more=True) as tx:
            await tx.execute(
                update(updates)
                .where(updates.c.id == update_id, updates.c.done.is_(False))
                .values(tries=tries)
            )

    async def keep(self, raws: Mapping[int, tuple[dict[str, Any], datetime]]) -> None:
        """Keep these updates here, encrypted, until they are done: Telegram need not hold them any longer.

        With each comes the instant at which a tap in it was made.
        """
        now = self._clock.now()
        rows = [
            {"id": number, "body": json.dumps(raw), "came_at": came_at, "at": now}
            for number, (raw, came_at) in raws.items()
        ]
        statement = upsert(updates)
        statement = statement.on_conflict_do_update(
            index_elements=["id"],
            set_={"body": statement.excluded.body, "came_at": statement.excluded.came_at, "at": now},
            where=updates.c.done.is_(False),
        )
        async with self._db.write(more=True) as tx:
            await tx.execute(statement, rows)

    async def kept(self) -> list[tuple[dict[str, Any], datetime | None]]:
        """Return the updates that wait here, in the order in which they came, with when a tap was made."""
        async with self._db.read() as tx:
            rows = await tx.execute(_KEPT)
            return [(json.loads(row.body), row.came_at) for row in rows.all() if row.body is not None]

    async def heard(self) -> datetime | None:
        """Return up to which instant a former run had handled everything; None if none says so."""
        async with self._db.read() as tx:
            value = await tx.scalar(_HEARD)
        return None if value is None else datetime.fromisoformat(value)

    def note_heard(self, until: datetime) -> None:
        """All that was said until then is handled: write that down with what is written next."""
        self._heard = until

    async def write_heard(self, *, at_once: bool = False) -> None:
        """Write down up to when everything is handled, if nothing else took it along for a minute."""
        if self._heard != self._heard_on_disk and (at_once or self._is_old_on_disk()):
            async with self._db.write(more=True) as tx:
                await self._write_heard(tx)

    def _is_old_on_disk(self) -> bool:
        if self._heard is None:
            return False
        return self._heard_on_disk is None or abs(self._heard - self._heard_on_disk) >= _WRITTEN_EVERY

    async def _write_heard(self, tx: AsyncConnection) -> None:
        if self._heard is not None:
            await tx.execute(_FACT, {"key": HEARD, "value": self._heard.isoformat()})
            self._heard_on_disk = self._heard

    async def settle(self, update_ids: Sequence[int]) -> None:
        """Enter as done, and keep no longer, updates that wrote nothing themselves or were set aside."""
        values = {"done": True, "body": None, "came_at": None, "at": self._clock.now()}
        statement = upsert(updates).on_conflict_do_update(index_elements=["id"], set_=values)
        async with self._db.write(more=True) as tx:
            await tx.execute(statement, [{"id": number, **values} for number in update_ids])

    async def forget_old(self) -> None:
        """Forget what Telegram cannot deliver any more."""
        async with self._db.write() as tx:
            await tx.execute(_FORGET, {"before": self._clock.now() - KEPT_FOR})

    async def _enter(self, tx: AsyncConnection) -> None:
        """Enter the update that this task has in hand, if any, as done.

        Raises:
            AlreadyDone: an earlier delivery of it was entered.
        """
        if self._is_old_on_disk():
            await self._write_heard(tx)
        act = self._acts.get(asyncio.current_task())
        if act is None or act.entered:
            return
        if act.later:
            act.wrote = True
            return
        values = {"id": act.update_id, "done": True, "body": None, "came_at": None, "at": self._clock.now()}
        entered = await tx.execute(_ENTER, values)
        if not entered.rowcount:
            raise AlreadyDone
        if act.step is not None:
            await act.step(tx)
        act.entered = True
