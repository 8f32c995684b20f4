"""Makes a person's file of one space: what both have seen or was given, or everything of theirs."""

import asyncio
from datetime import datetime
from weakref import WeakKeyDictionary

from bot import lifecycle
from bot.db.engine import Database
from bot.features.export import archive, views
from bot.features.question.exports import settled
from bot.message import Document
from bot.services import Services
from bot.spaces.model import Space

# One file at a time: each is made in memory. A restart forgets nothing by forgetting this.
_making: WeakKeyDictionary[Database, asyncio.Lock] = WeakKeyDictionary()


async def make(services: Services, space: Space, person_id: int, now: datetime, *, whole: bool) -> Document:
    """Return the file as of now; without `whole` only what both have seen, or was given or received."""
    space, day = settled(space, now), now.astimezone(space.tz).date()
    async with _making.setdefault(services.db, asyncio.Lock()), services.db.read() as tx:
        sections = await lifecycle.take(tx, services, space, person_id, whole=whole)
        content = await archive.build(views.heading(space, person_id, day, whole=whole), sections)
    return Document(archive.name(day), content)
