"""*Tell me more* below a thank-you: a reply to what its giver said (`bot.more`)."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.features.thanks import compose, rules, store
from bot.features.thanks.rules import Receipt
from bot.more import More, by_slot_ref
from bot.spaces.model import Space
from content.bank import Bank
from schedules.outbox import Letter

MORE = More(letter="thanks.wanted", verb="tm.say", prompt="thanks.say")


async def compose_wanted(tx: AsyncConnection, _bank: Bank, space: Space, letter: Letter) -> Card | None:
    """Compose the reply; none if its receiver erased that they asked before it went out.

    It answers the giver's own message where that stands in the group, else the card.
    """
    thanks_id, _giver = by_slot_ref(space, letter.ref)
    thanks = await store.by_id(tx, space.id, thanks_id)
    if thanks is not None and thanks.received is not Receipt.MORE:
        return None
    said = await compose.copies(tx, space, compose.SAID, thanks_id)
    cards = await compose.copies(tx, space, rules.CARD, thanks_id)
    reply_to = max((message_id for _chat, message_id in said or cards), default=None)
    return MORE.card(space, letter.ref, reply_to)
