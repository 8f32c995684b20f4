"""Edits that did not get there, made again: no message shows what is not so for longer than it must.

What is owed to which message, and how long, is in `owed`.
"""

import asyncio

from bot.house import House
from bot.telegram.owed import Owed
from bot.telegram.pacing import Lane

_PATIENCE = 2.0  # seconds that one may wait for its place: an erasure could come in between


async def go(house: House) -> None:
    """Make again some of the edits that are owed; what does not get there now does later."""
    mending, now = house.sender.mending, house.now()
    for owed in mending.due(now):
        async with house.db.read() as tx:
            may_go = await mending.may_go(tx, owed, now)
        if may_go:
            await _make(house, owed)
            mending.failed(owed, now)


async def _make(house: House, owed: Owed) -> None:
    try:
        async with asyncio.timeout(_PATIENCE):
            if owed.card is None:
                await house.sender.strip(*owed.where, Lane.TIDYING)
            else:
                await house.sender.edit(*owed.where, owed.card, Lane.TIDYING)
    except TimeoutError:  # no place
        return
