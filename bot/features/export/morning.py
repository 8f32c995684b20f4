"""Everything of somebody's: asked for one day, brought to their door the next morning, called off till then.

A phone may be in other hands while its owner sleeps. So they have a morning to see what was asked for at
night, and it comes with sound; what was asked for by day comes without, and nothing that stands in the chat
tells of it before. What is brought goes from the chat by itself.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.db import damage
from bot.features.export import making, rules, store, views
from bot.features.export.store import Asked
from bot.message import Message
from bot.outcomes import Gone, Later, NotSent, Sent, Unknown
from bot.services import Services
from bot.spaces import fading, languages, whose
from bot.spaces import store as spaces
from bot.spaces.fading import OURS
from bot.spaces.model import Partner, Space
from bot.telegram.outbound.pacing import Priority

log = logging.getLogger(__name__)

_AT_ONCE = 20
_AGAIN = timedelta(minutes=10)
_TRIED_FOR = timedelta(hours=12)


async def upkeep(services: Services) -> None:
    """Bring what is due, once all that was said in time is heard: somebody may have called it off.

    What fails is tried again later: nobody else waits for it.
    """
    async with services.db.read() as tx:
        due = await store.due(tx, services.heard.so_far(), _AT_ONCE)
    for asked in due:
        try:
            async with languages.of_door(services.db, asked.person_id):
                await _bring(services, asked)
        except Exception as error:
            log.error("a copy of space %d cannot be brought: %s", asked.space_id, damage.named(error))
            async with services.db.write() as tx:
                await store.set_aside(tx, asked, services.now() + _AGAIN)


async def _bring(services: Services, asked: Asked) -> None:
    now = services.now()
    async with services.db.read() as tx:
        space = await spaces.by_id(tx, asked.space_id)
    if asked.claimed_at is not None:
        if now - asked.claimed_at >= _AGAIN:  # sent by a former run, which did not see what became of it
            await _ends(services, space, asked, Unknown("claimed by a former run"))
        return
    me = space.partner(asked.person_id) if space else None
    if space is None or me is None:
        await _lets_go(services, asked)
        return
    if rules.is_night(space, me, now):
        later = rules.put_off_to(space, me, now)
        if later > now and not rules.is_night(space, me, later):
            await _put_off(services, space, me, asked, later)
            return
    document = await making.make(services, space, asked.person_id, now, whole=True)
    async with services.db.write() as tx:
        if not await store.claim(tx, asked, now):
            return
    quiet = rules.is_night(space, me, now) or not rules.stays_in_sight(space, me, asked.asked_at)
    file = Message(views.everything(), document=document, silent=quiet)
    sent = await services.sender.send(asked.person_id, file, Priority.OUTBOX)
    passes = isinstance(sent, NotSent | Later)
    if passes and now - asked.at < _TRIED_FOR:
        async with services.db.write() as tx:
            await store.move(tx, asked, now + _AGAIN)
        return
    await _ends(services, space, replace(asked, claimed_at=now), sent)


async def _put_off(services: Services, space: Space, me: Partner, asked: Asked, later: datetime) -> None:
    """It could not be brought by day: it comes the first morning from now on, and its card says so."""
    async with services.db.write() as tx:
        if await store.find(tx, asked.space_id, asked.person_id) != asked:
            return
        await store.move(tx, asked, later)
    if asked.card_id is not None:
        card = views.comes(space, me, replace(asked, at=later), services.now())
        async with services.db.read() as tx:
            card = await whose.named(tx, space, asked.person_id, card)
        await services.sender.edit(asked.person_id, asked.card_id, card)


async def _lets_go(services: Services, asked: Asked) -> None:
    """Whoever asked is not in any more, and all that was theirs went with that: nothing comes."""
    async with services.db.write() as tx:
        await store.forget(tx, asked.space_id, asked.person_id)


async def _ends(services: Services, space: Space | None, asked: Asked, outcome: object) -> None:
    """Nothing is asked for any more: the file goes in an hour, and so does what said that it comes."""
    goes = services.now() + rules.STANDS
    told = (
        None
        if isinstance(outcome, Sent)
        else views.maybe()
        if isinstance(outcome, Unknown)
        else views.failed()
    )
    me = space.partner(asked.person_id) if space else None
    stands = space is not None and me is not None and rules.stays_in_sight(space, me, asked.asked_at)
    async with services.db.write() as tx:
        await store.forget(tx, asked.space_id, asked.person_id)
        standing = [asked.card_id] if asked.card_id is not None and stands else []
        standing += [outcome.message_id] if isinstance(outcome, Sent) else []
        for message_id in standing:
            await fading.put(tx, asked.person_id, message_id, OURS, goes)
    if told is not None and not isinstance(outcome, Gone):
        await services.sender.send(asked.person_id, Message(told, silent=True))
