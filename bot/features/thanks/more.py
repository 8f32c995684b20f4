"""*Tell me more* below a thank-you: a reply to what its giver said (`bot.more`)."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Composer
from bot.features.thanks import compose, rules, store
from bot.features.thanks.actions import SayMore
from bot.features.thanks.rules import Receipt
from bot.more import More, Wanted, by_slot_ref
from bot.spaces.model import Space
from bot.telegram.incoming import Tap
from schedules.outbox import OutboxMessage

MORE = More(kind=rules.WANTED, action=SayMore, prompt="thanks.say")


async def say(tap: Tap, tapped: SayMore) -> None:
    """*Say more*, below a thank-you of the tapper's own."""
    await MORE.say(tap, tapped.whose)


async def load(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Wanted | None:
    """Return what the reply answers; None if its receiver erased that they asked before it went out.

    That is the giver's own message where that stands in the group, else the card.
    """
    thanks_id, _giver = by_slot_ref(space, outgoing.ref)
    thanks = await store.by_id(tx, space.id, thanks_id)
    if thanks is not None and thanks.received is not Receipt.MORE:
        return None
    said = await compose.copies(tx, space, compose.SAID, thanks_id)
    cards = await compose.copies(tx, space, rules.CARD, thanks_id)
    reply_to = max((message_id for _chat, message_id in said or cards), default=None)
    return Wanted(outgoing.ref, reply_to)


COMPOSERS = {MORE.kind: Composer(load, MORE.render)}
