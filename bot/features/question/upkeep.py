"""What is erased: a person's own words, what a closed space had sealed, and answers that are not kept."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.features.question import door_views, kinds, opening, readings, rules, sending, store
from bot.features.question.ending import LINE
from bot.features.question.opening import PROMPTS
from bot.features.question.telling import STAYED
from bot.lifecycle import AtDoors, Faces
from bot.services import Services
from bot.spaces import awaited, languages
from bot.spaces import store as spaces
from bot.spaces.model import Space
from bot.words import speaking
from schedules import messages, outbox


async def erase(tx: AsyncConnection, services: Services, space: Space, person_id: int) -> Faces:
    """Erase what one person said and tapped, and wait for no more; their lines say that nothing is sealed.

    The messages at their door in which they said it go, too, as far as Telegram still deletes them.

    What the other said to a card of whose reveal nothing went out is sealed again, or stays theirs.
    """
    now = services.now()
    unseen = [
        await opening.shut_unseen(tx, services, space, card_id, now)
        for card_id in await outbox.unsent(tx, space.id, kinds.REVEAL)
    ]
    lines = await messages.notes_in(tx, space.id, LINE, person_id)
    lines += await messages.notes_in(tx, space.id, STAYED, person_id)
    await messages.forget_copies_in(tx, space.id, STAYED, person_id)
    await _messages_go(tx, space, person_id, now)
    await store.erase_person(tx, space.id, person_id)
    await messages.forget_notes_in(tx, space.id, person_id)
    for kind in PROMPTS:
        await awaited.forget(tx, space.id, kind, person_id)
    for card in unseen:
        if card is not None:
            await opening.end_alone(tx, space, card, now)
    return [(message_id, door_views.erased()) for message_id in lines]


async def undone(tx: AsyncConnection, services: Services, space: Space, person_id: int) -> Faces:
    """The other undid their joining: what this person sealed stays theirs, as where a card's time is over.

    They are told, and have a day to save it from then on; none of it is ever shown.
    """
    now = services.now()
    await store.shows_none(tx, space.id, person_id)
    for answer in await store.alone_of(tx, space.id, person_id):
        await opening.leave_alone(tx, space, answer, now)
    await store.forget_drawers(tx, space.id)
    return ()


async def _messages_go(tx: AsyncConnection, space: Space, person_id: int, now: datetime) -> None:
    """Let what was said at a door to a card that still lasted two days ago, or lasts, go from there."""
    first = (now - traces.DELETABLE_FOR).date() - timedelta(days=rules.LASTS.count + 1)
    for space_id, answer in await store.said_since(tx, person_id, first):
        if space_id == space.id and answer.how != "open":
            await traces.words_go(tx, person_id, answer.pieces, now)


async def end(tx: AsyncConnection, space_id: int, now: datetime) -> AtDoors:
    """A space is closed: what is still sealed is erased unopened, with every prompt and held message.

    So is what had opened, or was to be shown, where nothing of it is known to have gone out: the group may
    have refused it. The lines of both say that nothing is sealed, whoever ended it and whatever the other
    sealed. The messages at either door that were sealed go from there, as far as Telegram still deletes them.
    """
    for kind in (kinds.REVEAL, sending.ALONE):
        for card_id in await outbox.withdrawn(tx, space_id, kind):
            await store.shut_card(tx, card_id)
    for answer in await store.erase_sealed(tx, space_id):
        if answer.said_at > now - traces.DELETABLE_FOR:
            await traces.words_go(tx, answer.person_id, answer.pieces, now)
        await readings.go(tx, space_id, answer.card_id, answer.person_id, now)
    for kind in PROMPTS:
        await awaited.forget(tx, space_id, kind)
    space = await spaces.by_id(tx, space_id)
    faces = []
    for partner in space.couple if space is not None else ():
        lines = await messages.notes_in(tx, space_id, LINE, partner.person_id)
        lines += await messages.notes_in(tx, space_id, STAYED, partner.person_id)
        with speaking(await languages.of_person(tx, partner.person_id)):
            face = door_views.ended_unopened()
        faces += [(partner.person_id, message_id, face) for message_id in lines]
        await messages.forget_notes_in(tx, space_id, partner.person_id)
    return faces


async def erase_not_kept(services: Services) -> None:
    """Erase opened answers of closed cards whose authors keep none, once all that shows them is out."""
    heard = services.heard.so_far()
    async with services.db.read() as tx:
        over = await store.not_kept(tx, heard)
    if not over:
        return
    async with services.db.write() as tx:
        for space_id, answer in await store.not_kept(tx, heard):
            if await sending.are_out(tx, space_id, answer, heard):
                await store.erase_answer(tx, answer.card_id, answer.person_id)
