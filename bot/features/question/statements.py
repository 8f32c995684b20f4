"""The statements that the daily question asks at every post and tap, built once.

Building a statement takes SQLAlchemy twice as long as running one that stands.
"""

from sqlalchemy import bindparam, case, delete, exists, func, literal_column, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.db.columns import fixed
from bot.db.tables import answers, cards, marks, posts, preferences
from bot.features.question.actions import Reply
from bot.features.question.preferences import SAVES_ANSWERS

RITUAL = "question"

REPLIES = tuple(Reply)
"""Marks that are shown below a reveal, because they were tapped to be seen."""

NOT_TODAY = "not_today"

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
CARD = CARDS.where(cards.c.id == bindparam("card"), cards.c.space_id == bindparam("space"))
OF_POST = CARDS.where(cards.c.post_id == bindparam("post"))
ON = CARDS.where(
    posts.c.space_id == bindparam("space"),
    posts.c.person_id == 0,
    posts.c.ritual == RITUAL,
    posts.c.local_date == bindparam("day"),
)
OPEN = CARDS.where(
    posts.c.space_id == bindparam("space"),
    posts.c.state == fixed("open"),
    posts.c.closes_at > bindparam("now"),
)
ADD = (
    upsert(cards)
    .values(
        seq=select(func.coalesce(func.max(cards.c.seq), 0) + 1)
        .where(cards.c.post_id == bindparam("post"))
        .scalar_subquery()
    )
    .returning(cards.c.id)
)
DRAWN = select(cards.c.id).where(
    cards.c.post_id == bindparam("post"), cards.c.drawn_by == bindparam("person")
)
NEWEST = (
    select(cards.c.post_id)
    .join(posts, posts.c.id == cards.c.post_id)
    .where(cards.c.space_id == bindparam("space"), posts.c.due_at <= bindparam("at"))
    .order_by(cards.c.id.desc())
    .limit(1)
)
HISTORY = (
    select(
        cards.c.item_id,
        posts.c.local_date,
        cards.c.revealed_at.is_not(None) | cards.c.talked_at.is_not(None),
        exists().where(marks.c.card_id == cards.c.id, marks.c.mark == NOT_TODAY),
    )
    .join(posts, posts.c.id == cards.c.post_id)
    .where(cards.c.space_id == bindparam("space"))
    .order_by(cards.c.id)
)
PREVIOUS = (
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
FIRST_ON = (
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
ANSWERS = select(answers).where(answers.c.card_id == bindparam("card"))
NEW_ANSWER = upsert(answers)
WRITE_ANSWER = NEW_ANSWER.on_conflict_do_update(
    index_elements=["card_id", "person_id"],
    set_={
        name: NEW_ANSWER.excluded[name]
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
THEIRS = answers.c.card_id == bindparam("card"), answers.c.person_id == bindparam("person")
ERASE_ANSWER = delete(answers).where(*THEIRS)
OPEN_CARD = update(cards).where(cards.c.id == bindparam("card"), cards.c.revealed_at.is_(None))
SHOWN_AT = update(cards).where(cards.c.id == bindparam("card"), cards.c.revealed_at.is_not(None))
SHUT_CARD = update(cards).where(cards.c.id == bindparam("card")).values(revealed_at=None)
SEAL = update(answers).where(answers.c.card_id == bindparam("card"), answers.c.how == "revealed")
TALKED = update(cards).where(cards.c.id == bindparam("card"), cards.c.talked_at.is_(None))
REVEAL = update(answers).where(answers.c.card_id == bindparam("card"), answers.c.how == "sealed")
MARK = upsert(marks).on_conflict_do_nothing()
HAS_MARK = select(marks.c.card_id).where(
    marks.c.card_id == bindparam("card"),
    marks.c.person_id == bindparam("person"),
    marks.c.mark == bindparam("name"),
)
SHOWN = (
    select(marks.c.person_id, marks.c.mark)
    .where(marks.c.card_id == bindparam("card"), marks.c.mark.in_(REPLIES))
    .order_by(marks.c.made_at, literal_column("marks.rowid"))  # two within one tick of the clock
)
NOT_KEPT = (
    select(answers)
    .join(cards, cards.c.id == answers.c.card_id)
    .join(posts, posts.c.id == cards.c.post_id)
    .where(
        tuple_(answers.c.space_id, answers.c.person_id).in_(
            select(preferences.c.space_id, preferences.c.person_id).where(
                preferences.c.key == fixed(SAVES_ANSWERS.key), preferences.c.value == fixed("0")
            )
        ),
        answers.c.how.in_(("open", "revealed")),
        case(
            (cards.c.revealed_at.is_(None), posts.c.state == "closed"),
            else_=cards.c.revealed_at <= bindparam("shown_by"),
        ),
    )
)
