"""Joining: what the bot can see, the way to the door, and there the private *I'm in*, no and undo."""

from bot import lifecycle
from bot.db import erasures
from bot.disclosure import in_an_alert
from bot.features.pairing import consent, consent_views, preferences, rules, store, views
from bot.features.pairing.actions import Join, JoinBesideBots, OpenDoor, Refuse, Undo, WhatISee
from bot.features.pairing.rules import Seat
from bot.features.pairing.zones import ask_zone
from bot.lifecycle import AtDoors
from bot.services import Services
from bot.spaces import fading, languages, links
from bot.spaces import store as spaces
from bot.spaces.links import Link
from bot.spaces.model import VOUCHED, PartnerState, Space, SpaceState
from bot.telegram.incoming import Said, Tap
from bot.words import _

LINK = "pairing.door"


# --- what the bot can see, and the way to the door ------------------------------------------------


async def what_i_can_see(tap: Tap, _tapped: WhatISee) -> None:
    """Say what the bot can see here and where what it is told goes, as Telegram has it just now."""
    services = tap.services
    eyes = await services.sender.eyes(None if tap.at_door else tap.chat_id)
    await tap.alert(in_an_alert(eyes, at_start=services.sees_everything))


async def open_side(tap: Tap, _tapped: OpenDoor) -> None:
    """Invite whoever tapped to their own door, while the two seats are not taken.

    The card lies in the group alone: data sent from a door may come from somebody who is not in it.
    """
    services, person = tap.services, tap.person
    async with services.db.write() as tx:
        space = await spaces.by_id(tx, tap.space.id) if tap.space else None
        refusal = _no_seat_at_all(space, person.id)
        if space is not None and refusal is None and not await store.allowed(tx, services, space, person.id):
            refusal = views.taken_line(services.settings.who_may_join)
        me, is_open = None, False
        if space is not None and refusal is None:
            space = await store.invite(tx, space, person, services.now())
            me = space.guest(person.id) if space else None
            is_open = await spaces.door_is_open(tx, person.id)
    if space is None or me is None:
        await tap.alert(refusal or views.over())
        return
    shown = await tap.send_to_door(await consent.card_for(services, space, me)) if is_open else None
    async with services.db.write() as tx:
        nonce = await links.make(
            tx, person_id=person.id, kind=LINK, ref=shown or 0, now=services.now(), space_id=space.id
        )
    await tap.open_door(nonce)


async def follow_link(said: Said, link: Link) -> None:
    """Show the card at the door on which this person decides, unless the tap itself already did."""
    if link.ref:
        return
    space = said.space
    me = space.guest(said.person.id) if space else None
    if space is None or me is None or space.state is SpaceState.CLOSED:
        await said.answer(views.over())
        return
    await said.send(await consent.card_for(said.services, space, me))


# --- yes, no, undo ----------------------------------------------------------------------------------


async def join(tap: Tap, _tapped: Join) -> None:
    """Take a seat, if the group is the two of them."""
    await _join(tap, vouches=False)


async def join_beside_bots(tap: Tap, _tapped: JoinBesideBots) -> None:
    """Take a seat and give one's word that the further member is a bot."""
    await _join(tap, vouches=True)


async def _join(tap: Tap, *, vouches: bool) -> None:
    services, person = tap.services, tap.person
    chat_id = tap.space.chat_id if tap.space else None
    members = await services.sender.member_count(chat_id) if chat_id else None
    public = (
        chat_id is not None and tap.space is not None and await is_public(services, tap.space.id, chat_id)
    )
    async with services.db.write() as tx:
        me = await consent.guest(tx, tap)
        space = await spaces.by_id(tx, tap.space.id) if tap.space else None
        if me is None or space is None:
            seat: Seat | None = None
        elif me.state is PartnerState.INVITED and not preferences.agrees(me):
            seat = Seat.TWO_YESES_FIRST
        elif members is None or space.removed_at is not None:
            seat = Seat.OUT_OF_SIGHT
        elif public and space.state is SpaceState.INVITING:
            seat = Seat.PUBLIC
        else:
            if vouches and space.partner(person.id) is None:
                await spaces.put(tx, space.id, VOUCHED.to(True), person_id=person.id)
                space = await spaces.by_id(tx, space.id) or space
            allowed = await store.allowed(tx, services, space, person.id)
            seat = rules.seat(space, person.id, members, allowed=allowed)
            if seat is Seat.FREE:
                await store.take_seat(tx, services, space.id, person.id, members)
                space = await spaces.by_id(tx, space.id) or space
    if space is None or me is None or seat is None:
        await tap.alert(views.over())
    elif seat is Seat.FREE:
        await tap.toast(_("You're in."))
        await tap.edit(views.joined_door_card(space.id))
        async with services.db.write(more=True) as tx:  # as long as it can be undone
            await fading.put(tx, tap.chat_id, tap.message_id, fading.OURS, services.now() + rules.UNDO)
        await ask_zone(tap)
        await _if_crowded(services, space)
        services.wake()
    elif seat is Seat.THEIRS:
        await tap.toast(_("You're in already."))
    elif seat is Seat.TWO_YESES_FIRST:
        await tap.alert(consent_views.two_yeses_first())
        await tap.edit(await consent.card_for(services, space, me))
    elif seat is Seat.CROWD:
        await tap.toast()
        await tap.edit(consent_views.crowd_card(space.id))
    else:
        await tap.alert(_refusal(seat, services))


