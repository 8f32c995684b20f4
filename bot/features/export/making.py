"""Makes a person's file of one space: what both have seen or was given, or everything of theirs."""

import asyncio
from datetime import datetime
from weakref import WeakKeyDictionary

from bot import lifecycle
from bot.cards import Document
from bot.db.engine import Database
from bot.features.export import archive, views
from bot.features.question.exports import settled
from bot.house import House
from bot.spaces.model import Space

# One file at a time: each is made in memory. A restart forgets nothing by forgetting this.
_making: WeakKeyDictionary[Database, asyncio.Lock] = WeakKeyDictionary()


async def make(house: House, space: Space, person_id: int, now: datetime, *, whole: bool) -> Document:
    """Return the file as of now; without `whole` only what both have seen, or was given or received."""
    space, day = settled(space, now), now.astimezone(space.tz).date()
    async with _making.setdefault(house.db, asyncio.Lock()), house.db.read() as tx:
        sections = await lifecycle.take(tx, house, space, person_id, whole=whole)
        content = await archive.build(views.heading(space, person_id, day, whole=whole), sections)
    return Document(archive.name(day), content)
