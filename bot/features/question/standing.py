"""Whether a card still stands in the group: it goes with its topic, and whoever may can delete it.

Telegram tells no bot of that, but refuses to edit what is gone.
"""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import keyboards, refusals
from bot.composing import Reader
from bot.features.question import composers, sending, store
from bot.features.question.composers import Face
from bot.features.question.rules import Card
from bot.message import Message
from bot.outcomes import Refused, Sent
from bot.places import Lines, load_above, with_lines
from bot.services import Services
from bot.spaces import languages
from bot.spaces.model import Space
from schedules import messages, outbox
from schedules.due import Due
from schedules.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class Whole:
    """A card's face and the lines of other features that stand with it."""

    face: Face
    lines: Lines


async def load_whole(tx: AsyncConnection, services: Services, space: Space, card_id: int) -> Whole | None:
    """Return a card's face as it was posted, with the lines of other features, and what was added since."""
    card = await store.card(tx, space.id, card_id)
    if card is None:
        return None
    face = await composers.load_face(tx, card)
    if card.seq > 1:
        return Whole(face, Lines())
    above = await load_above(services.points, tx, space, Due(card.local_date, card.due_at))
    return Whole(face, Lines(above=above))


def render_whole(whole: Whole, reader: Reader) -> Message:
    """Return it as the group reads it."""
    with languages.in_group(reader.space):
        return with_lines(composers.render_face(whole.face, reader), whole.lines, reader)


async def whole_card(tx: AsyncConnection, services: Services, space: Space, card_id: int) -> Message | None:
    """Return the message that shows a card as it stands in the group."""
    whole = await load_whole(tx, services, space, card_id)
    return None if whole is None else render_whole(whole, Reader(space, 0, services.bank))


async def fold(services: Services, space: Space, outgoing: OutboxMessage) -> None:
    """A further card of the day is out: those before it shrink, so that the two do not answer one each."""
    async with services.db.read() as tx:
        card = await store.card(tx, space.id, outgoing.ref)
        before = (
            [it for it in await store.cards_of_post(tx, card.post_id) if it.seq < card.seq] if card else []
        )
        faces = [
            (copy, await whole_card(tx, services, space, it.id))
            for it in before
            if it.in_time(services.now()) and (it.revealed_at is None or await sending.is_unshown(tx, it))
            for copy in await messages.copies_of(tx, space.id, sending.kind_of(it), it.id)
        ]
    for (chat_id, message_id), face in faces:
        if face is not None and chat_id == space.chat_id:
            await services.sender.edit(chat_id, message_id, face)


async def comes_anew(services: Services, space: Space, card: Card, thread: int | None) -> bool:
    """Post a further copy of an open card whose newest is gone, in this topic (None: in General); say if so.

    Whatever points at a card comes after this, so that it does not point at nothing.
    """
    if space.quieted or space.chat_id is None or card.state(services.now()) != "open":
        return False
    async with services.db.read() as tx:
        above = await sending.newest_copy(tx, space, (sending.kind_of(card), card.id))
        face = await whole_card(tx, services, space, card.id)
    if face is None or above is None:
        return False
    found = await services.sender.edit(space.chat_id, above, face)
    if not isinstance(found, Refused) or found.why != refusals.MESSAGE_GONE:
        return False
    await post_again(services, space, card, thread, gone=above)
    return True


async def post_again(
    services: Services, space: Space, card: Card, thread: int | None, *, gone: int | None = None
) -> None:
    """Post a further copy of a card whose newest is `gone` from the space's chat, or of which it holds none.

    Older copies may still stand, and go on to be known.
    """
    if space.chat_id is None:
        return
    async with services.db.read() as tx:
        shown = await composers.load_face(tx, card)
    with languages.in_group(space):
        face = composers.render_face(shown, Reader(space, 0, services.bank))
    sent = await services.sender.send(space.chat_id, replace(face, thread=thread, silent=True))
    await keyboards.sent(services, space, sent, face)
    if isinstance(sent, Sent):
        async with services.db.write(more=True) as tx:
            kind = sending.kind_of(card)
            if gone is not None:
                await messages.forget_copy(tx, space.chat_id, gone)
            number, thread = sent.message_id, sent.thread
            await outbox.prove(tx, space.id, kind, card.id, space.chat_id, number, thread=thread)
