"""A year of a made-up space: rituals of chance on a real plan, and all that goes out of a real outbox.

What came is judged as the two of them meet it: by what Telegram was handed, when, and if it made a sound.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import MovableClock
from bot.db.engine import Database
from bot.message import Message
from bot.outcomes import Outcome, Sent
from bot.spaces import store as spaces
from bot.spaces.model import ANNOUNCED, Space
from content.bank import Bank
from schedules import dispatch, outbox, plan, posts
from schedules.due import EVERY_DAY, Due, Rhythm
from schedules.outbox import OutboxMessage
from schedules.posts import Post
from schedules.quiet import QUIET_FROM, QUIET_UNTIL
from schedules.rest import PAUSED_UNTIL, REST_DAYS, REST_FROM, REST_TO, RESTING_UNTIL, rests_until
from schedules.ritual import Place, Posted
from schedules.tick import Tick
from tests.conftest import BANK
from tests.people import there
from tests.schedules.conftest import NOW

ZONES = ("Europe/Berlin", "Asia/Tokyo", "America/New_York", "Pacific/Auckland", "America/St_Johns")
NIGHT_ENDS = timedelta(hours=4)


@dataclass
class Dummy:
    """A ritual of chance: it speaks on most days on which it may."""

    name: str
    place: Place
    rank: int
    at: time
    days: str = EVERY_DAY
    step: int = 1
    has_nothing: int = 0
    freshness: timedelta = timedelta(hours=4)
    lasts: timedelta = timedelta(0)  # what hangs on a post is not looked at here

    def targets(self, space: Space) -> tuple[int, ...]:
        return tuple(it.person_id for it in space.couple) if self.place is Place.DOOR else (0,)

    def rhythm(self, space: Space, person_id: int, _now: datetime) -> Rhythm:
        partner = space.partner(person_id)
        return Rhythm(
            at=self.at,
            zone=space.tz if partner is None else partner.tz,
            days=self.days,
            rest_days=space[REST_DAYS],
            rest_from=space[REST_FROM],
            rest_to=space[REST_TO],
            step=self.step,
            not_before=rests_until(space),
        )

    async def wants(self, _tx: AsyncConnection, _space: Space, _person_id: int, due: Due) -> bool:
        return not self._has_nothing(due.local_date)

    def _has_nothing(self, day: date) -> bool:
        return bool(self.has_nothing) and Random(day.toordinal()).randrange(self.has_nothing) == 0

    async def post(self, tx: AsyncConnection, _bank: Bank, space: Space, post: Post, now: datetime) -> Posted:
        if self._has_nothing(post.local_date):
            return Posted(speaks=False)
        await outbox.put(
            tx,
            space_id=space.id,
            person_id=post.person_id,
            kind=self.name,
            ref=post.id,
            at=now,
            fresh_for=self.freshness,
            loud=self.place is not Place.MIDDAY,
        )
        return Posted(speaks=True)

    async def close(self, _tx: AsyncConnection, _space: Space, _post: Post, _now: datetime) -> None:
        pass


def of_chance(random: Random) -> Iterator[Dummy]:
    """Yield fifteen rituals; each of the three places is asked for by several."""
    places = [*Place] * 3 + random.choices([*Place], k=6)
    for number, place in enumerate(places):
        yield Dummy(
            f"ritual{number}",
            place,
            random.randrange(100),
            time(random.randrange(24), random.choice((0, 1, 30))),
            days="".join(random.choices("x.", (4, 1), k=7))[:6] + "x",
            step=random.choice((1, 1, 2, 7, 30)),
            has_nothing=random.choice((0, 0, 2, 5)),
        )


@dataclass(frozen=True)
class Came:
    """A message that Telegram was handed: when (UTC), where (0: the group), of what, and as the space was."""

    at: datetime
    person_id: int
    silent: bool
    ritual: Dummy
    due_at: datetime
    space: Space

    @property
    def day(self) -> date:
        """The day to which it belongs: a date of the group's, or of a door, where it goes on until four."""
        partner = self.space.partner(self.person_id)
        if partner is None:
            return self.due_at.astimezone(self.space.tz).date()
        return (self.due_at.astimezone(partner.tz) - NIGHT_ENDS).date()


