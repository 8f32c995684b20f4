"""What time itself does to spaces: the hour after a removal, the eighth day after an end, the daily count."""

from datetime import timedelta
from weakref import WeakKeyDictionary

from bot.db import erasures
from bot.db.engine import Database
from bot.features.pairing import rules
from bot.features.pairing.events import note_members
from bot.house import House
from bot.outcomes import Later, NotSent
from bot.spaces import awaited
from bot.spaces import store as spaces

_DAY = timedelta(days=1)
_STRANGERS = timedelta(days=7)
# Each half a minute: 140,000 spaces a day, and a million people in nine hours.
_COUNTS_AT_ONCE = 50
_PEOPLE_AT_ONCE = 1000

# Whom each database was searched up to for people who belong to no space, which no index finds.
_searched: WeakKeyDictionary[Database, int] = WeakKeyDictionary()


async def upkeep(house: House) -> None:
    """End what was removed an hour ago, erase what ended a week ago, count members once a day."""
    await _end_removed(house)
    await _erase_ended(house)
    await _count_members(house)
    await _forget(house)


async def _end_removed(house: House) -> None:
    limit = house.heard.so_far() - rules.GRACE
    async with house.db.read() as tx:
        removed = await spaces.removed_before(tx, limit)
    for space_id in removed:
        async with house.db.write() as tx:
            space = await spaces.by_id(tx, space_id)
            if space is None or space.removed_at is None or space.removed_at > limit:
                continue
            if space.state == "inviting":
                await spaces.erase(tx, space_id)
            else:
                await house.close_space(tx, space_id)
    if removed:
        await erasures.erase_for_good(house.db, house.now())


async def _erase_ended(house: House) -> None:
    """Leave the group, then erase everything of a space; without a network, try again for a day at most."""
    now = house.now()
    async with house.db.read() as tx:
        ended = await spaces.to_erase(tx, house.heard.so_far())
    erased = False
    for space in ended:
        left = await house.sender.leave(space.chat_id) if space.chat_id is not None else None
        if isinstance(left, NotSent | Later) and space.erase_at is not None and now < space.erase_at + _DAY:
            continue
        async with house.db.write() as tx:
            await spaces.erase(tx, space.id)
        erased = True
    if erased:
        await erasures.erase_for_good(house.db, house.now())


async def _count_members(house: House) -> None:
    async with house.db.read() as tx:
        uncounted = await spaces.uncounted_since(tx, house.now() - _DAY, _COUNTS_AT_ONCE)
    for space in uncounted:
        count = await house.sender.member_count(space.chat_id) if space.chat_id is not None else None
        if count is None:
            async with house.db.write() as tx:
                await spaces.change(tx, space.id, members_at=house.now())
        else:
            await note_members(house, space.id, count)


async def _forget(house: House) -> None:
    """Erase expired prompts and links, invitations nobody completed, and people who belong to no space.

    An invitation ends without a word, and the bot stays: Telegram would print that it left.
    """
    now = house.heard.so_far()
    async with house.db.read() as tx:
        expired = await awaited.any_expired(tx, now)
        idle = await spaces.idle_invitations(tx, now - rules.INVITED)
        some = await spaces.people_after(tx, _searched.get(house.db, 0), _PEOPLE_AT_ONCE)
        strangers = await spaces.strangers(tx, some, now - _STRANGERS)
    _searched[house.db] = some[-1] if len(some) == _PEOPLE_AT_ONCE else 0
    if not expired and not idle and not strangers:
        return
    async with house.db.write() as tx:
        await awaited.forget_expired(tx, now)
        for space_id in await spaces.idle_invitations(tx, now - rules.INVITED):
            await spaces.erase(tx, space_id)
        await spaces.forget_people(tx, await spaces.strangers(tx, some, now - _STRANGERS))
    if idle or strangers:
        await erasures.erase_for_good(house.db, house.now())
