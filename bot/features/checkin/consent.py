"""The yes to check-ins: asked at the first one, private, and taken back in the settings at any time.

How somebody feels is not saved because they joined: they said yes to that by itself
(https://gdpr-info.eu/art-9-gdpr/, 2a).
"""

from bot.db import erasures
from bot.features.checkin import consent_views, store, views
from bot.features.checkin.actions import Agree, And, Decline, MyConsent, Stop
from bot.features.checkin.handlers import is_over, tonight
from bot.features.checkin.preferences import AGREED_AT, REMINDER
from bot.features.checkin.rules import Evening
from bot.spaces import store as spaces
from bot.telegram.incoming import Tap
from bot.words import _


async def agree(tap: Tap, tapped: Agree) -> None:
    """Take the yes, and go on with the evening for which it was asked, if that is not over."""
    evening = tonight(tap)
    over = tapped.evening != evening or is_over(tap, evening)
    async with tap.write() as tx:
        if tap.me[AGREED_AT] is None:
            await spaces.put(tx, tap.home.id, AGREED_AT.to(tap.at), person_id=tap.person.id)
        found = await store.evening(tx, tap.home.id, tap.person.id, evening)
        if found is None and not over:
            await store.begin(tx, tap.home.id, tap.person.id, evening, tap.at)
        worn = found is not None and await store.has_worn_wish(tx, tap.home.id, tap.person.id, found)
        if not over:
            await store.note_message(tx, tap.home.id, tap.person.id, evening, tap.message_id)
    await tap.toast()
    if over:
        await tap.edit(consent_views.for_another_evening())
    else:
        await tap.edit(views.step(tap.home, tap.me, found or Evening(evening), at=tap.at, worn=worn))


async def decline(tap: Tap, _tapped: Decline) -> None:
    """Take the no: nothing is written, and nothing changes for anybody."""
    await tap.toast()
    await tap.edit(consent_views.declined())


async def page(tap: Tap, _tapped: MyConsent) -> None:
    """Show below the settings whether check-ins are saved, and the way back."""
    await tap.toast()
    await tap.edit(consent_views.page(tap.home.id, tap.me))


async def stop(tap: Tap, tapped: Stop) -> None:
    """Take the yes back, the evening reminder with it; delete what was saved, if that is wished too."""
    deletes = tapped.evenings is And.DELETE
    async with tap.write() as tx:
        taken_back = (AGREED_AT.to(None), REMINDER.to(None))
        await spaces.put(tx, tap.home.id, *taken_back, person_id=tap.person.id)
        if deletes:
            await store.erase_of(tx, tap.home, tap.person.id)
        await tap.services.replan(tx, tap.home.id)
        space = await spaces.by_id(tx, tap.home.id)
    if deletes:
        await erasures.erase_for_good(tap.services.db, tap.services.now())
    tap.services.wake()
    await tap.toast(_("Stopped, and deleted.") if deletes else _("Stopped."))
    me = space.partner(tap.person.id) if space else None
    if me is not None:
        await tap.edit(consent_views.page(tap.home.id, me))
