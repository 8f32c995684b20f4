"""The *Sealed* line: one for each sealed answer, at the end of its author's chat.

It says the same, with the same buttons and at the same moments, whether or not the other has answered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Reader
from bot.message import Message
from bot.more import by_slot_ref
from bot.outcomes import Impossible, Outcome, Refused, Sent
from bot.sealed import ending, rows, sending, views
from bot.sealed.contributions import Answer, AnswerState, Card
from bot.sealed.pair import Pair
from bot.services import Services
from bot.spaces import awaited, fading, languages
from bot.spaces.model import Space
from bot.telegram.incoming import Said, Tap
from schedules import messages, timers
from schedules.outbox import OutboxMessage
from schedules.tick import After

Act = Said | Tap

_JUST_ASKED = timedelta(minutes=10)
_TRIED_AGAIN, _TRIED_FOR = timedelta(minutes=10), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """The line of a sealed answer: the prompt by which it is known, and the message that is it so far."""

    card: Card
    answer: Answer
    prompt: int
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a line says of a sealed answer: `in_time`, whether it is `whole` and the `first` of its author's.

    `beside` is another card of the day. Of one whose card's time is over it says only that it waits.
    """

    card: Card
    answer: Answer
    in_time: bool
    whole: bool = False
    first: bool = False
    beside: Card | None = None


async def listen(pair: Pair, tx: AsyncConnection, act: Act, card: Card, answer: Answer) -> Line:
    """Await what may still belong to an answer that was just sealed, or added to: its minute began anew.

    Until it is whole that is whatever its author says next; later a reply to its line, or to the prompt that
    it answered.
    """
    known = await awaited.prompts_of(tx, act.person.id, card.id, pair.names.prompts)
    asked = [
        it.message_id for it in known if it.message_id and it.kind in (pair.names.answer, pair.names.change)
    ]
    for number in asked:  # it goes with the words that answered it
        await fading.put(tx, act.person.id, number, fading.CARD, answer.whole_at)
    asked = asked or [it.message_id for it in known if it.message_id and it.kind == pair.names.asked]
    for kind in pair.names.prompts:
        await awaited.done(tx, act.person.id, kind, card.id)
    if asked:
        await expect(pair, tx, act, pair.names.asked, card, message_id=asked[-1])
    message_id = _message_of(pair, known)
    prompt = await awaited.expect(
        tx,
        person_id=act.person.id,
        chat_id=act.person.id,
        space_id=act.home.id,
        kind=pair.names.more,
        ref=card.id,
        now=act.services.now(),
        message_id=message_id,
        first_until=answer.whole_at,
        until=card.closes_at,
    )
    return Line(card, answer, prompt, message_id)


async def stands(pair: Pair, tx: AsyncConnection, act: Act, card: Card, answer: Answer) -> Line:
    """Return the line of an answer to which nothing was added."""
    known = await awaited.prompts_of(tx, act.person.id, card.id, (pair.names.more,))
    prompt = known[-1].id if known else await expect(pair, tx, act, pair.names.more, card)
    return Line(card, answer, prompt, _message_of(pair, known))


async def expect(
    pair: Pair, tx: AsyncConnection, act: Act, kind: str, card: Card, *, message_id: int | None = None
) -> int:
    """Await this person's words about a card at their door; return the prompt's id.

    A reply to its message counts for as long as the card can be answered. Who just asked for the prompt is
    taken to answer it, whatever else is awaited, as long as it is the newest.
    """
    now = act.services.now()
    return await awaited.expect(
        tx,
        person_id=act.person.id,
        chat_id=act.person.id,
        space_id=act.home.id,
        kind=kind,
        ref=card.id,
        now=now,
        message_id=message_id,
        first_until=now + _JUST_ASKED if kind in (pair.names.answer, pair.names.change) else None,
        until=card.closes_at,
    )


async def shows(pair: Pair, act: Act, line: Line) -> None:
    """Post the line at the end of the chat, and take away where it stood before.

    What the door does not take now comes by the clock, as long as it is true.
    """
    card = await card_of(pair, act, line.card, line.answer)
    await _stands(pair, act, line, await act.send_to_door(card, (pair.names.line_again, line.prompt)))


