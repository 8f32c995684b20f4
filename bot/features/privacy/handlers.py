"""/privacy and /delete. Erasing works in a space that was closed, too, until nothing of it is left."""

from bot import lifecycle, traces
from bot.db import erasures
from bot.disclosure import what_i_see_now
from bot.features.privacy import views
from bot.features.privacy.actions import ChooseSpace, EraseAll, EraseMost, LeaveThem, ShowPolicy
from bot.lifecycle import Faces
from bot.spaces import fading, links, missed, naming, whose
from bot.spaces import store as spaces
from bot.spaces.links import Link
from bot.spaces.model import SpaceState
from bot.telegram.incoming import Said, Tap
from bot.words import _

POLICY = "privacy.door"
"""The door link that brings the whole policy."""


async def privacy(said: Said) -> None:
    """Take /privacy, in the same words everywhere, with what Telegram itself says of the bot's eyes."""
    services = said.services
    async with services.db.read() as tx:
        home = await spaces.by_chat(tx, said.chat_id)
        homes = await spaces.of_person(tx, said.person.id) if home is None else [home]
    groups = [home.chat_id for home in homes if home.chat_id is not None]
    eyes = await services.sender.eyes(groups[0] if len(groups) == 1 else None)
    seen = what_i_see_now(eyes, at_start=services.sees_everything)
    await said.send(views.privacy(services.settings.operator, seen))


async def policy(tap: Tap, _tapped: ShowPolicy) -> None:
    """Send the whole policy to the tapper's own door; a door that is shut gets it when it opens."""
    services = tap.services
    if await _send_policy(tap):
        await tap.toast(_("It's in our private chat.") if not tap.at_door else "")
        return
    async with services.db.write() as tx:
        nonce = await links.standing(tx, tap.person.id, POLICY, services.now())
    await tap.open_door(nonce)


async def follow_policy(said: Said, _link: Link) -> None:
    """Send it to whoever came by the button's link."""
    await _send_policy(said)


async def _send_policy(act: Said | Tap) -> bool:
    cards = views.whole_policy(act.services.settings.operator)
    return all([await act.send_to_door(card) is not None for card in cards])


async def delete(said: Said) -> None:
    """Take /delete: say what would go, and ask once."""
    async with said.services.db.read() as tx:
        homes = await spaces.of_person(tx, said.person.id, states=tuple(SpaceState))
    if not homes:
        await said.answer(views.nothing(), page=True)
    elif len(homes) == 1:
        await said.send(await said.named(views.preview(homes[0], said.person.id), homes[0]))
    else:
        await said.send(naming.which(homes, said.person.id, ChooseSpace))


async def chose(tap: Tap, _tapped: ChooseSpace) -> None:
    """Take the space it is about."""
    async with tap.services.db.read() as tx:
        space = await whose.theirs(tx, tap.space, tap.person.id)
    if space is None:
        await tap.alert(views.stale())
        return
    await tap.toast()
    await tap.edit(await tap.named(views.preview(space, tap.person.id), space))


async def erase_all(tap: Tap, _tapped: EraseAll) -> None:
    """Erase everything this person wrote in a space."""
    await _erase(tap, leaves_given=False)


async def erase_most(tap: Tap, _tapped: EraseMost) -> None:
    """Erase it all but what they gave."""
    await _erase(tap, leaves_given=True)


async def _erase(tap: Tap, *, leaves_given: bool) -> None:
    """Erase what this person wrote in a space, in one transaction, and empty the log after it."""
    services = tap.services
    faces: Faces = ()
    card = None
    async with services.db.write() as tx:
        space = await whose.theirs(tx, tap.space, tap.person.id)
        if space is not None:
            elsewhere = await whose.has_another(tx, space, tap.person.id)
            card = views.done(gave=leaves_given, elsewhere=elsewhere)
            card = await whose.named(tx, space, tap.person.id, card)
            faces = await lifecycle.erase(tx, services, space, tap.person.id, leaves_given=leaves_given)
            await fading.forget(tx, tap.chat_id, tap.message_id)
            await missed.forget(tx, tap.person.id)
    if card is None:
        await tap.alert(views.stale())
        return
    await erasures.erase_for_good(services.db, services.now())
    services.wake()
    await tap.toast()
    await tap.edit(card)
    await traces.erased(services, tap.person.id, faces)


async def leave(tap: Tap, _tapped: LeaveThem) -> None:
    """Leave everything as it is."""
    await tap.toast()
    await tap.edit(views.kept() if tap.space is None else await tap.named(views.kept(), tap.space))
