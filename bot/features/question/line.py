"""The *Sealed* line: one for each sealed answer, at the end of its author's chat.

It says the same, with the same buttons and at the same moments, whether or not the other has answered.
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.features.question import door_views, store
from bot.features.question.opening import ANSWER, ASKED, CHANGE, LINE, MORE, PROMPTS
from bot.features.question.rules import Answer, QuestionCard
from bot.outcomes import Sent
from bot.spaces import awaited
from bot.telegram.incoming import Said, Tap
from schedules import outbox

Act = Said | Tap


@dataclass(frozen=True, slots=True)
class Line:
    """The line of a sealed answer: the prompt by which it is known, and the message that is it so far."""

    card: QuestionCard
    answer: Answer
    prompt: int
    message_id: int | None


async def listen(tx: AsyncConnection, act: Act, card: QuestionCard, answer: Answer) -> Line:
    """Await what may still belong to an answer that was just sealed, or added to: its minute began anew.

    Until it is whole that is whatever its author says next; later a reply to its line, or to the prompt that
    it answered.
    """
    known = await awaited.prompts_of(tx, act.person.id, card.id, PROMPTS)
    asked = [it.prompt_id for it in known if it.prompt_id and it.kind in (ANSWER, CHANGE)]
    asked = asked or [it.prompt_id for it in known if it.prompt_id and it.kind == ASKED]
    for kind in PROMPTS:
        await awaited.done(tx, act.person.id, kind, card.id)
    if asked:
        await expect(tx, act, ASKED, card.id, prompt_id=asked[-1])
    message_id = _message_of(known)
    prompt = await awaited.expect(
        tx,
        person_id=act.person.id,
        chat_id=act.person.id,
        space_id=act.home.id,
        kind=MORE,
        ref=card.id,
        now=act.house.now(),
        prompt_id=message_id,
        first_until=answer.whole_at,
    )
    return Line(card, answer, prompt, message_id)


async def standing(tx: AsyncConnection, act: Act, card: QuestionCard, answer: Answer) -> Line:
    """Return the line of an answer to which nothing was added."""
    known = await awaited.prompts_of(tx, act.person.id, card.id, (MORE,))
    prompt = known[-1].id if known else await expect(tx, act, MORE, card.id)
    return Line(card, answer, prompt, _message_of(known))


async def expect(
    tx: AsyncConnection, act: Act, kind: str, card_id: int, *, prompt_id: int | None = None
) -> int:
    """Await this person's words about a card at their door; return the prompt's id."""
    return await awaited.expect(
        tx,
        person_id=act.person.id,
        chat_id=act.person.id,
        space_id=act.home.id,
        kind=kind,
        ref=card_id,
        now=act.house.now(),
        prompt_id=prompt_id,
    )


async def note_prompt(act: Act, prompt: int, message_id: int | None) -> bool:
    """Note which message asks, if it went out, so that a reply is understood; False if nobody waits now."""
    if message_id is None:
        return True
    async with act.house.db.write() as tx:
        return await awaited.set_prompt(tx, prompt, message_id)


async def shows(act: Act, line: Line) -> None:
    """Post the line at the end of the chat, and take away where it stood before."""
    await _stands(act, line, await act.send_to_door(card_of(act, line.card, line.answer)))


async def takes_over(tap: Tap, line: Line) -> None:
    """Make the tapped message the line."""
    await tap.edit(card_of(tap, line.card, line.answer))
    await _stands(tap, line, tap.message_id)


def card_of(act: Act, card: QuestionCard, answer: Answer) -> Card:
    """Return the line's words and buttons."""
    question = act.house.bank.question(card.item_id)
    return door_views.sealed(act.home, act.person.id, card, question, answer, whole=answer.is_whole(act.at))


async def _stands(act: Act, line: Line, message_id: int | None) -> None:
    """Note which message is the line, which is known after its prompt is over, as long as the answer is."""
    if message_id is None:
        return
    async with act.house.db.write() as tx:
        is_sealed = await awaited.set_prompt(tx, line.prompt, message_id)
        if is_sealed:
            await outbox.forget_notes(tx, act.home.id, LINE, line.card.id, act.person.id)
            await outbox.note(tx, act.home.id, LINE, line.card.id, act.person.id, message_id)
    if not is_sealed:
        await _opened_meanwhile(act, line, message_id)
    if line.message_id not in (None, message_id):
        gone = await act.house.sender.delete(act.person.id, line.message_id or 0)
        if not isinstance(gone, Sent):
            await act.house.sender.strip(act.person.id, line.message_id or 0)


async def _opened_meanwhile(act: Act, line: Line, message_id: int) -> None:
    """The card may have opened while its line was on its way, if both answers were whole long ago."""
    async with act.house.db.read() as tx:
        card = await store.card(tx, act.home.id, line.card.id)
    if card is not None and card.revealed_at is not None:
        opened = door_views.opened(act.house.bank.question(card.item_id))
        await act.house.sender.edit(act.person.id, message_id, opened)


def _message_of(known: list[awaited.Awaited]) -> int | None:
    return next((it.prompt_id for it in known if it.kind == MORE and it.prompt_id), None)
