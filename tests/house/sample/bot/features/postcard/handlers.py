"""The taps on a postcard, and its line in /today."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import escape
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.postcard import store
from bot.features.postcard.actions import Like, Pin
from bot.features.postcard.preferences import BORDER
from bot.message import Button
from bot.places import Line
from bot.spaces.model import Space
from bot.telegram.incoming import Tap
from bot.words import _
from content.bank import Bank


async def like(tap: Tap, tapped: Like) -> None:
    """Note in the group that somebody likes it: both see it, as the tap was made there."""
    async with tap.write() as tx:
        known = await store.day_of(tx, tap.home.id, tapped.post) is not None
        if known:
            await store.like(tx, tap.home.id, tapped.post, tap.person.id)
    await tap.toast(_("You like it.") if known else _("That one is over by now."))


async def pin(tap: Tap, tapped: Pin) -> None:
    """Pin it for the tapper, framed as they like; nobody else ever sees that."""
    async with tap.write() as tx:
        known = await store.day_of(tx, tap.home.id, tapped.post) is not None
        if known:
            await store.pin(tx, tap.home.id, tapped.post, tap.person.id, tap.me[BORDER])
    await tap.toast(_("Pinned, for you.") if known else _("That one is over by now."))


async def today_lines(
    tx: AsyncConnection, _bank: Bank, space: Space, person_id: int, now: datetime
) -> Sequence[Line]:
    """Return one line while a postcard is up; at a door with its pin."""
    post_id = await store.open_post(tx, space.id, now)
    if post_id is None:
        return ()
    pins = (Button(_("Pin it"), Pin(space.id, store.row(post_id))),) if person_id else ()
    return (Line(escape(_("A small picture is up.")), pins),)
