"""After three weeks, once: keep on, every other day, or a week's rest? Either of the two settles it."""

from datetime import datetime, time, timedelta

from markupsafe import Markup, escape
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import dates
from bot.actions import Row
from bot.composing import Reader
from bot.features.settings import actions
from bot.features.settings.actions import PACE, SettlePace
from bot.message import Button, Message
from bot.spaces import store as spaces
from bot.spaces.model import Space
from bot.spaces.preference import YES_OR_NO, Ours
from bot.telegram.incoming import Tap
from bot.words import N_, _
from content.bank import Bank
from schedules import ladder, outbox, posts
from schedules.due import Due, Rhythm, instant
from schedules.outbox import OutboxMessage
from schedules.posts import Post
from schedules.rest import REST_DAYS, REST_FROM, REST_TO, RESTING_UNTIL, rests_until
from schedules.ritual import Place, Posted

AFTER = timedelta(days=21)
AT = time(18)
REST = timedelta(days=7)

ASKED = Ours("settings.pace_asked", False, YES_OR_NO)
"""Whether the couple was asked, which it is once."""

_LABELS = {
    actions.Pace.KEEP: N_("Keep on"),
    actions.Pace.OTHER_DAY: N_("Every other day"),
    actions.Pace.REST: N_("A week's rest"),
}


class Pace:
    """One question without sound, on the evening of the 21st day; not in silence and not in a rest.

    It has the place of that day's kindness, and waits for the next day where that came (`schedules.agenda`).
    """

    name = PACE
    place = Place.MIDDAY
    rank = 10
    freshness = timedelta(hours=4)
    lasts = timedelta(days=7)

    def targets(self, space: Space) -> tuple[int, ...]:
        """Plan it for the space."""
        return (0,)

    def rhythm(self, space: Space, person_id: int, now: datetime) -> Rhythm | None:
        """Return the first fitting evening from the 21st day on, until it was asked."""
        if space[ASKED] or space.active_at is None or ladder.is_silent(space, now):
            return None
        first = instant(space.local(space.active_at).date() + AFTER, AT, space.tz)
        rest = rests_until(space)
        return Rhythm(
            at=AT,
            zone=space.tz,
            rest_days=space[REST_DAYS],
            rest_from=space[REST_FROM],
            rest_to=space[REST_TO],
            not_before=first if rest is None else max(first, rest),
        )

    async def wants(self, _tx: AsyncConnection, space: Space, _person_id: int, due: Due) -> bool:
        """Not in silence."""
        return not ladder.is_silent(space, due.at)

    async def post(self, tx: AsyncConnection, bank: Bank, space: Space, post: Post, now: datetime) -> Posted:
        """Ask, once and for all, unless silence began since it was planned."""
        if ladder.is_silent(space, now):
            return Posted(speaks=False)
        await spaces.put(tx, space.id, ASKED.to(True))
        await outbox.put(
            tx,
            space_id=space.id,
            kind=PACE,
            ref=post.id,
            at=now,
            fresh_for=self.freshness,
            loud=False,
        )
        return Posted(speaks=True, changes=True)

    async def close(self, tx: AsyncConnection, space: Space, post: Post, now: datetime) -> None:
        """End without a word: no answer means that all stays as it is."""


async def closes(tx: AsyncConnection, space: Space, post_id: int) -> datetime | None:
    """Return when the question can be answered no more."""
    return await posts.closes_at(tx, space.id, post_id)


def render(outgoing: OutboxMessage, reader: Reader) -> Message:
    """Return the question."""
    text = _(
        "You've had me around for three weeks now. Is this a good pace for you two? "
        "Either of you can tap, and /settings changes it any time."
    )
    space_id, post = reader.space.id, Row(outgoing.ref)
    rows = tuple((Button(_(label), SettlePace(space_id, post, how)),) for how, label in _LABELS.items())
    return Message(escape(text), rows=rows, silent=True)


async def answered(tap: Tap, tapped: SettlePace) -> None:
    """Take either one's tap: it settles the pace for both, and the card shows what was settled."""
    services, now = tap.services, tap.services.now()
    back = tap.home.day(now) + REST + timedelta(days=1)
    async with tap.write() as tx:
        settled = await posts.settle(tx, tap.home.id, PACE, tapped.post)
        if settled and tapped.pace is actions.Pace.OTHER_DAY:
            await spaces.put(tx, tap.home.id, ladder.PACE.to("other_day"))
        elif settled and tapped.pace is actions.Pace.REST:
            until = instant(back, time(), tap.home.tz)
            await spaces.put(tx, tap.home.id, RESTING_UNTIL.to(until))
        if settled:
            await services.replan(tx, tap.home.id)
    if not settled:
        await tap.toast(_("That's settled already. /settings changes it."))
        return
    services.wake()
    await tap.toast()
    with tap.says_here():
        card = Message(_settled_text(tapped.pace, dates.say_date(back)))
    await tap.edit(card)


def _settled_text(how: actions.Pace, back: str) -> Markup:
    if how is actions.Pace.OTHER_DAY:
        return escape(_("Every other day it is. /settings changes it any time."))
    if how is actions.Pace.REST:
        return Markup(_("A week's rest it is. I'll be back on %(date)s.")) % {"date": back}
    return escape(_("We keep on as we are. /settings changes it any time."))
