"""The store of posts: one a day, closed once, and found by nobody else's ritual or space."""

from datetime import date, datetime, timedelta

import pytest

from bot.db.engine import Database
from schedules import posts
from schedules.due import Due
from schedules.posts import Post, Whose
from tests.people import there
from tests.schedules.conftest import NOW

DAY = NOW.date()
OVER = NOW + timedelta(hours=20)


@pytest.fixture
def ours(space_id: int) -> Whose:
    return Whose(space_id, "question")


async def begun(db: Database, whose: Whose, day: date = DAY, **values: object) -> int | None:
    async with db.write() as tx:
        return await posts.begin(tx, written(whose, day) | values)


def written(whose: Whose, day: date) -> dict[str, object]:
    due = NOW + (day - DAY)
    closes = {"due_at": due, "closes_at": due + timedelta(hours=20), "state": "open"}
    return key(whose, day) | closes | {"place": "morning", "held_on": day}


def key(whose: Whose, day: date) -> dict[str, object]:
    return {
        "space_id": whose.space_id,
        "person_id": whose.person_id,
        "ritual": whose.ritual,
        "local_date": day,
    }


async def newest_open(db: Database, whose: Whose, now: datetime = NOW) -> Post | None:
    async with db.read() as tx:
        return await posts.newest_open(tx, whose.space_id, whose.ritual, now)


async def test_a_day_has_one_post_of_a_ritual(db: Database, ours: Whose) -> None:
    first = there(await begun(db, ours))
    assert await begun(db, ours) is None
    assert await newest_open(db, ours) == Post(first, ours.space_id, 0, "question", DAY, NOW)


async def test_a_post_asked_for_takes_the_place_of_the_days(db: Database, ours: Whose) -> None:
    first = await begun(db, ours, state="skipped")
    later = NOW + timedelta(hours=5)
    values = {"due_at": later, "closes_at": OVER, "state": "open"}
    async with db.write() as tx:
        assert await posts.begin_anew(tx, key(ours, DAY), values) == first
        assert await posts.due_of(tx, first or 0) == Due(DAY, later)
    assert await newest_open(db, ours) is not None


async def test_a_post_is_closed_once(db: Database, ours: Whose) -> None:
    post_id = await begun(db, ours) or 0
    async with db.write() as tx:
        assert await posts.next_over(tx, NOW) == OVER
        assert [post.id for post in await posts.over(tx, OVER, 9)] == [post_id]
        assert not await posts.over(tx, OVER - timedelta(seconds=1), 9)
        assert await posts.close(tx, post_id)
        assert not await posts.close(tx, post_id)
        assert not await posts.over(tx, OVER, 9)


async def test_a_post_is_found_by_its_own_ritual_and_space_alone(db: Database, ours: Whose) -> None:
    post_id = await begun(db, ours) or 0
    space_id = ours.space_id
    async with db.write() as tx:
        for space, ritual in ((space_id + 1, "question"), (space_id, "kindness")):
            assert await posts.find(tx, space, ritual, post_id) is None
            assert await posts.find_open(tx, space, ritual, post_id, NOW) is None
            assert await posts.on(tx, Whose(space, ritual), DAY) is None
            assert not await posts.settle(tx, space, ritual, post_id)
        assert await posts.closes_at(tx, space_id + 1, post_id) is None
        assert await posts.due_of(tx, post_id, space_id + 1) is None
        assert await posts.find_open(tx, space_id, "question", post_id, OVER) is None
        assert await posts.find_open(tx, space_id, "question", post_id, NOW) is not None
        assert await posts.settle(tx, space_id, "question", post_id)
        assert not await posts.settle(tx, space_id, "question", post_id)


async def test_a_post_that_is_over_can_be_opened_again_and_an_open_one_keeps_its_time(
    db: Database, ours: Whose
) -> None:
    post_id, until = await begun(db, ours) or 0, NOW + timedelta(days=3)
    async with db.write() as tx:
        await posts.reopen(tx, post_id, NOW, until)
        assert await posts.closes_at(tx, ours.space_id, post_id) == OVER
        await posts.skip(tx, post_id)
        await posts.reopen(tx, post_id, NOW, until)
        assert await posts.closes_at(tx, ours.space_id, post_id) == until


async def test_turns_and_refusals_are_told_apart(db: Database, ours: Whose) -> None:
    days = [DAY + timedelta(days=ahead) for ahead in range(3)]
    await begun(db, ours, days[0])
    for day in days[1:]:
        await begun(db, ours, day, state="skipped", place=None)
    async with db.read() as tx:
        assert await posts.newest_turn(tx, ours) == days[0]
        assert await posts.skipped_since(tx, ours, days[0]) == 2
        assert await posts.skipped_on(tx, ours) == days[2]
        assert await posts.holders(tx, ours.space_id, 0, "morning", days[0]) == ["question"]
        assert await posts.holders(tx, ours.space_id, 0, "morning", days[1]) == []
        assert await posts.newest_turn(tx, Whose(ours.space_id, "kindness")) == date.min


async def test_what_says_nothing_leaves_its_place_to_others(db: Database, ours: Whose) -> None:
    post_id = await begun(db, ours) or 0
    async with db.write() as tx:
        await posts.holds_nothing(tx, post_id)
        assert await posts.holders(tx, ours.space_id, 0, "morning", DAY) == []


async def test_a_clock_that_ran_ahead_is_noticed_and_what_it_skipped_forgotten(
    db: Database, ours: Whose
) -> None:
    await begun(db, ours)
    await begun(db, ours, DAY + timedelta(days=2), state="skipped")
    async with db.write() as tx:
        assert await posts.are_ahead(tx, NOW)
        await posts.forget_skipped_ahead(tx, NOW)
        assert not await posts.are_ahead(tx, NOW)
        assert await posts.newest_days(tx, NOW) == [(ours, DAY)]


async def test_who_leaves_takes_their_own_posts_and_those_of_both_are_nobodys(
    db: Database, ours: Whose
) -> None:
    anas, bens = (Whose(ours.space_id, "checkin", person_id) for person_id in (1, 2))
    for whose in (ours, anas, bens):
        await begun(db, whose)
    async with db.write() as tx:
        await posts.disown(tx, ours.space_id, 2)
        assert [await posts.on(tx, whose, DAY) is None for whose in (ours, anas, bens)] == [True, False, True]
        assert await posts.begin(tx, written(ours, DAY)) is not None
