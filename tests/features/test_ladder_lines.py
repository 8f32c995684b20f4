"""The ladder's lines come once each and on their day, whatever the two do, through restarts."""

import pytest

from tests.conftest import BERLIN, Couple

pytestmark = pytest.mark.prove

BACKS_OFF = "I'll come every other day for now, until you two answer one."
WEEKLY = "I'll come once a week for now, until you two answer one."
QUIET = "I'll be quiet for now, until "
PACE = "You've had me around for three weeks now."
TALKED = "We talked about it (both see it)"


async def lives(couple: Couple, days: int, *talks: int) -> None:
    """Let days pass, restarting twice in each; on the days of `talks` (1 is the first) they talk about it."""
    for day in range(1, days + 1):
        await couple.stage.restart()
        await couple.stage.moves_to_time(9)
        if day in talks:
            await couple.ana.taps(TALKED, at=couple.group)
        await couple.stage.restart()
        await couple.stage.moves_to_time(18)


def days_of(couple: Couple, line: str) -> list[int]:
    """Return on which days in July, and August after them, a line was in what the group was sent."""
    return [
        local.day + (31 if local.month == 8 else 0)
        for shown in couple.group.messages
        if line in shown.came
        for local in [shown.date.astimezone(BERLIN)]
    ]


async def test_each_line_comes_once_and_on_its_day(couple: Couple) -> None:
    """They begin on Monday, 13 July, talk on the 13th, 14th, 15th and once more on the 21st."""
    await lives(couple, 33, 1, 2, 3, 9)
    assert days_of(couple, BACKS_OFF) == [15 + 3, 21 + 3]  # after each three days without
    assert days_of(couple, WEEKLY) == [21 + 7]
    assert days_of(couple, PACE) == [13 + 21]
    assert days_of(couple, QUIET) == [21 + 21]


async def test_who_keeps_talking_hears_of_the_pace_alone(couple: Couple) -> None:
    await lives(couple, 25, *range(1, 26, 2))
    assert (days_of(couple, BACKS_OFF), days_of(couple, QUIET)) == ([], [])
    assert days_of(couple, PACE) == [13 + 21]
