"""What time itself does to spaces: the hour after a removal, the eighth day after an end, the daily look."""

from datetime import timedelta
from weakref import WeakKeyDictionary

from bot import lifecycle
from bot.db import erasures
from bot.db.engine import Database
from bot.features.pairing import rules, store
from bot.features.pairing.events import SUPERGROUPS_BELOW, note_members, note_public
from bot.message import Message
from bot.outcomes import Later, NotSent
from bot.services import Services
from bot.spaces import awaited
from bot.spaces import store as spaces
from bot.spaces.model import Space, SpaceState

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_STRANGERS = timedelta(days=7)
# Each half a minute: 140,000 spaces a day, and a million people in nine hours.
_COUNTS_AT_ONCE = 50
_PEOPLE_AT_ONCE = 1000

# Whom each database was searched up to for people who belong to no space, which no index finds.
_searched: WeakKeyDictionary[Database, int] = WeakKeyDictionary()


async def end_removed(services: Services) -> None:
    """End the spaces whose group removed the bot an hour ago and has not brought it back."""
    limit = services.heard.so_far() - rules.GRACE
    async with services.db.read() as tx:
        removed = await spaces.removed_before(tx, limit)
    told, faces = False, list[tuple[int, int, Message]]()
    for space_id in removed:
        async with services.db.write() as tx:
            space = await spaces.by_id(tx, space_id)
            if space is None or space.removed_at is None or space.removed_at > limit:
                continue
            if space.state is SpaceState.INVITING:
                await spaces.erase(tx, space_id)
            else:
                ungiven = await lifecycle.with_something_ungiven(tx, services, space)
                faces += await lifecycle.close(tx, services, space_id)
                await store.tell_end(tx, space, ungiven, services.now())
                told = True
    if told:
        services.wake()
    if removed:
        await erasures.erase_for_good(services.db, services.now())
    await lifecycle.turn(services, faces)


async def erase_ended(services: Services) -> None:
    """Leave the group, then erase everything of a space; without a network, try again for a day at most."""
    now = services.now()
    async with services.db.read() as tx:
        ended = await spaces.to_erase(tx, services.heard.so_far())
    erased = False
    for space in ended:
        left = await services.sender.leave(space.chat_id) if space.chat_id is not None else None
        if isinstance(left, NotSent | Later) and space.erase_at is not None and now < space.erase_at + _DAY:
            continue
        async with services.db.write() as tx:
            await spaces.erase(tx, space.id)
        erased = True
    if erased:
        await erasures.erase_for_good(services.db, services.now())


async def look_round(services: Services) -> None:
    """Count members and see whether the group is public: once a day, in a public one once an hour.

    Nothing but the next update would tell that it is private again, and the bot is quiet until then.
    """
    now = services.now()
    async with services.db.read() as tx:
        unseen = await spaces.uncounted_since(tx, now - _DAY, _COUNTS_AT_ONCE)
        exposed = await spaces.public_since(tx, now - _HOUR, _COUNTS_AT_ONCE)
    for space in {space.id: space for space in (*unseen, *exposed)}.values():
        await _look_into(services, space)


async def look_for_readers(services: Services, space_id: int) -> None:
    """Look whether a group went public before anything is shown there: Telegram tells nobody that it did.

    Only supergroups can: a plain group turns into one by that, of which the bot hears.
    """
    async with services.db.read() as tx:
        space = await spaces.by_id(tx, space_id)
    if space is None or space.state is not SpaceState.ACTIVE or space.chat_id is None or space.quieted:
        return
    if space.chat_id < SUPERGROUPS_BELOW and await services.sender.is_public(space.chat_id):
        await note_public(services, space_id, public=True)


async def _look_into(services: Services, space: Space) -> None:
    count = await services.sender.member_count(space.chat_id) if space.chat_id is not None else None
    public = await services.sender.is_public(space.chat_id) if space.chat_id is not None else None
    if count is None:
        async with services.db.write() as tx:
            await spaces.change(tx, space.id, members_at=services.now())
    else:
        await note_members(services, space.id, count)
    if public is not None:
        await note_public(services, space.id, public=public)


async def forget(services: Services) -> None:
    """Erase expired prompts and links, invitations nobody completed, and people who belong to no space.

    An invitation ends without a word, and the bot stays: Telegram would print that it left.
    """
    now = services.heard.so_far()
    async with services.db.read() as tx:
        expired = await awaited.any_expired(tx, now)
        idle = await spaces.idle_invitations(tx, now - rules.INVITED)
        some = await spaces.people_after(tx, _searched.get(services.db, 0), _PEOPLE_AT_ONCE)
        strangers = await spaces.strangers(tx, some, now - _STRANGERS)
    _searched[services.db] = some[-1] if len(some) == _PEOPLE_AT_ONCE else 0
    if not expired and not idle and not strangers:
        return
    async with services.db.write() as tx:
        words = await awaited.forget_expired(tx, now)
        for space_id in await spaces.idle_invitations(tx, now - rules.INVITED):
            await spaces.erase(tx, space_id)
        await spaces.forget_people(tx, await spaces.strangers(tx, some, now - _STRANGERS))
    if words or idle or strangers:
        await erasures.erase_for_good(services.db, services.now())
