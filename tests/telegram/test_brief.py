"""What asks for a setting stands for ten minutes, takes what is said while it stands, and asks on as long."""

from collections.abc import Awaitable, Callable

import pytest

from tests.conftest import Couple
from tests.people import Person
from tests.telegram.test_what_fits import wants_city, wants_end, wants_time

Wants = Callable[[Person], Awaitable[None]]

OVER = "I wasn't expecting that just now"
CASES = [
    pytest.param(wants_time, "25:99", "20:15", "20:15", id="a time"),
    pytest.param(wants_end, "99:99", "tomorrow", "resting until", id="an end"),
    pytest.param(wants_city, "Xqzpt", "Lisbon", "Lisbon", id="a city"),
]


@pytest.mark.parametrize(("wants", "odd", "good", "told"), CASES)
async def test_it_goes_with_its_ten_minutes(
    couple: Couple, wants: Wants, odd: str, good: str, told: str
) -> None:
    await wants(couple.ana)
    prompt = couple.ana.door.last()
    assert prompt.asks
    await couple.stage.moves(minutes=9, seconds=30)
    assert prompt in couple.ana.door.messages
    await couple.stage.moves(minutes=1, seconds=1)
    assert prompt not in couple.ana.door.messages
    await couple.stage.moves(minutes=1)
    await couple.ana.says(good)
    assert couple.ana.door.last().text.startswith(OVER)


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize(("wants", "odd", "good", "told"), CASES)
async def test_one_that_asks_once_more_does_so_as_long_as_at_first(
    couple: Couple, wants: Wants, odd: str, good: str, told: str, restarts: bool
) -> None:
    await wants(couple.ana)
    await couple.stage.moves(minutes=9)
    await couple.ana.says(odd, reply_to=couple.ana.door.last())
    again = couple.ana.door.last()
    assert again.asks
    await couple.stage.moves(minutes=9)
    if restarts:
        await couple.stage.restart()
    assert again in couple.ana.door.messages
    await couple.ana.says(good)
    assert told in couple.ana.door.last().text


@pytest.mark.parametrize(("wants", "odd", "good", "told"), CASES)
async def test_and_goes_with_ten_minutes_of_its_own(
    couple: Couple, wants: Wants, odd: str, good: str, told: str
) -> None:
    await wants(couple.ana)
    await couple.stage.moves(minutes=9)
    await couple.ana.says(odd, reply_to=couple.ana.door.last())
    again = couple.ana.door.last()
    await couple.stage.moves(minutes=10, seconds=31)
    assert again not in couple.ana.door.messages
    assert odd not in [shown.text for shown in couple.ana.door.messages]
