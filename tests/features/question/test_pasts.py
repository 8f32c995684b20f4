"""What a pick knows of a couple's cards: sums of the older ones, once they have settled, and the rest."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import Update, delete, insert, select, update
from sqlalchemy.sql.dml import Delete, Insert

from bot.config import Settings
from bot.db.damage import Unusable
from bot.db.engine import Database
from bot.db.lock import AlreadyRunning, InstanceLock
from bot.db.tables import cards, marks, numberings, pasts, posts, spaces
from bot.features.question import pasts as known_of
from bot.features.question.pasts import AT_ONCE, Known
from bot.summing import rebuild
from content.bank import Bank
from content.past import Asked, Couple
from content.picker import pick_question
from schedules.posts import PostState
from tests.conftest import Couple as Life
from tests.content.make import question
from tests.db.test_rotate import moved_to_a_key_file
from tests.features.question.acts import morning
from tests.people import there
from tests.stage import BANK

FIRST = date(2026, 3, 1)
DAYS = 40
LASTS = 7
ITEMS = sorted(BANK.questions)
TAGS = frozenset(BANK.packs)


async def lived(db: Database, days: int = DAYS, *, space: int = 1, items: Sequence[str] = ITEMS) -> None:
    """Write down that a couple had a card each day; the last seven are open still."""
    async with db.write() as tx:
        at = noon(0)
        await tx.execute(
            insert(spaces).values(id=space, inviter_id=1, state="active", zone="UTC", created_at=at)
        )
        for day in range(days):
            await asks(tx, day, items[day * 7 % len(items)], space=space, days=days, joint=day % 3 == 1)


async def asks(
    tx: Any, day: int, item: str, *, space: int = 1, days: int = DAYS, joint: bool = False, post: int = 0
) -> int:
    """Write down a card of a day; return its number."""
    number: int = post
    if not post:
        is_open = day > days - 1 - LASTS
        values = {
            "space_id": space,
            "ritual": "question",
            "local_date": FIRST + timedelta(day),
            "due_at": noon(day),
            "closes_at": noon(day + LASTS),
            "state": PostState.OPEN if is_open else PostState.CLOSED,
        }
        number = (await tx.execute(insert(posts).values(values))).inserted_primary_key[0]
    card = {
        "space_id": space,
        "post_id": number,
        "seq": 2 if post else 1,
        "item_id": item,
        "revealed_at": noon(day) if joint else None,
    }
    return int((await tx.execute(insert(cards).values(card))).inserted_primary_key[0])


def noon(day: int) -> datetime:
    return datetime.combine(FIRST + timedelta(day), time(12), tzinfo=UTC)


async def knows(db: Database, day: int = DAYS, space: int = 1) -> Known:
    """Return what is known on a day, counted from the first."""
    async with db.read() as tx:
        return await known_of.known(tx, space, FIRST + timedelta(day), noon(day))


async def sums_up(db: Database, bank: Bank = BANK, day: int = DAYS, space: int = 1) -> Known:
    """Sum up what has settled by a day; return what is known then."""
    async with db.write() as tx:
        past = await known_of.known(tx, space, FIRST + timedelta(day), noon(day))
        await known_of.sum_up(tx, bank, past)
    return await knows(db, day, space)


async def all_cards(db: Database, space: int = 1) -> list[Asked]:
    """Return every card as its row says it."""
    declined = select(marks.c.card_id).where(marks.c.mark == "not_today")
    both = select(
        cards.c.item_id, posts.c.local_date, cards.c.revealed_at, cards.c.talked_at, cards.c.id.in_(declined)
    )
    async with db.read() as tx:
        rows = await tx.execute(
            both.join(posts, posts.c.id == cards.c.post_id)
            .where(cards.c.space_id == space)
            .order_by(cards.c.id)
        )
        return [
            Asked(item, day, joint=bool(opened or talked), not_today=bool(no))
            for item, day, opened, talked, no in rows.all()
        ]


async def is_right(db: Database, past: Known, bank: Bank = BANK, day: int = DAYS) -> bool:
    """Return whether thirty picks from what is known are those from every card."""
    whole = await all_cards(db, past.space_id)
    on = FIRST + timedelta(day)
    couple = Couple(past.space_id, FIRST, tags=TAGS)
    return [
        pick_question(bank, past.cards, couple, on + timedelta(seed), seed, sums=past.sums)
        for seed in range(30)
    ] == [pick_question(bank, whole, couple, on + timedelta(seed), seed) for seed in range(30)]


async def test_what_has_settled_is_summed_up_and_the_rest_is_read(db: Database) -> None:
    await lived(db)
    past = await knows(db)
    assert past.sums is None
    assert past.is_long
    assert len(past.cards) == DAYS
    past = await sums_up(db)
    assert len(there(past.sums).days) == DAYS - LASTS - 1
    assert len(past.cards) == LASTS + 1
    assert not past.is_long
    assert await is_right(db, past)
    later = await sums_up(db, day=DAYS + 1)
    assert len(there(later.sums).days) == DAYS - LASTS


async def test_a_young_couple_has_no_sums(db: Database) -> None:
    await lived(db, LASTS + 4)
    assert not (await knows(db, LASTS + 4)).is_long


async def test_what_both_answered_a_day_ago_has_settled_and_nothing_after_what_is_open(db: Database) -> None:
    await lived(db)
    async with db.write() as tx:
        await tx.execute(update(cards).where(cards.c.id <= DAYS - 3).values(revealed_at=noon(DAYS - 3)))
        await tx.execute(update(cards).where(cards.c.id > DAYS - 3).values(revealed_at=noon(DAYS)))
        await tx.execute(update(cards).where(cards.c.id == DAYS - 4).values(revealed_at=None))
    assert (await knows(db)).through == DAYS - 5
    async with db.write() as tx:
        await tx.execute(update(cards).where(cards.c.id == DAYS - 4).values(talked_at=noon(DAYS - 2)))
    assert (await knows(db)).through == DAYS - 3
    assert await is_right(db, await sums_up(db))


async def test_a_day_is_summed_up_as_a_whole(db: Database) -> None:
    await lived(db)
    at = DAYS - LASTS - 2  # the last but one that has settled; another card came on it, late
    async with db.write() as tx:
        post = (await tx.execute(select(posts.c.id).where(posts.c.local_date == FIRST + timedelta(at)))).one()
        await asks(tx, at, ITEMS[5], post=post.id)
    past = await sums_up(db)
    assert len(there(past.sums).days) == at
    assert [it.day for it in past.cards].count(FIRST + timedelta(at)) == 2
    assert await is_right(db, past)


CARD, JOINT = 3, 5
CHANGES: dict[str, Update | Insert | Delete] = {
    "both talked about it": update(cards).where(cards.c.id == CARD).values(talked_at=noon(DAYS)),
    "it opened late": update(cards).where(cards.c.id == CARD).values(revealed_at=noon(DAYS)),
    "it is shut again": update(cards).where(cards.c.id == JOINT).values(revealed_at=None),
    "it is gone": delete(cards).where(cards.c.id == CARD),
    "its post is gone": delete(posts).where(posts.c.id == CARD),
    "one said not today": insert(marks).values(
        card_id=CARD, person_id=1, space_id=1, mark="not_today", made_at=noon(DAYS)
    ),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_of_what_was_summed_up_drops_the_sums(db: Database, change: str) -> None:
    await lived(db)
    await sums_up(db)
    async with db.write() as tx:
        await tx.execute(CHANGES[change])
    past = await knows(db)
    assert past.sums is None
    assert past.is_long
    assert await is_right(db, await sums_up(db))


async def test_a_not_today_that_is_erased_drops_the_sums_that_hold_it(db: Database) -> None:
    await lived(db)
    async with db.write() as tx:
        await tx.execute(CHANGES["one said not today"])
    assert there((await sums_up(db)).sums).declined
    async with db.write() as tx:
        await tx.execute(delete(marks))
    past = await knows(db)
    assert past.sums is None
    assert not there((await sums_up(db)).sums).declined


async def test_a_change_of_a_later_card_or_of_nothing_that_counts_leaves_the_sums(db: Database) -> None:
    await lived(db)
    await sums_up(db)
    other = {"person_id": 1, "space_id": 1, "made_at": noon(DAYS)}
    async with db.write() as tx:
        await tx.execute(update(cards).where(cards.c.id > DAYS - LASTS).values(talked_at=noon(DAYS)))
        await tx.execute(update(cards).where(cards.c.id == JOINT).values(talked_at=noon(DAYS)))
        await tx.execute(insert(marks).values(card_id=1, mark="heart", **other))
    past = await knows(db)
    assert past.sums is not None
    assert await is_right(db, past)


@pytest.mark.parametrize(
    "broken",
    [
        update(pasts).values(sums=b"none"),
        update(pasts).values(numbering="gone"),
        update(numberings).values(item_ids="q-a\nq-b"),
        delete(numberings),
    ],
)
async def test_sums_that_cannot_be_read_are_made_anew(
    db: Database, broken: Update | Delete, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_of, "_numberings", {})
    await lived(db)
    await sums_up(db)
    monkeypatch.setattr(known_of, "_numberings", {})
    async with db.write() as tx:
        await tx.execute(broken)
    past = await knows(db)
    assert past.sums is None
    assert len(past.cards) == DAYS
    again = await sums_up(db)
    assert again.sums is not None
    assert await is_right(db, again)


async def test_on_a_day_before_the_sums_all_cards_are_read(db: Database) -> None:
    await lived(db)
    await sums_up(db)
    past = await knows(db, day=5)
    assert past.sums is None
    assert await is_right(db, past, day=5)


async def test_sums_outlive_changes_of_the_bank_and_go_on_by_more_numbers(db: Database) -> None:
    await lived(db)
    await lived(db, space=2, items=ITEMS[::-1])
    await sums_up(db)
    moved = {it.id: replace(it, depth=1 + it.depth % 3, options=()) for it in BANK.questions.values()}
    gone = ITEMS[7 * 3]
    new = question(id="q-aaaa-001", topic="play")
    bank = replace(BANK, questions=MappingProxyType({**moved, new.id: new}))
    bank = replace(bank, questions={key: it for key, it in bank.questions.items() if key != gone})
    assert await is_right(db, await knows(db), bank)
    await sums_up(db, bank, space=2)
    async with db.read() as tx:
        assert len((await tx.execute(select(numberings))).all()) == 2
    for space in (1, 2):
        past = await knows(db, space=space)
        for of in (BANK, bank):
            assert await is_right(db, past, of)


async def test_sums_fall_with_their_space(db: Database) -> None:
    await lived(db)
    await sums_up(db)
    async with db.write() as tx:
        await tx.execute(delete(spaces))
    async with db.read() as tx:
        assert (await tx.execute(select(pasts))).all() == []


@pytest.mark.prove
async def test_mornings_bring_sums_which_a_command_makes_anew(couple: Life, tmp_path: Path) -> None:
    """Three weeks of mornings: nobody asks for sums, they come with what has settled."""
    for _day in range(LASTS + 1 + 2 * AT_ONCE):
        card = await morning(couple)
        await couple.ana.taps("We talked about it (both see it)", on=card)
    space = await couple.space()
    settings = await moved_to_a_key_file(couple, tmp_path)
    before = rows_of(settings)
    assert [(row[0], row[1] % AT_ONCE) for row in before] == [(space.id, 0)]
    ago = (couple.stage.clock.now() - datetime.now(UTC)).total_seconds()
    said = await rebuild(settings.model_copy(update={"clock_offset": int(ago)}))
    assert said == "ok: the cards of 1 couples are summed up anew"
    (made,) = rows_of(settings)
    assert made[1] >= before[0][1]
    await couple.stage.start()
    assert "Good morning" in (await morning(couple)).text


async def test_the_command_needs_a_database_that_nobody_uses(couple: Life) -> None:
    settings = couple.stage.settings
    with InstanceLock(settings.database_path), pytest.raises(AlreadyRunning):
        await rebuild(settings)
    with pytest.raises(Unusable, match="no database yet"):
        await rebuild(settings.model_copy(update={"database_url": settings.database_url + ".not"}))


def rows_of(settings: Settings) -> list[tuple[int, int]]:
    """Return (space, last card) of all sums of a database that nobody has open."""
    with closing(sqlite3.connect(settings.database_path)) as database:
        return database.execute("SELECT space_id, through_card FROM pasts").fetchall()
