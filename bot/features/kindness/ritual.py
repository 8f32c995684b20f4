"""When the micro-kindness comes, and what it says by itself."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Composer, Reader
from bot.expiry import Away
from bot.features.kindness import preferences, rules, views
from bot.message import Message
from bot.places import Line
from bot.spaces.model import Space
from content.bank import Bank
from schedules import ladder, outbox, plan, posts
from schedules.due import Due, Rhythm
from schedules.keyboards import Keyboard
from schedules.outbox import OutboxMessage
from schedules.posts import Post, Whose
from schedules.ritual import Place, Posted


class Kindness:
    """One post a day without sound, or none of its own where it comes with the morning's question.

    It follows the ladder like the question, but never says that silence begins: in silence it stays away.
    """

    name = rules.NAME
    place = Place.MIDDAY
    rank = 90
    freshness = timedelta(hours=4)
    lasts = timedelta(hours=20)

    def targets(self, space: Space) -> tuple[int, ...]:
        """Plan it for the space."""
        return (0,)

    def rhythm(self, space: Space, person_id: int, now: datetime) -> Rhythm | None:
        """Return the space's rhythm at the kindness's own time; None while off or silent."""
        if space[preferences.KINDNESS_MODE] != "own" or ladder.is_silent(space, now):
            return None
        return ladder.rhythm(space, space[preferences.KINDNESS_TIME], space[preferences.KINDNESS_DAYS], now)

    async def wants(self, _tx: AsyncConnection, space: Space, _person_id: int, due: Due) -> bool:
        """Not in silence."""
        return not ladder.is_silent(space, due.at)

    async def post(self, tx: AsyncConnection, bank: Bank, space: Space, post: Post, now: datetime) -> Posted:
        """Put the day's card into the outbox, unless silence began since it was planned."""
        if ladder.is_silent(space, now):
            await posts.skip(tx, post.id)
            return Posted(speaks=False)
        await say(tx, post, now, fresh_for=self.freshness)
        return Posted(speaks=True)

    async def close(self, tx: AsyncConnection, space: Space, post: Post, now: datetime) -> None:
        """End without a word: what was handed stays in its person's history."""


async def say(
    tx: AsyncConnection, post: Post, now: datetime, *, fresh_for: timedelta = Kindness.freshness
) -> None:
    """Put a post's card into the outbox; it goes out without sound."""
    await outbox.put(
        tx, space_id=post.space_id, kind=rules.NAME, ref=post.id, at=now, fresh_for=fresh_for, loud=False
    )


async def closes(tx: AsyncConnection, space: Space, post_id: int) -> datetime | None:
    """Return when a post's day is over."""
    return await posts.closes_at(tx, space.id, post_id)


async def over(tx: AsyncConnection, bank: Bank, space: Space, keyboard: Keyboard) -> Away | None:
    """Let a day's card, or what pointed at it, go: what each had on it is theirs, so nothing is left to read.

    It goes whatever either did with it; what other features said below it stands a day longer. Where it can
    be deleted no more, a short line is left.
    """
    post = await posts.find(tx, space.id, rules.NAME, keyboard.ref)
    return None if post is None else Away(views.past(post.local_date))


async def load(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Post | None:
    """Return the post whose card it is."""
    return await posts.find(tx, space.id, rules.NAME, outgoing.ref)


def render(post: Post, reader: Reader) -> Message:
    """Return the day's card."""
    return views.card(reader.space, post.id, post.local_date)


COMPOSERS = {rules.NAME: Composer(load, render)}


async def day_of(tx: AsyncConnection, space: Space, post_id: int) -> date | None:
    """Return the local date of a post."""
    post = await posts.find(tx, space.id, rules.NAME, post_id)
    return None if post is None else post.local_date


async def begin_with_question(tx: AsyncConnection, space: Space, due: Due) -> Post | None:
    """Open the day's post, for couples who chose one card a day: it has no card of its own then.

    Begun again, the same one is found.
    """
    if not _comes_with_question(space, due):
        return None
    begun = await plan.begin(tx, Kindness(), space, 0, due)
    return begun or await posts.on(tx, Whose(space.id, rules.NAME), due.local_date)


async def with_question(tx: AsyncConnection, space: Space, due: Due) -> Post | None:
    """Return the post that came with the question of a day; None for none."""
    return (
        await posts.on(tx, Whose(space.id, rules.NAME), due.local_date)
        if _comes_with_question(space, due)
        else None
    )


def morning_line(post: Post, reader: Reader) -> Sequence[Line]:
    """Return the line above the day's first question."""
    return (views.line(reader.space.id, post.id, post.local_date),)


def _comes_with_question(space: Space, due: Due) -> bool:
    chosen = space[preferences.KINDNESS_MODE] == "with_question"
    return chosen and space[preferences.KINDNESS_DAYS][due.local_date.weekday()] == "x"


async def today_lines(
    tx: AsyncConnection, bank: Bank, space: Space, person_id: int, now: datetime
) -> Sequence[Line]:
    """Return one line while today's kindness is open: the same for both, whatever they did with it."""
    post = await posts.newest_open(tx, space.id, rules.NAME, now)
    return () if post is None else (views.line(space.id, post.id, post.local_date),)