@dataclass
class Year:
    """A machine that lives on, by a clock that jumps from each thing due to the next."""

    db: Database
    space_id: int
    rituals: Sequence[Dummy]
    random: Random | None = None
    """What chance does: the machine sleeps, the two change what they set. None: nothing of it happens."""
    begins: datetime = NOW
    came: list[Came] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start the machine."""
        self.clock = MovableClock(self.begins)
        self._by_name = {it.name: it for it in self.rituals}
        self._going: dict[str, Came] = {}
        self._tick = Tick(
            db=self.db,
            clock=self.clock,
            bank=BANK,
            rituals=self.rituals,
            composing=self,
            send=self._send,
            answer=self._send,
            upkeep=_nothing,
            fire=_no_timer,
        )

    async def load(
        self, tx: AsyncConnection, space: Space, outgoing: OutboxMessage, *, takes: bool
    ) -> datetime:
        """Return when its post was due."""
        return there(await posts.due_of(tx, outgoing.ref)).at

    async def render(self, space: Space, outgoing: OutboxMessage, data: Any) -> Message:
        """Return a message that says which it is."""
        ritual, now = self._by_name[outgoing.kind], self.clock.now()
        self._going[str(outgoing.id)] = Came(now, outgoing.person_id, False, ritual, data, space)
        return Message(Markup(str(outgoing.id)))

    async def _send(self, _chat_id: int, message: Message) -> Outcome:
        going = self._going.pop(str(message.text))
        self.came.append(
            Came(self.clock.now(), going.person_id, message.silent, going.ritual, going.due_at, going.space)
        )
        return Sent(len(self.came))

    async def lives(self, days: int) -> list[Came]:
        """Let so many days go by; return all that came."""
        over = self.clock.now() + timedelta(days=days)
        await self._replan()
        while self.clock.now() < over:
            await self._tick.run()
            await self._tick.kept_up()
            now = self.clock.now()
            async with self.db.read() as tx:
                soonest = (await plan.next_instant(tx, now), await dispatch.next_instant(tx, now))
            ahead = min((at for at in soonest if at is not None), default=over)
            self.clock.move_to(max(ahead, now + timedelta(seconds=1)))
            if self.random is not None:
                await self._happens(self.random)
        return self.came

    async def _happens(self, random: Random) -> None:
        """Have the machine sleep now and then, for hours or for days, and the two change something."""
        if random.random() < 0.02:
            self.clock.move(timedelta(hours=random.choice((1, 3, 7, 20, 70)), minutes=random.randrange(60)))
        if random.random() < 0.03:
            async with self.db.write() as tx:
                space = there(await spaces.by_id(tx, self.space_id))
                change = _goes_public_or_not if space.group.public else random.choice(CHANGES)
                await change(tx, space, random, self.clock.now())
            await self._replan()

    async def _replan(self) -> None:
        async with self.db.write() as tx:
            space = there(await spaces.by_id(tx, self.space_id))
            await plan.replan(tx, self.rituals, space, self.clock.now())


async def _nothing() -> None:
    pass


async def _no_timer(*_told: Any) -> None:
    pass


async def _announces(tx: AsyncConnection, space: Space, random: Random, _now: datetime) -> None:
    person_id = random.choice(space.couple).person_id
    await spaces.put(tx, space.id, ANNOUNCED.to(random.choice((None, *ZONES))), person_id=person_id)


async def _moves(tx: AsyncConnection, space: Space, random: Random, _now: datetime) -> None:
    await spaces.set_person_zone(tx, random.choice(space.couple).person_id, random.choice(ZONES))


async def _moves_the_space(tx: AsyncConnection, space: Space, random: Random, _now: datetime) -> None:
    await spaces.change(tx, space.id, zone=random.choice(ZONES))


async def _sets_quiet_hours(tx: AsyncConnection, space: Space, random: Random, _now: datetime) -> None:
    since, until = random.sample(range(24), 2)
    await spaces.put(tx, space.id, QUIET_FROM.to(time(since)), QUIET_UNTIL.to(time(until)))


async def _sets_rest_days(tx: AsyncConnection, space: Space, random: Random, _now: datetime) -> None:
    days = "".join(random.choices("x.", (1, 3), k=6)) + "."
    await spaces.put(tx, space.id, REST_DAYS.to(days))


async def _moves_a_rest_day(tx: AsyncConnection, space: Space, random: Random, now: datetime) -> None:
    day = space.day(now) + timedelta(days=random.randrange(7))
    await spaces.put(tx, space.id, REST_FROM.to(day), REST_TO.to(day + timedelta(days=1)))


async def _pauses(tx: AsyncConnection, space: Space, random: Random, now: datetime) -> None:
    until = now + timedelta(days=random.randrange(1, 8))
    await spaces.put(tx, space.id, PAUSED_UNTIL.to(until), person_id=random.choice(space.couple).person_id)


async def _both_rest(tx: AsyncConnection, space: Space, random: Random, now: datetime) -> None:
    await spaces.put(tx, space.id, RESTING_UNTIL.to(now + timedelta(days=random.randrange(1, 8))))


async def _goes_public_or_not(tx: AsyncConnection, space: Space, _random: Random, _now: datetime) -> None:
    await spaces.change(tx, space.id, public=not space.group.public)


CHANGES = (
    _announces,
    _moves,
    _moves_the_space,
    _sets_quiet_hours,
    _sets_rest_days,
    _moves_a_rest_day,
    _pauses,
    _both_rest,
    _goes_public_or_not,
)
"""What happens in a space that bears on what may come, and when."""


def crowded(came: Sequence[Came]) -> list[object]:
    """Return the days on which more came than there are places: two in the group, one at a door."""
    days = Counter((it.person_id, it.day) for it in came)
    return [held for held, many in days.items() if many > (1 if held[0] else 2)]


def loud(came: Sequence[Came]) -> list[object]:
    """Return the days on which more than one message in the group made a sound."""
    days = Counter(it.day for it in came if not it.person_id and not it.silent)
    return [day for day, many in days.items() if many > 1]


def heaped(came: Sequence[Came]) -> list[object]:
    """Return what came beside another of its place at one look, or when its time was over."""
    at_once = Counter((it.at, it.person_id, it.ritual.place) for it in came)
    late = [it for it in came if it.at - it.due_at > it.ritual.freshness]
    return [*(held for held, many in at_once.items() if many > 1), *late]


def at_night(came: Sequence[Came]) -> list[Came]:
    """Return what made a sound in the quiet hours, by a door's own clock or by one that both go by."""
    return [it for it in came if not it.silent and any(_is_quiet(it, zone) for zone in _clocks(it))]


