"""A machine of whatever changes spaces, and how: each load must be what it is without anything remembered."""

import asyncio
import shutil
import sqlite3
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple, TypeVar

from cryptography.fernet import Fernet
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.encrypted import Cipher
from bot.db.engine import READERS, Database
from bot.db.inline import Here
from bot.db.remembered import Remembered
from bot.features.question.preferences import DEPTH, MUTED, QUESTION_ON
from bot.spaces import store
from bot.spaces.model import VOUCHED, PartnerState, SpaceState
from tests.prepared import Fresh
from tests.stage import MONDAY

T = TypeVar("T")

SPACES = PEOPLE = CHATS = (1, 2, 3)
_FEW = st.sampled_from((1, 2, 3))
_OF_OTHERS = (
    "UPDATE people SET zone = 'Asia/Tokyo' WHERE id = {0}",
    "UPDATE people SET door_open = 1 - door_open WHERE id = {0}",
    "DELETE FROM people WHERE id = {0}",
    "UPDATE spaces SET zone = 'UTC' WHERE id = {0}",
    "UPDATE partners SET away = 1 - away WHERE person_id = {0}",
    "DELETE FROM partners WHERE person_id = {0}",
    "UPDATE OR REPLACE partners SET space_id = {0} WHERE person_id = {0}",
    "INSERT OR REPLACE INTO preferences (space_id, person_id, key, value) "
    "SELECT id, {0}, 'spaces.vouched', '1' FROM spaces",
    "UPDATE preferences SET value = '0' WHERE value = '1'",
    "UPDATE OR REPLACE preferences SET person_id = {0} WHERE person_id <> 0",
    "DELETE FROM preferences WHERE person_id = {0}",
    "DELETE FROM spaces WHERE id = {0}",
)


class Change(NamedTuple):
    """One thing done to a space or a person, by its name in `_do`."""

    what: str
    space: int
    person: int
    value: int


_KINDS = (
    *("sees", "opens_door", "sets_zone", "creates", "changes_state", "changes_thread", "moves", "leaves"),
    *("puts_ours", "puts_mine", "puts_private", "puts_back", "joins", "goes_away", "erases", "forgets"),
)
CHANGES = st.lists(st.builds(Change, st.sampled_from(_KINDS), _FEW, _FEW, _FEW), min_size=1, max_size=4)


async def _do(tx: AsyncConnection, it: Change) -> None:
    exists = await store.by_id(tx, it.space) is not None
    match it.what:
        case "sees":
            await store.see_person(tx, it.person, f"Name {it.value}", MONDAY)
        case "opens_door":
            await store.open_door(tx, it.person, is_open=it.value == 1)
        case "sets_zone":
            await store.set_person_zone(tx, it.person, ("UTC", "Asia/Tokyo", "Europe/Paris")[it.value - 1])
        case "forgets":
            await store.forget_people(tx, [it.person])
        case "creates":
            if await store.by_chat(tx, -it.value) is None:
                await store.create(tx, -it.value, it.person, "Europe/Berlin", MONDAY)
        case _ if not exists:
            return
        case "changes_state":
            await store.change(tx, it.space, state=tuple(SpaceState)[it.value - 1], active_at=MONDAY)
        case "changes_thread":
            await store.change(tx, it.space, thread_id=it.value, removed_at=MONDAY + timedelta(it.value))
        case "moves":
            await store.move(tx, -it.space, -it.value)
        case "leaves":
            await store.forget_partner(tx, it.space, it.person)
        case "puts_ours":
            await store.put(tx, it.space, QUESTION_ON.to(it.value == 1))
        case "puts_mine" | "puts_private" | "puts_back":
            choice = {"puts_mine": VOUCHED.to(True), "puts_private": DEPTH.to(it.value)}
            choices = (choice[it.what],) if it.what in choice else (VOUCHED.to(False), DEPTH.to(3))
            await store.put(tx, it.space, *choices, MUTED.to(frozenset({"money"})), person_id=it.person)
        case "joins":
            await store.set_partner(tx, it.space, it.person, tuple(PartnerState)[it.value % 2])
        case "goes_away":
            await store.change_partner(tx, it.space, it.person, away=it.value == 1)
        case "erases":
            await store.erase(tx, it.space)


async def _all(tx: AsyncConnection) -> list[Any]:
    """Return every space in each way in which one is asked for."""
    states = tuple(SpaceState)
    return [
        [await store.by_id(tx, it) for it in SPACES],
        [await store.by_chat(tx, -it) for it in CHATS],
        [await store.of_person(tx, it, states=states) for it in PEOPLE],
        [await store.living_with(tx, it) for it in PEOPLE],
    ]


async def looks(tx: AsyncConnection) -> list[Any]:
    """Load everything in a transaction, and once more with nothing remembered; both must be the same."""
    assert isinstance(tx, Here)
    found, remembered = await _all(tx), tx.remembered
    tx.remembered = Remembered(0)
    try:
        assert found == await _all(tx)
    finally:
        tx.remembered = remembered
    assert len(remembered) <= len(SPACES) + 20
    return found


