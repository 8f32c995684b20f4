"""What *Read mine* posted at its author's door stands no longer there than the words that it shows.

It goes after ten minutes, as a page does from every door (`bot.traces`), and at once with words that are
taken back, erased or changed.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.question.rules import Answer
from bot.spaces import fading
from schedules import messages

READ = "question.read"
"""No outbox message: a message at a door that shows its author what they sealed."""


async def go(tx: AsyncConnection, space_id: int, card_id: int, person_id: int, now: datetime) -> None:
    """Let what shows somebody's answer to a card go from their door."""
    for chat_id, number in await messages.copies_of(tx, space_id, READ, card_id):
        if chat_id == person_id:
            await fading.sooner(tx, chat_id, number, now)
    await messages.forget_notes(tx, space_id, READ, card_id, person_id)


async def shown(tx: AsyncConnection, space_id: int, as_read: Answer, numbers: Iterable[int]) -> None:
    """Note which messages show an answer."""
    for number in numbers:
        await messages.note(tx, space_id, READ, as_read.card_id, as_read.person_id, number)
