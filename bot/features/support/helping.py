"""/help: in the group the same for both, at a door the list of what works there, with Support below it."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.disclosure import what_i_see
from bot.feature import COMMANDS
from bot.features.support import views
from bot.message import Message
from bot.services import Services
from bot.spaces import fading
from bot.spaces import store as spaces
from bot.spaces.model import Space, SpaceState
from bot.telegram.incoming import Said, Tap

LASTS = timedelta(minutes=10)
"""So long stands what was opened from the card of /help."""

FACE = "help"


async def help_(said: Said) -> None:
    """Take /help: short and the same for all in the group, the whole list at the door of who has joined."""
    services = said.services
    if not said.at_door:
        await said.send(views.help_in_group(services.door_link("help")))
        return
    if not await _has_joined(services, said.person.id):
        # Greet as /start does, since nothing of the list would work yet, and show what does.
        start = next(it for it in services.points.of(COMMANDS) if it.name == "start")
        await start.run(said)
    await comes(said)


async def comes(act: Said | Tap, *, silent: bool = False) -> int | None:
    """Send the card of /help to a door; return its message id. Its row is the same whatever brought it."""
    card = replace(await face(act.services, act.person.id), silent=silent)
    sent = await act.send(card)
    if sent is not None:
        async with act.services.db.write() as tx:
            await goes_back(tx, act.services, act.chat_id, sent)
    return sent


async def face(services: Services, person_id: int) -> Message:
    """Return the card of /help at somebody's door."""
    if not await _has_joined(services, person_id):
        return views.help_before_joining()
    return views.help_at_door(
        services.points.of(COMMANDS), what_i_see(sees_everything=services.sees_everything)
    )


async def goes_back(tx: AsyncConnection, services: Services, chat_id: int, message_id: int) -> None:
    """Let a card show /help in ten minutes, whatever was opened from it until then."""
    await fading.put(tx, chat_id, message_id, FACE, services.now() + LASTS)


async def erase(tx: AsyncConnection, _services: Services, space: Space, person_id: int) -> None:
    """Let everything that is to go at this person's door go now."""
    await fading.hurry(tx, person_id, space.created_at)


async def upkeep(services: Services) -> None:
    """Let go what is to go at doors, whichever feature noted it: only here can /help's face be made."""
    await traces.go_by(services, {FACE: face})


async def _has_joined(services: Services, person_id: int) -> bool:
    async with services.db.read() as tx:
        return bool(await spaces.of_person(tx, person_id, states=(SpaceState.ACTIVE, SpaceState.CLOSED)))
