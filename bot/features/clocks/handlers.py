"""Taking an hour that suits both, and what the group is told of a change."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import changes
from bot.composing import Reader
from bot.features.clocks import hours, views
from bot.features.clocks.actions import TakeHour
from bot.features.clocks.views import Changed
from bot.features.kindness.exports import KINDNESS_TIME
from bot.features.question.exports import QUESTION_TIME
from bot.features.settings.exports import Forged, time_of
from bot.message import Message
from bot.spaces import store as spaces
from bot.spaces.model import Space
from bot.telegram.incoming import NotYours, Tap
from bot.words import _
from content.bank import Bank
from schedules.keyboards import Keyboard
from schedules.outbox import OutboxMessage


async def settles_hour(tap: Tap, tapped: TakeHour) -> None:
    """Take an hour that suits both, on the card in the group that offers some; a kindness of the night moves
    along.

    The card keeps what is true and loses its keys; the new hours are told as any change is.
    """
    services, now = tap.services, tap.services.now()
    if tap.at >= views.offer_ends(tap.home, tapped.day.toordinal()):
        await tap.toast(_("That button has expired. See /settings."))
        await tap.strip()
        return
    try:
        async with tap.write() as tx:
            space = await _now(tx, tap.home.id)
            at = time_of(tapped.hour)
            moves = hours.kindness_moves(space, now)
            beside = hours.beside(space, at, now)
            await spaces.put(
                tx, space.id, QUESTION_TIME.to(at), *([KINDNESS_TIME.to(beside)] if moves else [])
            )
            await services.replan(tx, space.id)
            await changes.note(tx, space, now)
            space = await _now(tx, space.id)
    except Forged:
        await tap.toast(_("That button has expired. See /settings."))
        return
    services.wake()
    await tap.toast(_("Saved."))
    with tap.says_here():
        card = views.settled(space, now)
    await tap.edit(card)


async def offer_closes(_tx: AsyncConnection, space: Space, day: int) -> datetime | None:
    """Return when hours that were offered on a day are offered no more."""
    return views.offer_ends(space, day) if day else None


async def offer_over(tx: AsyncConnection, _bank: Bank, space: Space, keyboard: Keyboard) -> Message | None:
    """Return what the card says once its hours are offered no more."""
    return views.settled(space, views.offer_ends(space, keyboard.ref))


async def load_changed(_tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Changed | None:
    """Return what the group is told of a change."""
    was, now = changes.before(space), outgoing.claimed_at
    return None if was is None or now is None else Changed(was, now)


def render_changed(changed: Changed, reader: Reader) -> Message | None:
    """Return what the group is told of it; None if it was changed back."""
    return views.changed(reader.space, changed.was, changed.at)


async def _now(tx: AsyncConnection, space_id: int) -> Space:
    space = await spaces.by_id(tx, space_id)
    if space is None:
        raise NotYours
    return space
