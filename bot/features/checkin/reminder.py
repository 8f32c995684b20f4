"""The evening reminder: only for whoever asked for it, at their own door, by their own clock."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Reader
from bot.features.checkin import rules, store, views
from bot.features.checkin.preferences import REMINDER
from bot.message import Message
from bot.spaces import store as spaces
from bot.spaces.model import Partner, Space
from content.bank import Bank
from schedules import messages, outbox, posts
from schedules.due import Due, Rhythm
from schedules.outbox import OutboxMessage
from schedules.posts import Post
from schedules.rest import REST_DAYS, REST_FROM, REST_TO, rests_until
from schedules.ritual import Place, Posted

KIND = "checkin.reminder"
RESTS = "checkin.reminders_rest"
UNANSWERED = 10
"""After so many reminders in a row without a check-in they end, and their person reads how to go on."""


class Reminder:
    """One line at a partner's door at the time they chose; none once they began.

    None in a pause and none on a rest day: otherwise an evening without it would tell of the other's pause.
    """

    name = "reminder"
    place = Place.DOOR
    rank = 90
    freshness = timedelta(hours=1)
    lasts = timedelta(hours=12)

    def targets(self, space: Space) -> tuple[int, ...]:
        """Return both partners: each for themselves."""
        return tuple(partner.person_id for partner in space.couple)

    def rhythm(self, space: Space, person_id: int, _now: datetime) -> Rhythm | None:
        """Return the time this partner chose, in their own zone; None for who wants no reminder."""
        partner = space.partner(person_id)
        at = None if partner is None else partner[REMINDER]
        if partner is None or at is None:
            return None
        return Rhythm(
            at=at,
            zone=partner.tz,
            rest_days=space[REST_DAYS],
            rest_from=space[REST_FROM],
            rest_to=space[REST_TO],
            not_before=rests_until(space),
        )

    async def wants(self, tx: AsyncConnection, space: Space, person_id: int, due: Due) -> bool:
        """Unless they checked in this evening."""
        return not await _has_begun(tx, space, person_id, due.at)

    async def post(
        self, tx: AsyncConnection, _bank: Bank, space: Space, post: Post, _now: datetime
    ) -> Posted:
        """Remind, unless they checked in this evening; or end, if nobody minds the reminders any more."""
        if await _has_begun(tx, space, post.person_id, post.due_at):
            return Posted(speaks=False)
        ends = await _go_unanswered(tx, space, post)
        if ends:
            await spaces.put(tx, space.id, REMINDER.to(None), person_id=post.person_id)
        await outbox.put(
            tx,
            space_id=space.id,
            person_id=post.person_id,
            kind=RESTS if ends else KIND,
            ref=post.id,
            at=post.due_at,
            fresh_for=self.freshness,
            loud=not ends,
        )
        return Posted(speaks=True, changes=ends)

    async def close(self, _tx: AsyncConnection, _space: Space, _post: Post, _now: datetime) -> None:
        """Nothing hangs on it."""


async def load(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> date | None:
    """Return the evening that it is for; None for who is no partner any more."""
    return await _evening_of(tx, space, outgoing.person_id, outgoing.ref)


def render(evening: date, reader: Reader) -> Message:
    """Return the reminder."""
    return views.invitation(reader.space, reader.person_id, evening)


async def evening_at(
    tx: AsyncConnection, space: Space, person_id: int, chat_id: int, message_id: int
) -> date | None:
    """Return the evening whose reminder a message is; None where it is none."""
    outgoing = await messages.copy_at(tx, chat_id, message_id)
    if outgoing is None or outgoing[0] != KIND:
        return None
    return await _evening_of(tx, space, person_id, outgoing[1])


async def _evening_of(tx: AsyncConnection, space: Space, person_id: int, post_id: int) -> date | None:
    """Return the evening a reminder's post is for; None for no partner's.

    A reminder after midnight is for the evening that still goes on.
    """
    partner = space.partner(person_id)
    due = await posts.due_of(tx, post_id, space.id)
    return None if partner is None or due is None else rules.evening_of(due.at.astimezone(partner.tz))


async def load_rest(_tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Partner | None:
    """Return whom the end of the reminders is told; None for who turned them on again, or is gone."""
    me = space.partner(outgoing.person_id)
    return None if me is None or me[REMINDER] is not None else me


def render_rest(_me: Partner, _reader: Reader) -> Message:
    """Return the line that ends the reminders."""
    return views.reminders_rest()


async def _has_begun(tx: AsyncConnection, space: Space, person_id: int, at: datetime) -> bool:
    partner = space.partner(person_id)
    if partner is None:
        return True
    evening = await store.evening(tx, space.id, person_id, rules.evening_of(at.astimezone(partner.tz)))
    return rules.has_begun(evening)


async def _go_unanswered(tx: AsyncConnection, space: Space, post: Post) -> bool:
    """Whether this person's newest `UNANSWERED` messages were all reminders, none of which led to a check-in.

    An outbox message that ended the reminders is among them for as long as those turned on again are fewer.
    """
    sent = await store.reminded(tx, space.id, post.person_id, (KIND, RESTS), UNANSWERED)
    if len(sent) < UNANSWERED or any(kind == RESTS for kind, _day in sent):
        return False
    # The day before the oldest: one that came after midnight was for that evening.
    since: date = sent[-1][1] - timedelta(days=1)
    evenings = await store.since(tx, space.id, post.person_id, since)
    return not any(rules.has_begun(evening) for evening in evenings)
