"""Whoever joined before r0024: what their *I'm in* meant stands, and nothing they said is lost."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.db import migrate
from bot.db.engine import Database
from bot.features.checkin.preferences import AGREED_AT, REMINDER
from bot.features.pairing.preferences import ADULT_AT, SAVING_AT
from bot.features.question.preferences import PROMPTED, READER_TOLD
from bot.spaces import store
from bot.spaces.preference import Mine
from tests.db.of_old import of_old
from tests.db.upgrading import brought_before

_BEFORE = (
    "INSERT INTO people (id, name, door_open, seen_at) "
    "VALUES (1, :name, 1, '2026-07-01'), (2, :name, 1, '2026-07-01')",
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
            named = {"name": of_old(empty.cipher, "Ana")} if ":name" in statement else {}
            await tx.execute(text(statement), named)
    await migrate.upgrade(empty)
    async with empty.read() as tx:
        space = await store.by_id(tx, 7)
    assert space is not None
    in_already, on_the_way = space.guest(1), space.guest(2)
    assert in_already is not None
    assert on_the_way is not None
    joined = datetime(2026, 7, 2, tzinfo=UTC)
    asked: tuple[Mine[Any], ...] = ADULT_AT, SAVING_AT, AGREED_AT, PROMPTED, READER_TOLD, REMINDER
    assert in_already.joined_at == joined
    assert on_the_way.joined_at is None
    assert [in_already[it] for it in asked] == [joined, joined, None, 3, False, time(21, 30)]
    assert [on_the_way[it] for it in asked] == [None, None, None, 0, False, None]
