"""Whether a card still stands in the group: it goes with its topic, and whoever may can delete it.

Telegram tells no bot of that, but refuses to edit what is gone.
"""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import keyboards, refusals
from bot.cards import Card
from bot.feature import under_morning_lines
from bot.features.question import letters, store, views
from bot.features.question.rules import QuestionCard
from bot.house import House
from bot.outcomes import Refused, Sent
from bot.spaces.model import Space
from schedules import outbox
from schedules.due import Due


async def whole_card(tx: AsyncConnection, house: House, space: Space, card_id: int) -> Card | None:
    """Return a card's face as it was posted, with the lines of other rooms, and what was added since."""
    card = await store.card(tx, space.id, card_id)
    if card is None:
        return None
    face = views.question_card(space, card, house.bank.question(card.item_id))
    if card.seq > 1:
        return face
    due = Due(card.local_date, card.due_at)
    return await under_morning_lines(house.features, tx, house.bank, space, due, face)


async def comes_anew(house: House, space: Space, card: QuestionCard, thread: int | None) -> bool:
    """Post a further copy of an open card whose newest is gone, in this topic (None: in General); say if so.

    Whatever points at a card comes after this, so that it does not point at nothing.
    """
    if space.hushed or space.chat_id is None or card.state(house.now()) != "open":
        return False
    async with house.db.read() as tx:
        above = await letters.newest_copy(tx, space, (letters.kind_of(card), card.id))
        face = await whole_card(tx, house, space, card.id)
    if face is None or above is None:
        return False
    found = await house.sender.edit(space.chat_id, above, face)
    if not isinstance(found, Refused) or found.why != refusals.MESSAGE_GONE:
        return False
    await post_again(house, space, card, thread)
    return True


async def post_again(house: House, space: Space, card: QuestionCard, thread: int | None) -> None:
    """Post a further copy of a card that cannot be found in the space's chat any more."""
    if space.chat_id is None:
        return
    face = views.question_card(space, card, house.bank.question(card.item_id))
    sent = await house.sender.send(space.chat_id, replace(face, thread=thread))
    await keyboards.sent(house, space, sent, face)
    if isinstance(sent, Sent):
        async with house.db.write(more=True) as tx:
            kind = letters.kind_of(card)
            await outbox.forget_notes(tx, space.id, kind, card.id, space.chat_id)
            await outbox.prove(tx, space.id, kind, card.id, space.chat_id, sent.message_id)
