"""Passed on before r0026: what a pause of then let go is told to nobody now, the rest as it was to be."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.db import migrate
from bot.db.engine import Database
from tests.db.upgrading import brought_before

_SPACE = (
    "INSERT INTO spaces (id, chat_id, inviter_id, state, zone, created_at, question_on, question_time, "
    "question_days, kindness_mode, kindness_time, kindness_days, rest_days, quiet_from, quiet_until, pace, "
    "quiet_told, month_asked, public) VALUES (7, -7, 1, 'active', 'Europe/Berlin', '2026-07-01', 1, "
    "'09:00:00.000000', 'xxxxxxx', 'own', '12:30:00.000000', 'xxxxxxx', '.......', '22:00:00.000000', "
    "'07:00:00.000000', 'daily', 0, 0, 0)"
)
_AUTHOR = "INSERT INTO people (id, name, zone, door_open, seen_at) VALUES (1, :name, :zone, 1, '2026-07-01')"
_PLAN = (
    "INSERT INTO plan (space_id, person_id, ritual, next_date, next_due, claimed_date) "
    "VALUES (7, 0, 'checkin_morning', '2026-07-16', '2026-07-16 07:00:01.000000', '2026-07-12')"
)
_EVENING = (
    "INSERT INTO evenings (space_id, person_id, local_date, wish, step, passed_on, told_at, began_at, told) "
    "VALUES (7, 1, :evening, NULL, 'done', 1, :told_at, '2026-07-10', 0)"
)
_WAITING = (
    "INSERT INTO outbox (space_id, person_id, kind, ref, loud, not_before, fresh_until, state, tries) "
    "VALUES (7, 0, 'checkin.morning', 1, 0, '2026-07-13 07:00:01.000000', :until, 'waiting', 0)"
)
_THEN = "2026-07-12 07:00:00.000000"


async def is_to_be_told(
    db: Database,
    folder: Path,
    evening: str,
    *,
    zone: str | None = "Europe/Berlin",
    told_at: str | None = None,
    waits_until: str | None = None,
) -> bool:
    """Return whether a day tells an evening's wish, after a pause from the 12th to the 16th of July."""
    await brought_before(db, "0026", folder)
    async with db.write() as tx:
        await tx.execute(text(_SPACE))
        await tx.execute(text(_AUTHOR), {"name": "", "zone": zone})
        await tx.execute(text(_PLAN))
        values = {"evening": evening, "told_at": told_at}
        await tx.execute(text(_EVENING), values)
        if waits_until is not None:
            await tx.execute(text(_WAITING), {"until": waits_until})
    await migrate.upgrade(db)
    async with db.read() as tx:
        return bool(await tx.scalar(text("SELECT tells_on IS NOT NULL FROM evenings")))


@pytest.mark.parametrize("zone", ["Europe/Berlin", None])
@pytest.mark.parametrize("evening", ["2026-07-09", "2026-07-12", "2026-07-14"])
async def test_a_wish_whose_morning_a_pause_passed_over_is_not_told_late(
    empty: Database, tmp_path: Path, evening: str, zone: str | None
) -> None:
    assert not await is_to_be_told(empty, tmp_path, evening, zone=zone)


@pytest.mark.parametrize(("until", "is_told"), [("2026-08-12", True), ("2026-07-13", False)])
async def test_a_wish_whose_message_still_waits_for_the_group_is_still_to_be_told(
    empty: Database, tmp_path: Path, until: str, *, is_told: bool
) -> None:
    waits_until = f"{until} 13:00:01.000000"
    assert await is_to_be_told(empty, tmp_path, "2026-07-12", waits_until=waits_until) is is_told


async def test_a_wish_of_last_evening_is_still_to_be_told(empty: Database, tmp_path: Path) -> None:
    assert await is_to_be_told(empty, tmp_path, "2026-07-15")


async def test_a_wish_of_the_morning_that_was_claimed_may_be_on_its_way(
    empty: Database, tmp_path: Path
) -> None:
    assert await is_to_be_told(empty, tmp_path, "2026-07-11")


async def test_a_wish_that_a_post_carries_waits_for_what_becomes_of_it(
    empty: Database, tmp_path: Path
) -> None:
    assert await is_to_be_told(empty, tmp_path, "2026-07-12", told_at=_THEN)


async def test_an_evening_of_elsewhere_may_be_told_a_morning_later(empty: Database, tmp_path: Path) -> None:
    assert await is_to_be_told(empty, tmp_path, "2026-07-14", zone="America/Los_Angeles")
