"""Tables of people, spaces and partners, and the few facts about the database itself."""

from datetime import datetime, time

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
    name: Named[str] = Column(EncryptedText)
    zone: Named[str | None]
    door_open: Named[bool] = Column(default=False)
    seen_at: Named[datetime] = Column(Instant)


class SpacesColumns(TypedColumns):
    """A group chat and the two people in it.

    `state`: inviting (not both in yet), active, closed (stopped, erased at `erase_at`). `chat_id` is the
    chat the space lives in now, `moved_from` the group it was before an upgrade. `removed_at` starts the
    hour of grace after the bot was removed. `public` is set while the group has a username, by which anybody
    finds and reads it. `thread_id` is the topic in which the couple asked for its posts, NULL for General.
    What the couple chose stands in `preferences`.

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


class PartnersColumns(TypedColumns):
    """One of the two, in one space.

    `state`: invited (opened their side), in, declined, left. `vouched` says "the other member is a bot"
    (or that a third member is fine). `depth` is the deepest question level they chose; once raised it
    waits until `depth_from`, and `depth_before` is in force till then. `muted` is a comma-separated list of
    topics, `chosen` one of packs and the like with the date from which each counts ("faith=2026-07-20"; NULL:
    none). These are their own and encrypted. `announced` is the zone whose hours they told the other: it
    moves what the other meets, and `people.zone` never does. `reminder_at` is their wish for an
    evening reminder, in their own zone. `away` is set while they are out of the group: then its grace runs
    on whoever returns.

    `adult_at`, `saving_at` and `checkin_at` are when they said that they are an adult, that what they tell
    may be saved, and that their check-ins may be; NULL where they did not, or took it back. `prompted` counts
    the private prompts that explained themselves, up to `bot.spaces.model.EXPLAINED`; `reader_told` is set
    once one of them said who could read even sealed answers.
    `leaves_words` says that what they write at their door stays in that chat.
    """

    space_id: Named[int] = space_column()
    person_id: Named[int] = person_column(index=True)
    state: Named[str]
    joined_at: Named[datetime | None] = Column(Instant, nullable=True)
    keeps_answers: Named[bool] = Column(default=True)
    vouched: Named[bool] = Column(default=False)
    depth: Named[str] = Column(EncryptedText, default="3")
    depth_before: Named[str | None] = Column(EncryptedText, nullable=True)
    depth_from: Named[datetime | None] = Column(Instant, nullable=True)
    muted: Named[str] = Column(EncryptedText, default="")
    reminder_at: Named[time | None]
    paused_until: Named[datetime | None] = Column(Instant, nullable=True)
    away: Named[bool] = Column(default=False)
    chosen: Named[str | None] = Column(EncryptedText, nullable=True)
    adult_at: Named[datetime | None] = Column(Instant, nullable=True)
    saving_at: Named[datetime | None] = Column(Instant, nullable=True)
    checkin_at: Named[datetime | None] = Column(Instant, nullable=True)
    prompted: Named[int] = Column(default=0, server_default=text("0"))
    reader_told: Named[bool] = Column(default=False, server_default=false())
    announced: Named[str | None]
    leaves_words: Named[bool] = Column(default=False, server_default=false())


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
    Index("ix_partners_keeping_none", "space_id", "person_id", sqlite_where=text("keeps_answers IS 0")),
)
