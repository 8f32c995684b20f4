"""How outbox messages leave the outbox, as rows: which are due, who has one in hand, what became of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import refusals
from bot.db.columns import fixed
from bot.db.tables import outbox, spaces
from bot.outcomes import Gone, Impossible, Later, Migrated, NotSent, Outcome, Refused, Sent, Unknown
from schedules import messages
from schedules.outbox import ASKED_FOR, TRIES, OutboxMessage, OutboxState, as_message, change, each_behind

QueueKey = tuple[int, int]
"""Space and person (0 for the group): whoever gets their outbox messages one after the other."""
Queues = dict[QueueKey, list[int]]

PROOF = timedelta(minutes=10)
RETRY = timedelta(seconds=30)
OUT_OF_REACH = timedelta(hours=1)
AFTER_A_REFUSAL = timedelta(minutes=1)
LONGEST_REFUSAL = timedelta(hours=1)
_SOON_AT_DOORS = 60
"""So often what answers somebody at their door is offered every minute: they are waiting for it."""
_LATER_AT_DOORS = timedelta(minutes=10)
_UNEXPLAINED = 3
"""A voice note or photo turns to words after so many refusals whose reason is not known to be the chat's."""

_UNPROVEN = and_(outbox.c.state == fixed(OutboxState.UNKNOWN), outbox.c.tries < fixed(TRIES))
_IS_WAITING = outbox.c.state == fixed(OutboxState.WAITING)

_NOW: BindParameter[datetime] = bindparam("now")
_SILENT: BindParameter[datetime] = bindparam("silent")
_WAITING = and_(_IS_WAITING, outbox.c.not_before <= _NOW)
_SILENT_LONG = and_(_UNPROVEN, outbox.c.claimed_at <= _SILENT)
# A statement each, by an index each: in one they would be sorted. What answers somebody is looked for apart,
# so that it is found however much else is due.
_DUE = tuple(
    select(outbox.c.not_before, outbox.c.id, outbox.c.space_id, outbox.c.person_id, outbox.c.fresh_until)
    .where(due)
    .order_by(outbox.c.not_before, outbox.c.id)
    .limit(bindparam("most"))
    for due in (and_(_WAITING, outbox.c.fresh_until.is_(None)), _WAITING, _SILENT_LONG)
)
_ERASED: ColumnElement[int | None] = literal_column(
    "(SELECT seq FROM sqlite_sequence WHERE name = 'erasures')"
)
"""The number of the newest erasure, which is never used again (https://www.sqlite.org/autoinc.html)."""
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == bindparam("outbox_id"), or_(_WAITING, _SILENT_LONG))
    .values(
        state=case((outbox.c.fresh_until < _NOW, OutboxState.OVER), else_=OutboxState.CLAIMED),
        claimed_at=_NOW,
    )
    .returning(outbox, _ERASED.label("erased"))
)
_LOOK = (
    select(
        outbox.c.state,
        outbox.c.claimed_at,
        spaces.c.chat_id,
        spaces.c.members,
        spaces.c.public,
        _ERASED.label("erased"),
    )
    .join(spaces, spaces.c.id == outbox.c.space_id)
    .where(outbox.c.id == bindparam("outbox_id"))
)
_PUT_BACK = (
    update(outbox)
    .where(outbox.c.id == bindparam("outbox_id"), outbox.c.state == fixed(OutboxState.CLAIMED))
    .returning(outbox.c.id)
)
_CLAIMED = select(outbox).where(outbox.c.state == fixed(OutboxState.CLAIMED))
_ARE_UNKNOWN = (
    update(outbox)
    .where(outbox.c.state == fixed(OutboxState.CLAIMED))
    .values(state=OutboxState.UNKNOWN, tries=outbox.c.tries + 1)
)
_BEHIND = and_(outbox.c.behind == bindparam("outbox_id"), outbox.c.behind.is_not(None), _IS_WAITING)
_WAIT_BEHIND = update(outbox).where(_BEHIND).values(not_before=bindparam("until")).returning(outbox.c.id)
_END_BEHIND = (
    update(outbox)
    .where(_BEHIND, outbox.c.kind != bindparam("of"))  # the next piece of the same answer goes out
    .values(state=OutboxState.UNKNOWN, tries=TRIES, claimed_at=bindparam("at"))
    .returning(outbox.c.id)
)
_NEXT_WAITING = select(func.min(outbox.c.not_before)).where(_IS_WAITING, outbox.c.not_before > _NOW)
_NEXT_UNPROVEN = select(func.min(outbox.c.claimed_at)).where(_UNPROVEN, outbox.c.claimed_at > _SILENT)


