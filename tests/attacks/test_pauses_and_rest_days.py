"""Attacks by comparing: what a partner's own door tells them of the other's pause."""

from datetime import timedelta

from tests.conftest import MONDAY, Couple
from tests.features.checkin.looking import sets, sets_own

REMINDER = "Three taps before bed"


async def _reminded(couple: Couple) -> bool:
    before = len(couple.ana.door.messages)
    await couple.stage.moves_to_time(21, 40)
    return any(REMINDER in shown.text for shown in couple.ana.door.messages[before:])


async def test_an_evening_of_the_others_pause_looks_like_one_of_a_rest_day(couple: Couple) -> None:
    half_past_nine = MONDAY.replace(hour=21, minute=30).time()
    await sets_own(couple, couple.ana, reminder_at=half_past_nine)
    assert await _reminded(couple)
    await sets(couple, rest_days=".x.....")
    assert not await _reminded(couple)
    await sets_own(couple, couple.ben, paused_until=couple.stage.clock.now() + timedelta(days=1))
    assert not await _reminded(couple)
    assert await _reminded(couple)
