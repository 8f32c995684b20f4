"""One by one: somebody's answers, thank-yous and evenings at their own door, each to be erased by itself.

The list stands on the card of /delete, a page at a time, and goes from the chat by itself.
"""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import lifecycle, traces
from bot.db import erasures
from bot.features.privacy import single_views, views
from bot.features.privacy.actions import AskAbout, EraseOne, OneByOne, TurnTo
from bot.message import Message
from bot.services import Services
from bot.spaces import fading, whose
from bot.spaces.model import Space
from bot.telegram.incoming import Tap


async def kinds(tap: Tap, _tapped: OneByOne) -> None:
    """Show what can be erased one by one."""
    async with tap.services.db.write() as tx:
        space = await _stands(tx, tap)
    if space is None:
        await tap.alert(views.stale())
        return
    await tap.toast()
    await tap.edit(await tap.named(single_views.kinds(space, _labels(tap.services)), space))


async def page(tap: Tap, tapped: TurnTo) -> None:
    """Show a page of one kind."""
    await _show(tap, *_place(tapped.place))


async def ask(tap: Tap, tapped: AskAbout) -> None:
    """Ask once whether this one is to be erased."""
    name, number = _place(tapped.place)
    singles = lifecycle.singles(tap.services).get(name)
    single = None
    async with tap.services.db.write() as tx:
        space = await _stands(tx, tap)
        if space is not None and singles is not None:
            single = await singles.find(tx, tap.services.bank, space, tap.person.id, tapped.row)
    if space is None or single is None:
        await tap.alert(views.stale())
        return
    await tap.toast()
    await tap.edit(await tap.named(single_views.ask(space, name, number, single), space))


async def erase(tap: Tap, tapped: EraseOne) -> None:
    """Erase this one, in one transaction, and empty the log after it; then show the page it stood on."""
    services = tap.services
    name, number = _place(tapped.place)
    singles = lifecycle.singles(services).get(name)
    faces: list[tuple[int, Message]] = []
    found = None
    async with services.db.write() as tx:
        space = await _stands(tx, tap)
        if space is not None and singles is not None:
            found = await singles.find(tx, services.bank, space, tap.person.id, tapped.row)
            faces += await singles.erase(tx, services, space, tap.person.id, tapped.row)
    if found is None:
        await tap.alert(views.stale())
        return
    await erasures.erase_for_good(services.db, services.now())
    services.wake()
    await _show(tap, name, number, said=single_views.erased())
    await traces.erased(services, tap.person.id, faces)


async def _show(tap: Tap, name: str, number: int, said: str = "") -> None:
    singles = lifecycle.singles(tap.services).get(name)
    async with tap.services.db.write() as tx:
        space = await _stands(tx, tap)
        if space is None or singles is None:
            card = None
        else:
            card = await _page(tx, tap, space, name, number)
    if card is None:
        await tap.alert(views.stale())
        return
    await tap.toast(said)
    await tap.edit(card)


async def _page(tx: AsyncConnection, tap: Tap, space: Space, name: str, number: int) -> Message:
    """Return a page, or the last one that is not empty before it."""
    singles = lifecycle.singles(tap.services)[name]
    most = single_views.ON_A_PAGE
    found = await singles.page(tx, tap.services.bank, space, tap.person.id, number * most, most + 1)
    while not found and number > 0:
        number -= 1
        found = await singles.page(tx, tap.services.bank, space, tap.person.id, number * most, most + 1)
    today = tap.at.astimezone(space.tz).date()
    card = single_views.page(space, name, singles.label, number, found, today)
    return await whose.named(tx, space, tap.person.id, card)


async def _stands(tx: AsyncConnection, tap: Tap) -> Space | None:
    """Return the tapped space as `standing` does; the list goes from the chat ten minutes after this tap.

    That is written before anything of it is shown: it holds words.
    """
    space = await whose.theirs(tx, tap.space, tap.person.id)
    if space is not None:
        await fading.turn(tx, tap.chat_id, tap.message_id, tap.services.now())
    return space


def _place(said: str) -> tuple[str, int]:
    """Return the kind and the page that a button says."""
    name, _dot, number = said.partition(".")
    return name, min(int(number), 10_000) if number.isascii() and number.isdigit() and len(number) < 6 else 0


def _labels(services: Services) -> Mapping[str, str]:
    return {name: singles.label for name, singles in lifecycle.singles(services).items()}
