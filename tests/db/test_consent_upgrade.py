"""Whoever joined before r0024: what their *I'm in* meant stands, and nothing they said is lost."""

from pathlib import Path

from sqlalchemy import text

from bot.db import migrate
from bot.db.engine import Database
from tests.db.upgrading import brought_before

_BEFORE = (
    "INSERT INTO people (id, name, door_open, seen_at) "
    "VALUES (1, 'x', 1, '2026-07-01'), (2, 'y', 1, '2026-07-01')",
    "INSERT INTO spaces (id, chat_id, inviter_id, state, zone, created_at, question_on, question_time, "
    "question_days, kindness_mode, kindness_time, kindness_days, rest_days, quiet_from, quiet_until, pace, "
    "quiet_told, month_asked, public) VALUES (7, -1, 1, 'inviting', 'UTC', '2026-07-01', 1, "
    "'09:00:00.000000', 'xxxxxxx', 'own', '12:30:00.000000', 'xxxxxxx', '.......', '22:00:00.000000', "
    "'07:00:00.000000', 'daily', 0, 0, 0)",
    "INSERT INTO partners (space_id, person_id, state, joined_at, keeps_answers, vouched, depth, muted, "
    "away, reminder_at) VALUES (7, 1, 'in', '2026-07-02', 1, 0, 'd', 'm', 0, '21:30:00.000000'), "
    "(7, 2, 'invited', NULL, 1, 0, 'd', 'm', 0, NULL)",
)


async def test_who_was_in_said_both_with_that_and_is_asked_for_the_check_in_alone(
    empty: Database, tmp_path: Path
) -> None:
    await brought_before(empty, "0024", tmp_path)
    async with empty.write() as tx:
        for statement in _BEFORE:
            await tx.execute(text(statement))
    await migrate.upgrade(empty)
    async with empty.read() as tx:
        columns = "joined_at, adult_at, saving_at, checkin_at, prompted, reader_told, reminder_at"
        found = await tx.execute(text(f"SELECT {columns} FROM partners ORDER BY person_id"))
        in_already, on_the_way = found.all()
    assert tuple(in_already) == ("2026-07-02", "2026-07-02", "2026-07-02", None, 3, 0, "21:30:00.000000")
    assert tuple(on_the_way) == (None, None, None, None, 0, 0, None)
