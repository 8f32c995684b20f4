"""The outbox on a real SQLite file: claims, outcomes, the ten-minute proof."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.engine import Database
from bot.db.tables import outbox as table
from bot.outcomes import Gone, Impossible, Later, Migrated, NotSent, Outcome, Refused, Sent, Unknown
from schedules import dispatch, lost, messages, outbox
from schedules.outbox import OutboxMessage
from tests.people import there
from tests.schedules.conftest import CHAT, NOW

HOUR = timedelta(hours=1)


async def put(db: Database, space_id: int, ref: int = 1, fresh_for: timedelta | None = 6 * HOUR) -> int:
    async with db.write() as tx:
        await outbox.put(tx, space_id=space_id, kind="question.card", ref=ref, at=NOW, fresh_for=fresh_for)
        found = await tx.scalar(select(table.c.id).where(table.c.ref == ref))
    assert found is not None
    return found


async def put_reveal(tx: AsyncConnection, space_id: int) -> None:
    """Put a reveal (outbox message 1) and the part that goes out behind it (outbox message 2)."""
    reveal = ("question.reveal", 1)
    await outbox.put(tx, space_id=space_id, kind=reveal[0], ref=1, at=NOW)
    await outbox.put(tx, space_id=space_id, kind="question.part", ref=1, at=NOW, behind=reveal)


async def claim(db: Database, outbox_id: int, after: timedelta = timedelta()) -> OutboxMessage | None:
    async with db.write() as tx:
        return await dispatch.claim(tx, outbox_id, NOW + after)


async def record(
    db: Database, outgoing: OutboxMessage, outcome: Outcome, after: timedelta = timedelta()
) -> None:
    async with db.write() as tx:
        await dispatch.record(tx, outgoing, CHAT, outcome, NOW + after)


async def due(db: Database, after: timedelta) -> bool:
    async with db.read() as tx:
        return any(await dispatch.queues(tx, NOW + after, 10))


async def sent_with(db: Database, space_id: int, outcome: Outcome) -> OutboxMessage:
    outgoing = there(await claim(db, await put(db, space_id)))
    await record(db, outgoing, outcome)
    return outgoing


async def test_only_one_of_many_claims_gets_the_outbox_message(db: Database, space_id: int) -> None:
    outbox_id = await put(db, space_id)
    claims = await asyncio.gather(*(claim(db, outbox_id) for _ in range(10)))
    assert sum(claim is not None for claim in claims) == 1


async def test_the_same_outbox_message_is_put_once(db: Database, space_id: int) -> None:
    await put(db, space_id)
    await put(db, space_id)
    async with db.read() as tx:
        assert len((await tx.execute(select(table.c.id))).all()) == 1


async def test_an_outbox_message_past_its_freshness_is_never_sent(db: Database, space_id: int) -> None:
    outbox_id = await put(db, space_id, fresh_for=HOUR)
    assert await claim(db, outbox_id, after=2 * HOUR) is None
    assert not await due(db, 3 * HOUR)


async def test_a_reveal_stays_fresh(db: Database, space_id: int) -> None:
    outbox_id = await put(db, space_id, fresh_for=None)
    assert await claim(db, outbox_id, after=1000 * HOUR) is not None


@pytest.mark.parametrize(
    ("outcome", "too_early", "again"),
    [
        (NotSent("refused"), timedelta(seconds=29), timedelta(seconds=30)),
        (Later(90), timedelta(seconds=89), timedelta(seconds=90)),
        (Unknown("timeout"), timedelta(minutes=9, seconds=59), timedelta(minutes=10)),
        (Gone("kicked"), timedelta(minutes=59), HOUR),
        (Refused("other"), timedelta(seconds=59), timedelta(minutes=1)),
        (Migrated(-200), timedelta(seconds=-1), timedelta()),
    ],
)
async def test_each_outcome_is_tried_again_in_its_time(
    db: Database, space_id: int, outcome: Outcome, too_early: timedelta, again: timedelta
) -> None:
    await sent_with(db, space_id, outcome)
    assert not await due(db, too_early)
    assert await due(db, again)


@pytest.mark.parametrize("outcome", [Sent(7), Impossible("bad_markup")])
async def test_what_is_sent_or_can_never_be_is_over(db: Database, space_id: int, outcome: Outcome) -> None:
    await sent_with(db, space_id, outcome)
    assert not await due(db, 5 * HOUR)


async def test_a_refused_outbox_message_is_offered_again_with_a_growing_wait_for_ever(
    db: Database, space_id: int
) -> None:
    outbox_id, after, waits = await put(db, space_id, fresh_for=None), timedelta(), []
    for _try in range(10):
        outgoing = there(await claim(db, outbox_id, after))
        assert outgoing.tries == 0
        await record(db, outgoing, Refused("topic_closed"), after)
        async with db.read() as tx:
            until = await dispatch.next_instant(tx, NOW + after)
        assert until is not None
        waits.append(round((until - NOW - after) / timedelta(minutes=1)))
        after = until - NOW
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


async def test_only_what_goes_out_behind_a_refused_outbox_message_waits_with_it(
    db: Database, space_id: int
) -> None:
    async with db.write() as tx:
        await put_reveal(tx, space_id)
        await outbox.put(tx, space_id=space_id, kind="question.card", ref=2, at=NOW)
    reveal = there(await claim(db, 1))
    await record(db, reveal, Refused("other"))
    assert await claim(db, 2) is None
    assert await claim(db, 3) is not None
    assert await claim(db, 2, after=timedelta(minutes=1)) is not None


async def test_what_can_never_be_sent_may_be_asked_for_with_what_goes_out_behind_it(
    db: Database, space_id: int
) -> None:
    async with db.write() as tx:
        await put_reveal(tx, space_id)
    reveal = there(await claim(db, 1))
    await record(db, reveal, Impossible("bad_markup"))
    assert await claim(db, 2, after=HOUR) is None
    async with db.write() as tx:
        assert await lost.given_up(tx, space_id, "question.reveal", NOW + HOUR) == [1]
        assert await lost.given_up(tx, space_id, "question.part", NOW + HOUR) == [1]
        await lost.ask_again(tx, space_id, "question.reveal", 1, NOW + HOUR)
    assert await claim(db, 1, after=HOUR) is not None


async def test_an_unknown_is_repeated_once_and_no_more(db: Database, space_id: int) -> None:
    outgoing = await sent_with(db, space_id, Unknown("timeout"))
    later = timedelta(minutes=10)
    again = there(await claim(db, outgoing.id, after=later))
    assert again.tries == 1
    await record(db, again, Unknown("timeout"), after=later)
    assert not await due(db, 5 * HOUR)


@pytest.mark.parametrize("crashes", [False, True])
async def test_what_goes_out_behind_one_that_may_come_once_more_waits_for_it(
    db: Database, space_id: int, *, crashes: bool
) -> None:
    async with db.write() as tx:
        await put_reveal(tx, space_id)
    reveal = there(await claim(db, 1))
    if crashes:
        async with db.write() as tx:
            await dispatch.recover(tx)
    else:
        await record(db, reveal, Unknown("timeout"))
    assert await claim(db, 2, after=timedelta(minutes=9)) is None
    async with db.read() as tx:
        answers, _others = await dispatch.queues(tx, NOW + timedelta(minutes=10), 10)
    assert list(answers.values()) == [[1, 2]]
    async with db.write() as tx:
        await outbox.prove(tx, space_id, reveal.kind, reveal.ref, CHAT, 41)
    assert await claim(db, 2) is not None


async def test_proof_within_ten_minutes_keeps_the_second_copy_away(db: Database, space_id: int) -> None:
    outgoing = await sent_with(db, space_id, Unknown("timeout"))
    async with db.write() as tx:
        await outbox.prove(tx, space_id, outgoing.kind, outgoing.ref, CHAT, 41)
    assert not await due(db, HOUR)
    async with db.read() as tx:
        assert await messages.copy_at(tx, CHAT, 41) == ("question.card", 1)


async def test_a_tap_that_comes_before_the_send_gives_up_is_proof(db: Database, space_id: int) -> None:
    outgoing = there(await claim(db, await put(db, space_id)))
    async with db.write() as tx:
        await outbox.prove(tx, space_id, outgoing.kind, outgoing.ref, CHAT, 41)
    await record(db, outgoing, Unknown("timeout"))
    assert not await due(db, HOUR)


async def test_a_claim_left_by_a_crash_waits_for_proof_like_an_unknown(db: Database, space_id: int) -> None:
    assert await claim(db, await put(db, space_id)) is not None
    async with db.write() as tx:
        await dispatch.recover(tx)
    assert not await due(db, timedelta(minutes=9))
    assert await due(db, timedelta(minutes=10))


async def test_an_ended_space_is_sent_nothing_more(db: Database, space_id: int) -> None:
    await put(db, space_id)
    async with db.write() as tx:
        await outbox.withdraw_all(tx, space_id)
    assert not await due(db, HOUR)


async def test_what_answers_somebody_is_found_however_much_else_is_due(db: Database, space_id: int) -> None:
    async with db.write() as tx:
        for ref in range(30):
            await outbox.put(
                tx,
                space_id=space_id,
                kind="question",
                ref=ref,
                at=NOW - HOUR,
                fresh_for=2 * HOUR,
                person_id=ref,
            )
        await outbox.put(tx, space_id=space_id, kind="thanks", ref=1, at=NOW)
    async with db.read() as tx:
        answers, others = await dispatch.queues(tx, NOW, 10)
    assert list(answers) == [(space_id, 0)]
    assert len(others) == 10


async def test_the_next_instant_is_the_soonest_of_waiting_and_unproven(db: Database, space_id: int) -> None:
    async with db.read() as tx:
        assert await dispatch.next_instant(tx, NOW) is None
    await sent_with(db, space_id, Unknown("timeout"))
    async with db.read() as tx:
        assert await dispatch.next_instant(tx, NOW) == NOW + dispatch.PROOF
