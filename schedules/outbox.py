"""The outbox: everything the bot says by itself, one row a message.

A row is picked when due, claimed (committed before anything is rendered or sent), sent and recorded
(`schedules.dispatch`, `schedules.delivery`). What was claimed and never recorded (a crash) or whose send got
no answer counts as *unknown*: it waits ten minutes for proof that it arrived, then goes out once more
without sound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, delete, literal_column, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningDelete, ReturningUpdate

from bot import elsewhere
from bot.db.columns import fixed
from bot.db.tables import outbox, posts
from bot.outcomes import Impossible, Outcome, Unknown
from schedules import messages

Behind = ReturningUpdate[int] | ReturningDelete[int]

TRIES = 2
ASKED_FOR = timedelta(days=2)
"""How long an outbox message whose tries all stayed without an answer may be asked for (`schedules.lost`)."""

FAREWELL = "farewell"
"""What a space still sends once it is closed: that it ended, at a partner's door."""
FAREWELL_UNGIVEN = "farewell.ungiven"
"""The same at the door of whom something still waited to be given by, which ends with the space."""

SPOKEN = "question.spoken"
"""No outbox message: a person's own message in the group of which it is noted that it was heard, and nothing
else.
"""


class OutboxState(StrEnum):
    """How far an outbox message is on its way, as its row holds it."""

    WAITING = "waiting"
    """It goes out at `not_before`, for the first time or once more."""
    CLAIMED = "claimed"
    """It is being composed and sent; a row that a crash left so counts as UNKNOWN after the next start."""
    SENT = "sent"
    """It arrived: Telegram said so, or somebody tapped it or replied to it."""
    UNKNOWN = "unknown"
    """It may have arrived: it waits for proof, and after `TRIES` copies goes out only if asked for."""
    OVER = "over"
    """It does not go out any more: stale, refused for good, or not wanted."""


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One row of the outbox. `person_id` 0 goes to the group, else to that partner's door.

    `kind` names who composes it, `ref` what it is about. `tries` counts the copies that may already have
    arrived: a second copy goes without sound. `thread` is the topic that it answers in (0: General), None for
    what goes to the topic of its space. `refused` counts Telegram's refusals; `bare` says that its voice note
    or photo was refused, so that it goes out in words. `claimed_at` is the newest claim's instant, and
    `known` the newest erasure (`bot.db.tables.erasures`) that it can know of. `file_id` is by what Telegram
    knows a file of ours that went out with it, "" where none did.
    """

    id: int
    space_id: int
    person_id: int
    kind: str
    ref: int
    loud: bool
    tries: int
    fresh_until: datetime | None
    thread: int | None = None
    refused: int = 0
    bare: bool = False
    claimed_at: datetime | None = None
    known: int = 0
    file_id: str = ""

    @property
    def about(self) -> tuple[int, str, int]:
        """What it is about: the space's id, the kind and the ref."""
        return self.space_id, self.kind, self.ref


def as_message(row: Row[Any]) -> OutboxMessage:
    """Return a row of the outbox as an outbox message."""
    return OutboxMessage(
        id=row.id,
        space_id=row.space_id,
        person_id=row.person_id,
        kind=row.kind,
        ref=row.ref,
        loud=row.loud,
        tries=row.tries,
        fresh_until=row.fresh_until,
        thread=row.thread_id,
        refused=row.refused,
        bare=row.bare,
        claimed_at=row.claimed_at,
        file_id=row.file_id or "",
    )


