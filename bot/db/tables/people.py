"""Tables of people, spaces and partners, and the few facts about the database itself."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Named,
    PrimaryKeyConstraint,
    String,
    Table,
    TypedColumns,
    false,
    text,
)

from bot.db.columns import Instant, person_column, space_column
from bot.db.encrypted import EncryptedText
from bot.db.tables.base import metadata


class MetaColumns(TypedColumns):
    """Facts about the database itself, such as the proof that the key fits."""

    key: Named[str] = Column(String, primary_key=True)
    value: Named[str]


class PeopleColumns(TypedColumns):
    """A person who has spoken to the bot. `id` is Telegram's; `zone` is NULL until they said it."""

    id: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    name: Named[str] = Column(EncryptedText("people.name"))
    zone: Named[str | None]
    door_open: Named[bool] = Column(default=False)
    seen_at: Named[datetime] = Column(Instant)


class SpacesColumns(TypedColumns):
    """A group chat and the two people in it.

    `state` is how far it is in its life (`bot.spaces.model.SpaceState`); a closed one is erased at
    `erase_at`. `chat_id` is the chat the space lives in now, `moved_from` the group it was before an upgrade.
    `removed_at` starts the hour of grace after the bot was removed. `public` is set while the group has a
    username, by which anybody finds and reads it. `thread_id` is the topic in which the couple asked for its
    posts, NULL for General. What the couple chose stands in `preferences`. `version` is another whenever
    anything of the space or its people changed: the database writes it (`bot.db.tables.versions`).

    `id` stays a small number: it stands in every row of a space. Buttons never show it (`bot.telegram.taps`).
    """

    id: Named[int] = Column(primary_key=True)
    chat_id: Named[int | None] = Column(BigInteger, unique=True, nullable=True)
    inviter_id: Named[int] = person_column(index=True)
    state: Named[str]
    zone: Named[str]
    created_at: Named[datetime] = Column(Instant)
    active_at: Named[datetime | None] = Column(Instant, nullable=True)
    closed_at: Named[datetime | None] = Column(Instant, nullable=True)
    erase_at: Named[datetime | None] = Column(Instant, nullable=True, index=True)
    removed_at: Named[datetime | None] = Column(Instant, nullable=True)
    members: Named[int | None]
    members_at: Named[datetime | None] = Column(Instant, nullable=True)
    public: Named[bool] = Column(default=False, server_default=false())
    moved_from: Named[int | None] = Column(BigInteger, nullable=True)
    thread_id: Named[int | None] = Column(BigInteger, nullable=True)
    version: Named[int] = Column(
        BigInteger, server_default=text("0"), info={"stays": "a number of chance, for what is remembered"}
    )


class PartnersColumns(TypedColumns):
    """One of the two, in one space.

    `state` is whether they are in (`bot.spaces.model.PartnerState`). `away` is set while they are out of the
    group: then its grace runs on whoever returns. What they chose stands in `preferences`.
    """

    space_id: Named[int] = space_column()
    person_id: Named[int] = person_column(index=True)
    state: Named[str]
    joined_at: Named[datetime | None] = Column(Instant, nullable=True)
    away: Named[bool] = Column(default=False)


meta = Table("meta", metadata, MetaColumns)
people = Table("people", metadata, PeopleColumns)
spaces = Table(
    "spaces",
    metadata,
    SpacesColumns,
    Index("ix_spaces_removed_at", "removed_at", sqlite_where=text("removed_at IS NOT NULL")),
    Index("ix_spaces_inviting", "created_at", sqlite_where=text("state = 'inviting'")),
    Index("ix_spaces_public", "members_at", sqlite_where=text("state = 'active' AND public IS 1")),
    Index("ix_spaces_counted", "members_at", sqlite_where=text("state = 'active' AND removed_at IS NULL")),
    sqlite_autoincrement=True,
)
partners = Table(
    "partners",
    metadata,
    PartnersColumns,
    PrimaryKeyConstraint("space_id", "person_id"),
)
