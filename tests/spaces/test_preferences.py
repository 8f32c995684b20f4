"""Only what differs from a default is stored; what is private is encrypted, and goes with its person."""

from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from sqlalchemy import select

from bot.db.tables import preferences
from bot.spaces import store
from bot.spaces.preference import (
    DATE,
    INSTANT,
    NUMBER,
    TEXT,
    TIME,
    WORDS,
    YES_OR_NO,
    Mine,
    Ours,
    Preference,
    Values,
)
from tests.conftest import Couple

BELL: Ours[time | None] = Ours("test.bell", time(9), TIME)
SECRET = Mine("test.secret", "", TEXT, private=True)
LOUD = Mine("test.loud", True, YES_OR_NO)
OPEN = Ours("test.open", True, YES_OR_NO)
COUNT = Mine("test.count", 0, NUMBER)
SINCE: Mine[datetime | None] = Mine("test.since", None, INSTANT)
TAGS = Mine("test.tags", frozenset[str](), WORDS, private=True)

NOON_IN_TOKYO = datetime(2026, 7, 13, 12, tzinfo=timezone(timedelta(hours=9)))


async def stored(couple: Couple, *keys: str) -> list[tuple[int, str, str | None]]:
    """Return what is stored under these keys: whose, key and what stands there in the clear."""
    async with couple.stage.kindling.parts.db.read() as tx:
        rows = await tx.execute(
            select(preferences.c.person_id, preferences.c.key, preferences.c.value)
            .where(preferences.c.key.in_(keys))
            .order_by(preferences.c.person_id, preferences.c.key)
        )
        return [(row.person_id, row.key, row.value) for row in rows.all()]


async def test_a_choice_is_read_as_it_was_made_and_a_default_is_not_stored(couple: Couple) -> None:
    db, ana = couple.stage.kindling.parts.db, couple.ana.id
    mine = (SECRET.to("a lake"), COUNT.to(3), SINCE.to(NOON_IN_TOKYO), TAGS.to(frozenset({"b", "a"})))
    async with db.write() as tx:
        await store.put(tx, 1, BELL.to(time(7, 30)), OPEN.to(False))
        await store.put(tx, 1, *mine, LOUD.to(True), person_id=ana)
    async with db.read() as tx:
        space = await store.by_id(tx, 1)
    assert space is not None
    me, other = space.partner(ana), space.other(ana)
    assert me is not None
    assert (space[BELL], space[OPEN]) == (time(7, 30), False)
    assert (me[SECRET], me[COUNT], me[SINCE]) == ("a lake", 3, datetime(2026, 7, 13, 3, tzinfo=UTC))
    assert (me[TAGS], me[LOUD]) == (frozenset({"a", "b"}), True)
    assert (other[SECRET], other[COUNT], other[SINCE], other[LOUD]) == ("", 0, None, True)
    keys = (BELL.key, SECRET.key, LOUD.key, OPEN.key, COUNT.key)
    assert await stored(couple, *keys) == [
        (0, "test.bell", "07:30:00"),
        (0, "test.open", "0"),
        (ana, "test.count", "3"),
        (ana, "test.secret", None),
    ]
    async with db.write() as tx:
        await store.put(tx, 1, BELL.to(time(9)), OPEN.to(True))
        await store.put(tx, 1, SECRET.to(""), COUNT.to(4), person_id=ana)
    assert await stored(couple, *keys) == [(ana, "test.count", "4")]


async def test_what_somebody_chose_goes_with_them_and_nobody_elses_does(couple: Couple) -> None:
    db, ana, ben = couple.stage.kindling.parts.db, couple.ana.id, couple.ben.id
    async with db.write() as tx:
        await store.put(tx, 1, OPEN.to(False))
        for person_id in (ana, ben):
            await store.put(tx, 1, COUNT.to(2), person_id=person_id)
    async with db.write() as tx:
        await store.forget_partner(tx, 1, ana)
    assert await stored(couple, OPEN.key, COUNT.key) == [(0, "test.open", "0"), (ben, "test.count", "2")]


def test_values_are_compared_by_what_they_say() -> None:
    one, other = Values({"test.count": "3"}, str), Values.of(COUNT.to(3), BELL.to(time(9)))
    assert one == other
    assert one != other.having(COUNT.to(4))
    assert "3" not in repr(one)


def test_a_key_is_given_once_and_an_instant_has_a_zone() -> None:
    with pytest.raises(ValueError, match=r"test\.bell"):
        Preference("test.bell", None, DATE)
    with pytest.raises(ValueError, match="zone"):
        SINCE.to(datetime(2026, 7, 13)).text  # noqa: B018, DTZ001