_PUT = upsert(outbox).on_conflict_do_nothing()
_CHANGE = update(outbox).where(outbox.c.id == bindparam("outbox_id"))
_BY_KEY = select(outbox.c.id).where(
    outbox.c.kind == bindparam("kind"),
    outbox.c.ref == bindparam("ref"),
    outbox.c.person_id == bindparam("person"),
)
_DUE_AT = _BY_KEY.where(literal_column("+outbox.space_id") == bindparam("space")).with_only_columns(
    outbox.c.not_before
)
_BY_ID = select(outbox).where(outbox.c.id == bindparam("outbox_id"))
_IS_BARE = _BY_KEY.with_only_columns(outbox.c.bare)
_medium = outbox.alias()
_GOES_TO_DOORS = (
    select(_medium.c.id)
    .where(
        _medium.c.kind == elsewhere.MEDIUM,
        _medium.c.ref == outbox.c.id,
        or_(
            _medium.c.state.in_((OutboxState.WAITING, OutboxState.CLAIMED)),
            and_(_medium.c.state == OutboxState.UNKNOWN, _medium.c.tries < TRIES),
        ),
    )
    .exists()
)
_GOES_BEHIND = (
    update(outbox)
    .where(
        outbox.c.behind == bindparam("outbox_id"),
        outbox.c.behind.is_not(None),
        outbox.c.state == fixed(OutboxState.WAITING),
        outbox.c.refused == 0,
    )
    .values(not_before=bindparam("until"))
    .returning(outbox.c.id)
)
_WITHDRAW_BEHIND = (
    delete(outbox)
    .where(
        outbox.c.behind == bindparam("outbox_id"),
        outbox.c.behind.is_not(None),
        outbox.c.state == fixed(OutboxState.WAITING),
    )
    .returning(outbox.c.id)
)
_POSTS_OF = timedelta(days=30)
_WAS_PUT = (
    select(outbox.c.id)
    .join(posts, posts.c.id == outbox.c.ref)
    .where(
        posts.c.space_id == bindparam("space"),
        posts.c.person_id == 0,
        posts.c.ritual == bindparam("ritual"),
        posts.c.local_date >= bindparam("day"),
        outbox.c.kind == bindparam("kind"),
        outbox.c.person_id == bindparam("person"),
        outbox.c.not_before > bindparam("since"),
    )
    .limit(1)
)


async def put(
    tx: AsyncConnection,
    *,
    space_id: int,
    kind: str,
    ref: int,
    at: datetime,
    person_id: int = 0,
    fresh_for: timedelta | None = None,
    loud: bool = True,
    thread: int | None = None,
    behind: tuple[str, int] | None = None,
) -> None:
    """Put an outbox message in, due at `at`; a second one of the same kind, ref and person is dropped.

    Without `fresh_for` it never goes stale and counts as answering somebody: it leaves by queues of its own,
    before what the bot begins (`schedules.dispatch.queues`).

    While the outbox message `behind` which it goes out (kind, ref; of the same person) is refused, or may go
    out once more as nobody knows whether it arrived, it waits as well, and so does what goes out behind it.
    Where that one is given up it goes out if it is of the same kind (the next piece of the same answer), and
    is given up as well if it is not (it belongs to what cannot be shown).
    """
    values = {
        "space_id": space_id,
        "person_id": person_id,
        "kind": kind,
        "ref": ref,
        "not_before": at,
        "fresh_until": None if fresh_for is None else at + fresh_for,
        "loud": loud,
        "thread_id": thread,
    }
    if behind is not None:
        kind, ref = behind
        values["behind"] = await tx.scalar(_BY_KEY, _key(kind, ref, person_id))
    await tx.execute(_PUT, values)


def _key(kind: str, ref: int, person_id: int) -> dict[str, str | int]:
    return {"kind": kind, "ref": ref, "person": person_id}


async def by_id(tx: AsyncConnection, outbox_id: int) -> OutboxMessage | None:
    """Return an outbox message, whatever its state."""
    row = (await tx.execute(_BY_ID, {"outbox_id": outbox_id})).one_or_none()
    return None if row is None else as_message(row)


async def is_bare(tx: AsyncConnection, kind: str, ref: int) -> bool:
    """Return whether an outbox message to the group goes out in words, because its voice note or photo was
    refused.
    """
    return bool(await tx.scalar(_IS_BARE, _key(kind, ref, 0)))


