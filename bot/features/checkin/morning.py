"""The morning after: a wish goes out that its author passed on, once, and nothing else of any evening."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.db.tables import posts
from bot.feature import Line
from bot.features.checkin import rules, store, views
from bot.spaces.model import Space
from content.bank import Bank
from schedules import outbox
from schedules.due import Due, Rhythm, instant
from schedules.outbox import Letter
from schedules.ritual import Post

LETTER = "checkin.morning"
_NIGHT = timedelta(days=1)


class Morning:
    """The morning of a day without a question, whatever the reason: then the wish is a message of its own.

    It comes a second after the question would, so that a question of that day has taken the wish already,
    and every day: neither rest days nor the ladder hold a wish back. Only a pause does, and what would have
    gone out then is never told.
    """

    name = "checkin_morning"
    freshness = timedelta(hours=6)
    lasts = timedelta(hours=12)

    def targets(self, _space: Space) -> tuple[int, ...]:
        """It is the space's, not a person's."""
        return (0,)

    def rhythm(self, space: Space, _person_id: int, _now: datetime) -> Rhythm:
        """Every day but in a pause, a second after the question's time."""
        return Rhythm(at=space.question_time.replace(second=1), zone=space.tz, not_before=space.rests_until)

    async def post(self, tx: AsyncConnection, _bank: Bank, space: Space, post: Post, now: datetime) -> bool:
        """Send one message, if a wish was not told yet: in line behind the day's question."""
        if not await store.has_untold(tx, space.id, _nights(space, post.local_date)):
            return False
        await outbox.put(
            tx,
            space_id=space.id,
            kind=LETTER,
            ref=post.id,
            at=now,
            fresh_for=self.freshness,
            loud=False,
        )
        return False

    async def close(self, _tx: AsyncConnection, _space: Space, _post: Post, _now: datetime) -> None:
        """Nothing hangs on it."""


async def compose(tx: AsyncConnection, _bank: Bank, space: Space, letter: Letter) -> Card | None:
    """Compose the message of a day without a question; none if the question took the wish after all."""
    row = (
        await tx.execute(select(posts.c.local_date, posts.c.due_at).where(posts.c.id == letter.ref))
    ).one_or_none()
    told = [] if row is None else await _tell(tx, space, row.local_date, row.due_at)
    return Card(Markup("\n").join(told)) if told else None


async def lines(tx: AsyncConnection, _bank: Bank, space: Space, due: Due) -> Sequence[Line]:
    """Return the lines above the day's question."""
    return [Line(line) for line in await _tell(tx, space, due.local_date, due.at)]


async def _tell(tx: AsyncConnection, space: Space, day: date, post_due: datetime) -> list[Markup]:
    """Return a line for each wish that this morning is to tell; every author's is their own."""
    names = {author.person_id: author.name for author in space.couple}
    told = await store.tell(tx, space.id, _nights(space, day), post_due)
    return [views.passed_on(names[person_id], wish) for person_id, wish in told]


def _nights(space: Space, day: date) -> dict[int, list[date]]:
    """Return by author the evenings that a morning may tell of.

    Last evening's; and the one before, if where the author lives it went on past the morning between: what
    they said then came too late for it.
    """
    last, before = day - _NIGHT, day - 2 * _NIGHT
    between = instant(last, space.question_time, space.tz)
    return {
        author.person_id: [before, last] if rules.ends(before, author.tz) > between else [last]
        for author in space.couple
    }
