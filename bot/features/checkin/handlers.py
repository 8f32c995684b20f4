"""How a check-in begins: the command, the group's card, a door link, the line of /today."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.checkin import consent_views, reminder, rules, store, views
from bot.features.checkin.actions import Begin, Place
from bot.features.checkin.preferences import AGREED_AT
from bot.features.checkin.rules import Evening, Step
from bot.places import Line
from bot.spaces import links
from bot.spaces.links import Link
from bot.spaces.model import Space
from bot.telegram.incoming import Said, Tap
from content.bank import Bank

LINK = "checkin.door"


async def command(said: Said) -> None:
    """/checkin: at the door it begins, in the group it posts the one neutral card."""
    if not said.at_door:
        await said.send(views.in_group(said.home, said.home.day(said.services.now())))
        return
    day = tonight(said)
    if is_over(said, day):
        await said.answer(views.over())
        return
    if said.me[AGREED_AT] is None:
        await said.send(consent_views.first_ask(said.home, said.me, day, said.services.settings))
        return
    async with said.write() as tx:
        await store.begin(tx, said.home.id, said.person.id, day, said.at)
    await _show_first(said, day)


async def begin(tap: Tap, tapped: Begin) -> None:
    """Check in: the first step is posted at the tapper's own door, or takes the reminder's place there.

    A button names its evening: one of an evening that is over begins none, so last night's, tapped in the
    morning, is no check-in of tonight's. A group's card of another day works in the evening as long as its
    button stands. Nothing in the group changes by a tap. Who never said yes to check-ins is asked for that
    first, in the same place.
    """
    space, now, day = tap.home, tap.services.now(), tonight(tap)
    in_place = tap.at_door and tapped.place is Place.HERE
    if is_over(tap, day) or not await _may_begin(tap, tapped.evening, day):
        await tap.alert(views.over())
        if tap.at_door:
            await tap.strip()
        return
    agreed = tap.me[AGREED_AT] is not None
    asks = consent_views.first_ask(space, tap.me, day, tap.services.settings)
    asked = None if agreed or in_place else await tap.send_to_door(asks)
    async with tap.write() as tx:
        if agreed:
            await store.begin(tx, space.id, tap.person.id, day, tap.at)
        if agreed and in_place:
            await store.note_message(tx, space.id, tap.person.id, day, tap.message_id)
        nonce = await links.make(
            tx, person_id=tap.person.id, kind=LINK, ref=asked or 0, now=now, space_id=space.id
        )
    if in_place:
        await tap.edit(views.step(space, tap.me, Evening(day), at=tap.at) if agreed else asks)
    elif agreed:
        await _show_first(tap, day)
    if tap.at_door:
        await tap.toast()
    else:
        await tap.open_door(nonce)


async def _may_begin(tap: Tap, named: date | None, day: date) -> bool:
    """Return whether the tapped button is one of this evening's, or of none; `named` is the one it names.

    One in the group is of the space's day; there another evening's may begin one in the evening.
    """
    if not tap.at_door:
        local = tap.at.astimezone(tap.me.tz)
        return rules.is_evening(local) or named in (None, tap.home.day(tap.at))
    if named is None:  # sent by a version whose buttons named none: the reminder's outbox message tells it
        async with tap.services.db.read() as tx:
            named = await reminder.evening_at(tx, tap.home, tap.person.id, tap.chat_id, tap.message_id)
    return named in (None, day)


async def closes(_tx: AsyncConnection, _space: Space, day: int) -> datetime | None:
    """Return when a card in the group is over, with its evening wherever anybody lives."""
    return rules.ended_everywhere(date.fromordinal(day)) if day else None


async def followed(said: Said, link: Link) -> None:
    """Begin for whoever came by the group's card, unless the first step went out before they came."""
    day = tonight(said)
    if is_over(said, day):
        await said.answer(views.over())
        return
    if said.me[AGREED_AT] is None:
        if not link.ref:  # else the question stands there already
            await said.send(consent_views.first_ask(said.home, said.me, day, said.services.settings))
        return
    async with said.write() as tx:
        found = await store.evening(tx, said.home.id, said.person.id, day)
        if found is not None and found.message_id is not None:
            return
        await store.begin(tx, said.home.id, said.person.id, day, said.at)
    await _show_first(said, day)


async def today_lines(
    tx: AsyncConnection, _bank: Bank, space: Space, person_id: int, now: datetime
) -> Sequence[Line]:
    """In one's own evening, at one's own door, until it is done: the way to check in."""
    partner = space.partner(person_id)
    if partner is None:
        return ()
    local = now.astimezone(partner.tz)
    evening = rules.evening_of(local)
    found = await store.evening(tx, space.id, person_id, evening)
    if not rules.is_evening(local) or (found is not None and found.step is Step.DONE):
        return ()
    return (Line(views.before_bed(person_id, evening), (views.check_in(space, evening),)),)


def tonight(act: Said | Tap) -> date:
    """Return the date whose evening it was for this person when they said or tapped it."""
    return act.me.day(act.at)


def is_over(act: Said | Tap, evening: date) -> bool:
    """Whether no further step of that evening can be taken: what is handled late was said in time alone."""
    return act.me.day(act.services.now()) != evening


async def _show_first(act: Said | Tap, day: date) -> None:
    """Post the first step at the person's own door and remember that it went out."""
    sent = await act.send_to_door(views.step(act.home, act.me, Evening(day), at=act.at))
    if sent is None:
        return
    async with act.write() as tx:
        await store.note_message(tx, act.home.id, act.person.id, day, sent)
