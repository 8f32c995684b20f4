"""The SQL of what two seal: cards and the answers to them. Every function works in the caller's transaction.

`posts` belongs to the schedule and is only read here: a card has its day and closing time of it, and its
owner, which is the ritual whose post it is. An answer is kept as the messages it came in, encrypted
(`bot.pieces`). What is asked often is built once, as that takes SQLAlchemy twice as long as running it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import pieces
from bot.db.columns import fixed
from bot.db.tables import answers, cards, marks, posts
from bot.message import Media
from bot.sealed.contributions import Alone, Answer, AnswerState, Card, CardState
from bot.sealed.names import Names
from schedules.due import Due
from schedules.posts import PostState

CARDS = (
    select(
        cards.c.id,
        cards.c.space_id,
        cards.c.post_id,
        cards.c.seq,
        cards.c.item_id,
        cards.c.revealed_at,
        cards.c.talked_at,
        cards.c.reasons,
        posts.c.local_date,
        posts.c.due_at,
        posts.c.closes_at,
        posts.c.state,
        posts.c.person_id,
    )
    .join(posts, posts.c.id == cards.c.post_id)
    .order_by(cards.c.id)
)
_CARD = CARDS.where(
    cards.c.id == bindparam("card"),
    cards.c.space_id == bindparam("space"),
    posts.c.ritual == bindparam("owner"),
)
_OF_POST = CARDS.where(cards.c.post_id == bindparam("post"))
_OPEN = CARDS.where(
    posts.c.space_id == bindparam("space"),
    posts.c.state == fixed(PostState.OPEN),
    posts.c.closes_at > bindparam("now"),
    posts.c.ritual == bindparam("owner"),
)
_DUE_OF = _CARD.with_only_columns(posts.c.local_date, posts.c.due_at)
_CLOSES_AT = _CARD.with_only_columns(posts.c.closes_at)
_ADD = (
    upsert(cards)
    .values(
        seq=select(func.coalesce(func.max(cards.c.seq), 0) + 1)
        .where(cards.c.post_id == bindparam("post"))
        .scalar_subquery()
    )
    .returning(cards.c.id)
)
_ANSWERS = select(answers).where(answers.c.card_id == bindparam("card"))
_NEW_ANSWER = upsert(answers)
_WRITE_ANSWER = _NEW_ANSWER.on_conflict_do_update(
    index_elements=["card_id", "person_id"],
    set_={
        name: _NEW_ANSWER.excluded[name]
        for name in (
            "how",
            "text",
            "media_kind",
            "media_id",
            "option",
            "alone",
            "told",
            "message_id",
            "said_at",
            "whole_at",
            "album",
        )
    },
)
_THEIRS = answers.c.card_id == bindparam("card"), answers.c.person_id == bindparam("person")
_ERASE_ANSWER = delete(answers).where(*_THEIRS)
_MARK = upsert(marks).on_conflict_do_nothing()
_HAS_MARK = select(marks.c.card_id).where(
    marks.c.card_id == bindparam("card"),
    marks.c.person_id == bindparam("person"),
    marks.c.mark == bindparam("name"),
)
_OPEN_CARD = update(cards).where(cards.c.id == bindparam("card"), cards.c.revealed_at.is_(None))
_SHOWN_AT = update(cards).where(cards.c.id == bindparam("card"), cards.c.revealed_at.is_not(None))
_SHUT_CARD = update(cards).where(cards.c.id == bindparam("card")).values(revealed_at=None)
_SEAL = update(answers).where(answers.c.card_id == bindparam("card"), answers.c.how == AnswerState.REVEALED)
_REVEAL = update(answers).where(answers.c.card_id == bindparam("card"), answers.c.how == AnswerState.SEALED)


TOLD_CLOSED, TOLD_STAYS, STANDS = TOLD = ("told_closed", "told_stays", "stands")
"""Marks that nobody tapped: somebody heard once that a card has closed, or that a reveal stays as it is; or
messages of theirs, erased here, stand in their private chat, where Telegram lets the bot delete none of them.
"""


async def card(names: Names, tx: AsyncConnection, space_id: int, card_id: int) -> Card | None:
    """Return a card of this space and this owner; None for any other's, whatever the callback data said."""
    found = await read_cards(tx, _CARD, card=card_id, space=space_id, owner=names.owner)
    return found[0] if found else None


async def due_of(names: Names, tx: AsyncConnection, space_id: int, card_id: int) -> Due | None:
    """Return the local date of a card of this space and this owner, and when its post was due."""
    row = (
        await tx.execute(_DUE_OF, {"card": card_id, "space": space_id, "owner": names.owner})
    ).one_or_none()
    return None if row is None else Due(row.local_date, row.due_at)


async def closes_at(names: Names, tx: AsyncConnection, space_id: int, card_id: int) -> datetime | None:
    """Return when a card of this space and this owner can be answered no more."""
    return await tx.scalar(_CLOSES_AT, {"card": card_id, "space": space_id, "owner": names.owner})


async def cards_of_post(tx: AsyncConnection, post_id: int) -> list[Card]:
    """Return the cards of a post in the order in which they came."""
    return await read_cards(tx, _OF_POST, post=post_id)


async def open_cards(names: Names, tx: AsyncConnection, space_id: int, now: datetime) -> list[Card]:
    """Return the cards whose time is not over, oldest first, revealed ones too."""
    return await read_cards(tx, _OPEN, space=space_id, now=now, owner=names.owner)


async def beside(tx: AsyncConnection, card: Card, person_id: int, at: datetime) -> Card | None:
    """Return another card of the same day that this person may answer, and has not; None for none."""
    for it in await cards_of_post(tx, card.post_id):
        if (
            it.id != card.id
            and it.state(at) is CardState.ANSWERABLE
            and await answer_of(tx, it.id, person_id) is None
        ):
            return it
    return None


