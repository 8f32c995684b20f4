"""The one moment at which a card opens: when both answers are in and whole, decided by a timer.

Whatever changes when a card may open sets the timer in the same transaction (`keep`, `settle`), and nothing
but the timer opens a card: what was said before it came is handled first (`schedules.heard`).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.more import slot_ref
from bot.outcomes import Outcome
from bot.sealed import contributions, ending, rows, sending
from bot.sealed.contributions import Answer, AnswerState, Card, CardState, Opening
from bot.sealed.pair import Pair
from bot.services import Services
from bot.spaces import awaited, taken
from bot.spaces.model import Space
from bot.spaces.taken import Taken
from schedules import messages, outbox, timers
from schedules.outbox import OutboxMessage
from schedules.tick import After

QUIET = timedelta(minutes=1)
"""How soon a card that stays shut while it is quiet is looked at again."""


async def keep(pair: Pair, tx: AsyncConnection, services: Services, space: Space, answer: Answer) -> None:
    """Write an answer, and let its card open once both are in and whole.

    Within its minute what its author says next is more of it, as its line says; a minute begun anew later (by
    an edit, by *Change*) is no invitation. Sealed words go from their author's door once they are whole;
    voice notes and photos when they were shown, as nobody says whether Telegram keeps a file whose only
    message is gone. What showed its author words that are in it no more goes, too.
    """
    before = await rows.answer_of(tx, answer.card_id, answer.person_id)
    if before is not None and not set(before.pieces) <= set(answer.pieces):
        await sending.readings_go(pair.names, tx, space.id, answer.card_id, answer.person_id, services.now())
    await rows.write_answer(tx, space.id, answer)
    await _note_messages(pair, tx, space, before, answer)
    if answer.how is AnswerState.SEALED:
        words = [piece for piece in answer.pieces if piece.media is None]
        await traces.words_go(tx, answer.person_id, words, answer.whole_at)
        await awaited.goes_on_first(
            tx, answer.person_id, pair.names.more, answer.card_id, answer.said_at, answer.whole_at
        )
        ref, now = slot_ref(space, answer.card_id, answer.person_id), services.now()
        await timers.put(
            tx, space_id=space.id, kind=pair.names.whole, ref=ref, at=max(answer.whole_at, now), now=now
        )
    await settle(pair, tx, services, space, answer.card_id)


async def _note_messages(
    pair: Pair, tx: AsyncConnection, space: Space, before: Answer | None, answer: Answer
) -> None:
    """Note of which messages an answer consists now, so that an edit of any of them finds it.

    One that stays in it is noted already, and in its own chat: the group may have been upgraded since.
    """
    it = Taken(space.id, pair.names.answer, answer.card_id)
    noted = set() if before is None else {piece.message_id for piece in before.pieces}
    if before is not None and (before.how != answer.how or not all(map(answer.holds, noted))):
        await taken.forget(tx, it, answer.person_id)
        noted = set()
    new = [piece for piece in answer.pieces if piece.message_id not in noted]
    chat_id = space.chat_id if answer.how is AnswerState.ALOUD else answer.person_id
    if chat_id is not None:
        await taken.note(tx, it, answer.person_id, chat_id, new)


async def settle(pair: Pair, tx: AsyncConnection, services: Services, space: Space, card_id: int) -> None:
    """After an answer was written or erased: set the timer for when both are whole, or take it away.

    `wake` the services after the transaction: both may be whole already.
    """
    present = await _present(tx, space, card_id)
    if contributions.opening([answer.how for answer in present]) is Opening.NOT_YET:
        await timers.cancel(tx, pair.names.opens, card_id)
        return
    whole_at = max(answer.whole_at for answer in present)
    await timers.put(
        tx, space_id=space.id, kind=pair.names.opens, ref=card_id, at=whole_at, now=services.now()
    )


async def unseal(
    pair: Pair, tx: AsyncConnection, services: Services, space: Space, card_id: int, person_id: int
) -> None:
    """Erase a sealed answer with what showed it to its author, and wait for nothing more of it.

    A line that one is waiting stays on its way: it may be about the other's, and is not said if it is not.
    """
    await rows.erase_answer(tx, card_id, person_id)
    await sending.readings_go(pair.names, tx, space.id, card_id, person_id, services.now())
    await timers.cancel(tx, pair.names.whole, slot_ref(space, card_id, person_id))
    await settle(pair, tx, services, space, card_id)
    for kind in pair.names.prompts:
        await awaited.done(tx, person_id, kind, card_id)
    await messages.forget_notes(tx, space.id, pair.names.line, card_id, person_id)


async def opens(
    pair: Pair, tx: AsyncConnection, services: Services, space: Space, card_id: int, now: datetime
) -> After | None:
    """Both answers are in and whole: open the card, and put its one reveal into the outbox.

    That both are whole is not looked at again: `settle` sets this timer to the instant at which they are, and
    anew with each message that comes to one.

    The timer goes with this transaction, and an opened card opens no second time. A card whose time is over
    opens too: what was said to it was said in time. While a third person may be listening, or the bot is out
    of the group, it stays shut, and all that its authors do with theirs answers as ever.
    """
    card = await rows.card(pair.names, tx, space.id, card_id)
    if card is None or card.revealed_at is not None:
        return None
    present = await _present(tx, space, card_id)
    opening = contributions.opening([answer.how for answer in present])
    if opening is Opening.NOT_YET:  # somebody erased theirs
        await end_alone(pair, tx, space, card, now)
        return None
    if space.is_out_of_reach:
        await _wait(pair, tx, space, card_id, now)
        return None
    if opening is Opening.REVEAL:
        await _put_reveal(pair, tx, space, card, present, now)
    await rows.open_card(tx, card.id, now)
    await services.note_joint(tx, space.id)
    if opening is Opening.REVEAL:
        return None  # the card tells nothing before the reveal is out
    return partial(_turn, pair, services, space, card.id)


async def _put_reveal(
    pair: Pair, tx: AsyncConnection, space: Space, card: Card, answers: Iterable[Answer], now: datetime
) -> None:
    """Send the one reveal of a card, with sound and however late, and what does not fit into it."""
    await outbox.put(tx, space_id=space.id, kind=pair.names.reveal, ref=card.id, at=now)
    sealed = [answer for answer in answers if answer.how is AnswerState.SEALED]
    await sending.put_parts(pair.names, tx, space, card, sealed, now, behind=pair.names.reveal)


async def as_known(
    pair: Pair, tx: AsyncConnection, services: Services, space: Space, card_id: int, at: datetime
) -> Card | None:
    """Return a card of this space as its two know it, for what one of them does `at` an instant.

    It writes: a card of whose reveal nothing went out yet (the group refuses it, say) is shut again, and the
    reveal withdrawn, so that whatever its authors do is answered as if the other had not answered. Its timer
    opens it once more when both are whole.
    """
    card = await rows.card(pair.names, tx, space.id, card_id)
    if card is None or card.revealed_at is None:
        return card
    if not card.in_time(at):  # nothing shuts it again, and still nobody has seen it
        return replace(card, revealed_at=None) if await sending.is_unshown(pair.names, tx, card) else card
    if not await outbox.withdraw_unsent(tx, space.id, pair.names.reveal, card.id):
        return card
    await rows.shut_card(tx, card.id)
    await settle(pair, tx, services, space, card.id)
    return replace(card, revealed_at=None)


async def shut_unseen(
    pair: Pair, tx: AsyncConnection, services: Services, space: Space, card_id: int, at: datetime
) -> Card | None:
    """Return a card as `as_known` does, before one of its two erases theirs `at` an instant.

    Past its time, too, it is shut as long as nothing went out, so that what the other said never opens alone:
    it stays theirs (`end_alone`, once the one is erased).
    """
    card = await as_known(pair, tx, services, space, card_id, at)
    if card is None or card.in_time(at):
        return card
    if await outbox.withdraw_unsent(tx, space.id, pair.names.reveal, card.id):
        await rows.shut_card(tx, card.id)
    return card


async def came_of(
    pair: Pair, tx: AsyncConnection, space: Space, outgoing: OutboxMessage, outcome: Outcome
) -> None:
    """Note what became of a reveal; one refused while somebody erased theirs is taken back.

    What is left of its card is sealed again; its timer ends it where its time is over. Of one that comes by
    itself no more the *Sealed* lines say so, as both are told of it.
    """
    await sending.came_of(pair.names, tx, space, outgoing, outcome)
    if outbox.has_ended(outgoing, outcome):
        for chat_id, message_id in await _lines_of(pair, tx, space, outgoing.ref):
            await messages.note(tx, space.id, pair.names.line, outgoing.ref, chat_id, message_id)
        await pair.changed(tx, space, outgoing.ref, outgoing.claimed_at or space.created_at)
    if len(await _present(tx, space, outgoing.ref)) == 2:
        return
    if await outbox.withdraw_unsent(tx, space.id, pair.names.reveal, outgoing.ref):
        now = outgoing.claimed_at or space.created_at
        await rows.shut_card(tx, outgoing.ref)
        await timers.put(tx, space_id=space.id, kind=pair.names.opens, ref=outgoing.ref, at=now, now=now)


async def end_alone(pair: Pair, tx: AsyncConnection, space: Space, card: Card, now: datetime) -> None:
    """Of a card whose time is over, leave what is sealed to its author alone (`ending.stays`).

    Where both are in, the card opens instead, by its timer. While nothing may be said in the group this waits
    as an opening does, so that it does not tell which of the two it will be.
    """
    if card.state(now) is not CardState.CLOSED:
        return
    present = await _present(tx, space, card.id)
    if not present or contributions.opening([answer.how for answer in present]) is not Opening.NOT_YET:
        return
    if space.is_out_of_reach:
        await _wait(pair, tx, space, card.id, now)
        return
    for answer in present:
        if answer.how is AnswerState.SEALED:
            await leave_alone(pair, tx, space, answer, now)


async def leave_alone(pair: Pair, tx: AsyncConnection, space: Space, answer: Answer, now: datetime) -> None:
    """Leave a sealed answer to its author, who has a day to save it; its lines say so."""
    for chat_id, message_id in await _lines_of(pair, tx, space, answer.card_id):
        await messages.note(tx, space.id, pair.names.line, answer.card_id, chat_id, message_id)
    await ending.stays(pair, tx, space, answer, now)


async def end_prompts(pair: Pair, tx: AsyncConnection, card_id: int) -> None:
    """Wait for nobody's words about this card any more, and drop what was held for it."""
    await awaited.done_for_all(tx, card_id, *pair.names.prompts)


