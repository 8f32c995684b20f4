"""A start, and a tick with nothing to do, cost the same among many couples with a past as among few."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import MovableClock
from bot.db import migrate
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.db.tables import answers, awaited, cards, outbox, partners, people, plan, posts, spaces, updates
from bot.features.question.kinds import NAMES
from bot.features.question.preferences import SAVES_ANSWERS
from bot.sealed import theirs
from bot.spaces import awaited as prompts
from bot.spaces import store
from bot.telegram.inbound.processed import ProcessedUpdates
from schedules import dispatch as letters
from schedules import plan as planned
from schedules import posts as kept_posts
from tests.people import there

pytestmark = pytest.mark.prove

NOW = datetime(2026, 7, 13, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=5)
BEFORE = NOW - timedelta(days=30)
FEW, MANY, PAST = 5, 200, 8


async def _fill(tx: AsyncConnection, couples: int) -> None:
    """Let there be couples with a past of some days, with nothing to do for them now."""
    ids = range(1, couples + 1)
    days = [(space, space * 100 + day, NOW - timedelta(days=day + 2)) for space in ids for day in range(PAST)]
    pairs = [(space, space * 2 + one) for space in ids for one in range(2)]
    for table, rows in (
        (people, [{"id": who, "name": "A", "seen_at": NOW} for _, who in pairs]),
        (spaces, [{"id": it, "chat_id": -it, "inviter_id": it * 2, "state": "active", "zone": "UTC",
                   "created_at": BEFORE, "active_at": BEFORE, "members_at": NOW} for it in ids]),
        (partners, [{"space_id": it, "person_id": who, "state": "in"} for it, who in pairs]),
        (plan, [{"space_id": it, "ritual": "question", "next_date": LATER.date(), "next_due": LATER}
                for it in ids]),
        (posts, [{"id": number, "space_id": it, "ritual": "question", "local_date": at.date(), "due_at": at,
                  "closes_at": at + timedelta(days=1), "state": "closed"} for it, number, at in days]),
        (cards, [{"id": number, "space_id": it, "post_id": number, "seq": 1, "item_id": "x"}
                 for it, number, _ in days]),
        (answers, [{"card_id": number, "person_id": it * 2, "space_id": it, "how": "revealed", "said_at": at}
                   for it, number, at in days]),
        (outbox, [{"space_id": it, "kind": kind, "ref": number, "not_before": at, "claimed_at": at,
                   "state": state, "tries": 2}
                  for kind, state in (("a", "sent"), ("b", "unknown")) for it, number, at in days]),
        (awaited, [{"person_id": it * 2, "chat_id": it * 2, "space_id": it, "kind": "x", "ref": it,
                    "made_at": NOW, "until": LATER} for it in ids]),
        (updates, [{"id": number, "done": True, "at": NOW} for _, number, _ in days]),
    ):  # fmt: skip
        await tx.execute(insert(table), rows)


async def _look(tx: AsyncConnection) -> None:
    """Issue what a start and a tick with its upkeep issue when there is nothing to do."""
    assert await store.anybody_in(tx)
    await letters.recover(tx)
    assert not await kept_posts.are_ahead(tx, NOW)
    assert await planned.next_instant(tx, NOW) == LATER
    assert await letters.next_instant(tx, NOW) is None
    assert not any(await letters.queues(tx, NOW, 200))
    assert not await planned.due_spots(tx, NOW, 200)
    assert not await kept_posts.over(tx, NOW, 200)
    assert not await theirs.not_kept(NAMES, tx, SAVES_ANSWERS, NOW)
    assert not await store.removed_before(tx, NOW)
    assert not await store.to_erase(tx, NOW)
    assert not await store.idle_invitations(tx, BEFORE)
    assert not await store.uncounted_since(tx, NOW - timedelta(days=1), 200)
    assert not await prompts.any_expired(tx, NOW)
    await prompts.forget_expired(tx, NOW)


async def _steps(folder: Path, couples: int, without: str | None = None) -> int:
    """Return how many steps SQLite's machine takes for all of it among that many couples."""
    db = Database(f"sqlite+aiosqlite:///{folder}/{couples}.db", Cipher([Fernet.generate_key().decode()]))
    await migrate.upgrade(db)
    if without is not None:
        async with db.write() as tx:
            await tx.exec_driver_sql(f"DROP INDEX {without}")
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    async with db.write() as tx:
        await _fill(tx, couples)
    processed = ProcessedUpdates(db, MovableClock(NOW))
    for transaction in (db.write, db.read):
        async with transaction() as tx:
            driver = there((await tx.get_raw_connection()).driver_connection)
            await driver.set_progress_handler(count, 1)
    async with db.write() as tx:
        await _look(tx)
    assert await processed.kept() == []
    await processed.forget_old()
    await db.close()
    return steps


async def test_many_couples_with_a_past_cost_no_more_than_few(tmp_path: Path) -> None:
    few, many = await _steps(tmp_path, FEW), await _steps(tmp_path, MANY)
    assert few > 100
    assert many == pytest.approx(few, rel=0.1)


async def test_one_index_less_would_be_seen(tmp_path: Path) -> None:
    few, many = [await _steps(tmp_path, couples, "ix_outbox_unproven") for couples in (FEW, MANY)]
    assert many > 2 * few