def _clocks(it: Came) -> Sequence[Any]:
    partner = it.space.partner(it.person_id)
    return it.space.clocks if partner is None else (partner.tz,)


def _is_quiet(it: Came, zone: Any) -> bool:
    since, until, now = it.space[QUIET_FROM], it.space[QUIET_UNTIL], it.at.astimezone(zone).time()
    return since <= now < until if since <= until else not until <= now < since


def at_rest(came: Sequence[Came]) -> list[Came]:
    """Return what came on a rest day, in a pause, in a rest chosen together, or while others may listen."""
    return [it for it in came if it.space.quieted or _is_on_a_rest_day(it) or _is_in_a_pause(it)]


def _is_on_a_rest_day(it: Came) -> bool:
    space, partner = it.space, it.space.partner(it.person_id)
    day = it.due_at.astimezone(space.tz if partner is None else partner.tz).date()
    moved_away = day == space[REST_FROM]
    return day == space[REST_TO] or (space[REST_DAYS][day.weekday()] == "x" and not moved_away)


def _is_in_a_pause(it: Came) -> bool:
    ends = (*(partner[PAUSED_UNTIL] for partner in it.space.couple), it.space[RESTING_UNTIL])
    return any(end is not None and it.due_at < end for end in ends)


RULES: tuple[Callable[[Sequence[Came]], Sequence[object]], ...] = (crowded, loud, heaped, at_night, at_rest)
"""Each returns what broke a rule of what the bot begins by itself."""
