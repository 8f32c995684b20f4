"""Is it 21:34 for you now? Each person's clock is their own, and moves their own door alone.

The space begins by its inviter's; from then on the settings move it, which both see.
"""

import asyncio
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import changes
from bot.composing import Reader
from bot.features.pairing import store, views
from bot.features.pairing.actions import AskCity, ChooseCity, RightZone
from bot.message import Message
from bot.services import Services
from bot.spaces import awaited, cities
from bot.spaces import store as spaces
from bot.spaces.awaited import Awaited
from bot.spaces.cities import City
from bot.spaces.model import Space
from bot.telegram.incoming import Said, Tap
from bot.words import _

CITY = "pairing.city"


async def ask_zone(tap: Tap) -> None:
    """Ask at the door whether the clock is right: theirs if they said one before, else the host's."""
    services = tap.services
    async with services.db.read() as tx:
        zone = await spaces.person_zone(tx, tap.person.id) or services.settings.default_timezone
        leads = await _leads(tx, tap.person.id, services.now())
    await tap.send_to_door(views.zone_card(zone, services.now(), leads=leads))


async def right_zone(tap: Tap, tapped: RightZone) -> None:
    """Take the zone whose time was shown."""
    zone = cities.known_zone(tapped.zone)
    if zone is None:
        await tap.alert(_("That button has expired. See /settings."))
        return
    await _settle(tap, cities.zone_city(zone), zone)


async def another_city(tap: Tap, _tapped: AskCity) -> None:
    """Ask for a city."""
    async with tap.services.db.write() as tx:
        awaited_id = await awaited.expect(
            tx,
            person_id=tap.person.id,
            chat_id=tap.chat_id,
            kind=CITY,
            ref=0,
            now=tap.services.now(),
            brief=True,
        )
        leads = await _leads(tx, tap.person.id, tap.services.now())
    await tap.toast()
    await tap.asks(views.city_prompt(leads=leads), awaited_id)


async def load_leads(tx: AsyncConnection, _space: Space, prompt: Awaited, at: datetime) -> bool:
    """Return whether the city that is asked for leads."""
    return await _leads(tx, prompt.person_id, at)


def render_ask(leads: bool, _reader: Reader) -> Message:
    """Return what asks for a city."""
    return views.city_prompt(leads=leads)


async def city_typed(said: Said, prompt: Awaited) -> None:
    """Look a typed city, zone or place on the map up: settle it, ask which of several, or ask again."""
    found = await _found(said)
    services = said.services
    if not found:
        clock = await asyncio.to_thread(cities.names_a_clock, said.text)
        refusal = views.only_a_clock_line() if clock else views.unknown_city_line()
        await said.asks_anew(refusal, page=True)
    elif len(found) == 1 and said.place is None and cities.is_guess(said.text, found[0]):
        await said.miss()  # it does not count before it is tapped
        await said.send(views.city_card(found[0], services.now()))
    elif len(found) == 1:
        group = await _set_zone(services, said.person.id, found[0].zone, said)
        await said.send(views.zone_found_card(found[0], services.now(), group, said.person.id))
    else:
        await said.miss()  # none of them is settled, so an edit that names another one counts
        async with services.db.write() as tx:
            await said.goes_at_night(tx)
        await said.send(views.cities_card(found, services.now()))


def may_be_city(said: Said) -> bool:
    """Whether this may answer the question for a city: a sentence names none."""
    return said.place is not None or (said.kind == "text" and cities.may_name_one(said.text))


async def _found(said: Said) -> list[City]:
    """Return the cities that were meant; a place on the map is its nearest city's, and is kept nowhere."""
    if said.place is not None:
        return [await asyncio.to_thread(cities.nearest, *said.place)]
    return await asyncio.to_thread(cities.find, said.text) if said.kind == "text" else []


async def city_chosen(tap: Tap, tapped: ChooseCity) -> None:
    """Take one of several cities of a name."""
    city = await asyncio.to_thread(cities.by_id, tapped.city)
    if city is None:
        await tap.alert(_("That button has expired. See /settings."))
        return
    await _settle(tap, city.name, city.zone)


async def _settle(tap: Tap, city: str, zone: str) -> None:
    group = await _set_zone(tap.services, tap.person.id, zone)
    await tap.toast()
    await tap.edit(views.zone_done_card(city, zone, tap.services.now(), group, tap.person.id))


async def _set_zone(services: Services, person_id: int, zone: str, said: Said | None = None) -> Space | None:
    """Keep a person's zone; what depends on it at their own door is planned anew.

    Returns their one active space, if they have just one, whose hours can be told by that clock.
    """
    now = services.now()
    async with services.db.write() as tx:
        if said is not None:
            await said.goes(tx)
        homes = await spaces.of_person(tx, person_id)
        led = [home.id for home in homes if await store.leads(tx, home, person_id, now)]
        await spaces.set_person_zone(tx, person_id, zone)
        await awaited.done(tx, person_id, CITY, 0)
        for waiting in await spaces.invitations(tx, person_id):
            await store.adopt_zone(tx, waiting.id)
        for home in homes:
            if home.id in led:
                await store.adopt_zone(tx, home.id)
                if await store.is_told(tx, home.id):
                    await changes.note(tx, home, now)
                await store.announce(tx, home.id, now)
            await services.replan(tx, home.id)
        homes = await spaces.of_person(tx, person_id)
    services.wake()
    return homes[0] if len(homes) == 1 else None


async def _leads(tx: AsyncConnection, person_id: int, now: datetime) -> bool:
    """Return whether a group's times take this clock, or will once both are in.

    While a space waits only who invited counts: who else is in already is not this page's to tell.
    """
    waiting = await spaces.invitations(tx, person_id)
    if any(space.inviter_id == person_id for space in waiting):
        return True
    return any(
        [await store.leads(tx, home, person_id, now) for home in await spaces.of_person(tx, person_id)]
    )
