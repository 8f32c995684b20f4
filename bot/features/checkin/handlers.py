"""How a check-in begins: the command, the group's card, a door link, the line of /today."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.feature import Line
from bot.features.checkin import rules, store, views
from bot.features.checkin.rules import Evening
from bot.house import House
from bot.spaces import awaited
from bot.spaces.awaited import Link
from bot.spaces.model import Partner, Space
from bot.telegram.incoming import Said, Tap
from content.bank import Bank

LINK = "checkin"


async def command(said: Said) -> None:
    """/checkin: at the door it begins, in the group it posts the one neutral card."""
    if not said.at_door:
        await said.send(views.in_group(said.home, said.home.local(said.house.now()).date()))
        return
    day = tonight(said.house, said.me)
    async with said.write() as tx:
        await store.begin(tx, said.home.id, said.person.id, day, said.house.now())
    await _show_first(said, day)


async def begin(tap: Tap) -> None:
    """Check in: the first step is posted at the tapper's own door, or takes the reminder's place there.

    A group's card of another day works once more, and loses its button with that.
    """
    space, now, day = tap.home, tap.house.now(), tonight(tap.house, tap.me)
    in_place = tap.at_door and tap.arg == views.HERE
    async with tap.write() as tx:
        await store.begin(tx, space.id, tap.person.id, day, now)
        if in_place:
            await store.note_message(tx, space.id, tap.person.id, day, tap.message_id)
        nonce = await awaited.make_link(
            tx, person_id=tap.person.id, kind=LINK, ref=0, now=now, space_id=space.id
        )
    if in_place:
        await tap.edit(views.step(space, tap.me, Evening(day)))
    else:
        await _show_first(tap, day)
    if tap.at_door:
        await tap.toast()
    else:
        await tap.open_door(nonce)
        if tap.ref != space.local(now).date().toordinal():
            await tap.strip()


async def followed(said: Said, _link: Link) -> None:
    """Begin for whoever came by the group's card, unless the first step went out before they came."""
    day = tonight(said.house, said.me)
    async with said.write() as tx:
        found = await store.evening(tx, said.home.id, said.person.id, day)
        if found is not None and found.message_id is not None:
            return
        await store.begin(tx, said.home.id, said.person.id, day, said.house.now())
    await _show_first(said, day)


async def today_lines(
    tx: AsyncConnection, _bank: Bank, space: Space, person_id: int, now: datetime
) -> Sequence[Line]:
    """In one's own evening, at one's own door, until it is done: the way to check in."""
    partner = space.partner(person_id)
    if partner is None:
        return ()
    local = now.astimezone(partner.tz)
    found = await store.evening(tx, space.id, person_id, rules.evening_of(local))
    if not rules.is_evening(local) or (found is not None and found.step == "done"):
        return ()
    return (Line(views.before_bed(person_id, rules.evening_of(local)), (views.check_in(space),)),)


def tonight(house: House, partner: Partner) -> date:
    """Return the date whose evening it is for this partner now."""
    return rules.evening_of(house.now().astimezone(partner.tz))


async def _show_first(act: Said | Tap, day: date) -> None:
    """Post the first step at the person's own door and remember that it went out."""
    sent = await act.send_to_door(views.step(act.home, act.me, Evening(day)))
    if sent is None:
        return
    async with act.write() as tx:
        await store.note_message(tx, act.home.id, act.person.id, day, sent)
