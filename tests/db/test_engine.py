"""The promise of bot/db/engine.py: what was acknowledged is on disk, and nothing else is."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Column, Executable, Integer, MetaData, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.db.encrypted import Cipher, EncryptedText
from bot.db.engine import Database, database_path
from bot.db.inline import PersistentConnection

notes = Table(
    "notes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("words", EncryptedText("notes.words")),
)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(
        f"sqlite+aiosqlite:///{tmp_path}/data/test.db", Cipher([Fernet.generate_key().decode()])
    )
    async with database.write() as tx:
        await tx.run_sync(notes.metadata.create_all)
    yield database
    await database.close()


async def write_then_fail(db: Database, *statements: Executable) -> None:
    async with db.write() as tx:
        for statement in statements:
            await tx.execute(statement)
        raise LookupError


async def write(db: Database, *statements: Executable) -> None:
    async with db.write() as tx:
        for statement in statements:
            await tx.execute(statement)


async def count(db: Database) -> int:
    async with db.read() as tx:
        return (await tx.execute(select(func.count()).select_from(notes))).scalar_one()


async def cancel_when(reached: asyncio.Event, task: "asyncio.Task[None]") -> None:
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_commit_is_there_for_another_process(db: Database) -> None:
    async with db.write() as tx:
        await tx.execute(insert(notes).values(id=1))
    with sqlite3.connect(db.path) as other:
        assert other.execute("SELECT id FROM notes").fetchall() == [(1,)]
    other.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10000),
    ],
)
async def test_both_kinds_of_connection_keep_the_promised_settings(
    db: Database, pragma: str, value: object
) -> None:
    async with db.write() as tx:
        assert (await tx.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value
    async with db.read() as tx:
        assert (await tx.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value


async def test_forty_writers_at_once_all_write_and_none_sees_half_a_write(db: Database) -> None:
    async with db.write() as tx:
        await tx.execute(insert(notes).values(id=1000))

    async def read_then_write(number: int) -> None:
        async with db.write() as tx:
            seen = (await tx.execute(select(func.count()).select_from(notes))).scalar_one()
            await tx.execute(insert(notes).values(id=seen))

    await asyncio.gather(*(read_then_write(number) for number in range(40)))
    assert await count(db) == 41


async def test_an_error_in_the_block_takes_everything_back(db: Database) -> None:
    with pytest.raises(LookupError):
        await write_then_fail(db, insert(notes).values(id=1))
    assert await count(db) == 0


async def test_a_refused_statement_takes_everything_back_and_the_next_write_works(db: Database) -> None:
    with pytest.raises(IntegrityError):
        await write(db, insert(notes).values(id=1), insert(notes).values(id=1))
    async with db.write() as tx:
        await tx.execute(insert(notes).values(id=2))
    assert await count(db) == 1


async def test_ddl_is_taken_back_too(db: Database) -> None:
    with pytest.raises(LookupError):
        await write_then_fail(db, text("CREATE TABLE half (id INTEGER)"))
    async with db.read() as tx:
        assert (await tx.execute(text("SELECT name FROM sqlite_schema WHERE name = 'half'"))).all() == []


async def test_a_cancelled_block_takes_everything_back_and_the_next_write_works(db: Database) -> None:
    inside = asyncio.Event()

    async def dawdle() -> None:
        async with db.write() as tx:
            await tx.execute(insert(notes).values(id=1))
            inside.set()
            await asyncio.Event().wait()

    await cancel_when(inside, asyncio.create_task(dawdle()))
    async with db.write() as tx:
        await tx.execute(insert(notes).values(id=2))
    assert await count(db) == 1


@pytest.mark.parametrize("steps", range(12))
async def test_wherever_a_cancellation_strikes_the_write_is_whole_or_absent_and_the_next_works(
    db: Database, steps: int
) -> None:
    task = asyncio.create_task(write(db, insert(notes).values(id=1), insert(notes).values(id=2)))
    for _ in range(steps * 3):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    async with db.write() as tx:
        await tx.execute(insert(notes).values(id=3))
    assert await count(db) in (1, 3)


async def test_a_cancellation_during_the_commit_lets_it_end(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    committing = asyncio.Event()
    run = PersistentConnection.run_in_thread

    async def announced(standing: PersistentConnection, statement: str) -> None:
        if statement == "COMMIT":
            committing.set()
            await asyncio.sleep(0)
        await run(standing, statement)

    monkeypatch.setattr(PersistentConnection, "run_in_thread", announced)

    await cancel_when(committing, asyncio.create_task(write(db, insert(notes).values(id=1))))
    assert await count(db) == 1


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every wait for the disk that ends a transaction."""
    seen: list[str] = []
    run = PersistentConnection.run_in_thread

    async def noted(standing: PersistentConnection, statement: str) -> None:
        if statement == "COMMIT":
            seen.append(statement)
        await run(standing, statement)

    monkeypatch.setattr(PersistentConnection, "run_in_thread", noted)
    return seen


