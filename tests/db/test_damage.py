"""A damaged file or a full disk is one plain line that says what to do; nothing is lost by it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, select

from bot.cli import main
from bot.clock import SystemClock
from bot.config import Settings
from bot.db import backup, keys, migrate
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.db.tables import people

KEY = Fernet.generate_key().decode()
NEW = Fernet.generate_key().decode()
NOW = SystemClock().now() - timedelta(hours=1)
Says = Callable[..., tuple[int, str]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of which every page is in use, and its backup."""
    database = tmp_path / "data" / "kindling.db"

    async def lived_in() -> None:
        db = Database(f"sqlite+aiosqlite:///{database}", Cipher([KEY]))
        await migrate.upgrade(db)
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


def write_a_diary_over_it(path: Path) -> None:
    path.write_text("Dear diary")


COMMANDS = [("run",), ("backup",), ("rotate-key",)]


@pytest.mark.parametrize("spoil", [break_the_beginning, break_the_tables, write_a_diary_over_it])
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


@pytest.mark.parametrize("spoil", [break_the_beginning, break_the_tables, write_a_diary_over_it])
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


def test_what_a_restore_cannot_use_is_called_as_it_was_named(path: Path, says: Says) -> None:
    (copy,) = copies(path)
    code, said = says("restore", str(copy), keys=NEW)
    assert code == 1
    assert said.startswith(f"{copy} needs another key")
    break_the_tables(copy)
    code, said = says("restore", str(copy))
    assert code == 1
    assert said.startswith(f"{copy} is ")
