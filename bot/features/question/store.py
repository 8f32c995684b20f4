"""The SQL of the daily question: its cards and marks. Every function works in the caller's transaction.

Answers are `bot.sealed.rows`', and what one person said over all cards `bot.sealed.theirs`'. `posts` belongs
to the schedule and is only read here: a card has its day and closing time of it. What is asked often is built
once, as that takes SQLAlchemy twice as long as running it.
"""

from datetime import date, datetime

from sqlalchemy import bindparam, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import cards, marks, posts
from bot.features.question.actions import Reply
from bot.features.question.rules import Step, is_noted
from bot.sealed.contributions import Card
from bot.sealed.rows import CARDS, read_cards

RITUAL = "question"

REPLIES = tuple(Reply)
"""Marks that are shown below a reveal, because they were tapped to be seen."""

NOT_TODAY = "not_today"
_ON = CARDS.where(
    posts.c.space_id == bindparam("space"),
    posts.c.person_id == 0,
    posts.c.ritual == RITUAL,
    posts.c.local_date == bindparam("day"),
)
_DRAWN = select(cards.c.id).where(
    cards.c.post_id == bindparam("post"), cards.c.drawn_by == bindparam("person")
)
_NEWEST = (
    select(cards.c.post_id)
    .join(posts, posts.c.id == cards.c.post_id)
    .where(
        cards.c.space_id == bindparam("space"),
        posts.c.due_at <= bindparam("at"),
        posts.c.ritual == RITUAL,
    )
    .order_by(cards.c.id.desc())
    .limit(1)
)
_PREVIOUS = (
    select(posts.c.due_at, cards.c.reasons)
    .join(cards, cards.c.post_id == posts.c.id)
    .where(
        posts.c.space_id == bindparam("space"),
        posts.c.person_id == 0,
        posts.c.ritual == RITUAL,
        posts.c.id != bindparam("post"),
        cards.c.seq == 1,
    )
    .order_by(posts.c.local_date.desc())
    .limit(1)
)
_FIRST_ON = (
    select(cards.c.id, cards.c.reasons)
    .join(posts, cards.c.post_id == posts.c.id)
    .where(
        posts.c.space_id == bindparam("space"),
        posts.c.person_id == 0,
        posts.c.ritual == RITUAL,
        posts.c.local_date == bindparam("day"),
        cards.c.seq == 1,
    )
)
_AFTER = (
    select(cards.c.id).where(cards.c.post_id == bindparam("post"), cards.c.seq > bindparam("seq")).limit(1)
)
_TALKED = update(cards).where(cards.c.id == bindparam("card"), cards.c.talked_at.is_(None))
_SHOWN = (
    select(marks.c.person_id, marks.c.mark)
    .where(marks.c.card_id == bindparam("card"), marks.c.mark.in_(REPLIES))
    .order_by(marks.c.made_at, literal_column("marks.rowid"))  # two within one tick of the clock
)


async def is_folded(tx: AsyncConnection, question: Card) -> bool:
    """Return whether a further card of its day came after it."""
    after = {"post": question.post_id, "seq": question.seq}
    return await tx.scalar(_AFTER, after) is not None


async def cards_on(tx: AsyncConnection, space_id: int, day: date) -> list[Card]:
    """Return the cards of a local date in the order in which they came."""
    return await read_cards(tx, _ON, space=space_id, day=day)


async def untold_on(tx: AsyncConnection, space_id: int, day: date) -> int | None:
    """Return the first card of a local date, by its id, if it left a step of the ladder untold."""
    return await _first_on(tx, space_id, day, Step.WAITS)


async def told_below_on(tx: AsyncConnection, space_id: int, day: date) -> int | None:
    """Return the first card of a local date, by its id, if its step was said below that day's kindness."""
    return await _first_on(tx, space_id, day, Step.SAID_BELOW)


async def _first_on(tx: AsyncConnection, space_id: int, day: date, step: Step) -> int | None:
    row = (await tx.execute(_FIRST_ON, {"space": space_id, "day": day})).first()
    return row.id if row is not None and is_noted(step, row.reasons) else None


async def note_told(tx: AsyncConnection, card_id: int) -> None:
    """Note that what a card left untold was said below that day's kindness."""
    told = func.replace(cards.c.reasons, Step.WAITS, Step.SAID_BELOW)
    await tx.execute(update(cards).where(cards.c.id == card_id).values(reasons=told))


async def has_drawn(tx: AsyncConnection, post_id: int, person_id: int) -> bool:
    """Return whether this person had their Another of this post."""
    return await tx.scalar(_DRAWN, {"post": post_id, "person": person_id}) is not None


async def is_newest(tx: AsyncConnection, question: Card, at: datetime) -> bool:
    """Return whether no later day had a card at an instant."""
    return question.post_id == await tx.scalar(_NEWEST, {"space": question.space_id, "at": at})


async def previous(tx: AsyncConnection, space_id: int, post_id: int) -> tuple[datetime | None, bool]:
    """Return when the post before this one was due (None: there was none), and whether it left a step of
    the ladder untold.
    """
    row = (await tx.execute(_PREVIOUS, {"space": space_id, "post": post_id})).first()
    return (None, False) if row is None else (row.due_at, is_noted(Step.WAITS, row.reasons))


async def talk(tx: AsyncConnection, card_id: int, now: datetime) -> None:
    """Note on a card that they talked about it; the first to say so counts."""
    await tx.execute(_TALKED, {"card": card_id, "talked_at": now})


async def shown_marks(tx: AsyncConnection, card_id: int) -> list[tuple[int, Reply]]:
    """Return (person id, reply) of the replies below a reveal, in the order in which they were tapped."""
    rows = await tx.execute(_SHOWN, {"card": card_id})
    return [(row.person_id, Reply(row.mark)) for row in rows.all()]
