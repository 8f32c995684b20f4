"""What becomes of pins and likes: taken along, and erased."""

from collections.abc import AsyncIterator, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import lifecycle
from bot.features.postcard import store
from bot.services import Services
from bot.spaces.model import Space
from bot.taking import Entry, Section
from bot.words import _
from content.bank import Bank


async def export(tx: AsyncConnection, _bank: Bank, space: Space, person_id: int) -> Sequence[Section]:
    """Return what one of them pinned."""

    async def entries() -> AsyncIterator[Entry]:
        after = 0
        while page := await store.page_of(tx, space.id, person_id, after):
            for _post, day, border in page:
                if border is not None:
                    yield Entry(day, {"frame": border}, {_("Frame"): border})
            after = page[-1][0]

    return [Section("postcards", _("Pictures you pinned"), entries)]


async def erase(tx: AsyncConnection, _house: Services, space: Space, person_id: int) -> None:
    """Erase one's pins and likes."""
    await store.erase_of(tx, space.id, person_id)


KEPT = lifecycle.Kept(export=export, erase=erase)
