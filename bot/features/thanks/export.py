"""What a person takes along of the thank-yous: those they gave or keep, and those given to them."""

from collections.abc import AsyncIterator, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import dates, pieces
from bot.features.thanks import store
from bot.features.thanks.rules import ThanksState
from bot.features.thanks.store import Thanks
from bot.formatting import for_page
from bot.spaces.model import Space
from bot.taking import Entry, Section, Value
from bot.words import N_, _
from content.bank import Bank

_MEDIA = {"voice": N_("a voice note, held by Telegram"), "photo": N_("a photo, held by Telegram")}
_REPLIES = {"landed": N_("That landed"), "more": N_("Tell me more"), "saw": N_("Didn't know you saw")}


async def export(
    tx: AsyncConnection, _bank: Bank, space: Space, person_id: int, *, given: bool = False
) -> Sequence[Section]:
    """Return what this person gave or keeps, and what was given to them and not hidden by them.

    With `given` what they keep is left out.
    """
    me = space.partner(person_id)
    zone = space.tz if me is None else me.tz

    def read(*, received: bool) -> AsyncIterator[Entry]:
        return _entries(tx, space, person_id, zone, received=received, given=given)

    return [
        Section("thanks_given", _("Thank-yous from you"), lambda: read(received=False)),
        Section("thanks_received", _("Thank-yous to you"), lambda: read(received=True)),
    ]


async def shares(tx: AsyncConnection, bank: Bank, space: Space, person_id: int) -> Sequence[Section]:
    """Return what of it was given: all but what this person keeps to give another day."""
    return await export(tx, bank, space, person_id, given=True)


async def _entries(
    tx: AsyncConnection, space: Space, person_id: int, zone: ZoneInfo, *, received: bool, given: bool
) -> AsyncIterator[Entry]:
    last = 0
    while page := await store.page_of(tx, space.id, person_id, last, received=received):
        for thanks in page:
            if not given or thanks.state is ThanksState.GIVEN:
                yield _entry(thanks, zone, received=received)
        last = page[-1].id


def _entry(thanks: Thanks, zone: ZoneInfo, *, received: bool) -> Entry:
    text, marks = pieces.words(thanks.pieces)
    data: dict[str, Value] = {"text": text}
    words: dict[str, str] = {_("What it says"): for_page(text, marks)} if text else {}
    if marks:
        data["html"] = str(words[_("What it says")])
    media = pieces.media_of(thanks.pieces)
    if media:
        data["media"] = [it.kind for it in media]
        data["telegram_file_ids"] = [it.file_id for it in media]
        words[_("Voice notes and photos")] = ", ".join(_(_MEDIA[it.kind]) for it in media)
    if thanks.kept_for is not None:
        data["kept_for"] = thanks.kept_for.isoformat()
        words[_("Saved for")] = dates.say_date(thanks.kept_for)
    if received and thanks.received is not None:  # a reply is its author's, who received it
        data["reply"] = thanks.received
        words[_("You replied")] = _(_REPLIES[thanks.received])
    return Entry((thanks.given_at or thanks.made_at).astimezone(zone).date(), data, words)