async def load(pair: Pair, tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Shown | None:
    """Return what a line says that the door did not take; None if one stands below all that is sealed."""
    at = None if outgoing.tries else outgoing.claimed_at
    prompt = None if at is None else await awaited.prompt(tx, outgoing.ref, at)
    card = None if prompt is None else await rows.card(pair.names, tx, space.id, prompt.ref)
    if at is None or prompt is None or card is None:
        return None
    mine = await rows.answer_of(tx, card.id, outgoing.person_id)
    if mine is None or not mine.pieces or not await sending.waits(pair.names, tx, card, mine):
        return None
    if prompt.message_id is not None and prompt.message_id > mine.pieces[-1].message_id:
        return None
    return await _load(pair, tx, space, outgoing.person_id, card, mine, at)


async def came_of(
    pair: Pair, tx: AsyncConnection, space: Space, outgoing: OutboxMessage, outcome: Outcome
) -> None:
    """Note which message is the line, beside the one that was so far."""
    prompt = await awaited.prompt(tx, outgoing.ref, outgoing.claimed_at) if outgoing.claimed_at else None
    if prompt is None or not isinstance(outcome, Sent):
        return
    await awaited.set_prompt(tx, prompt.id, outcome.message_id)
    await messages.forget_notes(tx, space.id, pair.names.line_again, prompt.id)
    await messages.note(tx, space.id, pair.names.line, prompt.ref, outgoing.person_id, outcome.message_id)


async def arrived(pair: Pair, services: Services, space: Space, outgoing: OutboxMessage) -> None:
    """Take away where the line stood before; one that came too late goes again."""
    async with services.db.write() as tx:
        prompt = await awaited.prompt(tx, outgoing.ref, outgoing.claimed_at) if outgoing.claimed_at else None
        late = await messages.copies_of(tx, space.id, pair.names.line_again, outgoing.ref)
        gone: list[int] = []
        if prompt is not None:
            stood = await messages.copies_of(tx, space.id, pair.names.line, prompt.ref)
            theirs = sorted(number for chat_id, number in stood if chat_id == outgoing.person_id)
            gone = theirs[:-1]
            await messages.forget_notes(tx, space.id, pair.names.line, prompt.ref, outgoing.person_id)
            for number in theirs[-1:]:
                await messages.note(tx, space.id, pair.names.line, prompt.ref, outgoing.person_id, number)
    for number in (*gone, *(number for _chat, number in late)):
        await _goes(services, outgoing.person_id, number)


async def _goes(services: Services, chat_id: int, message_id: int) -> None:
    """Delete a line at a door, or its buttons at least."""
    gone = await services.sender.delete(chat_id, message_id)
    if not isinstance(gone, Sent):
        await services.sender.strip(chat_id, message_id)


async def takes_over(pair: Pair, tap: Tap, line: Line) -> None:
    """Make the tapped message the line."""
    await tap.edit(await card_of(pair, tap, line.card, line.answer))
    await _stands(pair, tap, line, tap.message_id)


async def card_of(pair: Pair, act: Act, card: Card, answer: Answer) -> Message:
    """Return the line's words and buttons."""
    async with act.services.db.read() as tx:
        shown = await _load(pair, tx, act.home, act.person.id, card, answer, act.at)
    async with act.says_at_door():
        return render(pair, shown, Reader(act.home, act.person.id, act.services.bank))


async def _load(
    pair: Pair, tx: AsyncConnection, space: Space, person_id: int, card: Card, answer: Answer, at: datetime
) -> Shown:
    if not card.in_time(at):
        return Shown(card, answer, in_time=False)
    beside = await rows.beside(tx, card, person_id, at)
    first = views.is_new(space, card) and await rows.is_first(pair.names, tx, card, person_id, at)
    return Shown(card, answer, in_time=True, whole=answer.is_whole(at), first=first, beside=beside)


def render(pair: Pair, shown: Shown, reader: Reader) -> Message:
    """Return the line's words and buttons."""
    space, subject = reader.space, pair.subject(reader, shown.card)
    if not shown.in_time:
        return views.waits(pair, space, shown.card, subject)
    return views.sealed(
        pair,
        space,
        reader.person_id,
        shown.card,
        subject,
        shown.answer,
        whole=shown.whole,
        first=shown.first,
        beside=shown.beside,
    )


async def _stands(pair: Pair, act: Act, line: Line, message_id: int | None) -> None:
    """Note which message is the line, which is known after its prompt is over, as long as the answer is."""
    if message_id is None:
        return
    async with act.services.db.write() as tx:
        is_sealed = await awaited.set_prompt(tx, line.prompt, message_id)
        if is_sealed:
            await messages.forget_notes(tx, act.home.id, pair.names.line, line.card.id, act.person.id)
            await messages.note(tx, act.home.id, pair.names.line, line.card.id, act.person.id, message_id)
    if not is_sealed:
        await _catches_up(pair, act.services, act.home, line.card.id, act.person.id, message_id)
    if line.message_id not in (None, message_id):
        await _goes(act.services, act.person.id, line.message_id or 0)


async def minute_over(
    pair: Pair, tx: AsyncConnection, services: Services, space: Space, ref: int, now: datetime
) -> After | None:
    """The minute is over: the line says so, alike whether or not the other has answered.

    Once the card's time is over, too, it says that what is sealed waits.

    Set anew (an edit, a further message) it turns when that minute is over.
    """
    card_id, me = by_slot_ref(space, ref)
    card = await rows.card(pair.names, tx, space.id, card_id)
    mine = await rows.answer_of(tx, card_id, me.person_id)
    if card is None or mine is None or not await sending.waits(pair.names, tx, card, mine):
        return None
    if not mine.is_whole(now):
        await timers.put(tx, space_id=space.id, kind=pair.names.whole, ref=ref, at=mine.whole_at, now=now)
        return None
    number = _message_of(pair, await awaited.prompts_of(tx, me.person_id, card_id, (pair.names.more,)))
    if number is None:  # its prompt is over, or it goes by the clock, and is composed when it goes
        noted = await messages.copies_of(tx, space.id, pair.names.line, card_id)
        number = max((it for chat_id, it in noted if chat_id == me.person_id), default=None)
    if number is None:
        return None
    since = mine.whole_at if card.in_time(now) else card.closes_at
    if now < since + _TRIED_FOR:
        await timers.put(
            tx, space_id=space.id, kind=pair.names.whole, ref=ref, at=now + _TRIED_AGAIN, now=now
        )
    shown = await _load(pair, tx, space, me.person_id, card, mine, now)
    return partial(_turn, pair, services, space, ref, number, shown)


async def _turn(
    pair: Pair, services: Services, space: Space, ref: int, message_id: int, shown: Shown
) -> None:
    card_id, me = by_slot_ref(space, ref)
    with languages.at_door(space, me.person_id):
        face = render(pair, shown, Reader(space, me.person_id, services.bank))
    outcome = await services.sender.edit(me.person_id, message_id, face)
    if isinstance(outcome, Sent | Refused | Impossible):
        async with services.db.write() as tx:
            mine = await rows.answer_of(tx, card_id, me.person_id)
            if mine is None or mine.is_whole(services.now()):
                await timers.cancel(tx, pair.names.whole, ref)
    await _catches_up(pair, services, space, card_id, me.person_id, message_id)


async def _catches_up(
    pair: Pair, services: Services, space: Space, card_id: int, person_id: int, message_id: int
) -> None:
    """The card may have opened or closed, or its answer been taken back, while its line was on its way.

    What still waits to be shown in the group stays sealed: its line turns later, as any other.
    """
    async with services.db.write() as tx:
        card = await rows.card(pair.names, tx, space.id, card_id)
        mine = await rows.answer_of(tx, card_id, person_id)
        waits = await sending.waits(pair.names, tx, card, mine)
        ended = mine is not None and mine.how is AnswerState.STAYED
        is_open = card is not None and card.revealed_at is not None and not waits
        is_out = card is not None and is_open and await sending.is_out(pair.names, tx, card)
        if card is not None and is_open and not is_out and await sending.is_lost(pair.names, tx, card):
            await messages.note(tx, space.id, pair.names.line, card.id, person_id, message_id)
            await pair.changed(tx, space, card.id, services.now())
        if card is not None and (waits or ended):
            await messages.note(tx, space.id, pair.names.line, card.id, person_id, message_id)
        if card is not None and ended:
            await ending.turn(pair, tx, space, card.id, services.now())
    if ended or (is_open and not is_out):
        services.wake()
    elif card is not None and is_open:
        with languages.at_door(space, person_id):
            face = views.opened(pair.subject(Reader(space, person_id, services.bank), card))
        await services.sender.edit(person_id, message_id, face)
        async with services.db.write(more=True) as tx:
            await ending.opened(tx, mine, message_id, services.now())
    elif card is not None and mine is None:
        with languages.at_door(space, person_id):
            face = views.taken_back(pair, space, card)
        await services.sender.edit(person_id, message_id, face)


def _message_of(pair: Pair, known: list[awaited.Awaited]) -> int | None:
    return next((it.message_id for it in known if it.kind == pair.names.more and it.message_id), None)
