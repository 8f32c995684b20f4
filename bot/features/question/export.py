"""What a person takes along of the daily question: the questions they met, with their own answers and taps.

What the other answered is not in it, opened or not. It is theirs, to keep or to erase, and a file that leaves
it out one month would tell that they erased it.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Reader
from bot.db.tables import answers, cards, marks, posts
from bot.features.question import forms
from bot.features.question.kinds import NAMES
from bot.features.question.store import REPLIES, RITUAL
from bot.sealed import exporting
from bot.sealed.contributions import Answer
from bot.sealed.rows import TOLD, read_answer
from bot.spaces.model import Space
from bot.taking import PAGE, Entry, Section, Value
from bot.words import N_, _
from content.bank import Bank

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
        .join(cards, cards.c.id == marks.c.card_id)
        .join(posts, posts.c.id == cards.c.post_id)
        .where(
            marks.c.space_id == space_id,
            marks.c.person_id == person_id,
            marks.c.card_id > card_id,
            marks.c.mark.not_in(TOLD),
            posts.c.ritual == RITUAL,
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
            posts.c.ritual == RITUAL,
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


_TAPS = {
    "talked": N_("We talked about it"),
    "another": N_("Another"),
    "not_today": N_("Not today"),
    "thanked": N_("Thank you for telling me"),
    "more": N_("Tell me more"),
    "sense": N_("That makes sense"),
}


async def export(tx: AsyncConnection, bank: Bank, space: Space, person_id: int) -> Sequence[Section]:
    """Return the one section of this feature."""
    reader = Reader(space, person_id, bank)

    async def entries() -> AsyncIterator[Entry]:
        last = 0
        while page := await mine_after(tx, space.id, person_id, last):
            for mine in page:
                yield _entry(reader, await _as_known(tx, space, mine))
            last = page[-1].card_id

    return [Section("answers", _("Questions and your answers"), entries)]


async def shares(tx: AsyncConnection, bank: Bank, space: Space, person_id: int) -> Sequence[Section]:
    """Return what of it both have seen: answers that were opened or said aloud, and taps below a reveal."""
    reader = Reader(space, person_id, bank)

    async def entries() -> AsyncIterator[Entry]:
        last = 0
        while page := await mine_after(tx, space.id, person_id, last):
            for mine in page:
                known = await _as_known(tx, space, mine)
                if known.answer is not None and known.answer.how in exporting.SEEN:
                    yield _entry(reader, replace(known, marks=tuple(m for m in known.marks if m in REPLIES)))
            last = page[-1].card_id

    return [Section("answers", _("Questions and your answers"), entries)]


async def _as_known(tx: AsyncConnection, space: Space, mine: Mine) -> Mine:
    if mine.answer is None:
        return mine
    return replace(mine, answer=await exporting.as_known(NAMES, tx, space, mine.answer))


def _entry(reader: Reader, mine: Mine) -> Entry:
    question = reader.bank.questions.get(mine.item_id)
    asked = question.asked(reader.partners_name) if question else mine.item_id
    data: dict[str, Value] = {"question": asked}
    words: dict[str, str] = {_("Question"): str(data["question"])}
    if mine.answer is not None:
        said, read = exporting.said(
            mine.answer, forms.options(question, reader.space, reader.person_id) if question else ()
        )
        data |= said
        words |= read
    if mine.marks:
        data["taps"] = list(mine.marks)
        words[_("You tapped")] = ", ".join(_(_TAPS.get(mark, mark)) for mark in mine.marks)
    return Entry(mine.day, data, words)