async def test_writes_that_wait_together_wait_for_the_disk_once(db: Database, commits: list[str]) -> None:
    await asyncio.gather(*(write(db, insert(notes).values(id=number)) for number in range(1, 41)))
    assert await count(db) == 40
    assert len(commits) <= 3


async def test_one_of_many_that_fails_takes_back_only_its_own(db: Database, commits: list[str]) -> None:
    writes = [write(db, insert(notes).values(id=number)) for number in range(1, 21)]
    fails = [write_then_fail(db, insert(notes).values(id=100 + number)) for number in range(5)]
    both = await asyncio.gather(fails[0], *writes, *fails[1:], return_exceptions=True)
    assert [type(result) for result in both].count(LookupError) == 5
    assert await count(db) == 20
    assert len(commits) <= 3


async def test_nobody_is_told_that_it_is_on_disk_when_the_commit_fails(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = PersistentConnection.run_in_thread

    async def full(standing: PersistentConnection, statement: str) -> None:
        if statement == "COMMIT":
            raise sqlite3.OperationalError("database or disk is full")
        await run(standing, statement)

    with monkeypatch.context() as patched:
        patched.setattr(PersistentConnection, "run_in_thread", full)
        results = await asyncio.gather(
            *(write(db, insert(notes).values(id=number)) for number in range(1, 11)), return_exceptions=True
        )
    assert {type(result) for result in results} == {sqlite3.OperationalError}
    assert await count(db) == 0
    await write(db, insert(notes).values(id=1))
    assert await count(db) == 1


async def test_a_transaction_that_sqlite_ends_fails_for_all_who_wrote_into_it(db: Database) -> None:
    async def ended_by_sqlite() -> None:
        async with db.write() as tx:
            await tx.execute(insert(notes).values(id=100))
            await tx.execute(text("INSERT OR ROLLBACK INTO notes (id) VALUES (100)"))

    writes = [write(db, insert(notes).values(id=number)) for number in range(1, 6)]
    results = await asyncio.gather(*writes, ended_by_sqlite(), return_exceptions=True)
    told = [result is None for result in results]
    assert told[-1] is False
    assert await count(db) == sum(told)
    await write(db, insert(notes).values(id=200))


@pytest.mark.parametrize("steps", range(12))
async def test_whoever_began_the_transaction_may_be_cancelled_and_the_others_write(
    db: Database, steps: int
) -> None:
    first = asyncio.create_task(write(db, insert(notes).values(id=1)))
    others = [asyncio.create_task(write(db, insert(notes).values(id=number))) for number in range(2, 8)]
    for _ in range(steps):
        await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first])
    await asyncio.gather(*others)
    assert await count(db) in (6, 7)


@pytest.mark.parametrize("steps", range(12))
async def test_whoever_waits_to_write_may_give_up_and_the_one_before_is_still_written(
    db: Database, steps: int
) -> None:
    first = asyncio.create_task(write(db, insert(notes).values(id=1)))
    second = asyncio.create_task(write(db, insert(notes).values(id=2)))
    for _ in range(steps):
        await asyncio.sleep(0)
    second.cancel()
    await asyncio.wait_for(first, 5)
    await asyncio.wait([second])
    await write(db, insert(notes).values(id=3))
    assert await count(db) in (2, 3)


