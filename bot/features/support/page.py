"""The Support page: an edit of the card from which it is opened, always alike, gone again after ten minutes.

A card of /help older than that stays as it is: the page opens on a new one, which leaves what /help leaves.
So no row tells an opened page from a /help that nobody touched. Which country was looked at stands in the
buttons alone.
"""

from collections.abc import Mapping
from functools import cache

from bot.features.support import helping, rules, views
from bot.features.support.actions import ChooseCountry, Hide, ListCountries, OpenSupport
from bot.message import Message
from bot.services import Services
from bot.spaces import fading
from bot.spaces import store as spaces
from bot.telegram.incoming import Tap
from bot.words import content_of
from content import bank, helplines
from content.helplines import Helplines


async def opened(tap: Tap, _tapped: OpenSupport) -> None:
    """Open the page with the country of one's own clock."""
    await _show(tap, await country_of(tap.services, tap.person.id))


async def chosen(tap: Tap, tapped: ChooseCountry) -> None:
    """Show the page with a chosen country's lines."""
    await _show(tap, tapped.code if tapped.code in all_lines().countries else None)


async def countries(tap: Tap, _tapped: ListCountries) -> None:
    """Show the list of countries in the page's place."""
    await _stands_in_place(tap, views.countries(all_lines()))


async def hidden(tap: Tap, _tapped: Hide) -> None:
    """Put the card of /help back in the page's place."""
    await tap.toast()
    await tap.edit(await helping.face(tap.services, tap.person.id))


async def country_of(services: Services, person_id: int) -> str | None:
    """Return the code of the country in which somebody's own clock stands; None if that is not known."""
    async with services.db.read() as tx:
        return rules.country_of(await spaces.person_zone(tx, person_id))


def all_lines() -> Helplines:
    """Return every line, as it was when the bot started, in the language of who reads."""
    return content_of(_lines())


@cache
def _lines() -> Mapping[str, Helplines]:
    return {name: helplines.load(name) for name in bank.languages("helplines.toml")}


async def _show(tap: Tap, country: str | None) -> None:
    await _stands_in_place(tap, views.page(all_lines(), country))


async def _stands_in_place(tap: Tap, card: Message) -> None:
    """Show a card in place of /help for ten minutes; where that goes back no more, in place of a new one."""
    # More is said to follow, so that not even the processed updates notes such a tap: twice is once.
    async with tap.services.db.write(more=True) as tx:
        goes = await fading.becomes(tx, tap.chat_id, tap.message_id) == helping.FACE
        if goes:
            await helping.goes_back(tx, tap.services, tap.chat_id, tap.message_id)
    await tap.toast()
    if goes:
        await tap.edit(card)
        return
    new = await helping.comes(tap, silent=True)
    if new is not None:
        await tap.services.sender.edit(tap.chat_id, new, card)
