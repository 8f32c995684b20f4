"""Promise 9 for rituals to come: two messages a day in the group, one of them silent, and one at each door.

Fifteen rituals of chance ask for the places of a year's days, by chance's hours, ranks and rhythms, on a
machine that sleeps now and then and for two who change what they set; nobody crowds a day, and nobody is
passed over for good.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import time, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select

from bot.app import FEATURES
from bot.db.engine import Database
from bot.db.tables import outbox
from bot.spaces import store as spaces
from schedules import plan
from schedules.due import Due
from schedules.ritual import Place, Ritual
from tests.conftest import BANK
from tests.people import there
from tests.schedules.conftest import NOW
from tests.schedules.year import RULES, ZONES, Dummy, Year, of_chance

SEEDS = 6


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(SEEDS))
async def test_promise_9_fifteen_rituals_of_chance_keep_every_rule_through_a_year(
    db: Database, space_id: int, seed: int
) -> None:
    random = Random(seed)
    async with db.write() as tx:
        await spaces.change(tx, space_id, zone=random.choice(ZONES))
        for person_id in (1, 2):
            await spaces.set_person_zone(tx, person_id, random.choice(ZONES))
    rituals = list(of_chance(random))
    came = await Year(db, space_id, rituals, random).lives(365)
    assert {rule.__name__: list(rule(came)) for rule in RULES} == {rule.__name__: [] for rule in RULES}
    assert len(came) > 365  # they do speak
    assert {it.ritual.name for it in came} == {it.name for it in rituals}


@pytest.mark.parametrize(
    "ritual",
    [it for feature in FEATURES for it in feature.rituals if it.place is Place.MIDDAY],
    ids=lambda it: it.name,
)
async def test_promise_9_what_takes_middays_place_makes_no_sound(
    db: Database, space_id: int, ritual: Ritual
) -> None:
    async with db.write() as tx:
        space = there(await spaces.by_id(tx, space_id))
        post = there(await plan.begin(tx, ritual, space, 0, Due(NOW.date(), NOW)))
        posted = await ritual.post(tx, BANK, space, post, NOW)
        loud = (await tx.scalars(select(outbox.c.loud))).all()
    assert posted.speaks
    assert list(loud) == [False]


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(4))
async def test_nobody_who_asks_every_day_waits_for_longer_than_two_weeks(
    db: Database, space_id: int, seed: int
) -> None:
    random = Random(seed)
    ranks, hours = random.sample(range(100), 5), random.sample(range(8, 20), 5)
    rituals = [Dummy(f"ritual{n}", Place.MIDDAY, ranks[n], time(hours[n])) for n in range(5)]
    days = defaultdict(list)
    for it in await Year(db, space_id, rituals).lives(120):
        days[it.ritual.name].append(it.day)
    assert set(days) == {it.name for it in rituals}
    for spoke in days.values():
        waits = [later - sooner for sooner, later in pairwise(spoke)]
        assert max(waits) <= timedelta(days=14)


async def test_who_finds_no_place_asks_again_the_next_day_however_rarely_it_comes(
    db: Database, space_id: int
) -> None:
    early = Dummy("early", Place.MIDDAY, 10, time(10), days="x......")
    monthly = Dummy("monthly", Place.MIDDAY, 50, time(18), step=28)
    came = await Year(db, space_id, [early, monthly]).lives(40)
    day = NOW.date()
    mondays = [day + timedelta(days=n) for n in range(40) if (day + timedelta(days=n)).weekday() == 0]
    assert [it.day for it in came if it.ritual is early] == mondays
    assert mondays[0] == day  # both ask for the first day, a Monday
    spoke = [it.day for it in came if it.ritual is monthly]
    assert spoke[0] == day + timedelta(days=1)
    assert spoke[1] == spoke[0] + timedelta(days=28)


async def test_who_gave_way_to_what_then_never_came_does_not_do_so_again(db: Database, space_id: int) -> None:
    noon = Dummy("noon", Place.MIDDAY, 90, time(12))
    rare = Dummy("rare", Place.MIDDAY, 10, time(18), has_nothing=1)
    came = await Year(db, space_id, [noon, rare]).lives(6)
    assert [it.ritual for it in came] == [noon] * 6  # nothing is left to what has nothing to say
    asleep = replace(rare, name="asleep", has_nothing=0, freshness=timedelta(seconds=-1))
    later = await Year(db, space_id, [noon, asleep], begins=NOW + timedelta(days=6)).lives(8)
    assert [it.ritual for it in later] == [noon] * 4  # on every other day


async def test_what_is_no_ritual_holds_the_place_of_its_day_at_a_door(db: Database, space_id: int) -> None:
    evening = Dummy("evening", Place.DOOR, 90, time(21))
    async with db.write() as tx:
        space = there(await spaces.by_id(tx, space_id))
        await plan.hold(tx, space, 1, "some.letter", NOW)
        await plan.hold(tx, space, 1, "some.letter", NOW)
    came = await Year(db, space_id, [evening]).lives(1)
    assert [it.person_id for it in came] == [2]
