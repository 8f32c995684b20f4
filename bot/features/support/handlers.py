"""Opening and hiding the help page, and the look at what is typed to the bot. Nothing here writes a row."""

from functools import cache

from bot.feature import Caution
from bot.features.support import rules, views
from bot.outcomes import Sent
from bot.spaces import store as spaces
from bot.telegram.incoming import Said, Tap
from bot.words import _
from content import crisis, helplines
from content.helplines import Helpline


async def page(tap: Tap) -> None:
    """Open the page, at one's own door alone."""
    if not tap.at_door:
        await tap.toast(_("That one opens in our private chat."))
        return
    await tap.toast()
    await tap.send(views.page(await _lines(tap)))


async def hide(tap: Tap) -> None:
    """Take the page away; one that is too old to be deleted loses its words."""
    await tap.toast()
    if tap.at_door and not isinstance(await tap.house.sender.delete(tap.chat_id, tap.message_id), Sent):
        await tap.edit(views.hidden())


async def caution(said: Said) -> Caution | None:
    """Return what to say to words of somebody who may be in danger; None for all others."""
    if crisis.kind_of(said.text) is None:
        return None
    lines = await _lines(said)
    return Caution(asking=views.before_keeping(lines, in_group=not said.at_door), telling=views.page(lines))


async def _lines(act: Said | Tap) -> tuple[Helpline, ...]:
    async with act.house.db.read() as tx:
        zone = await spaces.person_zone(tx, act.person.id)
    return rules.lines_for(_all_lines(), zone, act.house.now().date())


@cache
def _all_lines() -> tuple[Helpline, ...]:
    return helplines.load()
