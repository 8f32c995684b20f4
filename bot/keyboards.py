"""How keyboards leave the group: noted when they come to stand there, taken off when their time is over.

With its keyboard a message loses what is not so any more: its feature may give it the face it has from then
on (`Feature.over`), by the same edit, or let it go altogether (`Away`). They go in small parts beside
everything else, without a sound and at the rate limiter's lowest rank, so that nobody waits for them; after a
stop or an outage they go later. Each one's feature says when its time is over (`Feature.closes`), and is
asked once more before it goes. What other features said below a card that goes stands a day longer, as nobody
may have read it.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import places, refusals
from bot.composing import Reader
from bot.expiry import Away, Closes, Passing
from bot.message import Message
from bot.outcomes import Gone, Later, NotSent, Outcome, Refused, Sent, Unknown
from bot.services import Services
from bot.spaces import languages
from bot.spaces import store as spaces
from bot.spaces.model import Space, SpaceState
from bot.telegram import taps
from bot.telegram.outbound.pacing import Priority
from schedules import keyboards, messages
from schedules.keyboards import Keyboard

log = logging.getLogger(__name__)

_AT_ONCE = 40  # in each upkeep, that is in half a minute: five thousand an hour
_PATIENCE = 20.0  # seconds that one may wait for its place: in the busiest minutes they all stay
_SOON = timedelta(minutes=10)
_OUT_OF_REACH = timedelta(hours=1)
_GIVEN_UP = timedelta(days=14)
_LONGER = timedelta(days=1)


async def stands(
    tx: AsyncConnection, closes: Mapping[str, Closes], space: Space, message_id: int, message: Message
) -> None:
    """Note that a card came to stand in the space's group, if a time comes at which all its buttons are over.

    Only a message whose number Telegram told, or that was replied to in the group, is noted: of one that a
    private tap alone proved, the keyboard's going would tell of that tap.
    """
    found: dict[tuple[Closes, int], datetime | None] = {}  # several of a card's buttons are over when it is
    ends = []
    for button in (it for row in message.rows for it in row):
        said = taps.parse(button.data or "")
        if said is None or said.verb not in closes:
            return
        closes_it = closes[said.verb]
        if (closes_it, said.ref) not in found:
            found[closes_it, said.ref] = await closes_it(tx, space, said.ref)
        if (at := found[closes_it, said.ref]) is not None:
            ends.append((at, said.verb, said.ref))
    if ends and space.chat_id is not None and message_id:
        at, verb, ref = max(ends)
        await keyboards.put(tx, Keyboard(space.chat_id, message_id, space.id, verb, ref), at)


async def sent(services: Services, space: Space, outcome: Outcome, message: Message) -> None:
    """Note what became of a card that was sent to the space's group and is no outbox message."""
    if isinstance(outcome, Sent) and message.rows:
        async with services.db.write(more=True) as tx:
            await stands(tx, services.closes, space, outcome.message_id, message)


async def ends_of(
    tx: AsyncConnection, closes: Mapping[str, Closes], space: Space, message: Message
) -> list[datetime]:
    """Return when (UTC) each of a card's buttons that ends by the clock does so."""
    said = [taps.parse(button.data or "") for row in message.rows for button in row]
    ends = [await closes[it.verb](tx, space, it.ref) for it in said if it is not None and it.verb in closes]
    return [at for at in ends if at is not None]


async def goes_at(
    services: Services, space: Space, message_id: int, what: Passing, ref: int, at: datetime
) -> None:
    """Let a message in the space's group that came to stand there go at an instant, as its feature says."""
    async with services.db.write(more=True) as tx:
        if space.chat_id is not None:
            await keyboards.put(tx, Keyboard(space.chat_id, message_id, space.id, what.name, ref), at)


async def go(services: Services) -> None:
    """Take off some of the keyboards whose time is over; what does not come off now does later."""
    async with services.db.read() as tx:
        over = await keyboards.due(tx, services.heard.so_far(), _AT_ONCE)
    for keyboard in over:
        if not await _goes(services, keyboard):
            return


async def _goes(services: Services, keyboard: Keyboard) -> bool:
    """Take one off, or note when to come again; False if no other would come off now either."""
    now = services.now()
    async with services.db.write() as tx:
        space = await spaces.by_id(tx, keyboard.space_id)
        closes = services.closes.get(keyboard.verb)
        at = await closes(tx, space, keyboard.ref) if space is not None and closes is not None else None
        waits = space is not None and space.state is SpaceState.INVITING and at is not None and at > now
        if waits and at is not None:
            await keyboards.move(tx, keyboard, at)
            return True
        if (
            space is None
            or at is None
            or space.state is not SpaceState.ACTIVE
            or space.chat_id != keyboard.chat_id
        ):
            await keyboards.forget(tx, keyboard)
            return True
        if at > now or space.quieted:  # while it is quiet nothing changes in the group
            await keyboards.move(tx, keyboard, max(at, now + _OUT_OF_REACH) if space.quieted else at)
            return True
    over = services.over.get(keyboard.verb)
    below = None
    async with services.db.read() as tx:  # nobody waits for the words of what goes
        with languages.in_group(space):
            face = None if over is None else await over(tx, services.bank, space, keyboard)
            if isinstance(face, Away) and now < at + _LONGER:
                below = await _said_below(tx, services, space, keyboard, now)
    outcome = await _take_off(services, keyboard, below or face)
    async with services.db.write() as tx:
        match outcome:
            case Sent() if below is not None:
                await keyboards.move(tx, keyboard, at + _LONGER)
            case Unknown() | NotSent() | Later():
                await keyboards.move(tx, keyboard, now + _SOON)
            case Refused(why) if why != refusals.MESSAGE_GONE and now - at < _GIVEN_UP:
                await keyboards.move(tx, keyboard, now + _OUT_OF_REACH)
            case Gone() if now - at < _GIVEN_UP:
                await keyboards.move(tx, keyboard, now + _OUT_OF_REACH)
            case _:
                await keyboards.forget(tx, keyboard)
    return not isinstance(outcome, Unknown | NotSent | Later)


async def _said_below(
    tx: AsyncConnection, services: Services, space: Space, keyboard: Keyboard, now: datetime
) -> Message | None:
    """Return what other features said below an outbox message without sound, as far as it is so still."""
    outgoing = await messages.copy_at(tx, keyboard.chat_id, keyboard.message_id)
    if outgoing is None:
        return None
    below = await places.load_still_below(services.points, tx, space, outgoing, now)
    return places.still_below(below, Reader(space, 0, services.bank))


async def _take_off(services: Services, keyboard: Keyboard, face: Message | Away | None) -> Outcome:
    chat_id, message_id = keyboard.chat_id, keyboard.message_id
    try:
        async with asyncio.timeout(_PATIENCE):
            if isinstance(face, Away):
                gone = await services.sender.delete(chat_id, message_id, Priority.TIDYING)
                if not isinstance(gone, Refused) or gone.why == refusals.MESSAGE_GONE:
                    return gone
                face = face.face
            if face is not None:
                return await services.sender.edit(chat_id, message_id, face, Priority.TIDYING)
            return await services.sender.strip(chat_id, message_id, Priority.TIDYING)
    except TimeoutError:
        return Unknown("no place")
