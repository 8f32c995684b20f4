"""Everything of somebody's: asked for one day, brought to their door the next morning, called off till then.

A phone may be in other hands while its owner sleeps. So they have a morning to see what was asked for at
night, and it comes with sound; what was asked for by day comes without, and nothing that stands in the chat
tells of it before. What is brought goes from the chat by itself.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.cards import Card
from bot.db import damage
from bot.features.export import making, rules, store, views
from bot.features.export.store import Asked
from bot.house import House
from bot.outcomes import Gone, Later, NotSent, Sent, Unknown
from bot.spaces import fading, languages, whose
from bot.spaces import store as spaces
from bot.spaces.fading import OURS
from bot.spaces.model import Partner, Space
from bot.telegram.pacing import Lane

log = logging.getLogger(__name__)

_AT_ONCE = 20
_AGAIN = timedelta(minutes=10)
_TRIED_FOR = timedelta(hours=12)


async def upkeep(house: House) -> None:
    """Bring what is due, once all that was said in time is heard: somebody may have called it off.

    What fails is tried again later: nobody else waits for it.
    """
    async with house.db.read() as tx:
        due = await store.due(tx, house.heard.so_far(), _AT_ONCE)
    for asked in due:
        try:
            async with languages.of_door(house.db, asked.person_id):
                await _bring(house, asked)
        except Exception as error:
            log.error("a copy of space %d cannot be brought: %s", asked.space_id, damage.named(error))
            async with house.db.write() as tx:
                await store.set_aside(tx, asked, house.now() + _AGAIN)


async def _bring(house: House, asked: Asked) -> None:
    now = house.now()
    async with house.db.read() as tx:
        space = await spaces.by_id(tx, asked.space_id)
    if asked.claimed_at is not None:
        if now - asked.claimed_at >= _AGAIN:  # sent by a former run, which did not see what became of it
            await _ends(house, space, asked, Unknown("claimed by a former run"))
        return
    me = space.partner(asked.person_id) if space else None
    if space is None or me is None or space.state not in rules.STATES:
        await _lets_go(house, asked)
        return
    if rules.is_night(space, me, now):
        later = rules.put_off_to(space, me, now)
        if later > now and not rules.is_night(space, me, later):
            await _put_off(house, space, me, asked, later)
            return
    document = await making.make(house, space, asked.person_id, now, whole=True)
    async with house.db.write() as tx:
        if not await store.claim(tx, asked, now):
            return
    quiet = rules.is_night(space, me, now) or not rules.stays_in_sight(space, me, asked.asked_at)
    file = Card(views.everything(), document=document, silent=quiet)
    sent = await house.sender.send(asked.person_id, file, Lane.LETTER)
    passes = isinstance(sent, NotSent | Later)
    if passes and now - asked.at < _TRIED_FOR:
        async with house.db.write() as tx:
            await store.move(tx, asked, now + _AGAIN)
        return
    await _ends(house, space, replace(asked, claimed_at=now), sent)


async def _put_off(house: House, space: Space, me: Partner, asked: Asked, later: datetime) -> None:
    """It could not be brought by day: it comes the first morning from now on, and its card says so."""
    async with house.db.write() as tx:
        if await store.find(tx, asked.space_id, asked.person_id) != asked:
            return
        await store.move(tx, asked, later)
    if asked.card_id is not None:
        card = views.comes(space, me, replace(asked, at=later), house.now())
        async with house.db.read() as tx:
            card = await whose.named(tx, space, asked.person_id, card)
        await house.sender.edit(asked.person_id, asked.card_id, card)


async def _lets_go(house: House, asked: Asked) -> None:
    """Whoever asked is not in any more, and all that was theirs went with that: nothing comes."""
    async with house.db.write() as tx:
        await store.forget(tx, asked.space_id, asked.person_id)


async def _ends(house: House, space: Space | None, asked: Asked, outcome: object) -> None:
    """Nothing is asked for any more: the file goes in an hour, and so does what said that it comes."""
    goes = house.now() + rules.STANDS
    told = (
        None
        if isinstance(outcome, Sent)
        else views.maybe()
        if isinstance(outcome, Unknown)
        else views.failed()
    )
    me = space.partner(asked.person_id) if space else None
    stands = space is not None and me is not None and rules.stays_in_sight(space, me, asked.asked_at)
    async with house.db.write() as tx:
        await store.forget(tx, asked.space_id, asked.person_id)
        standing = [asked.card_id] if asked.card_id is not None and stands else []
        standing += [outcome.message_id] if isinstance(outcome, Sent) else []
        for message_id in standing:
            await fading.put(tx, asked.person_id, message_id, OURS, goes)
    if told is not None and not isinstance(outcome, Gone):
        await house.sender.send(asked.person_id, Card(told, silent=True))
