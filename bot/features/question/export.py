"""What a person takes along of the daily question: the questions they met, with their own answers and taps.

What the other answered is not in it, opened or not. It is theirs, to keep or to erase, and a file that leaves
it out one month would tell that they erased it.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import pieces
from bot.db.tables import answers, cards, marks, posts
from bot.features.question import kinds
from bot.features.question.store import REPLIES, RITUAL
from bot.formatting import for_page
from bot.sealed.contributions import Alone, Answer, AnswerState
from bot.sealed.rows import TOLD, read_answer
from bot.spaces.model import Space
from bot.taking import PAGE, Entry, Section, Value
from bot.words import N_, _
from content.bank import Bank, Question
from schedules import outbox

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


_HOW = {
    AnswerState.SEALED: N_("sealed, not opened yet"),
    AnswerState.ALOUD: N_("said aloud"),
    AnswerState.REVEALED: N_("opened"),
    AnswerState.STAYED: N_("stayed yours"),
    AnswerState.SAVED: N_("stayed yours, saved for you"),
}
_ALONE = {Alone.ERASE: N_("delete mine"), Alone.SHOW: N_("show mine")}
_SEEN = (AnswerState.ALOUD, AnswerState.REVEALED)
_TAPS = {
    "talked": N_("We talked about it"),
    "another": N_("Another"),
    "not_today": N_("Not today"),
    "thanked": N_("Thank you for telling me"),
    "more": N_("Tell me more"),
    "sense": N_("That makes sense"),
}
_MEDIA = {"voice": N_("a voice note, held by Telegram"), "photo": N_("a photo, held by Telegram")}


async def export(tx: AsyncConnection, bank: Bank, space: Space, person_id: int) -> Sequence[Section]:
    """Return the one section of this feature."""

    async def entries() -> AsyncIterator[Entry]:
        last = 0
        while page := await mine_after(tx, space.id, person_id, last):
            for mine in page:
                yield _entry(bank, await _as_known(tx, space, mine))
            last = page[-1].card_id

    return [Section("answers", _("Questions and your answers"), entries)]


async def shares(tx: AsyncConnection, bank: Bank, space: Space, person_id: int) -> Sequence[Section]:
    """Return what of it both have seen: answers that were opened or said aloud, and taps below a reveal."""

    async def entries() -> AsyncIterator[Entry]:
        last = 0
        while page := await mine_after(tx, space.id, person_id, last):
            for mine in page:
                known = await _as_known(tx, space, mine)
                if known.answer is not None and known.answer.how in _SEEN:
                    yield _entry(bank, replace(known, marks=tuple(m for m in known.marks if m in REPLIES)))
            last = page[-1].card_id

    return [Section("answers", _("Questions and your answers"), entries)]


async def _as_known(tx: AsyncConnection, space: Space, mine: Mine) -> Mine:
    """What nobody has seen, because the group refuses it, is sealed as far as its author knows, or theirs."""
    if mine.answer is None or mine.answer.how is not AnswerState.REVEALED:
        return mine
    unseen: dict[str, AnswerState] = {kinds.REVEAL: AnswerState.SEALED, kinds.ALONE: AnswerState.STAYED}
    for kind, how in unseen.items():
        if await outbox.is_unsent(tx, space.id, kind, mine.card_id):
            return replace(mine, answer=replace(mine.answer, how=how))
    return mine


def _entry(bank: Bank, mine: Mine) -> Entry:
    question = bank.questions.get(mine.item_id)
    data: dict[str, Value] = {"question": question.text if question else mine.item_id}
    words = {_("Question"): str(data["question"])}
    if mine.answer is not None:
        _add_answer(mine.answer, question, data, words)
    if mine.marks:
        data["taps"] = list(mine.marks)
        words[_("You tapped")] = ", ".join(_(_TAPS.get(mark, mark)) for mark in mine.marks)
    return Entry(mine.day, data, words)


def _add_answer(
    answer: Answer, question: Question | None, data: dict[str, Value], words: dict[str, str]
) -> None:
    text, formatting = pieces.words(answer.pieces)
    if text:
        data["answer"], words[_("Your answer")] = text, for_page(text, formatting)
    if formatting:
        data["html"] = str(words[_("Your answer")])
    if answer.option is not None:
        options = question.options if question else ()
        known = 0 <= answer.option < len(options)
        data["option"] = words[_("You chose")] = options[answer.option] if known else str(answer.option + 1)
    media = pieces.media_of(answer.pieces)
    if media:
        data["media"] = [it.kind for it in media]
        data["telegram_file_ids"] = [it.file_id for it in media]
        words[_("Voice notes and photos")] = ", ".join(_(_MEDIA[it.kind]) for it in media)
    data["how"] = answer.how
    words[_("What became of it")] = _(_HOW[answer.how])
    if (
        answer.how in (AnswerState.SEALED, AnswerState.STAYED) and answer.pieces
    ):  # what an option becomes nobody chooses
        data["if_no_answer"] = answer.alone
        words[_("If no answer comes")] = _(_ALONE[answer.alone])
