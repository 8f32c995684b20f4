"""The table of thank-yous."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Named,
    Table,
    TypedColumns,
    UniqueConstraint,
    false,
    text,
)

from bot.db.columns import Instant, person_column, space_column
from bot.db.encrypted import EncryptedText
from bot.db.tables.base import metadata
from bot.db.tables.taken import messages_go_with


class ThanksColumns(TypedColumns):
    """A logged gratitude.

    `pieces` holds the giver's own messages (`bot.pieces`); in a row of before migration 0015 it is NULL, and
    `text` and `media_*` hold the one message. `source_chat`/`source_message` is the first of them, so that an
    edit is understood, and `album` what the messages of one album share. `partly` says that more was said
    than the bot saw or can take.

    `state` is what became of it (`bot.features.thanks.rules.ThanksState`); a kept one waits for `kept_for`, a
    local date. `asked_on` is the local date on which its giver was asked again about what they kept,
    `asked_message` the message at their door that asks what becomes of it (Sunday's own is an outbox
    message). `told` notes that its giver heard that what was given stays as it was. `received` is the
    receiver's button (landed, more, saw), `answered` that they tapped one, which stays when they erase it;
    `hidden` is the receiver's wish not to be shown it again.
    """

    id: Named[int] = Column(primary_key=True)
    space_id: Named[int] = space_column(index=True)
    giver_id: Named[int] = person_column()
    receiver_id: Named[int] = person_column()
    text: Named[str] = Column(EncryptedText("thanks.text"))
    media_kind: Named[str | None]
    media_id: Named[str | None] = Column(EncryptedText("thanks.media_id"), nullable=True)
    state: Named[str]
    made_at: Named[datetime] = Column(Instant)
    given_at: Named[datetime | None] = Column(Instant, nullable=True)
    kept_for: Named[date | None]
    source_chat: Named[int] = Column(BigInteger)
    source_message: Named[int] = Column(BigInteger)
    asked_on: Named[date | None]
    asked_message: Named[int | None] = Column(BigInteger, nullable=True)
    received: Named[str | None]
    received_at: Named[datetime | None] = Column(Instant, nullable=True)
    hidden: Named[bool] = Column(default=False)
    pieces: Named[str | None] = Column(EncryptedText("thanks.pieces"), nullable=True)
    album: Named[str | None]
    partly: Named[bool] = Column(Boolean, default=False, server_default=false())
    answered: Named[bool] = Column(Boolean, default=False, server_default=false())
    told: Named[bool] = Column(Boolean, default=False, server_default=false())


thanks = Table(
    "thanks",
    metadata,
    ThanksColumns,
    UniqueConstraint("source_chat", "source_message"),
    Index(
        "ix_thanks_shown",
        "space_id",
        "receiver_id",
        "given_at",
        "id",
        sqlite_where=text("state = 'given' AND hidden = 0"),
    ),
    Index("ix_thanks_kept", "space_id", "giver_id", sqlite_where=text("state = 'kept'")),
    sqlite_autoincrement=True,
)
messages_go_with(thanks, "thanks.words", ref="id", person="giver_id")
