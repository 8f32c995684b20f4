"""A damaged file or a full disk is one plain line that says what to do; nothing is lost by it."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from bot.cli import main
from bot.clock import SystemClock
from bot.config import Settings
from bot.db import backup, engine, keys
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.db.tables import people
from tests.conftest import Couple
from tests.prepared import Fresh, cipher_of

pytestmark = pytest.mark.prove

KEY = Fernet.generate_key().decode()
NEW = Fernet.generate_key().decode()
NOW = SystemClock().now() - timedelta(hours=1)
Says = Callable[..., tuple[int, str]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of which every page is in use, and its backup."""
    database = tmp_path / "data" / "kindling.db"

    async def lived_in() -> None:
        await Fresh.at(database)
        db = Database(f"sqlite+aiosqlite:///{database}", cipher_of(KEY))
        await keys.prove(db, db.cipher)
        async with db.write() as tx:
            await tx.execute(
                insert(people), [{"id": nth, "name": f"Ana {nth}", "seen_at": NOW} for nth in range(1, 200)]
            )
        await backup.make(db, NOW)
        await db.close()

    asyncio.run(lived_in())
    return database


@pytest.fixture
def says(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Says:
    """Run a command on that database; return its exit code and all it says."""
    monkeypatch.chdir(path.parents[1])
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456789:AAF-secret_secret_secret_secret_se")
    monkeypatch.setenv("TELEGRAM_API_BASE", "http://127.0.0.1:9")
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{path}")

    def run(*words: str, keys: str = KEY) -> tuple[int, str]:
        monkeypatch.setenv("ENCRYPTION_KEYS", keys)
        code = main(words)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def copies(path: Path) -> list[Path]:
    return [copy.path for copy in backup.all_of(path)]


def known(path: Path) -> int:
    """Return how many people a database knows by name."""

    async def look() -> int:
        db = Database(f"sqlite+aiosqlite:///{path}", Cipher([NEW, KEY]))
        async with db.read() as tx:
            names = (await tx.scalars(select(people.c.name))).all()
        await db.close()
        return len([name for name in names if name.startswith("Ana ")])

    return asyncio.run(look())


def break_the_beginning(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"not what it was!")


def break_the_tables(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))