async def withdraw(tx: AsyncConnection, space_id: int, kind: str, ref: int) -> None:
    """Take an outbox message back that has not been claimed yet."""
    await tx.execute(
        delete(outbox).where(
            *_about(space_id, kind, ref),
            outbox.c.state == OutboxState.WAITING,
        )
    )


async def withdraw_unsent(tx: AsyncConnection, space_id: int, kind: str, ref: int) -> bool:
    """Take an outbox message to the group back of which nothing went out, with what goes out behind it.

    Returns whether there was one: what may have arrived, or is going out now, is not taken back.
    """
    unsent = (*_about(space_id, kind, ref), outbox.c.person_id == 0, outbox.c.state == OutboxState.WAITING)
    taken = await tx.execute(delete(outbox).where(*unsent, outbox.c.tries == 0).returning(outbox.c.id))
    found = taken.scalars().all()
    await each_behind(tx, found, _WITHDRAW_BEHIND)
    return bool(found)


async def forget_unsent(tx: AsyncConnection, space_id: int, kind: str, ref: int) -> None:
    """Forget an outbox message that ended without having gone out, so that the same may be written anew."""
    await tx.execute(
        delete(outbox).where(
            *_about(space_id, kind, ref),
            outbox.c.state == OutboxState.OVER,
            outbox.c.tries == 0,
        )
    )


async def forget(tx: AsyncConnection, space_id: int, kind: str, ref: int, person_id: int) -> None:
    """Forget an outbox message to a door, sent or not, so that the same may be written anew."""
    theirs = (*_about(space_id, kind, ref), outbox.c.person_id == person_id)
    await tx.execute(delete(outbox).where(*theirs, outbox.c.state != OutboxState.CLAIMED))


async def forget_told(tx: AsyncConnection, space_id: int, kind: str, ref: int, before: datetime) -> None:
    """Forget a line that doors were told before an instant, so that they may be told the same anew."""
    told = outbox.c.state.in_((OutboxState.SENT, OutboxState.OVER)), outbox.c.claimed_at < before
    await tx.execute(delete(outbox).where(*_about(space_id, kind, ref), *told))


async def withdraw_all(tx: AsyncConnection, space_id: int) -> None:
    """Take back everything a space has not been sent yet: it ended."""
    await tx.execute(
        update(outbox)
        .where(outbox.c.space_id == space_id, outbox.c.state != OutboxState.SENT)
        .values(state=OutboxState.OVER, claimed_at=None)
    )


async def keep_file(tx: AsyncConnection, outbox_id: int, file_id: str) -> None:
    """Note by what Telegram knows the file that goes out with an outbox message."""
    await tx.execute(_CHANGE, {"outbox_id": outbox_id, "file_id": file_id})


async def forget_files(tx: AsyncConnection, space_id: int) -> None:
    """Forget by what Telegram knows files of ours that went out in a space: they may show erased words."""
    with_files = outbox.c.space_id == space_id, outbox.c.file_id.is_not(None)
    await tx.execute(update(outbox).where(*with_files).values(file_id=None))


async def clear(tx: AsyncConnection, space_id: int) -> None:
    """Forget every row of a space, sent ones too, so that the same messages may be put anew."""
    await tx.execute(delete(outbox).where(outbox.c.space_id == space_id))


async def hurry(tx: AsyncConnection, space_id: int, now: datetime, person_id: int = 0) -> None:
    """Let what was held back in the group (while quiet, a bot out of reach), or at a shut door, go out now.

    Only outbox messages that were due before are meant: those were claimed once; what is kept for later was
    not.
    """
    await tx.execute(
        update(outbox)
        .where(
            outbox.c.space_id == space_id,
            outbox.c.person_id == person_id,
            outbox.c.state == OutboxState.WAITING,
            outbox.c.claimed_at.is_not(None),
            outbox.c.not_before > now,
        )
        .values(not_before=now)
    )