class Remembering(RuleBasedStateMachine):
    """Writes that last, that are taken back alone or with all others, older snapshots, other connections."""

    def __init__(self) -> None:
        """Begin with two spaces, in which two people are."""
        super().__init__()
        self._loop = asyncio.new_event_loop()
        self._folder = Path(mkdtemp())
        path = self._folder / "test.db"
        self._run(Fresh.at(path))
        self._db = Database(f"sqlite+aiosqlite:///{path}", Cipher([Fernet.generate_key().decode()]))
        self._other = sqlite3.connect(path, isolation_level=None)
        self._readers: list[tuple[AsyncExitStack, AsyncConnection, list[Any] | None]] = []
        begins = [Change("sees", 1, person, 1) for person in (1, 2)]
        begins += [Change("creates", 1, 1, chat) for chat in (1, 2)]
        begins += [Change("joins", space, person, 1) for space in (1, 2) for person in (1, 2)]
        self._run(self._write(begins))

    def teardown(self) -> None:
        """Close everything."""
        while self._readers:
            self._closes()
        self._run(self._db.close())
        self._other.close()
        self._loop.close()
        shutil.rmtree(self._folder)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(work)

    async def _write(self, changes: Sequence[Change], *, fails: bool = False) -> None:
        async with self._db.write() as tx:
            for it in changes:
                await _do(tx, it)
                await looks(tx)
            if fails:
                raise LookupError
        await self._look()

    async def _look(self) -> None:
        async with self._db.read() as tx:
            await looks(tx)

    @rule(changes=CHANGES, fails=st.booleans())
    def writes(self, changes: Sequence[Change], fails: bool) -> None:
        """One write, which may be taken back."""
        with suppress(LookupError):
            self._run(self._write(changes, fails=fails))
        self._run(self._look())

    @rule(
        parts=st.lists(st.tuples(CHANGES, st.booleans()), min_size=2, max_size=4),
        lasts=st.booleans(),
    )
    def writes_together(self, parts: Sequence[tuple[Sequence[Change], bool]], lasts: bool) -> None:
        """Several writes in one transaction: some are taken back alone, or all, as the commit fails."""
        self._run(self._together(parts, lasts))
        self._run(self._look())

    async def _together(self, parts: Sequence[tuple[Sequence[Change], bool]], lasts: bool) -> None:
        writes = [self._write(changes, fails=fails) for changes, fails in parts]
        outcomes = await asyncio.gather(*writes, *(() if lasts else (self._break(),)), return_exceptions=True)
        for outcome in outcomes:
            if outcome is not None and not isinstance(outcome, LookupError):
                assert not lasts
                assert isinstance(outcome, sqlite3.IntegrityError | IntegrityError), outcome

    async def _break(self) -> None:
        """Write what refuses the whole transaction at its end."""
        async with self._db.write() as tx:
            await tx.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            await tx.exec_driver_sql(
                "INSERT INTO partners (space_id, person_id, state, away) VALUES (99, 1, '', 0)"
            )
            await looks(tx)

    @rule(what=st.sampled_from(_OF_OTHERS), of=_FEW, lasts=st.booleans())
    def another_process_writes(self, what: str, of: int, lasts: bool) -> None:
        """Another connection writes, as another process would, and knows nothing of ours."""
        self._other.execute("PRAGMA foreign_keys = ON")
        self._other.execute("BEGIN IMMEDIATE")
        try:
            self._other.execute(what.format(of))
        except sqlite3.IntegrityError:  # it refers to a space or a person that is not there
            lasts = False
        self._run(self._look())
        self._other.execute("COMMIT" if lasts else "ROLLBACK")
        self._run(self._look())

    @precondition(lambda self: len(self._readers) < READERS - 1)
    @rule(looks_now=st.booleans())
    def somebody_begins_to_read(self, looks_now: bool) -> None:
        """A reader stays open, with the snapshot of its first look."""
        self._run(self._begin(looks_now))

    async def _begin(self, looks_now: bool) -> None:
        stack = AsyncExitStack()
        tx = await stack.enter_async_context(self._db.read())
        self._readers.append((stack, tx, await looks(tx) if looks_now else None))

    @precondition(lambda self: bool(self._readers))
    @rule(which=st.integers(0, READERS))
    def a_reader_looks_again(self, which: int) -> None:
        """A reader sees what it saw at its first look, whatever was written since."""
        stack, tx, seen = self._readers.pop(which % len(self._readers))
        found = self._run(looks(tx))
        assert seen is None or found == seen
        self._readers.append((stack, tx, found))

    @precondition(lambda self: bool(self._readers))
    @rule()
    def a_reader_ends(self) -> None:
        """A reader closes."""
        self._closes()

    def _closes(self) -> None:
        stack, *_ = self._readers.pop()
        self._run(stack.aclose())