def break_the_format(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(47)
        file.write(b"\xff")


def write_a_diary_over_it(path: Path) -> None:
    path.write_text("Dear diary")


SPOILED = [break_the_beginning, break_the_format, break_the_tables, write_a_diary_over_it]
COMMANDS = [("run",), ("backup",), ("rotate-key",)]


@pytest.mark.parametrize("spoil", SPOILED)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_a_damaged_database_ends_a_command_with_one_line_that_says_what_to_do(
    path: Path, says: Says, spoil: Callable[[Path], None], command: tuple[str, ...]
) -> None:
    made = copies(path)
    spoil(path)
    code, said = says(*command, keys=f"{NEW},{KEY}")
    assert code == 1
    assert said.count("\n") == 1, said
    assert str(path) in said
    assert "python -m bot restore" in said
    assert copies(path) == made


@pytest.mark.parametrize("spoil", SPOILED)
def test_the_doctor_says_what_to_do_about_a_damaged_database_and_that_mends_it(
    path: Path, says: Says, spoil: Callable[[Path], None]
) -> None:
    spoil(path)
    code, said = says("doctor")
    assert code == 1
    (line,) = [line for line in said.splitlines() if line.startswith("mend  database: ")]
    assert "python -m bot restore" in line
    assert "the next start makes the tables" not in said
    code, said = says("restore", str(*copies(path)))
    assert (code, said.split(":")[0]) == (0, "ok")
    assert known(path) == 199
    (aside,) = path.parent.glob("backups/replaced-*.db")
    assert aside.exists()


def test_a_database_that_lost_a_table_is_still_ours_to_restore(path: Path, says: Says) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE meta").close()
    code, said = says("restore", str(*copies(path)))
    assert (code, said.split(":")[0]) == (0, "ok")
    assert known(path) == 199


def test_what_a_restore_cannot_use_is_called_as_it_was_named(path: Path, says: Says) -> None:
    (copy,) = copies(path)
    code, said = says("restore", str(copy), keys=NEW)
    assert code == 1
    assert said.startswith(f"{copy} needs another key")
    break_the_tables(copy)
    code, said = says("restore", str(copy))
    assert code == 1
    assert said.startswith(f"{copy} is ")


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_full_disk_is_called_full_and_costs_nothing(
    path: Path, says: Says, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    made = copies(path)
    connect = sqlite3.connect

    def with_little_room(file: Any, *given: Any, **more: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(file, *given, **more)
        if str(file).endswith((".partial", ".restoring")):
            connection.execute("PRAGMA max_page_count = 9").close()
        return connection

    monkeypatch.setattr(sqlite3, "connect", with_little_room)
    code, said = says(command, *(map(str, made) if command == "restore" else ()))
    monkeypatch.undo()
    assert code == 1
    assert said.count("\n") == 1, said
    assert f"the disk of {path.parent}" in said
    assert "full; make room" in said
    assert copies(path) == made
    beside = sorted(file.name for file in made[0].parent.iterdir())
    assert (len(beside), beside[0].startswith("erased-"), beside[1]) == (2, True, made[0].name)
    assert known(path) == 199


def test_a_start_on_a_full_disk_says_so(path: Path, says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    path.unlink()
    monkeypatch.setattr(engine, "_PRAGMAS", (*engine._PRAGMAS, "PRAGMA max_page_count = 9"))
    code, said = says("run")
    assert (code, said) == (1, f"the disk of {path.parent} is full; make room and try again\n")


@pytest.mark.parametrize("command", ["run", "backup", "restore", "rotate-key", "doctor"])
def test_another_programs_database_is_left_as_it_is(path: Path, says: Says, command: str) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE meta (key, value)").close()
        other.execute("CREATE TABLE recipes (name)").close()
    before = path.read_bytes()
    code, said = says(command, *(map(str, copies(path)) if command == "restore" else ()), keys=f"{NEW},{KEY}")
    assert code == 1
    assert f"{path} is a database, but none of Kindling's" in said
    assert command == "doctor" or said.count("\n") == 1, said
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", ["run", "backup", "restore", "rotate-key", "doctor"])
def test_a_file_in_the_place_of_the_backups_is_said_in_one_line(path: Path, says: Says, command: str) -> None:
    (copy,) = copies(path)
    elsewhere = copy.rename(path.with_name("copy.db"))
    shutil.rmtree(copy.parent)
    copy.parent.write_text("Dear diary")
    code, said = says(command, *([str(elsewhere)] if command == "restore" else []), keys=f"{NEW},{KEY}")
    assert code == 1
    assert f"{copy.parent} must be a folder; move the file of that name away\n" in said
    assert command == "doctor" or said.count("\n") == 1, said


async def test_a_disk_that_refuses_costs_the_running_bot_a_tick_and_no_post(
    couple: Couple, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stage = couple.stage
    for refused in ("write", "read"):
        with monkeypatch.context() as broken:
            broken.setattr(stage.kindling.parts.db, refused, full)
            await stage.moves_to_time(9)
        lines = [it.getMessage() for it in caplog.records if it.levelname == "ERROR"]
        assert "the tick failed: the disk is full (OperationalError)" in lines
        assert not [line for line in lines if "INSERT" in line]
        caplog.clear()
        posted = len(couple.group.messages)
        await stage.moves(minutes=1)
        assert len(couple.group.messages) > posted


@asynccontextmanager
async def full() -> AsyncIterator[None]:
    """Stand for a transaction for which the disk has no room."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA max_page_count = 1").close()
        try:
            database.execute("CREATE TABLE answers (body)").close()
        except sqlite3.Error as error:
            raise OperationalError("INSERT INTO answers", ("a word of Ana's",), error) from error
    yield
