"""Promise 9 for rituals to come: two messages a day in the group, one of them silent, and one at each door.

Fifteen rituals of chance ask for the places of a year's days, by chance's hours, ranks and rhythms, on a
machine that sleeps now and then; nobody crowds a day, and nobody is passed over for good.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.engine import Database
from bot.spaces import store as spaces
from bot.spaces.model import Space
from content.bank import Bank
from schedules import agenda, plan
from schedules.due import EVERY_DAY, Due, Rhythm
from schedules.posts import Post
from schedules.ritual import Place, Posted
from tests.conftest import BANK
from tests.people import there
from tests.schedules.conftest import NOW

Said = list[tuple[Place, int, date, str]]
"""Who spoke: the place, the person (0: the group), the day as people mean it, and the ritual."""


@dataclass
class Dummy:
    """A ritual of chance: it speaks on most days on which it may, and writes down that it did."""

    name: str
    place: Place
    rank: int
    at: time
    said: Said
    days: str = EVERY_DAY
    step: int = 1
    has_nothing: int = 0
    freshness: timedelta = timedelta(hours=4)
    lasts: timedelta = timedelta(hours=12)

    def targets(self, space: Space) -> tuple[int, ...]:
        return tuple(it.person_id for it in space.couple) if self.place is Place.DOOR else (0,)

    def rhythm(self, space: Space, person_id: int, _now: datetime) -> Rhythm:
        partner = space.partner(person_id)
        zone = space.tz if partner is None else partner.tz
        return Rhythm(at=self.at, zone=zone, days=self.days, step=self.step)

    async def wants(self, _tx: AsyncConnection, _space: Space, _person_id: int, due: Due) -> bool:
        return not self._has_nothing(due.local_date)

    def _has_nothing(self, day: date) -> bool:
        return bool(self.has_nothing) and Random(day.toordinal()).randrange(self.has_nothing) == 0

    async def post(
        self, _tx: AsyncConnection, _bank: Bank, space: Space, post: Post, _now: datetime
    ) -> Posted:
        if self._has_nothing(post.local_date):
            return Posted(speaks=False)
        day = agenda.day_of(space, post.person_id, Due(post.local_date, post.due_at))
        self.said.append((self.place, post.person_id, day, self.name))
        return Posted(speaks=True)

    async def close(self, _tx: AsyncConnection, _space: Space, _post: Post, _now: datetime) -> None:
        pass


def of_chance(random: Random, said: Said) -> Iterator[Dummy]:
    for number in range(15):
        yield Dummy(
            f"ritual{number}",
            random.choice(list(Place)),
            random.randrange(100),
            time(random.randrange(24), random.choice((0, 1, 30))),
            said,
            days="".join(random.choices("x.", (4, 1), k=7))[:6] + "x",
            step=random.choice((1, 1, 2, 7, 30)),
            has_nothing=random.choice((0, 0, 2, 5)),
        )


async def lives(
    db: Database, space_id: int, rituals: Sequence[Dummy], days: int, random: Random | None = None
) -> None:
    """Let the clock go on for so many days, claiming what is due as the tick does; by chance it sleeps."""
    by_name, now = {it.name: it for it in rituals}, NOW
    async with db.write() as tx:
        space = there(await spaces.by_id(tx, space_id))
        await plan.replan(tx, rituals, space, now)
    while now < NOW + timedelta(days=days):
        async with db.write() as tx:
            spots = await plan.due_spots(tx, now, 100)
            for spot in spots:
                await plan.claim(tx, by_name, BANK, spot, now)
            at = None if spots else await plan.next_instant(tx, now)
        if spots:
            continue
        assert at is not None
        now = max(at, now + timedelta(seconds=1))
        if random is not None and random.random() < 0.02:
            now += timedelta(hours=random.randrange(1, 30))


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(3))
async def test_promise_9_fifteen_rituals_of_chance_crowd_no_day_of_a_year(
    db: Database, space_id: int, seed: int
) -> None:
    random, said = Random(seed), Said()
    async with db.write() as tx:
        for person_id, zone in ((1, "Europe/Berlin"), (2, random.choice(("Asia/Tokyo", "America/New_York")))):
            await spaces.set_person_zone(tx, person_id, zone)
    rituals = list(of_chance(random, said))
    await lives(db, space_id, rituals, 365, random)
    of_a_day = Counter((place, person, day) for place, person, day, _name in said)
    assert {held: many for held, many in of_a_day.items() if many > 1} == {}
    assert len(said) > 365  # they do speak
    spoke = {name for *_where, name in said}
    assert spoke == {it.name for it in rituals}


@pytest.mark.parametrize("seed", range(4))
async def test_nobody_who_asks_every_day_waits_for_longer_than_two_weeks(
    db: Database, space_id: int, seed: int
) -> None:
    random, said = Random(seed), Said()
    ranks, hours = random.sample(range(100), 5), random.sample(range(8, 20), 5)
    rituals = [Dummy(f"ritual{n}", Place.MIDDAY, ranks[n], time(hours[n]), said) for n in range(5)]
    await lives(db, space_id, rituals, 120)
    days = defaultdict(list)
    for _place, _person, day, name in said:
        days[name].append(day)
    assert set(days) == {it.name for it in rituals}
    for spoke in days.values():
        waits = [later - sooner for sooner, later in pairwise(spoke)]
        assert max(waits) <= timedelta(days=14)


async def test_who_finds_no_place_asks_again_the_next_day_however_rarely_it_comes(
    db: Database, space_id: int
) -> None:
    said = Said()
    early = Dummy("early", Place.MIDDAY, 10, time(10), said, days="x......")
    monthly = Dummy("monthly", Place.MIDDAY, 50, time(18), said, step=28)
    await lives(db, space_id, [early, monthly], 40)
    day = NOW.date()
    mondays = [day + timedelta(days=n) for n in range(40) if (day + timedelta(days=n)).weekday() == 0]
    assert [it[2] for it in said if it[3] == "early"] == mondays
    assert mondays[0] == day  # both ask for the first day, a Monday
    spoke = [it[2] for it in said if it[3] == "monthly"]
    assert spoke[0] == day + timedelta(days=1)
    assert spoke[1] == spoke[0] + timedelta(days=28)


async def test_who_gave_way_to_what_then_never_came_does_not_do_so_again(db: Database, space_id: int) -> None:
    said = Said()
    noon = Dummy("noon", Place.MIDDAY, 90, time(12), said)
    rare = Dummy("rare", Place.MIDDAY, 10, time(18), said, has_nothing=1)
    await lives(db, space_id, [noon, rare], 6)
    assert [it[3] for it in said] == ["noon"] * 6  # nothing is left to what has nothing to say
    said.clear()
    asleep = replace(rare, name="asleep", has_nothing=0, freshness=timedelta(seconds=-1))
    await lives(db, space_id, [noon, asleep], 14)
    assert len({it[2] for it in said}) == 4  # of the eight days that are new: every other one


async def test_what_is_no_ritual_holds_the_place_of_its_day_at_a_door(db: Database, space_id: int) -> None:
    said = Said()
    evening = Dummy("evening", Place.DOOR, 90, time(21), said)
    async with db.write() as tx:
        space = there(await spaces.by_id(tx, space_id))
        await plan.hold(tx, space, 1, "some.letter", NOW)
        await plan.hold(tx, space, 1, "some.letter", NOW)
    await lives(db, space_id, [evening], 1)
    assert [person for _place, person, _day, _name in said] == [2]
