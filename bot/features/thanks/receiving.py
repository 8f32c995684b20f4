"""The receiver's reply under a card: kept with the thank-you, and shown, as it was tapped to be seen."""

from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.thanks import compose, rules, store, views
from bot.features.thanks.actions import Receive
from bot.features.thanks.compose import Copies
from bot.features.thanks.more import MORE
from bot.features.thanks.rules import Receipt, ThanksState
from bot.features.thanks.store import Thanks
from bot.message import HEART
from bot.telegram.incoming import Tap
from bot.words import _
from schedules import messages


class Verdict(StrEnum):
    """What a tap under a card is."""

    NO_CARD = "no card"
    """The message is not this thank-you's card, as far as anybody knows."""
    CLOSED = "closed"
    """The card's time is over."""
    GIVERS = "givers"
    """Its giver taps, for whom the buttons are not."""
    AGAIN = "again"
    """A reply of the receiver's is there already."""
    RECEIVED = "received"
    """It is the receiver's first reply."""


async def received(tap: Tap, tapped: Receive) -> None:
    """Take the receiver's first reply; a later tap changes nothing more.

    What happens is the same when the giver has erased the thank-you since: then it is shown and kept nowhere.
    """
    async with tap.write() as tx:
        verdict = await _judge(tx, tap, tapped)
        cards = await compose.copies(tx, tap.home, rules.CARD, tapped.thanks)
        givers = await compose.copies(tx, tap.home, compose.SAID, tapped.thanks)
    if verdict is Verdict.NO_CARD:
        await tap.toast(_("That button has expired. Try /today."))
    elif verdict is Verdict.CLOSED:
        await tap.alert(_("That day is over. /today shows what's on."))
    elif verdict is Verdict.GIVERS:
        await tap.toast(_("These are for %(name)s.") % {"name": tap.other.name})
    elif verdict is Verdict.AGAIN:
        await tap.toast(_("Yours is there already."))
    else:
        await tap.toast(_("You can both see that now."))
        tap.services.wake()
        await _show(tap, tapped.reply, cards, givers)


async def _judge(tx: AsyncConnection, tap: Tap, tapped: Receive) -> Verdict:
    """Decide what a tap under a card is, and keep it if it is the receiver's first one."""
    space, now, reply = tap.home, tap.services.now(), tapped.reply
    thanks = await store.by_id(tx, space.id, tapped.thanks)
    if not await _is_card(tx, tap, tapped.thanks, thanks):
        return Verdict.NO_CARD
    receiver_id = _receiver_of(tap, thanks)
    if (
        receiver_id is None
        or tap.message is None
        or await compose.is_closed(tx, space, tapped.thanks, tap.at)
    ):
        return Verdict.CLOSED
    if receiver_id != tap.person.id:
        return Verdict.GIVERS
    if (thanks is not None and thanks.answered) or views.answered(tap.me, tap.message, reply) is None:
        return Verdict.AGAIN
    if thanks is not None:
        await store.receive(tx, thanks.id, reply, now)
    if reply is Receipt.MORE:
        await MORE.wanted(tx, tap, tapped.thanks)
    await tap.services.note_joint(tx, space.id)
    return Verdict.RECEIVED


async def _is_card(tx: AsyncConnection, tap: Tap, thanks_id: int, thanks: Thanks | None) -> bool:
    """Whether the tapped message is this thank-you's card."""
    if thanks is not None:
        return thanks.state is ThanksState.GIVEN
    return await messages.copy_at(tx, tap.chat_id, tap.message_id) == (rules.CARD, thanks_id)


def _receiver_of(tap: Tap, thanks: Thanks | None) -> int | None:
    """Return whom the card is for; of an erased thank-you only the card itself still says so."""
    if thanks is not None:
        return thanks.receiver_id
    named = tap.message.mentions if tap.message is not None else ()
    return next((partner.person_id for partner in tap.home.couple if partner.person_id in named), None)


async def _show(tap: Tap, reply: Receipt, cards: Copies, givers: Copies) -> None:
    """Put the heart on the giver's message, or on the card if that lies at their door; show the reply."""
    sender = tap.services.sender
    chat_id, message_id = next(iter(givers), (tap.chat_id, tap.message_id))
    await sender.react(chat_id, message_id, HEART)
    with tap.says_here():
        card = views.answered(tap.me, tap.message, reply) if tap.message is not None else None
    for chat_id, message_id in cards:
        if card is not None:
            await sender.edit(chat_id, message_id, card)
        else:
            await sender.strip(chat_id, message_id)