async def say_no(tap: Tap, _tapped: Refuse) -> None:
    """Decline: nothing changes in the group, and nothing is remembered but who asked the bot in."""
    async with tap.services.db.write() as tx:
        me = await consent.guest(tx, tap)
        if me is not None and me.state is not PartnerState.IN and tap.space is not None:
            await spaces.forget_partner(tx, tap.space.id, me.person_id)
            await store.forget_person(tx, me.person_id)
    if me is not None and me.state is PartnerState.IN:
        await tap.toast(_("You're in already."))
        return
    await tap.toast()
    await tap.edit(views.declined_card())


async def undo(tap: Tap, _tapped: Undo) -> None:
    """Leave as if never joined, within a day of joining or while the space waits for both.

    Words are gone from the disk before that is said.
    """
    services = tap.services
    faces: AtDoors = ()
    named = False
    async with services.db.write() as tx:
        space = await spaces.by_id(tx, tap.space.id) if tap.space else None
        me = space.partner(tap.person.id) if space else None
        possible = space is not None and me is not None and rules.may_undo(space, me, tap.at)
        if space is not None and possible:
            faces = await lifecycle.undo(tx, services, space, tap.person.id)
            # What passes there goes now: but this message says below what came of the tap.
            await fading.forget(tx, tap.chat_id, tap.message_id)
            named = await store.forget_person(tx, tap.person.id)
    if possible:
        await erasures.erase_for_good(services.db, services.now())
        services.wake()
        await tap.toast(_("Undone."))
        await tap.edit(views.undone_card(named=named))
        await lifecycle.turn(services, faces)
    elif me is not None and space is not None and space.state is not SpaceState.CLOSED:
        await tap.alert(_("That was possible for a day. /stop ends things at any time."))
    else:
        await tap.alert(views.over())


# --- small things -----------------------------------------------------------------------------------


async def _if_crowded(services: Services, space: Space) -> None:
    """Ask at the doors about a further member if the space begins with one not vouched for by both."""
    if space.crowded:
        await ask_about_members(services, space)


async def ask_about_members(services: Services, space: Space) -> None:
    """Ask at each door that has not said so yet whether the further member is fine."""
    for partner in space.couple:
        if partner.door_open and not partner.vouched:
            with languages.at_door(space, partner.person_id):
                card = views.vouch_card(space.id)
            await services.sender.send(partner.person_id, card)


async def is_public(services: Services, space_id: int, chat_id: int) -> bool:
    """Look whether anybody may read along in a group, and note it; where nothing is seen, as it was."""
    seen = await services.sender.is_public(chat_id)
    async with services.db.write(more=True) as tx:
        if seen is not None:
            await spaces.change(tx, space_id, public=seen)
            return seen
        space = await spaces.by_id(tx, space_id)
    return space is not None and space.group.public


def _no_seat_at_all(space: Space | None, person_id: int) -> str | None:
    """Return why nobody can be invited by this tap, or None."""
    if space is None or space.state is SpaceState.CLOSED:
        return views.over()
    if space.state is SpaceState.INVITING:
        return views.public_alert() if space.group.public else None
    if space.partner(person_id) is not None:
        return _("You're in already. /today shows what's on.")
    return _full()


def _refusal(seat: Seat, services: Services) -> str:
    if seat is Seat.ALONE:
        return _("There's only one of you with me in that group so far. Bring the other in, then tap again.")
    if seat is Seat.PUBLIC:
        return views.public_alert()
    if seat is Seat.NOT_ALLOWED:
        return views.taken_line(services.settings.who_may_join)
    if seat is Seat.FULL:
        return _full()
    return _("I can't see that group just now. Please try again in a moment.")


def _full() -> str:
    return _(
        "These cards belong to the two people who set this up, so I can't open them for you. "
        "Nothing was saved."
    )
