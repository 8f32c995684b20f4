"""What was chosen before the table of preferences is what both have chosen after it."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.changes import before
from bot.db import migrate
from bot.db.engine import Database
from bot.features.kindness.preferences import KINDNESS_DAYS, KINDNESS_MODE
from bot.features.question.preferences import QUESTION_ON
from bot.spaces import store
from bot.spaces.model import Space
from bot.spaces.preference import Preference
from schedules.quiet import QUIET_UNTIL
from tests.db.upgrading import brought_before
from tests.preferring import OF_THE_SPACE

_SPACES = (
    "INSERT INTO spaces (id, chat_id, inviter_id, state, zone, created_at, question_on, question_time, "
    "question_days, kindness_mode, kindness_time, kindness_days, rest_days, quiet_from, quiet_until, pace, "
    "quiet_told, month_asked, public, change_no, changed_from, rest_from, rest_to, joint_at, resting_until) "
    "VALUES "
    "(7, -7, 1, 'active', 'UTC', '2026-07-01', 1, '09:00:00.000000', 'xxxxxxx', 'own', '12:30:00.000000', "
    "'xxxxxxx', '.......', '22:00:00.000000', '07:00:00.000000', 'daily', 0, 0, 0, 0, NULL, NULL, "
    "NULL, NULL, NULL), "
    "(8, -8, 1, 'active', 'UTC', '2026-07-01', 0, '18:15:00.000000', 'xxxxx..', 'off', '20:00:00.000000', "
    "'.x.....', '......x', '21:00:00.000000', '08:30:00.000000', 'weekly', 1, 1, 0, 4, :told, "
    "'2026-07-12', '2026-07-10', '2026-07-02 09:30:00.250000', "
    "'2026-07-20 22:00:00.000000')"
)
_TOLD = {
    "zone": "UTC",
    "question": [False, "09:00", "xxxxxxx"],
    "kindness": ["with_question", "12:30", "x......"],
    "rest_days": ".......",
    "pace": "daily",
    "quiet": ["22:00", "08:00"],
    "announced": {"1": "Asia/Tokyo"},
    "paced": True,
    "step": 2,
}
_CHOSEN = {
    "question_on": False,
    "question_time": time(18, 15),
    "question_days": "xxxxx..",
    "kindness_mode": "off",
    "kindness_time": time(20),
    "kindness_days": ".x.....",
    "rest_days": "......x",
    "rest_from": date(2026, 7, 12),
    "rest_to": date(2026, 7, 10),
    "resting_until": datetime(2026, 7, 20, 22, tzinfo=UTC),
    "quiet_from": time(21),
    "quiet_until": time(8, 30),
    "pace": "weekly",
    "joint_at": datetime(2026, 7, 2, 9, 30, 0, 250000, tzinfo=UTC),
    "quiet_told": True,
    "month_asked": True,
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
    assert {name: plain[it] for name, it in OF_THE_SPACE.items()} == {
        name: it.default for name, it in OF_THE_SPACE.items()
    }
    assert {name: chosen[it] for name, it in OF_THE_SPACE.items()} == _CHOSEN
    told = before(chosen)
    assert before(plain) is None
    assert told is not None
    assert (told.zone, told.announced, told.paced) == ("UTC", {"1": "Asia/Tokyo"}, True)
    assert told.chosen == _stored(
        (KINDNESS_MODE, "with_question"),
        (KINDNESS_DAYS, "x......"),
        (QUESTION_ON, False),
        (QUIET_UNTIL, time(8)),
    )
    async with empty.read() as tx:
        stored = await tx.scalar(text("SELECT count(*) FROM preferences WHERE space_id = 7"))
    assert stored == 0


def _stored(*chosen: tuple[Preference[Any], object]) -> dict[str, str]:
    return {it.key: it.kind.write(value) for it, value in chosen}
