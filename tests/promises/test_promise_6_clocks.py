"""Promise 6: a clock tells where one is, so the other meets nothing of one that was not announced.

In each world the two live the same days at the same instants; only the clock that Ana (by whose clock the
space began) or Ben set at their own door differs. What the other sees and hears, and when, is the same.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC
from pathlib import Path

import pytest

from bot.clock import MovableClock
from tests.conftest import MONDAY, Couple, Stage, joined
from tests.features.checkin.looking import checks_in
from tests.features.question.acts import seals
from tests.features.settings.test_settings import sets
from tests.people import Loopback, Person
from tests.worlds import data_of_buttons, screens_of

CLASSES = ["Pacific/Honolulu", "America/New_York", "Asia/Kathmandu", "Asia/Tokyo", "Pacific/Kiritimati"]
"""Behind and before, by parts of an hour, and on another day's date."""


Lives = Callable[[Person, Person, Couple], Awaitable[None]]
STAYED: dict[str, str] = {}
"""What the other met where that one's clock stayed as it was: walked once for all clocks."""


async def sets_clock(person: Person, city: str | None) -> None:
    """Set one's clock to another city's, or to the one it is."""
    await sets(person, "Just mine", "My clock")
    await person.says(city or "Europe/Berlin")


async def a_day_of(mover: Person, other: Person, couple: Couple) -> None:
    """A day and a night on which both do a bit of everything, at hours that are night somewhere."""
    stage, group = couple.stage, couple.group
    await stage.moves_to_time(9)
    card = group.last()
    await seals(mover, "The walk", on=card)
    await stage.moves_to_time(12, 30)
    await mover.taps("Show me mine", at=group)
    await other.says_from_menu("/today", group)
    await stage.moves_to_time(14)
    await mover.says_from_menu("/thanks", group)
    await mover.replies("For the soup", to=group.last())
    await stage.moves_to_time(19)
    await seals(other, "The soup", on=card)
    await stage.moves_to_time(23)
    await checks_in(mover, "Okay", "Close", "A hand", f"Yes, tell {other.name}")
    await other.says_from_menu("/question", group)
    await stage.moves_to_time(3, 30)
    await other.says_from_menu("/kindness", group)
    await stage.moves_to_time(4, 30)
    await other.says("/settings")
    for page in ("Our times", "Back", "Rest days", "Back", "Our clock"):
        await other.taps(page, at=other.door)
    for hour in (9, 13, 18, 22):
        await stage.moves_to_time(hour)
    await mover.says_from_menu("/checkin", group)
    await other.says("/today")
    await stage.moves_to_time(9)


async def a_typed_rest(mover: Person, other: Person, couple: Couple) -> None:
    """A rest until a day, typed where it is another hour, and may be another date."""
    await couple.stage.moves_to_time(20)
    await mover.says("/pause tomorrow")
    await mover.says("/pause 16 July")
    for _ in range(4):
        for hour in (9, 13):
            await couple.stage.moves_to_time(hour)
        await other.says("/today")


async def met_by_other(folder: Path, mover: str, city: str | None, lives: Lives = a_day_of) -> str:
    """Return all that is shown to the one who did not set a clock, with each message's hour and sound."""
    clock = MovableClock(MONDAY)
    telegram = Loopback(clock)
    ana, ben = telegram.person("Ana"), telegram.person("Ben")
    stage = Stage(telegram, clock, folder)
    who, other = (ana, ben) if mover == "Ana" else (ben, ana)
    try:
        couple = await joined(stage, ana, ben)
        since = len(telegram.calls)
        await stage.moves(minutes=5)
        await sets_clock(who, city)
        await lives(who, other, couple)
    finally:
        await stage.stop()
    came = [
        f"{shown.date.astimezone(UTC):%d %H:%M} {'silent' if shown.silent else 'rings'}"
        for chat in (couple.group, other.door)
        for shown in chat.messages
    ]
    screens = re.sub(r"/start \S+", "/start", screens_of(telegram, other))
    return "\n".join([screens, *came, *data_of_buttons(couple, other, since)])


@pytest.mark.parametrize("city", CLASSES)
@pytest.mark.parametrize("mover", ["Ana", "Ben"])
async def test_promise_6_a_clock_that_was_not_announced_moves_nothing_of_the_others(
    tmp_path: Path, mover: str, city: str
) -> None:
    stayed = STAYED.get(mover) or await met_by_other(tmp_path / "stayed", mover, None)
    STAYED[mover] = stayed
    assert "Both answers are open." in stayed
    assert stayed.count("asked me to pass this on") >= 1
    assert await met_by_other(tmp_path / "moved", mover, city) == stayed


@pytest.mark.parametrize("city", ["Pacific/Honolulu", "Pacific/Kiritimati"])
async def test_promise_6_a_rest_until_a_day_ends_with_the_groups_day(tmp_path: Path, city: str) -> None:
    stayed = await met_by_other(tmp_path / "stayed", "Ben", None, a_typed_rest)
    assert await met_by_other(tmp_path / "moved", "Ben", city, a_typed_rest) == stayed
