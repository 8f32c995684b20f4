"""The outbox: everything the bot says by itself, one row a message.

A row is picked when due, claimed (committed before anything is sent), composed, sent and recorded. What
was claimed and never recorded (a crash) or whose send got no answer counts as *unknown*: it waits ten
minutes for proof that it arrived, then goes out once more without sound.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, literal_column, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.columns import fixed
from bot.db.tables import copies, outbox
from bot.outcomes import Gone, Later, Migrated, NotSent, Outcome, Refused, Sent, Unknown

PROOF = timedelta(minutes=10)
RETRY = timedelta(seconds=30)
OUT_OF_REACH = timedelta(hours=1)
_TRIES = 2
_ASKED_FOR = timedelta(days=2)
"""How long a letter whose tries all stayed without an answer may be asked for."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One row of the outbox. `person_id` 0 goes to the group, else to that partner's door.

    `kind` names who composes it, `ref` what it is about. `tries` counts the copies that may already have
    arrived: a second copy goes without sound.
    """

    id: int
    space_id: int
    person_id: int
    kind: str
    ref: int
    loud: bool
    tries: int
    fresh_until: datetime | None


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
) -> None:
    """Put a letter into the outbox, due at `at`; a second one of the same kind, ref and person is dropped."""
    await tx.execute(
        upsert(outbox)
        .values(
            space_id=space_id,
            person_id=person_id,
            kind=kind,
            ref=ref,
            not_before=at,
            fresh_until=None if fresh_for is None else at + fresh_for,
            loud=loud,
        )
        .on_conflict_do_nothing()
    )


async def withdraw(tx: AsyncConnection, space_id: int, kind: str, ref: int) -> None:
    """Take a letter back that has not been claimed yet."""
    await tx.execute(
        delete(outbox).where(
            *_about(space_id, kind, ref),
            outbox.c.state == "waiting",
        )
    )


async def forget_unsent(tx: AsyncConnection, space_id: int, kind: str, ref: int) -> None:
    """Forget a letter that ended without having gone out, so that the same may be written anew."""
    await tx.execute(
        delete(outbox).where(
            *_about(space_id, kind, ref),
            outbox.c.state == "over",
            outbox.c.tries == 0,
        )
    )


async def withdraw_all(tx: AsyncConnection, space_id: int) -> None:
    """Take back everything a space has not been sent yet: it ended."""
    await tx.execute(
        update(outbox)
        .where(outbox.c.space_id == space_id, outbox.c.state != "sent")
        .values(state="over", claimed_at=None)
    )


async def clear(tx: AsyncConnection, space_id: int) -> None:
    """Forget every letter of a space, sent ones too, so that the same letters may be written anew."""
    await tx.execute(delete(outbox).where(outbox.c.space_id == space_id))


async def hurry(tx: AsyncConnection, space_id: int, now: datetime) -> None:
    """Let what was held back in the group (a hush, a bot out of reach) go out now.

    Only letters that were due before are meant: those were claimed once; what is kept for later was not.
    """
    await tx.execute(
        update(outbox)
        .where(
            outbox.c.space_id == space_id,
            outbox.c.person_id == 0,
            outbox.c.state == "waiting",
            outbox.c.claimed_at.is_not(None),
            outbox.c.not_before > now,
        )
        .values(not_before=now)
    )


async def lanes(tx: AsyncConnection, now: datetime, limit: int) -> dict[tuple[int, int], list[int]]:
    """Return up to `limit` due letter ids by lane (space, person), in the order in which they go out.

    Letters of one lane go one after the other; lanes go side by side.
    """
    due: list[tuple[datetime, int, int, int]] = []
    for kind in (_waiting(now), _unproven(now)):  # each by its own index: together they would be sorted
        rows = await tx.execute(
            select(outbox.c.not_before, outbox.c.id, outbox.c.space_id, outbox.c.person_id)
            .where(kind)
            .order_by(outbox.c.not_before, outbox.c.id)
            .limit(limit)
        )
        due.extend((row.not_before, row.id, row.space_id, row.person_id) for row in rows.all())
    found: dict[tuple[int, int], list[int]] = {}
    for _, letter_id, space_id, person_id in sorted(due)[:limit]:
        found.setdefault((space_id, person_id), []).append(letter_id)
    return found


async def claim(tx: AsyncConnection, letter_id: int, now: datetime) -> Letter | None:
    """Claim a due letter so that nobody else sends it; None if it is no longer due or no longer fresh."""
    row = (await tx.execute(select(outbox).where(outbox.c.id == letter_id, _due(now)))).one_or_none()
    if row is None:
        return None
    stale = row.fresh_until is not None and row.fresh_until < now
    await tx.execute(
        update(outbox)
        .where(outbox.c.id == letter_id)
        .values(state="over" if stale else "claimed", claimed_at=now)
    )
    if stale:
        return None
    return Letter(
        row.id, row.space_id, row.person_id, row.kind, row.ref, row.loud, row.tries, row.fresh_until
    )


async def record(tx: AsyncConnection, letter: Letter, chat_id: int, outcome: Outcome, now: datetime) -> None:
    """Write down what became of a claimed letter, and when it is tried again if it is.

    A tap may have proven its arrival while the send was still waiting for its answer: proof wins.
    """
    if not isinstance(outcome, Sent) and await _state(tx, letter) != "claimed":
        return
    match outcome:
        case Sent(message_id):
            await _set(tx, letter, state="sent")
            await _add_copy(tx, letter, chat_id, message_id)
        case Unknown():
            await _set(tx, letter, state="unknown", tries=letter.tries + 1)
        case NotSent():
            await _postpone(tx, letter, now + RETRY)
        case Later(seconds):
            await _postpone(tx, letter, now + timedelta(seconds=seconds))
        case Gone():
            await _postpone(tx, letter, now + OUT_OF_REACH)
        case Migrated():
            await _set(tx, letter, state="waiting", not_before=now)
        case Refused():
            await _set(tx, letter, state="over")


async def drop(tx: AsyncConnection, letter: Letter) -> None:
    """End a claimed letter that turned out to have nothing to say."""
    await _set(tx, letter, state="over")


async def set_aside(tx: AsyncConnection, letter_id: int, now: datetime) -> None:
    """Try a letter that could not be composed again in an hour, so that it does not keep others waiting."""
    await tx.execute(
        update(outbox)
        .where(outbox.c.id == letter_id, outbox.c.state.in_(("waiting", "unknown")))
        .values(state="waiting", not_before=now + OUT_OF_REACH)
    )


async def recover(tx: AsyncConnection) -> None:
    """After a start: claims that a crash left behind may have arrived, so they count as unknown."""
    await tx.execute(
        update(outbox)
        .where(outbox.c.state == fixed("claimed"))
        .values(state="unknown", tries=outbox.c.tries + 1)
    )


async def turn_back(tx: AsyncConnection, now: datetime) -> None:
    """After the clock was set back: what waits for an hour of the wrong time waits no longer.

    A letter that goes stale belongs to its post's own hours, and waits for them.
    """
    ahead = outbox.c.claimed_at > now
    await tx.execute(
        update(outbox)
        .where(ahead, outbox.c.state == fixed("waiting"), outbox.c.fresh_until.is_(None))
        .values(not_before=now)
    )
    unproven = (outbox.c.state == fixed("unknown"), outbox.c.tries < fixed(_TRIES))
    await tx.execute(update(outbox).where(ahead, *unproven).values(claimed_at=now))


async def prove(
    tx: AsyncConnection, space_id: int, kind: str, ref: int, chat_id: int, message_id: int, person_id: int = 0
) -> None:
    """Note that a letter arrived as this message: somebody tapped it or replied to it."""
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
        return
    letter = Letter(
        row.id, row.space_id, row.person_id, row.kind, row.ref, row.loud, row.tries, row.fresh_until
    )
    if row.state in ("unknown", "claimed"):
        await _set(tx, letter, state="sent")
    await _add_copy(tx, letter, chat_id, message_id)


async def is_on_its_way(tx: AsyncConnection, space_id: int, kind: str, ref: int, *, unproven: bool) -> bool:
    """Return whether a letter to the group has yet to go out or is going out now.

    `unproven` counts one, too, that may have arrived and waits for proof before it goes out once more.
    """
    states: list[ColumnElement[bool]] = [outbox.c.state.in_(("waiting", "claimed"))]
    if unproven:
        states.append(and_(outbox.c.state == "unknown", outbox.c.tries < _TRIES))
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


async def given_up(tx: AsyncConnection, space_id: int, kind: str, now: datetime) -> list[int]:
    """Return what those letters to the group are about of which nobody knows whether they arrived.

    Their tries all stayed without an answer and without proof, some time in the last two days.
    """
    rows = await tx.execute(select(outbox.c.ref).where(_given_up(space_id, kind, now)).order_by(outbox.c.id))
    return list(rows.scalars().all())


async def ask_again(tx: AsyncConnection, space_id: int, kind: str, ref: int, now: datetime) -> None:
    """Let a letter that was given up go out once more, without sound: somebody asked for it."""
    await tx.execute(
        update(outbox)
        .where(_given_up(space_id, kind, now), outbox.c.ref == ref)
        .values(state="waiting", not_before=now)
    )


async def copies_of(tx: AsyncConnection, space_id: int, kind: str, ref: int) -> list[tuple[int, int]]:
    """Return the (chat id, message id) of every known copy of a letter."""
    rows = await tx.execute(
        select(copies.c.chat_id, copies.c.message_id).where(
            copies.c.space_id == space_id, copies.c.kind == kind, copies.c.ref == ref
        )
    )
    return [(row.chat_id, row.message_id) for row in rows.all()]


async def letter_at(tx: AsyncConnection, chat_id: int, message_id: int) -> tuple[str, int] | None:
    """Return (kind, ref) of the letter that a message is a copy of, or None."""
    row = (
        await tx.execute(
            select(copies.c.kind, copies.c.ref).where(
                copies.c.chat_id == chat_id, copies.c.message_id == message_id
            )
        )
    ).one_or_none()
    return None if row is None else (row.kind, row.ref)


async def next_instant(tx: AsyncConnection, now: datetime) -> datetime | None:
    """Return the soonest instant after now at which a letter goes out or stops waiting for proof."""
    waiting = await tx.scalar(
        select(func.min(outbox.c.not_before)).where(
            outbox.c.state == fixed("waiting"), outbox.c.not_before > now
        )
    )
    unproven = await tx.scalar(
        select(func.min(outbox.c.claimed_at)).where(
            outbox.c.state == fixed("unknown"),
            outbox.c.tries < fixed(_TRIES),
            outbox.c.claimed_at > now - PROOF,
        )
    )
    return min((at for at in (waiting, unproven and unproven + PROOF) if at is not None), default=None)


def _given_up(space_id: int, kind: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        outbox.c.space_id == space_id,
        outbox.c.kind == kind,
        outbox.c.person_id == 0,
        outbox.c.state == "unknown",
        outbox.c.tries >= _TRIES,
        outbox.c.claimed_at > now - _ASKED_FOR,
    )


def _about(space_id: int, kind: str, ref: int) -> tuple[ColumnElement[bool], ...]:
    """Find letters by kind and ref; the plus keeps SQLite from going through all of a space's."""
    return literal_column("+outbox.space_id") == space_id, outbox.c.kind == kind, outbox.c.ref == ref


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(_waiting(now), _unproven(now))