async def still_waits(pair: Pair, tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """A card's time is over: have the line of what stays sealed say that it waits, as nothing opens now."""
    card = await rows.card(pair.names, tx, space.id, card_id)
    for answer in await _present(tx, space, card_id):
        if await sending.waits(pair.names, tx, card, answer):
            ref = slot_ref(space, card_id, answer.person_id)
            await timers.put(tx, space_id=space.id, kind=pair.names.whole, ref=ref, at=now, now=now)


async def revealed(pair: Pair, services: Services, space: Space, outgoing: OutboxMessage) -> None:
    """The reveal is out: what it makes untrue gets another face, the card's copies and each *Sealed* line.

    Nothing says "just below" before that.
    """
    await _turn(pair, services, space, outgoing.ref)


async def _turn(pair: Pair, services: Services, space: Space, card_id: int) -> None:
    async with services.db.write() as tx:
        for chat_id, message_id in await _lines_of(pair, tx, space, card_id):
            await messages.note(tx, space.id, pair.names.line, card_id, chat_id, message_id)
        await awaited.done_for_all(tx, card_id, *pair.names.prompts)
        await pair.opened(tx, space, card_id, services.now())
    await pair.show(services, space, card_id)


async def _lines_of(pair: Pair, tx: AsyncConnection, space: Space, card_id: int) -> list[tuple[int, int]]:
    """Return the *Sealed* lines of a card; of before they were noted, those whose prompt still stands."""
    noted = await messages.copies_of(tx, space.id, pair.names.line, card_id)
    prompts = await awaited.prompts_about(tx, pair.names.more, card_id)
    return sorted({*noted, *((it.chat_id, it.message_id) for it in prompts if it.message_id is not None)})


async def _wait(pair: Pair, tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    await timers.put(tx, space_id=space.id, kind=pair.names.opens, ref=card_id, at=now + QUIET, now=now)


async def _present(tx: AsyncConnection, space: Space, card_id: int) -> list[Answer]:
    """Return the answers of the two that are in."""
    answers = await rows.answers_to(tx, card_id)
    return [answers[partner.person_id] for partner in space.couple if partner.person_id in answers]
