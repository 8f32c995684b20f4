"""Tables of the daily question: cards, answers and the taps that mark a card."""

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Named,
    PrimaryKeyConstraint,
    Table,
    TypedColumns,
    UniqueConstraint,
)

from bot.db.columns import Instant, person_column, space_column
from bot.db.encrypted import EncryptedInt, EncryptedText
from bot.db.tables.base import metadata
from bot.db.tables.taken import messages_go_with


class CardsColumns(TypedColumns):
    """One question shown under a post. `drawn_by` is who asked for Another, 0 for the day's first.

    `talked_at` is when one of them said that they talked about it, which the card then shows to both.
    `id` stays a small number: a part of a long answer is named by it, a thousand to a card (`outbox
    messages`). Buttons never show it (`bot.telegram.taps`).
    """

    id: Named[int] = Column(primary_key=True)
    space_id: Named[int] = space_column(index=True)
    post_id: Named[int] = Column(ForeignKey("posts.id", ondelete="CASCADE"))
    seq: Named[int]
    item_id: Named[str]
    drawn_by: Named[int] = person_column(default=0)
    reasons: Named[str] = Column(default="")
    revealed_at: Named[datetime | None] = Column(Instant, nullable=True)
    talked_at: Named[datetime | None] = Column(Instant, nullable=True)


class AnswersColumns(TypedColumns):
    """What one partner said to a card; one row per person and card.

    `how` is one of `AnswerState` (`bot.sealed.contributions`): sealed, open, revealed, stayed, saved. `alone`
    says what becomes of it if it stays just theirs: erase (the default) or show. `told` is set once its
    author let the other know that one is waiting. `option` is the number of the chosen option of a choice,
    from 0.

    `text` holds the messages it came in, as `bot.pieces` writes them; in a row of before 0008 a voice note or
    photo stands in the columns of its own. From `whole_at` on its author is done with it (NULL before 0008:
    since it was said), and `album` is what the newest message shares with those of its album.
    """

    card_id: Named[int] = Column(ForeignKey("cards.id", ondelete="CASCADE"))
    person_id: Named[int] = person_column()
    space_id: Named[int] = space_column()
    how: Named[str]
    text: Named[str | None] = Column(EncryptedText("answers.text"), nullable=True)
    media_kind: Named[str | None]
    media_id: Named[str | None] = Column(EncryptedText("answers.media_id"), nullable=True)
    option: Named[int | None] = Column(EncryptedInt("answers.option"), nullable=True)
    alone: Named[str] = Column(default="erase")
    told: Named[bool] = Column(default=False)
    message_id: Named[int | None]
    said_at: Named[datetime] = Column(Instant)
    whole_at: Named[datetime | None] = Column(Instant, nullable=True)
    album: Named[str | None]


class MarksColumns(TypedColumns):
    """A tap that one person left on a card: talked, another, not_today, or a reveal reply."""

    card_id: Named[int] = Column(ForeignKey("cards.id", ondelete="CASCADE"))
    person_id: Named[int] = person_column()
    space_id: Named[int] = space_column()
    mark: Named[str]
    made_at: Named[datetime] = Column(Instant)


cards = Table("cards", metadata, CardsColumns, UniqueConstraint("post_id", "seq"), sqlite_autoincrement=True)
answers = Table(
    "answers",
    metadata,
    AnswersColumns,
    PrimaryKeyConstraint("card_id", "person_id"),
    Index("ix_answers_space_id_person_id", "space_id", "person_id"),
)
marks = Table(
    "marks",
    metadata,
    MarksColumns,
    PrimaryKeyConstraint("card_id", "person_id", "mark"),
    Index("ix_marks_space_id_person_id", "space_id", "person_id", "card_id"),
)
messages_go_with(answers, "%.answer", ref="card_id")