async def queues(tx: AsyncConnection, now: datetime, limit: int) -> tuple[Queues, Queues]:
    """Return due outbox ids by queue, in their order: those of what answers somebody, and the rest.

    An outbox message that never goes stale answers somebody: a reveal, the card of a thank-you. Those of one
    queue go one after the other, queues side by side. `limit` is the most that each look brings.
    """
    due: set[tuple[datetime, int, QueueKey, bool]] = set()
    values = {"now": now, "silent": now - PROOF, "most": limit}
    for statement in _DUE:
        rows = await tx.execute(statement, values)
        due.update(
            (row.not_before, row.id, (row.space_id, row.person_id), row.fresh_until is None)
            for row in rows.all()
        )
    answers: Queues = {}
    others: Queues = {}
    for _at, outbox_id, key, is_answer in sorted(due):
        (answers if is_answer else others).setdefault(key, []).append(outbox_id)
    return answers, others


async def claim(tx: AsyncConnection, outbox_id: int, now: datetime) -> OutboxMessage | None:
    """Claim a due message so that nobody else sends it; None if it is no longer due or no longer fresh."""
    values = {"outbox_id": outbox_id, "now": now, "silent": now - PROOF}
    row = (await tx.execute(_CLAIM, values)).one_or_none()
    if row is None or row.state == OutboxState.OVER:  # it went stale
        return None
    return replace(as_message(row), known=row.erased or 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a claimed outbox message is made by, as far as that may change before it goes out.

    `known` is the number of the newest erasure; the rest is of the group of its space.
    """

    known: int
    chat_id: int | None
    members: int | None
    public: bool


async def look(tx: AsyncConnection, outgoing: OutboxMessage) -> Seen | None:
    """Look at an outbox message once more, just before it is sent; None if its claim does not stand any more.

    A claim ends where its space does, and where somebody proves that an earlier copy arrived.
    """
    row = (await tx.execute(_LOOK, {"outbox_id": outgoing.id})).one_or_none()
    if row is None or row.state != OutboxState.CLAIMED or row.claimed_at != outgoing.claimed_at:
        return None
    return Seen(row.erased or 0, row.chat_id, row.members, row.public)


async def put_back(tx: AsyncConnection, outgoing: OutboxMessage, until: datetime | None) -> bool:
    """Give back a claim of which nothing was sent: it is due again then, or (None) over.

    Returns False where the claim ended meanwhile.
    """
    now_so = (
        {"state": OutboxState.OVER} if until is None else {"state": OutboxState.WAITING, "not_before": until}
    )
    return await tx.scalar(_PUT_BACK.values(**now_so), {"outbox_id": outgoing.id}) is not None


async def record(
    tx: AsyncConnection,
    outgoing: OutboxMessage,
    chat_id: int,
    outcome: Outcome,
    now: datetime,
    *,
    with_media: bool = False,
) -> bool:
    """Write down what became of a claimed outbox message, and when it is tried again; False if proof won.

    A tap may have proven its arrival while the send was still waiting for its answer. A refused outbox
    message `with_media` may go out in words the next time.
    """
    if not isinstance(outcome, Sent) and await _state(tx, outgoing) != OutboxState.CLAIMED:
        return False
    match outcome:
        case Sent(message_id, thread):
            # What went out in words for want of a right is what whoever runs the bot may mend.
            why = {} if outgoing.bare else {"why": None}
            file = {"file_id": outcome.file_id} if outcome.file_id else {}
            await change(tx, outgoing, state=OutboxState.SENT, **why, **file)
            await messages.add(tx, outgoing.id, outgoing.about, chat_id, message_id, thread)
        case Unknown():
            await change(tx, outgoing, state=OutboxState.UNKNOWN, tries=outgoing.tries + 1)
            await _wait_for_proof(tx, outgoing, now)
        case NotSent():
            await _postpone(tx, outgoing, now + RETRY)
        case Later(seconds):
            await _postpone(tx, outgoing, now + timedelta(seconds=seconds))
        case Gone():
            await _postpone(tx, outgoing, now + OUT_OF_REACH)
        case Migrated():
            await change(tx, outgoing, state=OutboxState.WAITING, not_before=now)
        case Refused(why):
            bare = outgoing.bare or (with_media and falls_back(why, outgoing.refused + 1))
            await _refuse(tx, outgoing, why, now, bare=bare)
        case Impossible(why):
            await _give_up(tx, outgoing, why, now)
    return True


def wait_after(refusals_so_far: int) -> timedelta:
    """Return how long an outbox message waits after so many refusals: a minute at first, an hour at most."""
    doublings: int = min(refusals_so_far - 1, 10)
    return min(LONGEST_REFUSAL, AFTER_A_REFUSAL * float(2**doublings))


def _wait_at_door(refusals_so_far: int) -> timedelta:
    """Return how long what answers somebody at their door waits: a minute for an hour, then ten."""
    return AFTER_A_REFUSAL if refusals_so_far < _SOON_AT_DOORS else _LATER_AT_DOORS


def falls_back(why: str, times: int) -> bool:
    """Whether a refused voice note or photo goes out in words: a chat that takes nothing takes no words."""
    return why in refusals.OF_MEDIA or (why not in refusals.OF_CHATS and times >= _UNEXPLAINED)


async def _wait_for_proof(tx: AsyncConnection, outgoing: OutboxMessage, now: datetime) -> None:
    """Let what goes out behind a message wait while that may go out once more, so that their order stays."""
    if outgoing.tries + 1 < TRIES:
        until = (outgoing.claimed_at or now) + PROOF
        await each_behind(tx, [outgoing.id], _WAIT_BEHIND, until=until)


async def _refuse(
    tx: AsyncConnection, outgoing: OutboxMessage, why: str, now: datetime, *, bare: bool
) -> None:
    """Offer a refused outbox message again later; what goes out behind it waits, others of its queue go on.

    What turns to words just now is offered at once.
    """
    times = outgoing.refused + 1
    answers = outgoing.person_id and outgoing.fresh_until is None
    wait = _wait_at_door(times) if answers else wait_after(times)
    until = now if bare and not outgoing.bare else now + wait
    reason = None if outgoing.person_id else why  # what a door refuses is its owner's alone
    values = {
        "state": OutboxState.WAITING,
        "refused": times,
        "why": reason,
        "bare": bare,
        "not_before": until,
    }
    await change(tx, outgoing, **values)
    await each_behind(tx, [outgoing.id], _WAIT_BEHIND, until=until)


async def _give_up(tx: AsyncConnection, outgoing: OutboxMessage, why: str, now: datetime) -> None:
    """End an outbox message that Telegram cannot take as it is; /today offers again what never goes stale."""
    reason = None if outgoing.person_id else why
    if outgoing.fresh_until is not None and outgoing.fresh_until < now + ASKED_FOR:
        await change(tx, outgoing, state=OutboxState.OVER, why=reason)
        return
    await change(tx, outgoing, state=OutboxState.UNKNOWN, tries=TRIES, why=reason)
    await each_behind(tx, [outgoing.id], _END_BEHIND, at=outgoing.claimed_at, of=outgoing.kind)


async def drop(tx: AsyncConnection, outgoing: OutboxMessage) -> None:
    """End a claimed outbox message that turned out to have nothing to say."""
    await change(tx, outgoing, state=OutboxState.OVER)


async def set_aside(tx: AsyncConnection, outbox_id: int, until: datetime) -> None:
    """Try a message that could not be composed again then, so that it does not keep others waiting."""
    await tx.execute(
        update(outbox)
        .where(outbox.c.id == outbox_id, outbox.c.state.in_((OutboxState.WAITING, OutboxState.UNKNOWN)))
        .values(state=OutboxState.WAITING, not_before=until)
    )


async def recover(tx: AsyncConnection) -> None:
    """After a start: claims that a crash left behind may have arrived, so they count as unknown."""
    for row in (await tx.execute(_CLAIMED)).all():
        outgoing = as_message(row)
        await _wait_for_proof(tx, outgoing, row.not_before)
    await tx.execute(_ARE_UNKNOWN)


async def turn_back(tx: AsyncConnection, now: datetime) -> None:
    """After the clock was set back: what waits for an hour of the wrong time waits no longer.

    An outbox message that goes stale belongs to its post's own hours, and waits for them.
    """
    ahead = outbox.c.claimed_at > now
    await tx.execute(
        update(outbox).where(ahead, _IS_WAITING, outbox.c.fresh_until.is_(None)).values(not_before=now)
    )
    await tx.execute(update(outbox).where(ahead, _UNPROVEN).values(claimed_at=now))


async def next_instant(tx: AsyncConnection, now: datetime) -> datetime | None:
    """Return the soonest instant after now at which an outbox message goes out or stops waiting for proof."""
    waiting = await tx.scalar(_NEXT_WAITING, {"now": now})
    unproven = await tx.scalar(_NEXT_UNPROVEN, {"silent": now - PROOF})
    return min((at for at in (waiting, unproven and unproven + PROOF) if at is not None), default=None)


async def _postpone(tx: AsyncConnection, outgoing: OutboxMessage, until: datetime) -> None:
    """Let an outbox message wait, and with it whatever follows in its queue, so that the order stays."""
    await change(tx, outgoing, state=OutboxState.WAITING, not_before=until)
    await tx.execute(
        update(outbox)
        .where(
            outbox.c.space_id == outgoing.space_id,
            outbox.c.person_id == outgoing.person_id,
            outbox.c.id > outgoing.id,
            outbox.c.state == OutboxState.WAITING,
            outbox.c.not_before < until,
        )
        .values(not_before=until)
    )


async def _state(tx: AsyncConnection, outgoing: OutboxMessage) -> str | None:
    return await tx.scalar(select(outbox.c.state).where(outbox.c.id == outgoing.id))
