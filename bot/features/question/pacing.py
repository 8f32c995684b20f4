"""A step of the ladder that the morning's card left out, as it told a wish: said below that day's kindness.

It adds no message, and stands there a day longer than the kindness. Where no kindness came on that day, the
next question's card says it.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.question import rules, store, views
from bot.outcomes import Outcome, Sent, Unknown
from bot.places import Line
from bot.spaces.model import Space
from content.bank import Bank
from schedules import ladder


async def lines(tx: AsyncConnection, _bank: Bank, space: Space, day: date, now: datetime) -> Sequence[Line]:
    """Return the line for what the bot says without sound on a date; none if nothing was left out."""
    card_id = await store.untold_on(tx, space.id, day)
    card = None if card_id is None else await store.card(tx, space.id, card_id)
    step = rules.steps_to(space.pace, ladder.since(space, now), now)
    return () if card is None or step is None else (Line(views.rarer(space, card, step)),)


async def stays(tx: AsyncConnection, _bank: Bank, space: Space, day: date, now: datetime) -> Sequence[Line]:
    """Return the line that was said on a date, if the ladder stands where it stood then."""
    card_id = await store.told_below_on(tx, space.id, day)
    card = None if card_id is None else await store.card(tx, space.id, card_id)
    if card is None:
        return ()
    since = ladder.since(space, now)
    step, then = (rules.steps_to(space.pace, since, at) for at in (now, card.due_at))
    return () if step is None or step != then else (Line(views.rarer(space, card, step)),)


async def told(tx: AsyncConnection, space: Space, day: date, outcome: Outcome) -> None:
    """Note that it was said, or may have been: no other card says it again."""
    card_id = await store.untold_on(tx, space.id, day)
    if card_id is not None and isinstance(outcome, Sent | Unknown):
        await store.note_told(tx, card_id)