async def prove(
    tx: AsyncConnection,
    space_id: int,
    kind: str,
    ref: int,
    chat_id: int,
    message_id: int,
    person_id: int = 0,
    *,
    thread: int | None = None,
) -> OutboxMessage | None:
    """Note that an outbox message arrived as this one: it was tapped, replied to, or just posted.

    `thread` is the topic in which it stands (None: nobody said). Returns the outbox message if nobody knew
    before that it arrived.
    """
    row = (
        await tx.execute(
            select(outbox).where(
                outbox.c.space_id == space_id,
                outbox.c.kind == kind,
                outbox.c.ref == ref,
                outbox.c.person_id == person_id,
            )
        )
    ).one_or_none()
    if row is None:
        return None
    outgoing = as_message(row)
    news = row.state in (OutboxState.UNKNOWN, OutboxState.CLAIMED)
    if news:
        await change(tx, outgoing, state=OutboxState.SENT)
        await each_behind(tx, [outgoing.id], _GOES_BEHIND, until=row.not_before)
    await messages.add(tx, outgoing.id, outgoing.about, chat_id, message_id, thread)
    return outgoing if news else None


async def prove_one(
    tx: AsyncConnection,
    space_id: int,
    kinds: Sequence[str],
    ref: int,
    chat_id: int,
    message_id: int,
    person_id: int = 0,
    *,
    thread: int | None = None,
) -> tuple[str, OutboxMessage | None]:
    """`prove` the one outbox message about a row that is of one of these kinds, and say of which.

    There is one at most; where nothing is known of any, the last of them is named.
    """
    *others, last = kinds
    known = [kind for kind in others if await tx.scalar(_BY_KEY, _key(kind, ref, person_id)) is not None]
    kind = next(iter(known), last)
    outgoing = await prove(tx, space_id, kind, ref, chat_id, message_id, person_id, thread=thread)
    return kind, outgoing


async def is_on_its_way(tx: AsyncConnection, space_id: int, kind: str, ref: int, *, unproven: bool) -> bool:
    """Return whether an outbox message to the group has yet to go out or is going out now.

    One whose words are out counts, too, while its voice note or photo is on the way to the doors.

    `unproven` counts one, too, that may have arrived and waits for proof before it goes out once more.
    """
    states: list[ColumnElement[bool]] = [
        outbox.c.state.in_((OutboxState.WAITING, OutboxState.CLAIMED)),
        _GOES_TO_DOORS,
    ]
    if unproven:
        states.append(and_(outbox.c.state == OutboxState.UNKNOWN, outbox.c.tries < TRIES))
    found = await tx.scalar(
        select(outbox.c.id).where(
            outbox.c.space_id == space_id,
            outbox.c.kind == kind,
            outbox.c.ref == ref,
            outbox.c.person_id == 0,
            or_(*states),
        )
    )
    return found is not None


async def is_waiting(tx: AsyncConnection, space_id: int, kind: str, ref: int, person_id: int = 0) -> bool:
    """Return whether an outbox message, to the group if to nobody's door, has yet to be composed."""
    waits = (
        *_about(space_id, kind, ref),
        outbox.c.person_id == person_id,
        outbox.c.state == OutboxState.WAITING,
    )
    return await tx.scalar(select(outbox.c.id).where(*waits)) is not None


async def refused(tx: AsyncConnection, outbox_id: int) -> bool:
    """Return whether an outbox message waits because Telegram refused it."""
    waits = (outbox.c.id == outbox_id, outbox.c.state == OutboxState.WAITING, outbox.c.refused > 0)
    return await tx.scalar(select(outbox.c.id).where(*waits)) is not None


async def id_of(tx: AsyncConnection, kind: str, ref: int) -> int | None:
    """Return the number of an outbox message to the group, whatever its state."""
    return await tx.scalar(_BY_KEY, _key(kind, ref, 0))


