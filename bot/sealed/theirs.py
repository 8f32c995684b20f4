"""The SQL of what one person said over all the cards of one owner: to find it, to take it along, to erase it.

Every function works in the caller's transaction. None looks at, or touches, the cards of another owner: each
user of the sealed pair erases its own, with what follows from that.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, case, delete, exists, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.columns import fixed
from bot.db.tables import answers, cards, marks, partners, posts, preferences
from bot.sealed.contributions import REPLIED, Alone, Answer, AnswerState, Card
from bot.sealed.names import Names
from bot.sealed.rows import card, read_answer
from bot.spaces.preference import Mine
from bot.taking import PAGE
from schedules.posts import PostState


def _to_cards_of(names: Names, table: Table) -> ColumnElement[bool]:
    """Whether a row of answers or marks is about a card of this owner."""
    return exists().where(
        cards.c.id == table.c.card_id, posts.c.id == cards.c.post_id, posts.c.ritual == names.owner
    )


async def said_by(
    names: Names, tx: AsyncConnection, person_id: int, how: AnswerState, now: datetime
) -> list[tuple[int, Answer]]:
    """Return (space id, answer) of what this person sealed, or said aloud, to cards that are not over."""
    rows = await tx.execute(
        select(answers)
        .select_from(partners)
        .join(posts, posts.c.space_id == partners.c.space_id)
        .join(cards, cards.c.post_id == posts.c.id)
        .join(answers, (answers.c.card_id == cards.c.id) & (answers.c.person_id == person_id))
        .where(
            partners.c.person_id == person_id,
            posts.c.state == fixed(PostState.OPEN),
            posts.c.closes_at > now,
            posts.c.ritual == names.owner,
            answers.c.how == how,
        )
        .order_by(cards.c.id)
    )
    return [(row.space_id, read_answer(row)) for row in rows.all()]


async def said_since(
    names: Names, tx: AsyncConnection, person_id: int, since: date
) -> list[tuple[int, Answer]]:
    """Return (space id, answer) of what this person said to the cards of this local date and later."""
    of_owner = (
        (posts.c.space_id == partners.c.space_id)
        & (posts.c.person_id <= 0)
        & (posts.c.ritual == names.owner)
        & (posts.c.local_date >= since)
    )
    rows = await tx.execute(
        select(answers)
        .select_from(partners)
        .join(posts, of_owner)
        .join(cards, cards.c.post_id == posts.c.id)
        .join(answers, (answers.c.card_id == cards.c.id) & (answers.c.person_id == person_id))
        .where(partners.c.person_id == person_id)
        .order_by(cards.c.id)
    )
    return [(row.space_id, read_answer(row)) for row in rows.all()]


async def newest(
    names: Names, tx: AsyncConnection, space_id: int, person_id: int, skipped: int, most: int
) -> Sequence[int]:
    """Return the cards to which this person said something, the newest first, after so many of them."""
    own = (
        select(answers.c.card_id)
        .join(cards, cards.c.id == answers.c.card_id)
        .join(posts, posts.c.id == cards.c.post_id)
        .where(
            answers.c.space_id == space_id,
            answers.c.person_id == person_id,
            posts.c.ritual == names.owner,
        )
        .order_by(posts.c.local_date.desc(), answers.c.card_id.desc())
    )
    return (await tx.scalars(own.offset(skipped).limit(most))).all()


async def said_after(
    names: Names, tx: AsyncConnection, space_id: int, person_id: int, card_id: int
) -> list[tuple[Card, Answer]]:
    """Return what this person said to the next cards after this one, `PAGE` at most, with those."""
    rows = await tx.execute(
        select(answers)
        .join(cards, cards.c.id == answers.c.card_id)
        .join(posts, posts.c.id == cards.c.post_id)
        .where(
            answers.c.space_id == space_id,
            answers.c.person_id == person_id,
            answers.c.card_id > card_id,
            posts.c.ritual == names.owner,
        )
        .order_by(answers.c.card_id)
        .limit(PAGE)
    )
    said = [read_answer(row) for row in rows.all()]
    found = [(await card(names, tx, space_id, it.card_id), it) for it in said]
    return [(it, answer) for it, answer in found if it is not None]


async def alone_of(names: Names, tx: AsyncConnection, space_id: int, person_id: int) -> list[Answer]:
    """Return what this person has sealed in a space, or may save as it stayed alone."""
    theirs = (answers.c.space_id == space_id, answers.c.person_id == person_id)
    alone = answers.c.how.in_((AnswerState.SEALED, AnswerState.STAYED))
    rows = await tx.execute(select(answers).where(*theirs, alone, _to_cards_of(names, answers)))
    return [read_answer(row) for row in rows.all()]


async def shows_none(names: Names, tx: AsyncConnection, space_id: int, person_id: int) -> None:
    """Have nothing of this person's shown that stays alone: there is nobody to show it to."""
    theirs = (answers.c.space_id == space_id, answers.c.person_id == person_id)
    shown = (answers.c.alone == Alone.SHOW, _to_cards_of(names, answers))
    await tx.execute(update(answers).where(*theirs, *shown).values(alone=Alone.ERASE))


