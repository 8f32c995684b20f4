"""Reminders that nobody minds any more end kindly, at their own person's door."""

from datetime import time

from tests.conftest import Couple
from tests.features.checkin.looking import checks_in, sets_own

REMINDER = "Three taps before bed"
RESTS = "I'll leave the evening reminder for now."


async def evenings(couple: Couple, count: int) -> None:
    for _ in range(count):
        await couple.stage.moves_to_time(21, 31)


def seen(couple: Couple, line: str) -> int:
    return sum(shown.text.startswith(line) for shown in couple.ana.door.messages)


async def test_ten_reminders_without_a_check_in_end_them_with_one_kind_line(couple: Couple) -> None:
    await couple.leaves_words(couple.ana)
    await sets_own(couple, couple.ana, reminder_at=time(21, 30))
    await evenings(couple, 10)
    assert (seen(couple, REMINDER), seen(couple, RESTS)) == (10, 0)
    await evenings(couple, 4)
    assert (seen(couple, REMINDER), seen(couple, RESTS)) == (10, 1)
    assert "/settings" in couple.ana.door.last().text
    assert RESTS not in couple.ben.transcript()


async def test_a_single_check_in_keeps_them_coming(couple: Couple) -> None:
    await sets_own(couple, couple.ana, reminder_at=time(21, 30))
    await evenings(couple, 6)
    await checks_in(couple.ana, "Good")
    await evenings(couple, 8)
    assert seen(couple, RESTS) == 0


async def test_turned_on_again_they_come_anew(couple: Couple) -> None:
    await couple.leaves_words(couple.ana)
    await sets_own(couple, couple.ana, reminder_at=time(21, 30))
    await evenings(couple, 11)
    assert seen(couple, RESTS) == 1
    await sets_own(couple, couple.ana, reminder_at=time(21, 30))
    await evenings(couple, 5)
    assert (seen(couple, REMINDER), seen(couple, RESTS)) == (15, 1)
