"""Edits that did not get there, made again: no message shows what is not so for longer than it must.

What is owed to which message, and how long, is in `owed`.
"""

import asyncio

from bot.services import Services
from bot.telegram.outbound.owed import Owed
from bot.telegram.outbound.pacing import Priority

_PATIENCE = 2.0  # seconds that one may wait for its place: an erasure could come in between


async def go(services: Services) -> None:
    """Make again some of the edits that are owed; what does not get there now does later."""
    mending, now = services.sender.mending, services.now()
    for owed in mending.due(now):
        async with services.db.read() as tx:
            may_go = await mending.may_go(tx, owed, now)
        if may_go:
            await _make(services, owed)
            mending.failed(owed, now)


async def _make(services: Services, owed: Owed) -> None:
    try:
        async with asyncio.timeout(_PATIENCE):
            if owed.message is None:
                await services.sender.strip(*owed.where, Priority.TIDYING)
            else:
                await services.sender.edit(*owed.where, owed.message, Priority.TIDYING)
    except TimeoutError:  # no place
        return
