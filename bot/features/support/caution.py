"""The look at what is typed to the bot, and what is said to words of need. Nothing here is noted."""

from collections.abc import Mapping
from functools import cache

from bot import traces
from bot.caution import Caution
from bot.features.support import page, views
from bot.features.support.actions import DeleteTold, ReadTold
from bot.spaces import store as spaces
from bot.telegram.incoming import Said, Tap
from bot.words import ENGLISH, content_of
from content import bank, crisis


@cache
def _languages() -> Mapping[str, str]:
    return {name: name for name in bank.languages("crisis.toml")}


async def look(said: Said) -> Caution | None:
    """Return what to say to words of somebody who may be in need; None for nearly all others."""
    async with said.services.db.read() as tx:
        homes = await spaces.of_person(tx, said.person.id)
    names = {partner.name for home in homes for partner in home.couple}
    spoken = dict.fromkeys((content_of(_languages()), ENGLISH))  # in need people may write in either
    kinds = (crisis.kind_of(said.text, sorted(names), language) for language in spoken)
    kind = next((it for it in kinds if it is not None), None)
    if kind is None:
        return None
    country = await page.country_of(said.services, said.person.id)
    lines = page.all_lines()
    about = said.message_id if said.at_door else 0
    return Caution(
        asking=views.before_taking(
            kind, lines, country, in_group=not said.at_door, with_media=said.media is not None
        ),
        telling=views.to_read(about, kind),
    )


async def read(tap: Tap, tapped: ReadTold) -> None:
    """Show what there is to read where nothing was asked: the words stand, or nobody waits for them."""
    kind = crisis.KINDS[tapped.kind if tapped.kind < len(crisis.KINDS) else 0]
    country = await page.country_of(tap.services, tap.person.id)
    await tap.toast()
    await tap.edit(views.told(kind, page.all_lines(), country, tapped.message))


async def deleted(tap: Tap, tapped: DeleteTold) -> None:
    """Take the text away, and at a door the words that caused it."""
    await tap.toast()
    await traces.take_away(
        tap.services, tap.chat_id, [tap.message_id], [tapped.message] if tapped.message else []
    )
