"""A step of the ladder that the morning's card left out, as it told a wish: said below that day's kindness.

It adds no message, and stands there a day longer than the kindness. Where no kindness came on that day, the
next question's card says it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Reader
from bot.features.question import rules, store, views
from bot.features.question.rules import Card
from bot.outcomes import Outcome, Sent, Unknown
from bot.places import Line
from bot.spaces.model import Space
from schedules import ladder
from schedules.ladder import PACE


@dataclass(frozen=True, slots=True)
class Rarer:
    """A card that left out how rarely the next ones come, and that: so many days apart."""

    card: Card
    step: int


async def load(tx: AsyncConnection, space: Space, day: date, now: datetime) -> Rarer | None:
    """Return what the bot says without sound on a date; None if nothing was left out."""
    card_id = await store.untold_on(tx, space.id, day)
    card = None if card_id is None else await store.card(tx, space.id, card_id)
    step = rules.steps_to(space[PACE], ladder.since(space, now), now)
    return None if card is None or step is None else Rarer(card, step)


async def load_told(tx: AsyncConnection, space: Space, day: date, now: datetime) -> Rarer | None:
    """Return what was said on a date, if the ladder stands where it stood then."""
    card_id = await store.told_below_on(tx, space.id, day)
    card = None if card_id is None else await store.card(tx, space.id, card_id)
    if card is None:
        return None
    since = ladder.since(space, now)
    step, then = (rules.steps_to(space[PACE], since, at) for at in (now, card.due_at))
    return None if step is None or step != then else Rarer(card, step)


def render(rarer: Rarer, reader: Reader) -> Sequence[Line]:
    """Return the line that says so."""
    return (Line(views.rarer(reader.space, rarer.card, rarer.step)),)


async def told(tx: AsyncConnection, space: Space, day: date, outcome: Outcome) -> None:
    """Note that it was said, or may have been: no other card says it again."""
    card_id = await store.untold_on(tx, space.id, day)
    if card_id is not None and isinstance(outcome, Sent | Unknown):
        await store.note_told(tx, card_id)
