"""Sunday's question: a giver is asked again about what they kept."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.checkin.exports import REMINDER
from bot.features.thanks import store
from bot.features.thanks.compose import ASK, SUNDAY
from bot.spaces.model import Partner, Space
from content.bank import Bank
from schedules import messages, outbox
from schedules.due import NIGHT_ENDS, Due, Rhythm
from schedules.posts import Post
from schedules.rest import PAUSED_UNTIL
from schedules.ritual import Place, Posted

_AT = time(18)
_SUNDAYS = "......x"


class SundayAsk:
    """Sundays by 18:00 in the giver's own zone, at the giver's door, only where something was kept.

    A ritual and not an outbox message put when keeping: what is kept for another week is asked about anew on
    a post of its own. It comes on rest days and in the other's pause too: it answers its giver's own wish at
    their own door, and a Sunday without it would tell of that pause. Their own pause passes over it.
    On a Sunday on which it asks it takes the place of the evening reminder (`schedules.agenda`), so it comes
    before that one.
    """

    name = SUNDAY
    place = Place.DOOR
    rank = 20
    freshness = timedelta(hours=4)
    lasts = timedelta(days=1)

    def targets(self, space: Space) -> tuple[int, ...]:
        """Return both partners: each may have kept something."""
        return tuple(partner.person_id for partner in space.couple)

    def rhythm(self, space: Space, person_id: int, _now: datetime) -> Rhythm | None:
        """Return Sunday evenings by this person's own clock, none of them within a pause of their own."""
        partner = space.partner(person_id)
        if partner is None:
            return None
        return Rhythm(at=_at(partner), zone=partner.tz, days=_SUNDAYS, not_before=partner[PAUSED_UNTIL])

    async def wants(self, tx: AsyncConnection, space: Space, person_id: int, due: Due) -> bool:
        """If something is kept that was not asked about."""
        return await store.to_ask(tx, space, person_id, due.local_date) is not None

    async def post(
        self, tx: AsyncConnection, _bank: Bank, space: Space, post: Post, _now: datetime
    ) -> Posted:
        """Ask, if there is something to ask about that was not asked about since it was kept."""
        kept = await store.to_ask(tx, space, post.person_id, post.local_date)
        if kept is not None:
            await store.note_asked(tx, kept.id, post.local_date)
            await outbox.put(
                tx,
                space_id=space.id,
                person_id=post.person_id,
                kind=ASK,
                ref=post.id,
                at=post.due_at,
                fresh_for=self.freshness,
            )
        return Posted(speaks=kept is not None)

    async def close(self, tx: AsyncConnection, space: Space, post: Post, _now: datetime) -> None:
        """Leave what is kept as it is; what never reached its giver is asked about again the Sunday after."""
        if not await messages.copies_of(tx, space.id, ASK, post.id):
            await store.note_unasked(tx, space.id, post.person_id, post.local_date)


def _at(partner: Partner) -> time:
    """Return when to ask: at 18:00, or a minute before a reminder that comes sooner on that day."""
    reminder = partner[REMINDER]
    if reminder is None or not NIGHT_ENDS <= reminder <= _AT:
        return _AT
    return (datetime.combine(date.min, reminder) - timedelta(minutes=1)).time()
