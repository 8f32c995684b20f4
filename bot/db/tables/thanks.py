"""The table of thank-yous."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Index, Named, Table, TypedColumns, UniqueConstraint, text

from bot.db.columns import Instant, person_column, space_column
from bot.db.encrypted import EncryptedText
from bot.db.tables.base import metadata


class ThanksColumns(TypedColumns):
    """A logged gratitude.

    `state`: kept (for `kept_for`, a local date), given, withdrawn. `source_chat`/`source_message` is the
    giver's own message, so that an edit of it updates the log. `asked_on` is the local date on which its
    giver was asked again about what they kept, `asked_message` the message at their door that asks what
    becomes of it (Sunday's own is a letter). `received` is the receiver's button
    (landed, more, saw); `hidden` is the receiver's wish not to be shown it again.
    """

    id: Named[int] = Column(primary_key=True)
    space_id: Named[int] = space_column(index=True)
    giver_id: Named[int] = person_column()
    receiver_id: Named[int] = person_column()
    text: Named[str] = Column(EncryptedText)
    media_kind: Named[str | None]
    media_id: Named[str | None] = Column(EncryptedText, nullable=True)
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


thanks = Table(
    "thanks",
    metadata,
    ThanksColumns,
    UniqueConstraint("source_chat", "source_message"),
    Index("ix_thanks_given", "space_id", "given_at", sqlite_where=text("state = 'given'")),
    Index("ix_thanks_kept", "space_id", "giver_id", sqlite_where=text("state = 'kept'")),
    sqlite_autoincrement=True,
)