async def erase_sealed(names: Names, tx: AsyncConnection, space_id: int) -> list[Answer]:
    """Erase everything of a space that is still sealed, or waits for its author to save it; return it."""
    alone = answers.c.how.in_((AnswerState.SEALED, AnswerState.STAYED))
    erased = delete(answers).where(answers.c.space_id == space_id, alone, _to_cards_of(names, answers))
    return [read_answer(row) for row in (await tx.execute(erased.returning(answers))).all()]


async def erase_person(names: Names, tx: AsyncConnection, space_id: int, person_id: int) -> None:
    """Erase what one person said and tapped in a space."""
    for table in (answers, marks):
        theirs = (table.c.space_id == space_id, table.c.person_id == person_id)
        await tx.execute(delete(table).where(*theirs, _to_cards_of(names, table)))


async def not_kept(
    names: Names, tx: AsyncConnection, saves: Mine[bool], now: datetime
) -> list[tuple[int, Answer]]:
    """Return (space id, opened answer) of whose authors chose that theirs are not kept, once it is time.

    That is 36 hours after the reveal; of what opened to nobody, once its card has closed.
    """
    rows = await tx.execute(_not_kept(names.owner, saves.key), {"revealed_by": now - REPLIED})
    return [(row.space_id, read_answer(row)) for row in rows.all()]


@cache  # looked for twice a minute
def _not_kept(owner: str, key: str) -> Select[Any]:
    chose_not_to = select(preferences.c.space_id, preferences.c.person_id).where(
        preferences.c.key == fixed(key), preferences.c.value == fixed("0")
    )
    return (
        select(answers)
        .join(cards, cards.c.id == answers.c.card_id)
        .join(posts, posts.c.id == cards.c.post_id)
        .where(
            tuple_(answers.c.space_id, answers.c.person_id).in_(chose_not_to),
            answers.c.how.in_((AnswerState.ALOUD, AnswerState.REVEALED)),
            posts.c.ritual == owner,
            case(
                (cards.c.revealed_at.is_(None), posts.c.state == PostState.CLOSED),
                else_=cards.c.revealed_at <= bindparam("revealed_by"),
            ),
        )
    )


async def forget_drawers(names: Names, tx: AsyncConnection, space_id: int) -> None:
    """Forget of a space's cards who drew them."""
    of_owner = exists().where(posts.c.id == cards.c.post_id, posts.c.ritual == names.owner)
    await tx.execute(update(cards).where(cards.c.space_id == space_id, of_owner).values(drawn_by=0))


async def owners_in(tx: AsyncConnection, space_id: int) -> Sequence[str]:
    """Return who had cards in a space, those among them that the bot has no longer."""
    found = select(posts.c.ritual).join(cards, cards.c.post_id == posts.c.id)
    return (await tx.scalars(found.where(cards.c.space_id == space_id).distinct())).all()