def _waiting(now: datetime) -> ColumnElement[bool]:
    return and_(outbox.c.state == fixed("waiting"), outbox.c.not_before <= now)


def _unproven(now: datetime) -> ColumnElement[bool]:
    return and_(
        outbox.c.state == fixed("unknown"),
        outbox.c.tries < fixed(_TRIES),
        outbox.c.claimed_at <= now - PROOF,
    )


async def _postpone(tx: AsyncConnection, letter: Letter, until: datetime) -> None:
    """Let a letter wait, and with it whatever follows in its lane, so that the order stays."""
    await _set(tx, letter, state="waiting", not_before=until)
    await tx.execute(
        update(outbox)
        .where(
            outbox.c.space_id == letter.space_id,
            outbox.c.person_id == letter.person_id,
            outbox.c.id > letter.id,
            outbox.c.state == "waiting",
            outbox.c.not_before < until,
        )
        .values(not_before=until)
    )


async def _state(tx: AsyncConnection, letter: Letter) -> str | None:
    return await tx.scalar(select(outbox.c.state).where(outbox.c.id == letter.id))


async def _set(tx: AsyncConnection, letter: Letter, **values: object) -> None:
    await tx.execute(update(outbox).where(outbox.c.id == letter.id).values(**values))


async def _add_copy(tx: AsyncConnection, letter: Letter, chat_id: int, message_id: int) -> None:
    await tx.execute(
        upsert(copies)
        .values(
            chat_id=chat_id,
            message_id=message_id,
            outbox_id=letter.id,
            space_id=letter.space_id,
            kind=letter.kind,
            ref=letter.ref,
        )
        .on_conflict_do_nothing()
    )
