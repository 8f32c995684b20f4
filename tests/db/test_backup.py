"""Backups are whole, proven, kept seven days, and forget nothing that was acknowledged before they began."""

import asyncio
import os
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, select

from bot.clock import SystemClock
from bot.config import Settings
from bot.db import backup, keys
from bot.db.backup import NoBackup
from bot.db.engine import Database
from bot.db.lock import AlreadyRunning, InstanceLock
from bot.db.migrate import NewerDatabase
from bot.db.tables import people
from bot.restoring import back_up, restore
from tests.prepared import Fresh, cipher_of

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = datetime(2026, 7, 13, 4, 0, tzinfo=BERLIN).astimezone(UTC)
KEY = Fernet.generate_key().decode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.model_validate(
        {"database_url": f"sqlite+aiosqlite:///{tmp_path}/data/kindling.db", "encryption_keys": (KEY,)}
    )


@pytest.fixture
async def db(settings: Settings) -> AsyncIterator[Database]:
    database = await opened(settings)
    yield database
    await database.close()


async def opened(settings: Settings) -> Database:
    if not settings.database_path.exists():
        await Fresh.at(settings.database_path)
    database = Database(settings.database_url, cipher_of(KEY))
    await keys.prove(database, database.cipher)
    return database


async def meets(db: Database, number: int) -> None:
    async with db.write() as tx:
        await tx.execute(insert(people).values(id=number, name=f"Person {number}", seen_at=NIGHT))


async def known(db: Database) -> set[int]:
    async with db.read() as tx:
        return set((await tx.scalars(select(people.c.id))).all())


def names(settings: Settings) -> list[str]:
    return [copy.path.name for copy in backup.all_of(settings.database_path)]


def kinds(folder: Path) -> list[str]:
    """Return what lies in the folder of backups: names, the file of erasures without its database's."""
    return [re.sub(r"^erased-[0-9a-f]{16}$", "erased", path.name) for path in folder.iterdir()]


async def test_a_backup_is_one_proven_file_for_its_owner_alone(db: Database, settings: Settings) -> None:
    await meets(db, 1)
    made = await backup.make(db, NIGHT)
    folder = made.path.parent
    assert (folder.stat().st_mode & 0o777, made.path.stat().st_mode & 0o777) == (0o700, 0o600)
    assert sorted(kinds(folder)) == ["erased", "kindling-20260713-020000.db"]
    assert b"Person 1" not in made.path.read_bytes()
    backup.prove(made.path, db.cipher)
    assert sorted(kinds(folder)) == ["erased", "kindling-20260713-020000.db"]


async def test_one_is_due_each_night_and_no_second_one_after_a_restart(settings: Settings) -> None:
    path = settings.database_path
    assert backup.is_due(path, BERLIN, NIGHT)
    db = await opened(settings)
    await backup.make(db, NIGHT)
    await db.close()
    assert not backup.is_due(path, BERLIN, NIGHT + timedelta(hours=23, minutes=59))
    assert backup.is_due(path, BERLIN, NIGHT + timedelta(days=1))
    assert backup.is_due(path, BERLIN, NIGHT + timedelta(days=3, hours=9))


async def test_backups_go_after_seven_days_even_if_no_newer_one_was_made(
    db: Database, settings: Settings
) -> None:
    for day in range(9):
        await backup.make(db, NIGHT + timedelta(days=day))
    last = NIGHT + timedelta(days=8)
    assert [copy.at for copy in backup.all_of(db.path)] == [last - timedelta(days=day) for day in range(7)]
    (db.path.parent / "backups" / "replaced-20260712-000000.db-wal").write_bytes(b"")
    backup.forget(db.path, last + timedelta(days=7))
    assert kinds(db.path.parent / "backups") == ["erased"]


async def test_what_a_wrong_clock_made_goes_once_there_is_one_of_today(
    db: Database, settings: Settings
) -> None:
    await backup.make(db, NIGHT + timedelta(days=4000))
    assert backup.is_due(db.path, BERLIN, NIGHT)
    backup.forget(db.path, NIGHT)
    assert len(names(settings)) == 1
    await backup.make(db, NIGHT)
    assert names(settings) == ["kindling-20260713-020000.db"]


async def test_no_backup_is_made_on_a_disk_that_is_too_full(
    db: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(9, 9, 1))
    with pytest.raises(NoBackup, match="too full"):
        await backup.make(db, NIGHT)
    assert names(settings) == []


