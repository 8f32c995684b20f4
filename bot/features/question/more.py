"""*Tell me more* below a reveal: a reply to what the other answered (`bot.more`)."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.features.question import letters, store
from bot.more import More, by_slot_ref
from bot.spaces.model import Space
from content.bank import Bank
from schedules.outbox import Letter

MORE = More(letter=letters.WANTED, verb="qm.say", prompt="question.say")


async def compose(tx: AsyncConnection, _bank: Bank, space: Space, letter: Letter) -> Card | None:
    """Compose the reply; none if who asked erased that they did before it went out."""
    card_id, addressee = by_slot_ref(space, letter.ref)
    asker = space.other(addressee.person_id)
    card = await store.card(tx, space.id, card_id)
    if card is None or card.revealed_at is None:
        return None
    if (asker.person_id, "more") not in await store.shown_marks(tx, card_id):
        return None
    return MORE.card(space, letter.ref, await letters.answered_in(tx, space, letter.ref))
