"""What never goes stale and may not have reached the group: no try had an answer, or Telegram cannot take it.

Nobody else would ever learn of it, so /today offers it once more, for two days: in the group, and at doors.
"""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.today.actions import SendAgain
from bot.features.today.exports import OFFERS_AGAIN
from bot.message import Button
from bot.places import Line
from bot.services import Services
from bot.spaces.model import Space
from bot.telegram.incoming import Tap
from bot.words import _
from schedules import lost as given_up


async def lines(
    tx: AsyncConnection, services: Services, space: Space, now: datetime, *, at_door: bool
) -> Sequence[Line]:
    """Return one line for all of it, whatever it is and whose: those that features offer themselves left
    out.
    """
    if not await given_up.lost(tx, space.id, _offered_elsewhere(services), now):
        return ()
    text = (
        _("Something for the two of you may not have reached your group.")
        if at_door
        else _("Something for the two of you may not have reached this group.")
    )
    return (Line(Markup.escape(text), (Button(_("Send it again"), tap=SendAgain(space.id)),)),)


async def again(tap: Tap, _tapped: SendAgain) -> None:
    """Send it again."""
    now = tap.services.now()
    async with tap.write() as tx:
        found = await given_up.lost(tx, tap.home.id, _offered_elsewhere(tap.services), now)
        for outgoing in found:
            await given_up.send_again(tx, outgoing, now)
    await tap.toast(_("Here it comes.") if found else _("Nothing is missing now."))
    tap.services.wake()


def _offered_elsewhere(services: Services) -> frozenset[str]:
    return frozenset().union(*services.points.of(OFFERS_AGAIN))
