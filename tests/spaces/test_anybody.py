"""Whether anybody has joined at all: what a start says (what it reads: tests/db/test_at_rest.py)."""

import pytest
from sqlalchemy import insert

from bot.db.engine import Database
from bot.db.tables import partners, people, spaces
from bot.spaces import store
from bot.spaces.model import PartnerState, SpaceState
from tests.stage import MONDAY


async def put(db: Database, state: SpaceState, seat: PartnerState) -> None:
    async with db.write() as tx:
        await tx.execute(insert(people).values(id=1, name="Ana", zone="UTC", seen_at=MONDAY))
        await tx.execute(
            insert(spaces).values(id=7, chat_id=-7, inviter_id=1, state=state, zone="UTC", created_at=MONDAY)
        )
        await tx.execute(insert(partners).values(space_id=7, person_id=1, state=seat))


async def anybody(db: Database) -> bool:
    async with db.read() as tx:
        return await store.anybody_in(tx)


@pytest.mark.parametrize(
    ("state", "seat", "found"),
    [
        (SpaceState.ACTIVE, PartnerState.IN, True),
        (SpaceState.ACTIVE, PartnerState.INVITED, False),
        (SpaceState.INVITING, PartnerState.IN, False),
        (SpaceState.CLOSED, PartnerState.IN, False),
    ],
)
async def test_somebody_is_in_an_active_space(
    db: Database, state: SpaceState, seat: PartnerState, found: bool
) -> None:
    assert not await anybody(db)
    await put(db, state, seat)
    assert await anybody(db) is found
