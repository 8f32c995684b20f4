"""Tables of the schedule: the plan, the posts, the outbox, copies that arrived, keyboards, and timers."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Named,
    PrimaryKeyConstraint,
    Table,
    TypedColumns,
    UniqueConstraint,
    text,
)

from bot.db.columns import Instant, person_column, space_column
from bot.db.encrypted import EncryptedText
from bot.db.tables.base import metadata


class PlanColumns(TypedColumns):
    """When a ritual is next due, for a space (`person_id` 0) or for one partner.

    SQLite lets two NULLs pass a UNIQUE constraint, hence 0 for the space itself. `next_due` NULL means
    that nothing is planned (switched off, silent). `claimed_date` is the newest local date that was
    claimed: a changed time or zone counts from the day after it.
    """

    space_id: Named[int] = space_column()
    person_id: Named[int] = person_column(default=0)
    ritual: Named[str]
    next_date: Named[date | None]
    next_due: Named[datetime | None] = Column(Instant, nullable=True, index=True)
    claimed_date: Named[date | None]


class PostsColumns(TypedColumns):
    """One ritual on one local day in one space (`person_id` as in the plan).

    `person_id` is negative (and the row's own id) once one of the two undid their joining: such a post is
    nobody's any more and stays closed, for the sake of what hangs on it.

    `state` is what became of it (`schedules.posts.PostState`).
    `place` is the place of a day that it has (`schedules.agenda`), NULL for what says nothing by itself, and
    `held_on` that day, as people mean it; both are NULL in posts from before there were places.
    """

    id: Named[int] = Column(primary_key=True)
    space_id: Named[int] = space_column()
    person_id: Named[int] = person_column(default=0)
    ritual: Named[str]
    local_date: Named[date]
    due_at: Named[datetime] = Column(Instant, index=True)
    closes_at: Named[datetime] = Column(Instant)
    state: Named[str] = Column(default="open")
    place: Named[str | None] = Column(nullable=True)
    held_on: Named[date | None] = Column(nullable=True)


class OutboxColumns(TypedColumns):
    """Everything the bot says by itself, one row a message.

    `person_id` 0 goes to the group, else to that partner's door. `kind` names the outbox message (which
    feature composes it) and `ref` what it is about; together with the person they are its natural key.
    `state` is how far it is on its way (`schedules.outbox.OutboxState`).
    `not_before` is the instant it may go out; after `fresh_until` it is skipped. `tries` counts copies
    that may have arrived; `claimed_at` is the instant of the newest claim. `thread_id` is the topic in which
    an outbox message answers somebody (0: General); NULL for whatever goes to the topic of the space.
    `behind` is the outbox message (its id) before which it may not go out. `refused` counts Telegram's
    refusals, `why` is the newest one's reason (`bot.refusals`), kept for the group alone. `bare`: its voice
    note or photo was refused, so that it goes out in words. `file_id` is by what Telegram knows a file of
    ours that went out with it, so that it need not be uploaded again (encrypted; NULL for most, and once
    words of its space were erased).
    """

    id: Named[int] = Column(primary_key=True)
    space_id: Named[int] = space_column()
    person_id: Named[int] = person_column(default=0)
    kind: Named[str]
    ref: Named[int]
    not_before: Named[datetime] = Column(Instant)
    fresh_until: Named[datetime | None] = Column(Instant, nullable=True)
    state: Named[str] = Column(default="waiting")
    claimed_at: Named[datetime | None] = Column(Instant, nullable=True)
    tries: Named[int] = Column(default=0)
    loud: Named[bool] = Column(default=True)
    thread_id: Named[int | None] = Column(BigInteger, nullable=True)
    behind: Named[int | None] = Column(BigInteger, nullable=True)
    refused: Named[int] = Column(default=0, server_default=text("0"))
    why: Named[str | None] = Column(nullable=True)
    bare: Named[bool] = Column(default=False, server_default=text("0"))
    file_id: Named[str | None] = Column(EncryptedText("outbox.file_id"), nullable=True)


class CopiesColumns(TypedColumns):
    """Which message in which chat is a copy of which outbox row. Every copy leads to the same thing.

    A message that is no outbox message may stand here, too, under a kind of its own and with 0 for the outbox
    row: it belongs to `ref` (a giver's own message in the group, a line that points at a card). `thread_id`
    is the topic in which it stands (0: General), as Telegram said when it took it; NULL where it did not say.
    """

    chat_id: Named[int] = Column(BigInteger)
    message_id: Named[int] = Column(BigInteger)
    outbox_id: Named[int] = Column(BigInteger)
    space_id: Named[int] = space_column()
    kind: Named[str]
    ref: Named[int]
    thread_id: Named[int | None] = Column(BigInteger, nullable=True)


class KeyboardsColumns(TypedColumns):
    """A keyboard below a message in a group, which goes at an instant (`at`) or later.

    `verb` and `ref` are those of the button whose time is over last: its feature says when
    (`Feature.closes`).
    """

    chat_id: Named[int] = Column(BigInteger)
    message_id: Named[int] = Column(BigInteger)
    space_id: Named[int] = space_column(index=True)
    verb: Named[str]
    ref: Named[int]
    at: Named[datetime] = Column(Instant, index=True)


class TimersColumns(TypedColumns):
    """What is to be done at an instant (`at`): what `kind` means, about `ref`; at most one of each.

    `made_at` is when it was set, by which a clock that was set back is noticed.
    """

    space_id: Named[int] = space_column(index=True)
    kind: Named[str]
    ref: Named[int]
    at: Named[datetime] = Column(Instant, index=True)
    made_at: Named[datetime] = Column(Instant)


plan = Table("plan", metadata, PlanColumns, PrimaryKeyConstraint("space_id", "person_id", "ritual"))
posts = Table(
    "posts",
    metadata,
    PostsColumns,
    UniqueConstraint("space_id", "person_id", "ritual", "local_date"),
    Index("ix_posts_open_closes_at", "closes_at", sqlite_where=text("state = 'open'")),
    Index("ix_posts_open_space_id", "space_id", sqlite_where=text("state = 'open'")),
    Index(
        "ix_posts_place", "space_id", "person_id", "place", "held_on", sqlite_where=text("place IS NOT NULL")
    ),
    sqlite_autoincrement=True,
)
outbox = Table(
    "outbox",
    metadata,
    OutboxColumns,
    UniqueConstraint("kind", "ref", "person_id"),
    Index("ix_outbox_waiting", "not_before", sqlite_where=text("state = 'waiting'")),
    Index("ix_outbox_answers", "not_before", sqlite_where=text("state = 'waiting' AND fresh_until IS NULL")),
    Index("ix_outbox_claimed", "claimed_at", sqlite_where=text("state = 'claimed'")),
    Index("ix_outbox_unproven", "claimed_at", sqlite_where=text("state = 'unknown' AND tries < 2")),
    Index(
        "ix_outbox_given_up", "space_id", "claimed_at", sqlite_where=text("state = 'unknown' AND tries >= 2")
    ),
    Index(
        "ix_outbox_refused_at_doors",
        "person_id",
        sqlite_where=text("state = 'waiting' AND refused > 0 AND person_id > 0"),
    ),
    Index("ix_outbox_behind", "behind", sqlite_where=text("behind IS NOT NULL")),
    Index("ix_outbox_files", "space_id", sqlite_where=text("file_id IS NOT NULL")),
    Index("ix_outbox_space_id", "space_id"),
    sqlite_autoincrement=True,
)
copies = Table(
    "copies",
    metadata,
    CopiesColumns,
    PrimaryKeyConstraint("chat_id", "message_id"),
    Index("ix_copies_space_id_kind_ref", "space_id", "kind", "ref"),
    Index("ix_copies_thanks", "chat_id", "message_id", sqlite_where=text("kind = 'thanks.card'")),
)
keyboards = Table("keyboards", metadata, KeyboardsColumns, PrimaryKeyConstraint("chat_id", "message_id"))
timers = Table("timers", metadata, TimersColumns, PrimaryKeyConstraint("kind", "ref"))
