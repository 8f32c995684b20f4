"""What it costs to pick a question for couples of a past."""

import gc
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.features.question import pasts, ritual
from bot.spaces import store
from content import bank
from tests.bench import world


async def cost(path: Path, couples: int) -> float:
    """Return the microseconds of CPU for each pick of the first couples; nothing is written.

    The first one's comes twice before, so that what a process works out once counts for none.
    """
    items, now = bank.load(), datetime.now(UTC)
    db = world.opened(path)
    try:
        async with db.read() as tx:
            spaces = [await store.by_id(tx, couple) for couple in (1, 1, *range(1, couples + 1))]
            gc.collect()  # all that was read before, which would fall upon one of the picks
            used = []
            for space in spaces:
                if space is None:
                    raise AssertionError("a couple is missing")
                began = time.process_time()
                past = await pasts.known(tx, space.id, ritual.day_for(space, now), now)
                await ritual.pick_of(tx, items, space, past, now)
                used.append(time.process_time() - began)
    finally:
        await db.close()
    return sum(used[2:]) / couples * 1e6
