"""The outbox on a real SQLite file: claims, outcomes, the ten-minute proof."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.db.engine import Database
from bot.db.tables import outbox as table
from bot.outcomes import Gone, Later, Migrated, NotSent, Outcome, Refused, Sent, Unknown
from schedules import dispatch, outbox
from schedules.outbox import Letter
from tests.schedules.conftest import CHAT, NOW

HOUR = timedelta(hours=1)


async def put(db: Database, space_id: int, ref: int = 1, fresh_for: timedelta | None = 6 * HOUR) -> int:
    async with db.write() as tx:
        await outbox.put(tx, space_id=space_id, kind="question.card", ref=ref, at=NOW, fresh_for=fresh_for)
        found = await tx.scalar(select(table.c.id).where(table.c.ref == ref))
    assert found is not None
    return found


async def claim(db: Database, letter_id: int, after: timedelta = timedelta()) -> Letter | None:
    async with db.write() as tx:
        return await dispatch.claim(tx, letter_id, NOW + after)


async def record(db: Database, letter: Letter, outcome: Outcome, after: timedelta = timedelta()) -> None:
    async with db.write() as tx:
        await dispatch.record(tx, letter, CHAT, outcome, NOW + after)


async def due(db: Database, after: timedelta) -> bool:
    async with db.read() as tx:
        return any(await dispatch.lanes(tx, NOW + after, 10))


async def sent_with(db: Database, space_id: int, outcome: Outcome) -> Letter:
    letter = await claim(db, await put(db, space_id))
    assert letter is not None
    await record(db, letter, outcome)
    return letter


async def test_only_one_of_many_claims_gets_the_letter(db: Database, space_id: int) -> None:
    letter_id = await put(db, space_id)
    claims = await asyncio.gather(*(claim(db, letter_id) for _ in range(10)))
    assert sum(claim is not None for claim in claims) == 1


async def test_the_same_letter_is_put_once(db: Database, space_id: int) -> None:
    await put(db, space_id)
    await put(db, space_id)
    async with db.read() as tx:
        assert len((await tx.execute(select(table.c.id))).all()) == 1


async def test_a_letter_past_its_freshness_is_never_sent(db: Database, space_id: int) -> None:
    letter_id = await put(db, space_id, fresh_for=HOUR)
    assert await claim(db, letter_id, after=2 * HOUR) is None
    assert not await due(db, 3 * HOUR)


async def test_a_reveal_stays_fresh(db: Database, space_id: int) -> None:
    letter_id = await put(db, space_id, fresh_for=None)
    assert await claim(db, letter_id, after=1000 * HOUR) is not None


@pytest.mark.parametrize(
    ("outcome", "too_early", "again"),
    [
        (NotSent("refused"), timedelta(seconds=29), timedelta(seconds=30)),
        (Later(90), timedelta(seconds=89), timedelta(seconds=90)),
        (Unknown("timeout"), timedelta(minutes=9, seconds=59), timedelta(minutes=10)),
        (Gone("kicked"), timedelta(minutes=59), HOUR),
        (Migrated(-200), timedelta(seconds=-1), timedelta()),
    ],
)
async def test_each_outcome_is_tried_again_in_its_time(
    db: Database, space_id: int, outcome: Outcome, too_early: timedelta, again: timedelta
) -> None:
    await sent_with(db, space_id, outcome)
    assert not await due(db, too_early)
    assert await due(db, again)


@pytest.mark.parametrize("outcome", [Sent(7), Refused("bad request")])
async def test_what_is_sent_or_refused_is_over(db: Database, space_id: int, outcome: Outcome) -> None:
    await sent_with(db, space_id, outcome)
    assert not await due(db, 5 * HOUR)


async def test_an_unknown_is_repeated_once_and_no_more(db: Database, space_id: int) -> None:
    letter = await sent_with(db, space_id, Unknown("timeout"))
    later = timedelta(minutes=10)
    again = await claim(db, letter.id, after=later)
    assert again is not None
    assert again.tries == 1
    await record(db, again, Unknown("timeout"), after=later)
    assert not await due(db, 5 * HOUR)


async def test_proof_within_ten_minutes_keeps_the_second_copy_away(db: Database, space_id: int) -> None:
    letter = await sent_with(db, space_id, Unknown("timeout"))
    async with db.write() as tx:
        await outbox.prove(tx, space_id, letter.kind, letter.ref, CHAT, 41)
    assert not await due(db, HOUR)
    async with db.read() as tx:
        assert await outbox.letter_at(tx, CHAT, 41) == ("question.card", 1)


async def test_a_tap_that_comes_before_the_send_gives_up_is_proof(db: Database, space_id: int) -> None:
    letter = await claim(db, await put(db, space_id))
    assert letter is not None
    async with db.write() as tx:
        await outbox.prove(tx, space_id, letter.kind, letter.ref, CHAT, 41)
    await record(db, letter, Unknown("timeout"))
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
        answers, others = await dispatch.lanes(tx, NOW, 10)
    assert list(answers) == [(space_id, 0)]
    assert len(others) == 10


async def test_the_next_instant_is_the_soonest_of_waiting_and_unproven(db: Database, space_id: int) -> None:
    async with db.read() as tx:
        assert await dispatch.next_instant(tx, NOW) is None
    await sent_with(db, space_id, Unknown("timeout"))
    async with db.read() as tx:
        assert await dispatch.next_instant(tx, NOW) == NOW + dispatch.PROOF
