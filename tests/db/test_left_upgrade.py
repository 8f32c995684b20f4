"""Asked for before r0027: a prompt for a setting lives for ten minutes, any other as long as it did."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.db import migrate
from bot.db.encrypted import Cipher
from bot.db.engine import Database

_BEFORE = (
    "INSERT INTO awaited (id, person_id, chat_id, kind, ref, made_at, until) VALUES "
    "(1, 5, 5, 'time', 0, '2026-07-01 10:00:00.250000', '2026-07-02 22:00:00.250000'), "
    "(2, 5, 5, 'pairing.city', 0, '2026-07-01 10:00:00.000000', '2026-07-01 10:05:00.000000'), "
    "(3, 5, 5, 'answer', 9, '2026-07-01 10:00:00.000000', '2026-07-02 22:00:00.000000')"
)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/test.db", Cipher([Fernet.generate_key().decode()]))
    yield database
    await database.close()


async def test_prompts_of_before_are_left_as_new_ones_are(db: Database, tmp_path: Path) -> None:
    known = migrate.revisions()
    older = tmp_path / "migrations" / "versions"
    older.mkdir(parents=True)
    for step in migrate.STEPS.glob("r*_*.py"):
        if step.name[1:5] in known[: known.index("0027")]:
            shutil.copy(step, older)
    await migrate.upgrade(db, older)
    async with db.write() as tx:
        await tx.execute(text(_BEFORE))
    await migrate.upgrade(db)
    async with db.read() as tx:
        found = await tx.execute(text("SELECT until, brief, left_at FROM awaited ORDER BY id"))
        assert [tuple(row) for row in found.all()] == [
            ("2026-07-01 10:10:00.250000", 1, None),
            ("2026-07-01 10:05:00.000000", 1, None),
            ("2026-07-02 22:00:00.000000", 0, None),
        ]
