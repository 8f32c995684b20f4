"""*Tell me more* below a reveal: a reply to what the other answered (`bot.more`)."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Composer
from bot.features.question import kinds, sending, store
from bot.features.question.actions import SayMore
from bot.more import More, Wanted, by_slot_ref
from bot.spaces.model import Space
from bot.telegram.incoming import Tap
from schedules.outbox import OutboxMessage

MORE = More(kind=kinds.WANTED, action=SayMore, prompt="question.say")


async def say(tap: Tap, said: SayMore) -> None:
    """*Say more*, below an answer of the tapper's own."""
    await MORE.say(tap, said.whose)


async def load(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Wanted | None:
    """Return what the reply answers; None if who asked erased that they did before it went out."""
    card_id, addressee = by_slot_ref(space, outgoing.ref)
    asker = space.other(addressee.person_id)
    card = await store.card(tx, space.id, card_id)
    if card is None or card.revealed_at is None:
        return None
    if (asker.person_id, "more") not in await store.shown_marks(tx, card_id):
        return None
    return Wanted(outgoing.ref, await sending.answered_in(tx, space, outgoing.ref))


COMPOSERS = {MORE.kind: Composer(load, MORE.render)}