async def is_out(tx: AsyncConnection, space_id: int, kind: str, ref: int) -> bool:
    """Return whether an outbox message to the group is known to be out, as whichever message."""
    out = outbox.c.person_id == 0, outbox.c.state == OutboxState.SENT
    return await tx.scalar(select(outbox.c.id).where(*_about(space_id, kind, ref), *out)) is not None


async def withdrawn(tx: AsyncConnection, space_id: int, kind: str) -> list[int]:
    """Return what those messages to the group are about that ended without being known to have gone out."""
    where = (outbox.c.space_id == space_id, outbox.c.kind == kind, outbox.c.person_id == 0)
    rows = await tx.execute(select(outbox.c.ref).where(*where, outbox.c.state == OutboxState.OVER))
    return list(rows.scalars().all())


async def is_unsent(tx: AsyncConnection, space_id: int, kind: str, ref: int) -> bool:
    """Return whether a message to the group has yet to go out, of which no copy can have arrived so far."""
    unsent = outbox.c.state.in_((OutboxState.WAITING, OutboxState.CLAIMED)), outbox.c.tries == 0
    where = (*_about(space_id, kind, ref), outbox.c.person_id == 0, *unsent)
    return await tx.scalar(select(outbox.c.id).where(*where)) is not None


async def was_put(
    tx: AsyncConnection, space_id: int, kind: str, person_id: int, since: datetime, *, ritual: str
) -> bool:
    """Return whether an outbox message of a kind to somebody's door was due at any time since an instant.

    Its ref is a post of this ritual, of the month before that instant at most.
    """
    values = {"space": space_id, "kind": kind, "person": person_id, "since": since, "ritual": ritual}
    return await tx.scalar(_WAS_PUT, values | {"day": since.date() - _POSTS_OF}) is not None


async def unsent(tx: AsyncConnection, space_id: int, kind: str) -> list[int]:
    """Return what those outbox messages to the group are about that have yet to go out (`is_unsent`)."""
    waits = outbox.c.state.in_((OutboxState.WAITING, OutboxState.CLAIMED)), outbox.c.tries == 0
    where = (outbox.c.space_id == space_id, outbox.c.kind == kind, outbox.c.person_id == 0, *waits)
    rows = await tx.execute(select(outbox.c.ref).where(*where).order_by(outbox.c.ref))
    return list(rows.scalars().all())


def has_ended(outgoing: OutboxMessage, outcome: Outcome) -> bool:
    """Whether one that never goes stale is given up with this outcome: from now on only /today offers it."""
    if outgoing.fresh_until is not None:
        return False
    return isinstance(outcome, Impossible) or (isinstance(outcome, Unknown) and outgoing.tries + 1 >= TRIES)


async def each_behind(
    tx: AsyncConnection, outbox_ids: Sequence[int], statement: Behind, **values: object
) -> None:
    """Run a statement on whatever goes out behind these outbox messages, behind that, and so on.

    It takes the one before as `outbox_id`, and returns the ids of what it found behind that one.
    """
    found = list(outbox_ids)
    while found:
        rows = await tx.execute(statement, values | {"outbox_id": found.pop()})
        found += rows.scalars().all()


async def due_at(tx: AsyncConnection, space_id: int, kind: str, ref: int) -> datetime | None:
    """Return when a message to the group is due or went out, which quiet there puts off; None for none."""
    return await tx.scalar(_DUE_AT, {"space": space_id, "kind": kind, "ref": ref, "person": 0})


def _about(space_id: int, kind: str, ref: int) -> tuple[ColumnElement[bool], ...]:
    """Find outbox messages by kind and ref; the plus keeps SQLite from going through all of a space's."""
    return literal_column("+outbox.space_id") == space_id, outbox.c.kind == kind, outbox.c.ref == ref


async def change(tx: AsyncConnection, outgoing: OutboxMessage, **values: object) -> None:
    """Change columns of an outbox message."""
    await tx.execute(_CHANGE, {"outbox_id": outgoing.id} | values)
