"""What a person takes along of the check-ins: their own evenings, and nothing of the other's."""

from collections.abc import AsyncIterator, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.checkin import store
from bot.features.checkin.rules import Evening
from bot.features.checkin.views import CLOSENESS, DAYS, WISH_LABELS
from bot.spaces.model import Space
from bot.taking import Entry, Section, Value
from bot.words import _
from content.bank import Bank


async def export(tx: AsyncConnection, _bank: Bank, space: Space, person_id: int) -> Sequence[Section]:
    """Return the one section of this feature."""

    async def entries() -> AsyncIterator[Entry]:
        last = None
        while page := await store.page_of(tx, space.id, person_id, last):
            for evening in page:
                yield _entry(evening)
            last = page[-1].local_date

    return [Section("evenings", _("Your evenings"), entries)]


def _entry(evening: Evening) -> Entry:
    data: dict[str, Value] = {
        "day": evening.day,
        "closeness": evening.closeness,
        "wish": evening.wish,
        "passed_on": evening.passed_on,
    }
    words: dict[str, str] = {}
    if evening.day is not None:
        words[_("The day")] = _(DAYS[evening.day - 1])
    if evening.closeness is not None:
        words[_("How close you felt")] = _(CLOSENESS[evening.closeness - 1])
    if evening.wish is not None:
        wish = _(WISH_LABELS.get(evening.wish, evening.wish))
        words[_("What would help")] = (
            _("%(wish)s (passed on)") % {"wish": wish} if evening.passed_on else wish
        )
    return Entry(evening.local_date, data, words)