async def test_a_restore_under_load_has_everything_acknowledged_before_the_backup_began(
    db: Database, settings: Settings, pytestconfig: pytest.Config
) -> None:
    acknowledged: list[int] = []
    enough = asyncio.Event()

    async def writes(first: int) -> None:
        for number in range(first, first + 150):
            await meets(db, number)
            acknowledged.append(number)
            if len(acknowledged) == 100:
                enough.set()

    writers = [asyncio.create_task(writes(1000 * nth)) for nth in (1, 2, 3)]
    await enough.wait()
    before = set(acknowledged)
    made = await backup.make(db, NIGHT)
    during = set(acknowledged)
    await asyncio.gather(*writers)
    assert during > before  # the writers went on while it was made
    await db.close()
    await restore(settings, made.path)
    restored = await opened(settings)
    found = await known(restored)
    await restored.close()
    assert before <= found
    assert found < set(acknowledged)
    pytestconfig.get_terminal_writer().line(
        f"\na restore under load: {len(before)} writes acknowledged before the backup began, "
        f"{len(before - found)} of them lost; {len(during - before)} acknowledged while it was made"
    )


async def test_the_replaced_database_is_kept_aside_and_can_be_put_back(
    db: Database, settings: Settings
) -> None:
    await meets(db, 1)
    made = await backup.make(db, NIGHT)
    await meets(db, 2)
    await db.close()
    await restore(settings, made.path)
    folder = made.path.parent
    (aside,) = folder.glob("replaced-*.db")
    assert aside.stat().st_mode & 0o777 == 0o600
    restored = await opened(settings)
    assert await known(restored) == {1}
    await restored.close()
    await restore(settings, aside)
    restored = await opened(settings)
    assert await known(restored) == {1, 2}
    await restored.close()


async def test_a_restore_is_refused_while_the_bot_runs(db: Database, settings: Settings) -> None:
    made = await backup.make(db, NIGHT)
    with InstanceLock(settings.database_path), pytest.raises(AlreadyRunning):
        await restore(settings, made.path)


async def test_a_backup_can_be_made_by_hand_while_the_bot_runs(db: Database, settings: Settings) -> None:
    await meets(db, 1)
    with InstanceLock(settings.database_path):
        said = await back_up(settings)
    (copy,) = backup.all_of(settings.database_path)
    assert str(copy.path) in said


async def test_a_backup_by_hand_lets_those_of_a_week_ago_go(db: Database, settings: Settings) -> None:
    now = SystemClock().now()
    for days in (8, 6):
        backup.write(db.path, backup.path_for(db.path, now - timedelta(days=days)), db.cipher)
    await back_up(settings)
    newest, older = backup.all_of(settings.database_path)
    assert newest.at >= now - timedelta(minutes=1)
    assert older.at.date() == (now - timedelta(days=6)).date()


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def scribble(path: Path) -> None:
    path.write_text("Dear diary")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def forget_the_proof(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE meta").close()


@pytest.mark.parametrize("spoil", [cut, scribble, empty, forget_the_proof])
async def test_what_is_no_backup_is_refused_in_one_line_and_changes_nothing(
    db: Database, settings: Settings, spoil: object
) -> None:
    await meets(db, 1)
    made = await backup.make(db, NIGHT)
    spoil(made.path)  # type: ignore[operator]
    await db.close()
    with pytest.raises(NoBackup) as refused:
        await restore(settings, made.path)
    assert str(refused.value).count("\n") == 0
    assert sorted(path.name for path in settings.database_path.parent.iterdir()) == [
        "backups",
        "kindling.db",
        "kindling.db.lock",
    ]
    again = await opened(settings)
    assert await known(again) == {1}
    await again.close()


async def test_a_backup_that_needs_another_key_is_refused(db: Database, settings: Settings) -> None:
    made = await backup.make(db, NIGHT)
    await db.close()
    other = settings.model_copy(update={"encryption_keys": Settings.model_validate(
        {"encryption_keys": (Fernet.generate_key().decode(),)}
    ).encryption_keys})  # fmt: skip
    with pytest.raises(NoBackup, match="another key"):
        await restore(other, made.path)


async def test_a_backup_of_a_newer_bot_is_refused(db: Database, settings: Settings) -> None:
    made = await backup.make(db, NIGHT)
    with closing(sqlite3.connect(made.path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'").close()
    await db.close()
    with pytest.raises(NewerDatabase):
        await restore(settings, made.path)


async def test_the_database_itself_and_a_missing_file_are_no_backups(
    db: Database, settings: Settings
) -> None:
    for file in (settings.database_path, settings.database_path.with_name("nowhere.db")):
        with pytest.raises(NoBackup, match="no backup"):
            await restore(settings, file)
