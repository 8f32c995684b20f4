"""The SQL of what a person takes along of the daily question. Works in the caller's transaction."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import answers, cards, marks, posts
from bot.features.question.rules import Answer
from bot.features.question.store import TOLD, read_answer
from bot.taking import PAGE

_MOST_MARKS = 6  # kinds of taps that one person may leave on one card


@dataclass(frozen=True, slots=True)
class Mine:
    """A card as one person met it: their answer, if it is still kept, and what they tapped."""

    card_id: int
    item_id: str
    day: date
    answer: Answer | None
    marks: tuple[str, ...]


async def mine_after(tx: AsyncConnection, space_id: int, person_id: int, card_id: int) -> list[Mine]:
    """Return the next cards after this one, `PAGE` at most, that this person answered or tapped on."""
    tapped = await tx.execute(
        select(marks.c.card_id, marks.c.mark)
        .where(
            marks.c.space_id == space_id,
            marks.c.person_id == person_id,
            marks.c.card_id > card_id,
            marks.c.mark.not_in(TOLD),
        )
        .order_by(marks.c.card_id, marks.c.made_at, marks.c.mark)
        .limit(PAGE * _MOST_MARKS)
    )
    taps: dict[int, list[str]] = {}
    for of_card, name in tapped.all():
        taps.setdefault(of_card, []).append(name)
    rows = await tx.execute(
        select(cards.c.id, cards.c.item_id, posts.c.local_date, answers)
        .join(posts, posts.c.id == cards.c.post_id)
        .outerjoin(answers, (answers.c.card_id == cards.c.id) & (answers.c.person_id == person_id))
        .where(
            cards.c.space_id == space_id,
            cards.c.id > card_id,
            answers.c.card_id.is_not(None) | cards.c.id.in_(taps),
        )
        .order_by(cards.c.id)
        .limit(PAGE)
    )
    return [
        Mine(
            row.id,
            row.item_id,
            row.local_date,
            read_answer(row) if row.card_id is not None else None,
            tuple(taps.get(row.id, ())),
        )
        for row in rows.all()
    ]