async def test_a_write_waits_for_another_process_and_keeps_nobody_else_waiting(db: Database) -> None:
    await write(db, insert(notes).values(id=1))
    other = sqlite3.connect(db.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waits = asyncio.create_task(write(db, insert(notes).values(id=2)))
    for _ in range(20):
        assert await count(db) == 1
    assert not waits.done()
    other.execute("COMMIT")
    other.close()
    await waits
    assert await count(db) == 2


async def test_whoever_waits_for_another_process_may_give_up_and_the_next_write_works(db: Database) -> None:
    other = sqlite3.connect(db.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waits = asyncio.create_task(write(db, insert(notes).values(id=1)))
    for _ in range(20):
        assert await count(db) == 0
    waits.cancel()
    await asyncio.sleep(0)
    other.execute("COMMIT")
    other.close()
    await asyncio.wait([waits])
    await write(db, insert(notes).values(id=2))
    assert await count(db) == 1


async def test_what_cannot_be_taken_back_alone_fails_and_the_next_write_works(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = PersistentConnection.run

    def fails(standing: PersistentConnection, statement: str) -> None:
        if statement == "ROLLBACK TO part":  # a failing disk, for which SQLite ends the transaction
            run(standing, "ROLLBACK")
            raise sqlite3.OperationalError("disk I/O error")
        run(standing, statement)

    with monkeypatch.context() as patched:
        patched.setattr(PersistentConnection, "run", fails)
        with pytest.raises(sqlite3.OperationalError):
            await write_then_fail(db, insert(notes).values(id=1))
    async with asyncio.timeout(5):
        await write(db, insert(notes).values(id=2))
    assert await count(db) == 1


async def test_a_first_write_that_gives_up_leaves_no_connection_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/test.db", Cipher([Fernet.generate_key().decode()]))
    first = asyncio.create_task(write(database))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first])
    await database.close()
    for thread in set(threading.enumerate()) - before:
        thread.join(60)  # a thread that has given its last answer may still be on its way out
    assert set(threading.enumerate()) <= before


async def test_the_log_is_emptied_between_the_writes_of_many(db: Database) -> None:
    writes = [write(db, insert(notes).values(id=number)) for number in range(1, 11)]
    await asyncio.gather(*writes[:5], db.checkpoint(), *writes[5:])
    assert await count(db) == 10


async def test_a_reader_keeps_its_snapshot_while_another_writes(db: Database) -> None:
    async with db.read() as reader:
        before = (await reader.execute(select(func.count()).select_from(notes))).scalar_one()
        async with db.write() as tx:
            await tx.execute(insert(notes).values(id=1))
        assert (await reader.execute(select(func.count()).select_from(notes))).scalar_one() == before
    assert await count(db) == before + 1


async def test_a_reader_may_not_write(db: Database) -> None:
    with pytest.raises(DBAPIError, match="readonly"):
        async with db.read() as tx:
            await tx.execute(insert(notes).values(id=1))


async def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_itself(db: Database) -> None:
    async with db.write():
        with pytest.raises(RuntimeError, match="nest"):
            async with db.write():
                pass


async def test_errors_do_not_print_what_was_to_be_stored(db: Database) -> None:
    said = text("INSERT INTO notes (id, words) VALUES (1, :words)").bindparams(words="our words")
    with pytest.raises(IntegrityError) as caught:
        await write(db, said, said)
    assert "our words" not in str(caught.value)


async def test_what_was_erased_is_left_neither_in_the_file_nor_in_the_log(db: Database) -> None:
    async with db.write() as tx:
        await tx.execute(text("INSERT INTO notes (id, words) VALUES (1, 'plain trace')"))
    async with db.write() as tx:
        await tx.execute(text("DELETE FROM notes"))
    await db.checkpoint()
    for file in db.path.parent.iterdir():
        assert b"plain trace" not in file.read_bytes(), file.name


async def test_closing_waits_for_the_running_write(db: Database) -> None:
    inside, go = asyncio.Event(), asyncio.Event()

    async def write_slowly() -> None:
        async with db.write() as tx:
            await tx.execute(insert(notes).values(id=1))
            inside.set()
            await go.wait()

    writing = asyncio.create_task(write_slowly())
    await inside.wait()
    closing = asyncio.create_task(db.close())
    await asyncio.sleep(0)
    assert not closing.done()
    go.set()
    await asyncio.gather(writing, closing)
    with sqlite3.connect(db.path) as other:
        assert other.execute("SELECT count(*) FROM notes").fetchone() == (1,)
    other.close()


def test_a_process_that_dies_without_closing_ends_and_keeps_what_was_committed(tmp_path: Path) -> None:
    script = f"""
import asyncio
from sqlalchemy import text
from bot.db.encrypted import Cipher
from bot.db.engine import Database
async def main():
    db = Database("sqlite+aiosqlite:///{tmp_path}/test.db", Cipher(["{Fernet.generate_key().decode()}"]))
    async with db.write() as tx:
        await tx.execute(text("CREATE TABLE kept (id INTEGER)"))
    async with db.write() as tx:
        await tx.execute(text("CREATE TABLE lost (id INTEGER)"))
        raise SystemExit(3)
asyncio.run(main())
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert run.returncode == 3
    with sqlite3.connect(tmp_path / "test.db") as other:
        assert other.execute("SELECT name FROM sqlite_schema").fetchall() == [("kept",)]
    other.close()


@pytest.mark.parametrize(
    "url", ["postgresql://x/y", "sqlite:///a.db", "sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"]
)
def test_only_a_file_reached_by_aiosqlite_is_a_database(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite\+aiosqlite"):
        database_path(url)
