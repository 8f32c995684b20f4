"""The database comes to its newest shape as a whole or stays as it was."""

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import inspect, text

from bot.db import migrate
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.db.migrate import NewerDatabase
from bot.db.tables import metadata

STEP = """
from alembic import op
revision = "{revision}"
down_revision = {before}
def upgrade():
    {work}
"""


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/test.db", Cipher([Fernet.generate_key().decode()]))
    yield database
    await database.close()


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations" / "versions"
    folder.mkdir(parents=True)
    add_step(folder, "0001", None, "op.execute('CREATE TABLE one (id INTEGER PRIMARY KEY)')")
    return folder


def add_step(folder: Path, revision: str, before: str | None, work: str) -> None:
    text = STEP.format(revision=revision, before=repr(before), work=work)
    (folder / f"r{revision}_step.py").write_text(text)


async def tables(db: Database) -> set[str]:
    async with db.read() as tx:
        return set(await tx.run_sync(lambda connection: inspect(connection).get_table_names()))


async def shape(db: Database) -> dict[str, str]:
    """What SQLite keeps of each table, index and trigger."""
    async with db.read() as tx:
        rows = await tx.execute(text("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
        return {name: sql for name, sql in rows if name != "alembic_version"}


def differing(of: dict[str, str], others: dict[str, str]) -> str:
    """Return the SQL of all that others have not so; the order of constraints means nothing."""
    words = {name: sorted(sql.replace(",", " ").split()) for name, sql in others.items()}
    return ";\n".join(
        sql for name, sql in of.items() if sorted(sql.replace(",", " ").split()) != words.get(name)
    )


async def test_the_migrations_make_exactly_the_tables_the_code_speaks_of(
    db: Database, tmp_path: Path
) -> None:
    await migrate.upgrade(db)
    spoken_of = Database(f"sqlite+aiosqlite:///{tmp_path}/other.db", Cipher([Fernet.generate_key().decode()]))
    async with spoken_of.write() as tx:
        await tx.run_sync(metadata.create_all)
    expected = await shape(spoken_of)
    await spoken_of.close()
    made = await shape(db)
    assert not differing(expected, made), f"the tables ask for\n{differing(expected, made)}"
    assert not differing(made, expected), f"the migrations make\n{differing(made, expected)}"


async def test_the_second_start_changes_nothing(db: Database, steps: Path) -> None:
    await migrate.upgrade(db, steps)
    await migrate.upgrade(db, steps)
    assert await tables(db) == {"one", "alembic_version"}


async def test_only_the_steps_not_yet_seen_run(db: Database, steps: Path) -> None:
    await migrate.upgrade(db, steps)
    add_step(steps, "0002", "0001", "op.execute('CREATE TABLE two (id INTEGER)')")
    add_step(steps, "0003", "0002", "op.execute('ALTER TABLE two ADD COLUMN more TEXT')")
    await migrate.upgrade(db, steps)
    assert await tables(db) == {"one", "two", "alembic_version"}


async def test_steps_follow_each_other_whatever_their_numbers(db: Database, steps: Path) -> None:
    add_step(steps, "0007", "0001", "op.execute('CREATE TABLE seven (id INTEGER)')")
    await migrate.upgrade(db, steps)
    add_step(steps, "0003", "0007", "op.execute('ALTER TABLE seven ADD COLUMN more TEXT')")
    assert migrate.revisions(steps) == ["0001", "0007", "0003"]
    await migrate.upgrade(db, steps)
    async with db.read() as tx:
        assert (await tx.execute(text("SELECT version_num FROM alembic_version"))).all() == [("0003",)]


async def test_a_failing_step_leaves_nothing_of_itself_or_of_the_steps_before_it(
    db: Database, steps: Path
) -> None:
    await migrate.upgrade(db, steps)
    add_step(steps, "0002", "0001", "op.execute('CREATE TABLE two (id INTEGER)')")
    add_step(steps, "0003", "0002", "op.execute('CREATE TABLE three (id INTEGER)'); raise LookupError")
    with pytest.raises(LookupError):
        await migrate.upgrade(db, steps)
    assert await tables(db) == {"one", "alembic_version"}
    async with db.read() as tx:
        assert (await tx.execute(text("SELECT version_num FROM alembic_version"))).all() == [("0001",)]


async def test_a_rebuilt_table_keeps_the_rows_that_refer_to_it(db: Database, steps: Path) -> None:
    await migrate.upgrade(db, steps)
    async with db.write() as tx:
        await tx.execute(text("CREATE TABLE child (one_id INTEGER REFERENCES one ON DELETE CASCADE)"))
        await tx.execute(text("INSERT INTO one VALUES (1)"))
        await tx.execute(text("INSERT INTO child VALUES (1)"))
    rebuild = "CREATE TABLE anew (id INTEGER PRIMARY KEY, x TEXT)|INSERT INTO anew (id) SELECT id FROM one"
    rebuild += "|DROP TABLE one|ALTER TABLE anew RENAME TO one"
    add_step(steps, "0002", "0001", f"[op.execute(sql) for sql in {rebuild!r}.split('|')]")
    await migrate.upgrade(db, steps)
    async with db.write() as tx:
        assert (await tx.execute(text("SELECT one_id FROM child"))).all() == [(1,)]
        assert (await tx.execute(text("PRAGMA foreign_keys"))).scalar_one() == 1


async def test_a_step_that_breaks_a_reference_is_taken_back(db: Database, steps: Path) -> None:
    await migrate.upgrade(db, steps)
    async with db.write() as tx:
        await tx.execute(text("CREATE TABLE child (one_id INTEGER REFERENCES one)"))
        await tx.execute(text("INSERT INTO one VALUES (1)"))
        await tx.execute(text("INSERT INTO child VALUES (1)"))
    add_step(steps, "0002", "0001", "op.execute('DELETE FROM one')")
    with pytest.raises(RuntimeError, match="reference"):
        await migrate.upgrade(db, steps)
    async with db.read() as tx:
        assert (await tx.execute(text("SELECT id FROM one"))).all() == [(1,)]


async def test_a_database_of_a_newer_bot_is_refused_in_one_line(db: Database, steps: Path) -> None:
    add_step(steps, "0002", "0001", "pass")
    await migrate.upgrade(db, steps)
    (steps / "r0002_step.py").unlink()
    with pytest.raises(NewerDatabase, match="update"):
        await migrate.upgrade(db, steps)


def test_a_start_with_nothing_to_do_does_not_import_alembic(tmp_path: Path) -> None:
    start = f"""
import asyncio, sys
from bot.db import migrate
from bot.db.encrypted import Cipher
from bot.db.engine import Database
async def main():
    db = Database("sqlite+aiosqlite:///{tmp_path}/test.db", Cipher(["{Fernet.generate_key().decode()}"]))
    await migrate.upgrade(db)
    await db.close()
asyncio.run(main())
print("alembic" in sys.modules)
"""
    runs = [
        subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=True, timeout=60)
        for _ in range(2)
    ]
    assert [run.stdout.strip() for run in runs] == ["True", "False"]