async def is_first(names: Names, tx: AsyncConnection, card: Card, person_id: int, at: datetime) -> bool:
    """Return whether this person answered none of the cards before this one that are open still."""
    before = [it for it in await open_cards(names, tx, card.space_id, at) if it.id < card.id]
    return not any([await answer_of(tx, it.id, person_id) for it in before])


async def add_card(
    tx: AsyncConnection, space_id: int, post_id: int, item_id: str, reasons: Sequence[str], drawn_by: int = 0
) -> int:
    """Put the next card under a post; return its id. `drawn_by` asked for Another."""
    values = {
        "space_id": space_id,
        "post_id": post_id,
        "post": post_id,
        "item_id": item_id,
        "drawn_by": drawn_by,
        "reasons": "; ".join(reasons),
    }
    return (await tx.execute(_ADD, values)).scalar_one()


async def open_card(tx: AsyncConnection, card_id: int, now: datetime) -> None:
    """Both answers are in: what was sealed is revealed from now on."""
    await tx.execute(_OPEN_CARD, {"card": card_id, "revealed_at": now})
    await tx.execute(_REVEAL, {"card": card_id, "how": AnswerState.REVEALED})


async def note_shown(tx: AsyncConnection, card_id: int, now: datetime) -> None:
    """Note when a reveal went out: from then on replies below it count."""
    await tx.execute(_SHOWN_AT, {"card": card_id, "revealed_at": now})


async def shut_card(tx: AsyncConnection, card_id: int) -> None:
    """Nobody has seen what was opened: it is sealed again."""
    await tx.execute(_SHUT_CARD, {"card": card_id})
    await tx.execute(_SEAL, {"card": card_id, "how": AnswerState.SEALED})


async def end_as(tx: AsyncConnection, answer: Answer, how: AnswerState) -> None:
    """Note what an answer is that stayed alone: it is sealed no more."""
    await tx.execute(
        update(answers)
        .where(answers.c.card_id == answer.card_id, answers.c.person_id == answer.person_id)
        .values(how=how)
    )


async def answers_to(tx: AsyncConnection, card_id: int) -> dict[int, Answer]:
    """Return the answers to a card by their authors' ids."""
    rows = await tx.execute(_ANSWERS, {"card": card_id})
    return {row.person_id: read_answer(row) for row in rows.all()}


async def answer_of(tx: AsyncConnection, card_id: int, person_id: int) -> Answer | None:
    """Return what this person said to a card, or None."""
    return (await answers_to(tx, card_id)).get(person_id)


async def write_answer(tx: AsyncConnection, space_id: int, answer: Answer) -> None:
    """Write an answer; a person has one for each card, so a newer one takes its place.

    `opening.keep` does, and sees to it that the card opens.
    """
    values = {
        "card_id": answer.card_id,
        "person_id": answer.person_id,
        "space_id": space_id,
        "how": answer.how,
        "text": pieces.dumped(answer.pieces),
        "media_kind": None,
        "media_id": None,
        "option": answer.option,
        "alone": answer.alone,
        "told": answer.told,
        "message_id": answer.pieces[-1].message_id if answer.pieces else None,
        "said_at": answer.said_at,
        "whole_at": answer.whole_at,
        "album": answer.album,
    }
    await tx.execute(_WRITE_ANSWER, values)


async def erase_answer(tx: AsyncConnection, card_id: int, person_id: int) -> None:
    """Erase what one person said to a card."""
    await tx.execute(_ERASE_ANSWER, {"card": card_id, "person": person_id})


async def read_cards(tx: AsyncConnection, query: Select[*tuple[Any, ...]], **values: Any) -> list[Card]:
    """Return the cards that a statement made of `CARDS` finds."""
    rows = await tx.execute(query, values)
    return [
        Card(
            id=row.id,
            space_id=row.space_id,
            post_id=row.post_id,
            seq=row.seq,
            item_id=row.item_id,
            revealed_at=row.revealed_at,
            talked_at=row.talked_at,
            local_date=row.local_date,
            due_at=row.due_at,
            closes_at=row.closes_at,
            post_open=row.state == PostState.OPEN,
            reasons=row.reasons,
            undone=row.person_id < 0,
        )
        for row in rows.all()
    ]


def read_answer(row: Any) -> Answer:
    """Return a row of answers as an answer."""
    said = pieces.loaded(row.text)
    if row.media_id and said:  # of before 0008, where it stood beside the words of all
        said = (*said[:-1], replace(said[-1], media=Media(cast("Any", row.media_kind), row.media_id)))
    return Answer(
        card_id=row.card_id,
        person_id=row.person_id,
        how=AnswerState(row.how),
        said_at=row.said_at,
        whole_at=row.whole_at or row.said_at,
        pieces=said,
        option=row.option,
        album=row.album,
        alone=Alone(row.alone),
        told=row.told,
    )


async def mark(tx: AsyncConnection, card: Card, person_id: int, name: str, now: datetime) -> bool:
    """Leave a person's mark on a card; False if it was there already."""
    values = {
        "card_id": card.id,
        "person_id": person_id,
        "space_id": card.space_id,
        "mark": name,
        "made_at": now,
    }
    return bool((await tx.execute(_MARK, values)).rowcount)


async def has_mark(tx: AsyncConnection, card_id: int, person_id: int, name: str) -> bool:
    """Return whether a person's mark is on a card."""
    values = {"card": card_id, "person": person_id, "name": name}
    return await tx.scalar(_HAS_MARK, values) is not None
