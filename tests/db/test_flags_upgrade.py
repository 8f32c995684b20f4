"""What a card's reasons said of the ladder in sentences is found by the words that stand for it since."""

from datetime import date
from pathlib import Path

from sqlalchemy import text

from bot.db import migrate
from bot.db.engine import Database
from bot.features.question import rules, store
from tests.db.upgrading import brought_before

_REASONS = (
    "depth 1; topic play; the ladder steps to every other day",
    "depth 2; the ladder steps to once a week",
    "still true; a step of the ladder waits for another card",
    "a step of the ladder was said below the kindness",
    "depth 3; topic money",
)


async def test_each_step_of_the_ladder_is_found_by_its_word(empty: Database, tmp_path: Path) -> None:
    await brought_before(empty, "0100", tmp_path)
    at = "2026-07-13 07:00:00.000000"
    async with empty.write() as tx:
        await tx.execute(
            text(
                "INSERT INTO spaces (id, chat_id, inviter_id, state, zone, created_at, public) "
                f"VALUES (7, -7, 1, 'active', 'UTC', '{at}', 0)"
            )
        )
        for number, reasons in enumerate(_REASONS, 1):
            await tx.execute(
                text(
                    "INSERT INTO posts "
                    "(id, space_id, person_id, ritual, local_date, due_at, closes_at, state) "
                    f"VALUES ({number}, 7, 0, 'question', '2026-07-1{number}', '{at}', '{at}', 'open')"
                )
            )
            await tx.execute(
                text(
                    "INSERT INTO cards (id, space_id, post_id, seq, item_id, drawn_by, reasons) "
                    f"VALUES ({number}, 7, {number}, 1, '', 0, :reasons)"
                ),
                {"reasons": reasons},
            )
    await migrate.upgrade(empty)
    days = [date(2026, 7, 10 + number) for number in range(1, len(_REASONS) + 1)]
    async with empty.read() as tx:
        cards = [card for day in days for card in await store.cards_on(tx, 7, day)]
        waits = [await store.untold_on(tx, 7, day) for day in days]
        below = [await store.told_below_on(tx, 7, day) for day in days]
    assert [rules.rarer_below(card) for card in cards] == [2, 7, None, None, None]
    assert [rules.is_asked_again(card) for card in cards] == [False, False, True, False, False]
    assert waits == [None, None, 3, None, None]
    assert below == [None, None, None, 4, None]
