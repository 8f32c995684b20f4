"""The one moment at which a card opens: decided inside the transaction that wrote the second answer."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.question import door_views, letters, rules, store, views
from bot.features.question.rules import Opening, QuestionCard
from bot.house import House
from bot.spaces import awaited
from bot.spaces.model import Space
from schedules import outbox
from schedules.outbox import Letter

ANSWER = "answer"
"""What is awaited at the door: an answer to a card."""
CHANGE = "answer.change"
"""The next message takes the place of the sealed answer at once."""
MORE = "answer.more"
"""One is sealed: a further message asks whether it replaces it or adds to it, if nothing else is awaited."""
PROMPTS = (ANSWER, CHANGE, MORE)


async def settle(tx: AsyncConnection, house: House, space: Space, card: QuestionCard) -> Opening:
    """After an answer was written: open the card if both are in, and put its one reveal into the outbox.

    Whoever writes second does this; writes follow one another, so two that land at once open it once.
    """
    answers = await store.answers_to(tx, card.id)
    present = [answers[p.person_id] for p in space.couple if p.person_id in answers]
    opening = rules.opening([answer.how for answer in present])
    if opening is Opening.NOT_YET:
        return opening
    if opening is Opening.REVEAL:
        await letters.put_reveal(tx, space, card, present, house.now())
    await store.open_card(tx, card.id, house.now())
    await awaited.done_for_all(tx, card.id, ANSWER, CHANGE)
    await house.note_joint(tx, space.id)
    return opening


async def end_prompts(tx: AsyncConnection, card_id: int) -> None:
    """Wait for nobody's words about this card any more, and drop what was held for it."""
    await awaited.done_for_all(tx, card_id, *PROMPTS)


async def retire(house: House, space: Space, card: QuestionCard, opening: Opening) -> None:
    """After the transaction: send the reveal on its way, or end the card of what both said aloud."""
    if opening is Opening.NOT_YET:
        return
    house.ring()
    if opening is Opening.ALOUD and not space.hushed:
        await _turn(house, space, card, revealed=False)


async def revealed(house: House, space: Space, letter: Letter) -> None:
    """The reveal is out: what it makes untrue gets another face, the card's copies and each *Sealed* line.

    Nothing says "just below" before that. Best effort: what is missed here is stripped when somebody taps it.
    """
    async with house.db.read() as tx:
        card = await store.card(tx, space.id, letter.ref)
    if card is not None:
        await _turn(house, space, card, revealed=True)


async def _turn(house: House, space: Space, card: QuestionCard, *, revealed: bool) -> None:
    async with house.db.write() as tx:
        copies = await outbox.copies_of(tx, space.id, letters.kind_of(card), card.id)
        sealed = await awaited.prompts_about(tx, MORE, card.id)
        await awaited.done_for_all(tx, card.id, MORE)
    for chat_id, message_id in copies:
        if chat_id != space.chat_id:
            continue
        if revealed:
            answered = views.answered_card(house.bank.question(card.item_id))
            await house.sender.edit(chat_id, message_id, answered)
        else:
            await house.sender.strip(chat_id, message_id)
    for prompt in sealed:
        if prompt.prompt_id is not None:
            opened = door_views.opened(house.bank.question(card.item_id))
            await house.sender.edit(prompt.chat_id, prompt.prompt_id, opened)
