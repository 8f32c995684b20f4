"""One's own thank-yous, given and kept, one by one: to look for and to erase."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.features.thanks import compose, store, views
from bot.features.thanks.rules import ThanksState
from bot.features.thanks.store import Thanks
from bot.lifecycle import Faces, Singles
from bot.pieces import media_of
from bot.services import Services
from bot.spaces import missed
from bot.spaces.model import Space
from bot.taking import Single
from bot.words import N_, _
from content.bank import Bank

_MEDIA = {"voice": N_("a voice note"), "photo": N_("a photo")}


async def page(
    tx: AsyncConnection, _bank: Bank, space: Space, person_id: int, skipped: int, most: int
) -> Sequence[Single]:
    """Return some of this person's thank-yous, newest first."""
    found = await store.of_giver(tx, space.id, person_id, skipped, most)
    return [_single(space, thanks) for thanks in found]


async def find(
    tx: AsyncConnection, _bank: Bank, space: Space, person_id: int, thanks_id: int
) -> Single | None:
    """Return this person's thank-you, or None."""
    thanks = await store.by_id(tx, space.id, thanks_id)
    return _single(space, thanks) if thanks is not None and thanks.giver_id == person_id else None


async def erase(
    tx: AsyncConnection, services: Services, space: Space, person_id: int, thanks_id: int
) -> Faces:
    """Erase one thank-you, with its messages at the door; what asks about a kept one says that it is gone."""
    thanks = await store.by_id(tx, space.id, thanks_id)
    if thanks is None or thanks.giver_id != person_id:
        return []
    asks = await compose.asking(tx, thanks) if thanks.state is ThanksState.KEPT else []
    await store.let_go(tx, thanks.id)
    if not thanks.aloud:
        await missed.gone(tx, person_id, thanks.source_chat, thanks.pieces, services.now())
        await traces.words_go(tx, person_id, thanks.pieces, services.now())
    return [(message_id, views.gone()) for _chat, message_id in asks]


def _single(space: Space, thanks: Thanks) -> Single:
    given = thanks.state is ThanksState.GIVEN
    said = thanks.text or ", ".join(_(_MEDIA[it.kind]) for it in media_of(thanks.pieces)) or _("for this")
    giver = space.partner(thanks.giver_id)
    day = (thanks.given_at or thanks.made_at).astimezone(giver.tz if giver else space.tz).date()
    receiver = space.partner(thanks.receiver_id)
    note = _("It goes from %(name)s's list, too.") % {"name": receiver.name} if given and receiver else ""
    note = note if given else _("It wasn't given yet.")
    return Single(thanks.id, day, said, note=note)


SINGLES = Singles(N_("Thank-yous from me"), page, find, erase)
