"""The morning after: a wish goes out that its author passed on, once, and nothing else of any evening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Reader
from bot.expiry import Away, Passing
from bot.features.checkin import store, views
from bot.features.checkin.store import Carried
from bot.features.question.exports import QUESTION_TIME
from bot.message import Message
from bot.outcomes import Outcome, Sent, Unknown
from bot.places import Line
from bot.spaces.model import Space
from content.bank import Bank
from schedules import keyboards, outbox, posts
from schedules.delivery import NotYet
from schedules.due import Due, Rhythm
from schedules.keyboards import Keyboard
from schedules.outbox import OutboxMessage
from schedules.posts import Post
from schedules.ritual import Posted

KIND = "checkin.morning"
GOES = Passing("checkin.told")
"""No button's verb: a message of wishes alone in the group; its ref is when it goes, in seconds."""
_STANDS_FOR = timedelta(hours=20)
"""So long, as a kindness does, such a message stands, whatever the hour it came: it speaks of one day."""
_MEANT_FOR = timedelta(days=30)
"""How long a wish that the group refuses is offered again: after a month nobody means it any more."""
_LOST = timedelta(hours=7)
"""A card goes out within six hours and proves itself within minutes; what it carried is lost after that."""


class Morning:
    """The morning of a day without a question, whatever the reason: then the wish is a message of its own.

    It comes a second after the question would, so that a question of that day has taken the wish already
    (unless its card is refused: whichever is taken first carries it then), and every day: neither rest days,
    the ladder nor a pause hold a wish back. It is one partner who speaks, and the bot only carries it; and
    its author must not learn from its absence that the other rests. A wish whose own morning did not speak
    (the bot quiet in the group, the machine asleep, the question's hour moved) comes on the next that does,
    within seven days.
    """

    name = "checkin_morning"
    place = None
    rank = 0
    freshness = timedelta(hours=6)
    lasts = timedelta(hours=12)

    def targets(self, _space: Space) -> tuple[int, ...]:
        """It is the space's, not a person's."""
        return (0,)

    def rhythm(self, space: Space, _person_id: int, _now: datetime) -> Rhythm:
        """Every day, a second after the question's time."""
        return Rhythm(at=space[QUESTION_TIME].replace(second=1), zone=space.tz)

    async def wants(self, tx: AsyncConnection, space: Space, _person_id: int, due: Due) -> bool:
        """If a wish was not told yet."""
        return await store.has_untold(tx, space, due.local_date)

    async def post(self, tx: AsyncConnection, _bank: Bank, space: Space, post: Post, now: datetime) -> Posted:
        """Send one message, if a wish was not told yet: in line behind the day's question."""
        if not await store.has_untold(tx, space, post.local_date):
            return Posted(speaks=False)
        await outbox.put(
            tx,
            space_id=space.id,
            kind=KIND,
            ref=post.id,
            at=now,
            fresh_for=_MEANT_FOR,
            loud=False,
        )
        return Posted(speaks=True)

    async def close(self, _tx: AsyncConnection, _space: Space, _post: Post, _now: datetime) -> None:
        """Nothing hangs on it."""


@dataclass(frozen=True, slots=True)
class Told:
    """Wishes that one message carries, on a local date of the couple's."""

    wishes: Sequence[Carried]
    today: date


async def take(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Told | None:
    """Take what the message of a day without a question carries; None if the question told it after all.

    Raises:
        NotYet: a card carries it that is on its way just now.
    """
    due = await posts.due_of(tx, outgoing.ref)
    if due is None:
        return None
    now = outgoing.claimed_at or due.at
    carried, elsewhere = await store.carry(tx, space, due.local_date, due.at, now - _LOST)
    if not carried and elsewhere:
        raise NotYet
    return Told(carried, space.local(now).date()) if carried else None


async def load(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Told | None:
    """Return what the message carries that has taken it already."""
    due = await posts.due_of(tx, outgoing.ref)
    carried = [] if due is None else await store.carried_by(tx, space, due.local_date, due.at)
    return Told(carried, space.local(outgoing.claimed_at or due.at).date()) if due and carried else None


def render(told: Told, reader: Reader) -> Message:
    """Return the message of a day without a question."""
    return Message(Markup("\n\n").join(_said(reader.space, told)))


async def take_above(tx: AsyncConnection, space: Space, due: Due) -> Told:
    """Take what the day's question carries."""
    carried, _elsewhere = await store.carry(tx, space, due.local_date, due.at, due.at - _LOST)
    return Told(carried, due.local_date)


async def load_above(tx: AsyncConnection, space: Space, due: Due) -> Told:
    """Return what the day's question has taken already."""
    return Told(await store.carried_by(tx, space, due.local_date, due.at), due.local_date)


def render_above(told: Told, reader: Reader) -> Sequence[Line]:
    """Return the lines above the day's question."""
    return [Line(text) for text in _said(reader.space, told)]


async def came_of_message(
    tx: AsyncConnection, space: Space, outgoing: OutboxMessage, outcome: Outcome
) -> None:
    """Note whether the wishes in a message of their own are told, and when that message goes again."""
    due = await posts.due_of(tx, outgoing.ref)
    if due is not None:
        await came_of(tx, space, due, outcome)
    if due is not None and isinstance(outcome, Sent) and outcome.message_id and space.chat_id is not None:
        ref = int(((outgoing.claimed_at or due.at) + _STANDS_FOR).timestamp())
        going = Keyboard(space.chat_id, outcome.message_id, space.id, GOES.name, ref)
        await keyboards.put(tx, going, datetime.fromtimestamp(ref, UTC))


async def goes_at(_tx: AsyncConnection, _space: Space, at: int) -> datetime:
    """Return when a message of wishes alone goes (UTC): by the clock, whoever has read it."""
    return datetime.fromtimestamp(at, UTC)


async def over(_tx: AsyncConnection, _bank: Bank, _space: Space, _keyboard: Keyboard) -> Away:
    """Let it go: what would help on a day is said on no other."""
    return Away(views.was_for_a_day())


async def came_of(tx: AsyncConnection, space: Space, due: Due, outcome: Outcome) -> None:
    """Note whether what the post due then carries is told: only what went out is, or may have."""
    if isinstance(outcome, Sent | Unknown):
        await store.note_told(tx, space, due.local_date, due.at)
    else:
        await store.release(tx, space, due.local_date, due.at)


def _said(space: Space, told: Told) -> list[Markup]:
    """Return a line for each wish of today's, then those of each day before below the words for that."""
    names = {author.person_id: author.name for author in space.couple}
    said: list[Markup] = []
    in_order = sorted(told.wishes, key=lambda it: (it.tells_on < told.today, it.tells_on))
    for day, wishes in groupby(in_order, key=lambda it: it.tells_on):
        lines = [views.passed_on(names[it.person_id], it.wish) for it in wishes]
        said += [Markup("\n").join([views.late(day), *lines])] if day < told.today else lines
    return said
