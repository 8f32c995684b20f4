"""The evening reminder: only for whoever asked for it, at their own door, by their own clock."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.features.checkin import rules, store, views
from bot.spaces.model import Space
from content.bank import Bank
from schedules import outbox
from schedules.due import Rhythm
from schedules.outbox import Letter
from schedules.ritual import Post

LETTER = "checkin.reminder"


class Reminder:
    """One line at a partner's door at the time they chose; none once they began.

    None in a pause and none on a rest day: otherwise an evening without it would tell of the other's pause.
    """

    name = "reminder"
    freshness = timedelta(hours=1)
    lasts = timedelta(hours=12)

    def targets(self, space: Space) -> tuple[int, ...]:
        """Return both partners: each for themselves."""
        return tuple(partner.person_id for partner in space.couple)

    def rhythm(self, space: Space, person_id: int, _now: datetime) -> Rhythm | None:
        """Return the time this partner chose, in their own zone; None for who wants no reminder."""
        partner = space.partner(person_id)
        if partner is None or partner.reminder_at is None:
            return None
        return Rhythm(
            at=partner.reminder_at,
            zone=partner.tz,
            rest_days=space.rest_days,
            rest_from=space.rest_from,
            rest_to=space.rest_to,
            not_before=space.rests_until,
        )

    async def post(self, tx: AsyncConnection, _bank: Bank, space: Space, post: Post, _now: datetime) -> None:
        """Remind, unless they checked in this evening."""
        if not await _has_begun(tx, space, post.person_id, post.due_at):
            await outbox.put(
                tx,
                space_id=space.id,
                person_id=post.person_id,
                kind=LETTER,
                ref=post.id,
                at=post.due_at,
                fresh_for=self.freshness,
            )

    async def close(self, _tx: AsyncConnection, _space: Space, _post: Post, _now: datetime) -> None:
        """Nothing hangs on it."""


async def compose(_tx: AsyncConnection, _bank: Bank, space: Space, letter: Letter) -> Card | None:
    """Compose the reminder; none for who is no partner any more."""
    return None if space.partner(letter.person_id) is None else views.invitation(space)


async def _has_begun(tx: AsyncConnection, space: Space, person_id: int, at: datetime) -> bool:
    partner = space.partner(person_id)
    if partner is None:
        return True
    evening = await store.evening(tx, space.id, person_id, rules.evening_of(at.astimezone(partner.tz)))
    return rules.has_begun(evening)
