"""A real SQLite file with one active space in it."""

from datetime import UTC, datetime

import pytest

from bot.db.engine import Database
from bot.spaces import store
from bot.spaces.model import PartnerState

NOW = datetime(2026, 7, 13, 7, tzinfo=UTC)
CHAT = -100


@pytest.fixture
async def space_id(db: Database) -> int:
    async with db.write() as tx:
        for person_id, name in ((1, "Ana"), (2, "Ben")):
            await store.see_person(tx, person_id, name, NOW)
        space_id = await store.create(tx, CHAT, 1, "Europe/Berlin", NOW)
        for person_id in (1, 2):
            await store.set_partner(tx, space_id, person_id, PartnerState.IN)
            await store.change_partner(tx, space_id, person_id, joined_at=NOW)
        await store.change(tx, space_id, state="active", active_at=NOW)
    return space_id
