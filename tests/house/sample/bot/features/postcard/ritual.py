"""When the postcard comes."""

from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.postcard.actions import CARD
from bot.features.postcard.preferences import ON
from bot.spaces.model import Space
from content.bank import Bank
from schedules import outbox, posts
from schedules.due import Due, Rhythm
from schedules.posts import Post
from schedules.rest import rests_until
from schedules.ritual import Place, Posted


class Postcard:
    """Once a day without sound, where the couple wished for it, in the place that the kindness has else."""

    name = "postcard"
    place = Place.MIDDAY
    rank = 50
    freshness = timedelta(hours=4)
    lasts = timedelta(hours=20)

    def targets(self, _space: Space) -> tuple[int, ...]:
        """It is the space's."""
        return (0,)

    def rhythm(self, space: Space, _person_id: int, _now: datetime) -> Rhythm | None:
        """At half past five by the space's clock."""
        if not space[ON]:
            return None
        return Rhythm(at=time(17, 30), zone=space.tz, not_before=rests_until(space))

    async def wants(self, _tx: AsyncConnection, _space: Space, _person_id: int, _due: Due) -> bool:
        """There is always a picture."""
        return True

    async def post(self, tx: AsyncConnection, _bank: Bank, space: Space, post: Post, now: datetime) -> Posted:
        """Put it into the outbox."""
        await outbox.put(
            tx, space_id=space.id, kind=CARD, ref=post.id, at=now, fresh_for=self.freshness, loud=False
        )
        return Posted(speaks=True)

    async def close(self, _tx: AsyncConnection, _space: Space, _post: Post, _now: datetime) -> None:
        """End without a word."""


async def closes(tx: AsyncConnection, space: Space, post_id: int) -> datetime | None:
    """Return when a postcard can be liked no more."""
    return await posts.closes_at(tx, space.id, post_id)
