"""Asked for before r0027: a prompt for a setting lives for ten minutes, any other as long as it did."""

from pathlib import Path

from sqlalchemy import text

from bot.db import migrate
from bot.db.engine import Database
from tests.db.upgrading import brought_before

_BEFORE = (
    "INSERT INTO awaited (id, person_id, chat_id, kind, ref, made_at, until) VALUES "
    "(1, 5, 5, 'time', 0, '2026-07-01 10:00:00.250000', '2026-07-02 22:00:00.250000'), "
    "(2, 5, 5, 'pairing.city', 0, '2026-07-01 10:00:00.000000', '2026-07-01 10:05:00.000000'), "
    "(3, 5, 5, 'answer', 9, '2026-07-01 10:00:00.000000', '2026-07-02 22:00:00.000000')"
)


async def test_prompts_of_before_are_left_as_new_ones_are(empty: Database, tmp_path: Path) -> None:
    await brought_before(empty, "0027", tmp_path)
    async with empty.write() as tx:
        await tx.execute(text(_BEFORE))
    await migrate.upgrade(empty)
    async with empty.read() as tx:
        found = await tx.execute(text("SELECT until, brief, left_at FROM awaited ORDER BY id"))
        assert [tuple(row) for row in found.all()] == [
            ("2026-07-01 10:10:00.250000", 1, None),
            ("2026-07-01 10:05:00.000000", 1, None),
            ("2026-07-02 22:00:00.000000", 0, None),
        ]
