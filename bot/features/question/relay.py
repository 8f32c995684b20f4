"""A relay: a story that each of the two goes on with in the other's words, over three days.

Its next day's card follows a reveal: who both read each other's line can go on from it. What never opens ends
without a word, and so does a story one of whose days stayed shut.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.question import rules
from bot.features.question.kinds import NAMES
from bot.sealed import rows, sending
from bot.spaces.model import Space
from content.bank import Bank, Question
from content.forms import Form
from content.picker import Pick


async def going_on(tx: AsyncConnection, bank: Bank, space: Space, now: datetime) -> Pick[Question] | None:
    """Return the next day of the couple's newest relay, if both have read what each wrote last."""
    relays = [
        card
        for card in await rows.open_cards(NAMES, tx, space.id, now)
        if (item := bank.questions.get(card.item_id)) is not None and item.form is Form.RELAY
    ]
    if not relays:
        return None
    newest = await sending.as_shown(NAMES, tx, relays[-1])
    day = rules.relay_day(newest) + 1
    if newest.revealed_at is None or day > rules.RELAY_DAYS:
        return None
    question = bank.question(newest.item_id)
    told = (f"depth {question.depth}", f"topic {question.topic}", str(question.form), rules.goes_on(day))
    return Pick(question, told)
