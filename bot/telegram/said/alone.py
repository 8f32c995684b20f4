"""Words that waited for their writer's choice and can go nowhere any more are saved for them alone."""

from dataclasses import replace
from typing import Final

from bot.services import Services
from bot.spaces import asides, store
from bot.spaces.model import SpaceState
from bot.telegram.incoming import Said
from bot.words import _

_LIVES: Final = (SpaceState.ACTIVE, SpaceState.INVITING)
"""A space that waits for both again, as one of the two undid their joining, holds what the other says."""


async def save(services: Services, said: Said, space_id: int | None = None) -> None:
    """Save what was said for its writer alone, in this space, else their first; tell them so.

    Who is in none any more hears that it is over, and nothing is saved.
    """
    async with services.db.write(more=True) as tx:
        homes = await store.of_person(tx, said.person.id, states=_LIVES)
        home = next((it for it in homes if it.id == space_id), next(iter(homes), None))
        me = home.partner(said.person.id) if home else None
        if home is not None and me is not None:
            await asides.save(tx, home.id, said.person.id, me.day(said.at), said.pieces)
    line = _("That one is over by now. /today shows what's on.")
    if me is not None:
        line = _("I saved this for you alone: Everything of mine, in /export, has it.")
    await replace(said, chat_id=said.person.id).answer(line)
