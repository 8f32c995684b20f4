"""What joining writes: an invitation, a yes, both in, and all of it undone."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Composer, Reader
from bot.features.pairing import rules, standing, views
from bot.features.pairing.rules import WhoMayJoin
from bot.message import Message
from bot.services import Services
from bot.spaces import store as spaces
from bot.spaces.model import ANNOUNCED, PartnerState, Space, SpaceState
from bot.telegram.incoming import Person
from schedules import outbox
from schedules.ladder import JOINT_AT, QUIET_TOLD
from schedules.outbox import FAREWELL, FAREWELL_UNGIVEN, OutboxMessage

JOINED = "pairing.joined"
_FOR_THE_ZONES = timedelta(minutes=1)
_TOLD_FOR = timedelta(days=6)  # from the eighth day on what it says would no longer be so


async def claimers(tx: AsyncConnection, who: WhoMayJoin, *, but: int = 0) -> frozenset[int]:
    """Return who has claimed this bot, one space left out of account: nobody, unless the first couple may."""
    return await spaces.claimers(tx, but=but) if who == "first" else frozenset()


async def allowed(tx: AsyncConnection, services: Services, space: Space, person_id: int) -> bool:
    """Return whether a person may be one of the two of a space, beside who is in already."""
    settings = services.settings
    others = [partner.person_id for partner in space.couple if partner.person_id != person_id]
    who = await claimers(tx, settings.who_may_join, but=space.id)
    return rules.may_join(settings.who_may_join, who, settings.allowed_users, person_id, others)


async def invite(tx: AsyncConnection, space: Space, person: Person, now: datetime) -> Space | None:
    """Let a person decide at their door; return the space with them in it. What they chose there stays."""
    await spaces.see_person(tx, person.id, person.name, now)
    if space.guest(person.id) is None:
        await spaces.set_partner(tx, space.id, person.id, PartnerState.INVITED)
    return await spaces.by_id(tx, space.id)


async def begin(tx: AsyncConnection, services: Services, chat_id: int, inviter_id: int) -> int | None:
    """Begin a space in a chat; return its id, or None if one is living there already.

    A closed one gives way: coming back needs both to say yes anew.
    """
    here = await spaces.by_chat(tx, chat_id)
    if here is not None and here.state is not SpaceState.CLOSED:
        return None
    if here is not None:
        await spaces.change(tx, here.id, chat_id=None)
    return await spaces.create(tx, chat_id, inviter_id, services.settings.default_timezone, services.now())


async def take_seat(
    tx: AsyncConnection, services: Services, space_id: int, person_id: int, members: int
) -> None:
    """Put a person in; when both are, the space begins and its card is written into the outbox."""
    now = services.now()
    await spaces.set_partner(tx, space_id, person_id, PartnerState.IN)
    await spaces.change_partner(tx, space_id, person_id, joined_at=now)
    await spaces.change(tx, space_id, members=members, members_at=now)
    await adopt_zone(tx, space_id)
    space = await spaces.by_id(tx, space_id)
    if space is None or len(space.couple) < 2:
        return
    for partner in space.couple:  # joining announces nothing but the space's own hours
        await spaces.put(tx, space_id, ANNOUNCED.to(None), person_id=partner.person_id)
    await spaces.change(tx, space_id, state=SpaceState.ACTIVE, active_at=now)
    await spaces.put(tx, space_id, JOINT_AT.to(None), QUIET_TOLD.to(False))
    await standing.begins(tx, space, now)
    await services.replan(tx, space_id)
    await announce(tx, space_id, now)


async def announce(tx: AsyncConnection, space_id: int, now: datetime) -> None:
    """Put the card that says that both are in into the outbox, once.

    It waits a minute for the one by whose clock the space begins, so that it names the right hour; whether
    the other has said theirs is not to be seen by when it comes.
    """
    space = await spaces.by_id(tx, space_id)
    if space is None or space.active_at is None:
        return
    first = rules.ruler(space)
    zone = await spaces.person_zone(tx, first.person_id) if first is not None else None
    await outbox.withdraw(tx, space_id, JOINED, space_id)
    at = now if zone is not None else space.active_at + _FOR_THE_ZONES
    await outbox.put(tx, space_id=space_id, kind=JOINED, ref=space_id, at=at)


async def leads(tx: AsyncConnection, space: Space, person_id: int, now: datetime) -> bool:
    """Return whether a clock that this person says now becomes the one of an active space's posts."""
    said = await spaces.person_zone(tx, person_id) is not None
    return rules.leads(space, person_id, said=said, told=await is_told(tx, space.id), now=now)


async def is_told(tx: AsyncConnection, space_id: int) -> bool:
    """Return whether the card that both are in, which names the question's hour, is out or on its way."""
    return not await outbox.is_waiting(tx, space_id, JOINED, space_id)


async def adopt_zone(tx: AsyncConnection, space_id: int) -> None:
    """Let the space begin by the zone of its inviter (or of who joined first), if they said one."""
    space = await spaces.by_id(tx, space_id)
    first = rules.ruler(space) if space is not None else None
    zone = await spaces.person_zone(tx, first.person_id) if first is not None else None
    if zone is not None:
        await spaces.change(tx, space_id, zone=zone)


async def forget_person(tx: AsyncConnection, person_id: int) -> bool:
    """Forget the clock and the name of somebody who belongs to no space any more.

    Returns whether their name stays: with an invitation that shows it in its group, because they asked the
    bot in. The other reads it on the card at their own door, and would learn from its absence who left.
    """
    known = await spaces.known(tx, person_id)
    if known is None or await spaces.belongs(tx, person_id):
        return False
    await spaces.forget_people(tx, [person_id])
    if not await spaces.living_with(tx, person_id):
        return False
    await spaces.see_person(tx, person_id, known.name, known.seen_at)
    await spaces.open_door(tx, person_id, is_open=known.door_open)
    return True


async def tell_end(tx: AsyncConnection, space: Space, ungiven: Collection[int], now: datetime) -> None:
    """Put into the outbox that a space ended because it was no longer the two of them and the bot.

    Each hears it at their own door, in the same words whoever left; those by whom something was still
    `ungiven` hear that, too.
    """
    for partner in space.couple:
        await outbox.put(
            tx,
            space_id=space.id,
            person_id=partner.person_id,
            kind=FAREWELL_UNGIVEN if partner.person_id in ungiven else outbox.FAREWELL,
            ref=space.id,
            at=now,
            fresh_for=_TOLD_FOR,
            loud=False,
        )


async def load_end(_tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> OutboxMessage | None:
    """Return what each hears at their door once the space has ended by itself."""
    return outgoing if space.state is SpaceState.CLOSED else None


def render_end(outgoing: OutboxMessage, _reader: Reader) -> Message:
    """Return what each hears of the end."""
    return views.ended_card(ungiven=outgoing.kind == FAREWELL_UNGIVEN)


async def load_joined(_tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> OutboxMessage | None:
    """Return the group's card that both are in, if they are."""
    return None if space.active_at is None else outgoing


def render_joined(_outgoing: OutboxMessage, reader: Reader) -> Message:
    """Return the group's card that both are in."""
    return views.joined_card(reader.space)


_END = Composer(load_end, render_end)

COMPOSERS = {JOINED: Composer(load_joined, render_joined), FAREWELL: _END, FAREWELL_UNGIVEN: _END}
