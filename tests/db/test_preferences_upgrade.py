"""What was chosen before the table of preferences is what both have chosen after it."""

import json
from datetime import time
from pathlib import Path

from sqlalchemy import text

from bot.db import migrate
from bot.db.engine import Database
from bot.features.kindness.preferences import AT, DAYS, MODE
from bot.spaces import store
from bot.spaces.model import Space
from tests.db.upgrading import brought_before

_SPACES = (
    "INSERT INTO spaces (id, chat_id, inviter_id, state, zone, created_at, question_on, question_time, "
    "question_days, kindness_mode, kindness_time, kindness_days, rest_days, quiet_from, quiet_until, pace, "
    "quiet_told, month_asked, public, changed_from) VALUES "
    "(7, -7, 1, 'active', 'UTC', '2026-07-01', 1, '09:00:00.000000', 'xxxxxxx', 'own', '12:30:00.000000', "
    "'xxxxxxx', '.......', '22:00:00.000000', '07:00:00.000000', 'daily', 0, 0, 0, NULL), "
    "(8, -8, 1, 'active', 'UTC', '2026-07-01', 0, '18:15:00.000000', 'xxxxx..', 'off', '20:00:00.000000', "
    "'.x.....', '......x', '21:00:00.000000', '08:30:00.000000', 'weekly', 1, 1, 0, :told)"
)
_TOLD = {
    "zone": "UTC",
    "question": [True, "09:00", "xxxxxxx"],
    "kindness": ["with_question", "12:30", "x......"],
    "rest_days": ".......",
    "pace": "daily",
    "quiet": ["22:00", "07:00"],
    "announced": {},
    "paced": False,
}


async def _space(db: Database, space_id: int) -> Space:
    async with db.read() as tx:
        space = await store.by_id(tx, space_id)
    assert space is not None
    return space


async def test_what_was_chosen_before_is_chosen_after(empty: Database, tmp_path: Path) -> None:
    await brought_before(empty, "0061", tmp_path)
    async with empty.write() as tx:
        await tx.execute(text(_SPACES), {"told": json.dumps(_TOLD)})
    await migrate.upgrade(empty)
    plain, chosen = await _space(empty, 7), await _space(empty, 8)
    assert (plain[MODE], plain[AT], plain[DAYS]) == ("own", time(12, 30), "xxxxxxx")
    assert (chosen[MODE], chosen[AT], chosen[DAYS]) == ("off", time(20), ".x.....")
    async with empty.read() as tx:
        stored = await tx.scalar(text("SELECT count(*) FROM preferences WHERE space_id = 7"))
        told = await tx.scalar(text("SELECT changed_from FROM spaces WHERE id = 8"))
    assert stored == 0
    assert json.loads(str(told))["chosen"] == {"kindness.mode": "with_question", "kindness.days": "x......"}
