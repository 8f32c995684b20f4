"""What the tests of check-ins look at, and the ways they move a couple."""

import re
from collections.abc import Awaitable, Callable
from datetime import time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.clock import MovableClock
from bot.db.tables import evenings
from bot.spaces import store as spaces
from tests.conftest import MONDAY, Couple, Stage, joined
from tests.people import Loopback, Person
from tests.preferring import OF_A_PERSON, OF_THE_SPACE, chosen
from tests.worlds import screens_of

DAYS = [["Hard", "Heavy", "Okay"], ["Good", "Great"], ["Skip"]]
CLOSENESS = [["Far", "A bit far", "In between"], ["Close", "Very close"], ["Back", "Skip"]]
WISHES = [
    ["Being heard", "Affection"],
    ["A hand", "Some fun"],
    ["Some space", "Nothing"],
    ["Back", "Skip"],
]


YES = "Yes, save my check-ins"


async def checks_in(person: Person, *taps: str) -> None:
    """Begin at the door, agree to that where it is asked, and tap through."""
    await person.says("/checkin")
    card = person.door.last()
    if YES in card.buttons:
        await person.taps(YES, on=card)
    for label in taps:
        await person.taps(label, on=card)


async def rows_of(couple: Couple) -> list[Any]:
    """Return the rows of all evenings, oldest first."""
    async with couple.stage.kindling.parts.db.read() as tx:
        return list((await tx.execute(select(evenings).order_by(evenings.c.local_date))).all())


async def sets(couple: Couple, **values: Any) -> None:
    """Change what the couple set for its posts."""
    space = await couple.space()
    async with couple.stage.kindling.parts.db.write() as tx:
        await spaces.put(tx, space.id, *chosen(values, OF_THE_SPACE))
        if values:
            await spaces.change(tx, space.id, **values)
        await couple.stage.kindling.services.replan(tx, space.id)


async def sets_own(
    couple: Couple, person: Person, zone: str | None = None, reminder_at: time | None = None, **values: Any
) -> None:
    """Change what one of the two set for themselves."""
    space = await couple.space()
    async with couple.stage.kindling.parts.db.write() as tx:
        if zone is not None:
            await spaces.set_person_zone(tx, person.id, zone)
        if reminder_at is not None:
            values["reminder_at"] = reminder_at
        await spaces.put(tx, space.id, *chosen(values, OF_A_PERSON), person_id=person.id)
        if values:
            await spaces.change_partner(tx, space.id, person.id, **values)
        await couple.stage.kindling.services.replan(tx, space.id)


async def bens_view(folder: Path, lives: Callable[[Couple], Awaitable[None]]) -> str:
    """Return everything that Ben is shown in a world of its own, in which Ana lives an evening this way."""
    clock = MovableClock(MONDAY)
    telegram = Loopback(clock)
    ana, ben = telegram.person("Ana"), telegram.person("Ben")
    stage = Stage(telegram, clock, folder)
    try:
        couple = await joined(stage, ana, ben)
        await stage.moves_to_time(21)
        await lives(couple)
        await stage.moves_to_time(9, 5)
        await stage.moves_to_time(21)
    finally:
        await stage.stop()
    return re.sub(r"/start \S+", "/start", screens_of(telegram, ben))
