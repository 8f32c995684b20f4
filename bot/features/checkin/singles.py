"""One's own evenings, one by one: to look for and to erase. The number of one is that of its date."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.checkin import store
from bot.features.checkin.rules import Evening
from bot.features.checkin.views import CLOSENESS, DAYS, WISH_LABELS
from bot.lifecycle import Faces, Singles
from bot.services import Services
from bot.spaces.model import Space
from bot.taking import Single
from bot.words import N_, _, pgettext
from content.bank import Bank


async def page(
    tx: AsyncConnection, _bank: Bank, space: Space, person_id: int, skipped: int, most: int
) -> Sequence[Single]:
    """Return some of this person's evenings, newest first."""
    return [_single(it) for it in await store.newest(tx, space.id, person_id, skipped, most)]


async def find(tx: AsyncConnection, _bank: Bank, space: Space, person_id: int, number: int) -> Single | None:
    """Return this person's evening of a date, or None."""
    evening = await store.evening(tx, space.id, person_id, _day(number))
    return None if evening is None else _single(evening)


async def erase_all(tx: AsyncConnection, _services: Services, space: Space, person_id: int) -> None:
    """Erase all of this person's evenings."""
    await store.erase_of(tx, space, person_id)


async def erase(tx: AsyncConnection, _services: Services, space: Space, person_id: int, number: int) -> Faces:
    """Erase one evening."""
    await store.erase(tx, space.id, person_id, _day(number))
    return []


def _day(number: int) -> date:
    return date.fromordinal(number) if 0 < number <= date.max.toordinal() else date.min


def _single(evening: Evening) -> Single:
    words = []
    if evening.day is not None:
        words.append(_(DAYS[evening.day - 1]))
    if evening.closeness is not None:
        words.append(_(CLOSENESS[evening.closeness - 1]))
    if evening.wish is not None:
        words.append(_(WISH_LABELS.get(evening.wish, evening.wish)))
    said = " · ".join(words) or pgettext("all of it was skipped", "Skip")
    return Single(evening.local_date.toordinal(), evening.local_date, said)


SINGLES = Singles(N_("My evenings"), page, find, erase)
