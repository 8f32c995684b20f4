"""/stop at the door: one confirmation, and it is over. The other hears nothing but a note, if asked for."""

from bot import lifecycle
from bot.db import erasures
from bot.features.stop import views
from bot.features.stop.actions import CloseQuietly, CloseWithNote, Stay
from bot.spaces import fading, languages
from bot.spaces import store as spaces
from bot.telegram.incoming import Said, Tap


async def stop(said: Said) -> None:
    """Take /stop: ask once."""
    await said.send(await said.named(views.confirm(said.home)))


async def early(said: Said) -> None:
    """Take /stop from somebody whose group still waits for both: their yes can go at any time."""
    await said.send(views.confirm_early(said.home, said.person.id))


async def close(tap: Tap, tapped: CloseQuietly | CloseWithNote) -> None:
    """Close the space for both; what must not outlive it is gone from the disk before anything is said."""
    services = tap.services
    async with tap.write() as tx:
        space = await spaces.by_id(tx, tap.home.id)
        chat_id = None if space is None else space.chat_id
        faces = await lifecycle.close(tx, services, tap.home.id)
        await fading.stands(tx, tap.chat_id, tap.message_id)  # it says below what came of the choice
        await fading.hurry(tx, tap.chat_id, tap.at)
    await erasures.erase_for_good(services.db, services.now())
    await tap.toast()
    await tap.edit(await tap.named(views.closed()))
    await lifecycle.turn(services, faces)
    if isinstance(tapped, CloseWithNote) and chat_id is not None:
        with languages.in_group(tap.home):
            note = views.note()
        await services.sender.send(chat_id, note)


async def stay(tap: Tap, _tapped: Stay) -> None:
    """Leave everything as it is."""
    await tap.toast()
    await tap.edit(await tap.named(views.stays()))
