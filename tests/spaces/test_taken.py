"""Which message was taken for what: found by its number, its chat and its writer together."""

import pytest
from sqlalchemy import insert

from bot.db.engine import Database
from bot.db.tables import spaces
from bot.pieces import Piece
from bot.spaces import taken
from bot.spaces.taken import Taken
from tests.stage import MONDAY

ANSWER = Taken(7, "question.answer", 3)
THANKS = Taken(7, "thanks.words", 3)
ANA, GROUP = 1, -7


@pytest.fixture
async def space(db: Database) -> Database:
    async with db.write() as tx:
        await tx.execute(
            insert(spaces).values(
                id=7, chat_id=GROUP, inviter_id=ANA, state="active", zone="UTC", created_at=MONDAY
            )
        )
    return db


async def test_a_message_is_found_by_its_chat_and_its_writer_alone(space: Database) -> None:
    async with space.write() as tx:
        await taken.note(tx, ANSWER, ANA, GROUP, [Piece(40), Piece(41)])
        await taken.note(tx, THANKS, ANA, ANA, [Piece(40)])
        assert await taken.find(tx, ANA, GROUP, 40) == ANSWER
        assert await taken.find(tx, ANA, ANA, 40) == THANKS
        assert await taken.find(tx, ANA, ANA, 41) is None
        assert await taken.find(tx, 2, GROUP, 40) is None


async def test_a_message_given_up_by_one_is_what_took_it_since(space: Database) -> None:
    async with space.write() as tx:
        await taken.note(tx, ANSWER, ANA, ANA, [Piece(40), Piece(41)])
        await taken.note(tx, THANKS, ANA, ANA, [Piece(41)])
        await taken.forget(tx, ANSWER, ANA)
        assert await taken.find(tx, ANA, ANA, 40) is None
        assert await taken.find(tx, ANA, ANA, 41) == THANKS
