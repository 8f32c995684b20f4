"""Which group a card is about: said first on it, at the door of whoever is in more than one."""

from dataclasses import replace

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.message import Message
from bot.spaces import store as spaces
from bot.spaces.model import Space, SpaceState
from bot.words import _

_STATES = (SpaceState.ACTIVE, SpaceState.CLOSED)  # of one that ended there is something left for a week


async def theirs(tx: AsyncConnection, space: Space | None, person_id: int) -> Space | None:
    """Return a space as it is now, closed or not, if this person is a partner of it; else None."""
    now = await spaces.by_id(tx, space.id) if space is not None else None
    return now if now is not None and now.partner(person_id) is not None else None


async def has_another(tx: AsyncConnection, space: Space, person_id: int) -> bool:
    """Whether this person is in another space, too, active or closed."""
    return any(it.id != space.id for it in await spaces.of_person(tx, person_id, states=_STATES))


async def named(tx: AsyncConnection, space: Space, person_id: int, message: Message) -> Message:
    """Return a card for this person's door that says first whom it is with, if they are in two spaces.

    It is for what they asked for just now, never for what comes by the clock: a name of one group may be read
    by somebody of the other.
    """
    return with_name(space, person_id, message) if await has_another(tx, space, person_id) else message


def with_name(space: Space, person_id: int, message: Message) -> Message:
    """Return a card that says first whom its reader is there with, if anybody."""
    others = [it.name for it in space.couple if it.person_id != person_id]
    if not others:
        return message
    who = Markup(_("With %(name)s:")) % {"name": others[0]}
    return replace(message, text=Markup("<b>%s</b>\n%s") % (who, message.text))
