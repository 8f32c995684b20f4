"""Tables of what the bot waits for, so that a restart between two messages changes nothing."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Named,
    PrimaryKeyConstraint,
    String,
    Table,
    TypedColumns,
    text,
)

from bot.db.columns import Instant, person_column, space_column
from bot.db.encrypted import EncryptedText
from bot.db.tables.base import metadata


class AwaitedColumns(TypedColumns):
    """Whose next message in which chat answers what: `kind` names the question, `ref` its subject.

    `space_id` is NULL for what concerns no space (a typed city before joining). `prompt_id` is the
    message that asks, if it went out; 0 where Telegram did not tell its number. Until `first_until` it takes
    what is said next before older prompts do; from `asks_until` on it takes replies to its message alone
    (NULL: only `until` ends it). Of a `brief` one, which asks for a setting, the next command or prompt is
    the end. From `left_at` on it takes nothing: its person left it, or went on to something else.
    """

    id: Named[int] = Column(primary_key=True)
    person_id: Named[int] = person_column()
    chat_id: Named[int] = Column(BigInteger)
    space_id: Named[int | None] = space_column(nullable=True, index=True)
    kind: Named[str]
    ref: Named[int]
    prompt_id: Named[int | None] = Column(BigInteger, nullable=True)
    made_at: Named[datetime] = Column(Instant)
    until: Named[datetime] = Column(Instant, index=True)
    first_until: Named[datetime | None] = Column(Instant, nullable=True)
    asks_until: Named[datetime | None] = Column(Instant, nullable=True)
    brief: Named[bool] = Column(Boolean, server_default=text("0"))
    left_at: Named[datetime | None] = Column(Instant, nullable=True)


class DraftsColumns(TypedColumns):
    """A message held while its author says what it answers (two prompts ask, replace or add).

    `marks` is the formatting of its words, `more` holds the messages that belong to it (`bot.pieces`): the
    further pictures of its `album`, the rest of a long text. `said_at` is Telegram's date of it; NULL where
    an older version held it.
    """

    id: Named[int] = Column(primary_key=True)
    person_id: Named[int] = person_column(index=True)
    chat_id: Named[int] = Column(BigInteger)
    message_id: Named[int] = Column(BigInteger)
    space_id: Named[int | None] = space_column(nullable=True, index=True)
    kind: Named[str]
    ref: Named[int]
    text: Named[str] = Column(EncryptedText("drafts.text"))
    media_kind: Named[str | None]
    media_id: Named[str | None] = Column(EncryptedText("drafts.media_id"), nullable=True)
    said_at: Named[datetime | None] = Column(Instant, nullable=True)
    until: Named[datetime] = Column(Instant, index=True)
    marks: Named[str | None] = Column(EncryptedText("drafts.marks"), nullable=True)
    more: Named[str | None] = Column(EncryptedText("drafts.more"), nullable=True)
    album: Named[str | None]


class MissedColumns(TypedColumns):
    """A message that could not be taken, by its number alone, so that an edit which mends it can be.

    `kind` and `ref` name the prompt that it did not fulfil ("" for none); `tries` counts its versions.
    `album` is what the messages of its album share; `cut_at` is when it was said, if it is so long that its
    rest may come in a further message. Of what was taken and is kept no more `kind` is "gone", and `ref` is 1
    once its author heard that an edit of it changes nothing.
    """

    chat_id: Named[int] = Column(BigInteger)
    message_id: Named[int] = Column(BigInteger)
    person_id: Named[int] = person_column(index=True)
    kind: Named[str]
    ref: Named[int]
    tries: Named[int]
    until: Named[datetime] = Column(Instant, index=True)
    album: Named[str | None]
    cut_at: Named[datetime | None] = Column(Instant, nullable=True)


class NoncesColumns(TypedColumns):
    """A fresh word in a door link (`?start=`): whose it is and what it opens (`kind`, `ref`)."""

    nonce: Named[str] = Column(String, primary_key=True)
    person_id: Named[int] = person_column()
    space_id: Named[int | None] = space_column(nullable=True, index=True)
    kind: Named[str]
    ref: Named[int]
    until: Named[datetime] = Column(Instant, index=True)


class FadingColumns(TypedColumns):
    """A message at a door that goes by itself at an instant (`at`), and what it `becomes`.

    "ours" and "theirs" are deleted; so are "words" and "card", unless their person leaves their words in the
    chat. Any other word names the face that it is given back. Nothing says why. `tries` counts how often that
    was tried in vain.
    """

    chat_id: Named[int] = Column(BigInteger)
    message_id: Named[int] = Column(BigInteger)
    becomes: Named[str]
    at: Named[datetime] = Column(Instant, index=True)
    tries: Named[int] = Column(default=0, server_default=text("0"))


HELD = "held"
"""The kind of a draft that waits for its writer's choice for an hour, and that no backup holds."""

awaited = Table(
    "awaited",
    metadata,
    AwaitedColumns,
    Index("ix_awaited_person_id_chat_id", "person_id", "chat_id"),
    Index("ix_awaited_kind_ref", "kind", "ref"),
    sqlite_autoincrement=True,
)
drafts = Table(
    "drafts",
    metadata,
    DraftsColumns,
    Index("ix_drafts_kind_ref", "kind", "ref"),
    sqlite_autoincrement=True,
)
fading = Table("fading", metadata, FadingColumns, PrimaryKeyConstraint("chat_id", "message_id"))
missed = Table("missed", metadata, MissedColumns, PrimaryKeyConstraint("chat_id", "message_id"))
nonces = Table("nonces", metadata, NoncesColumns, Index("ix_nonces_person_id_kind", "person_id", "kind"))
