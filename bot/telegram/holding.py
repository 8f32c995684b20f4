"""Words that wait: a room asks that a message be kept only when its writer has said so at their door.

The message lies in a draft, encrypted and for a day and a half, under a name that tells nothing. No room sees
it, nothing is acknowledged or posted, and nothing is written of why it waits.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Button
from bot.feature import Caution, Follow
from bot.house import House
from bot.spaces import awaited, store
from bot.spaces.awaited import Draft
from bot.telegram import taps
from bot.telegram.drafts import Drafts
from bot.telegram.incoming import Said, Tap
from bot.telegram.rooms import Rooms
from bot.words import _

HELD = "held"
KEEP, LEAVE = "h.keep", "h.leave"


class Holding:
    """Asks before a message is taken, and hands it back once its writer chose."""

    def __init__(self, house: House, rooms: Rooms, drafts: Drafts) -> None:
        self._house = house
        self._rooms = rooms
        self._drafts = drafts

    async def asks(self, said: Said, how: str, ref: int = 0, space_id: int | None = None) -> bool:
        """Hold the message and ask its writer at their door, if a room wants that; return whether it waits.

        `how` and `ref` say where it goes on (see `Listening.kept`). The words are erased when their space
        ends: `space_id`, else the one they can only be about. Where the door cannot be reached nobody can be
        asked, and the message is taken as usual.
        """
        caution = await self._caution(said)
        if caution is None:
            return False
        async with self._house.db.write(more=True) as tx:
            about = space_id or await _space_of(tx, said)
            draft_id = await self._drafts.hold(tx, said, HELD, ref, about)
        choice = (
            Button(_("Keep it"), tap=taps.data(KEEP, 0, draft_id, how)),
            Button(_("Don't keep"), tap=taps.data(LEAVE, 0, draft_id)),
        )
        if await said.send_to_door(replace(caution.asking, rows=(choice, *caution.asking.rows))) is not None:
            await self._drafts.asked()
            return True
        async with self._house.db.write(more=True) as tx:
            await awaited.take_draft(tx, draft_id, said.person.id, self._house.now())
        return False

    async def follows(self, said: Said) -> Follow | None:
        """Return whether a message belongs to one that is held, and waits with it."""
        return await self._drafts.follows(said)

    async def tells(self, said: Said) -> bool:
        """Say what a room has to say to a message, at its writer's door; return whether it had anything."""
        caution = await self._caution(said)
        if caution is not None:
            await said.send_to_door(replace(caution.telling, silent=True))
        return caution is not None

    async def waiting(self, tap: Tap) -> Draft | None:
        """Return the held message of a tapped choice; None if it is gone.

        Raises:
            NotYours: it was tapped outside its writer's door, or is about something else that is held.
        """
        return await self._drafts.of(tap, HELD)

    @asynccontextmanager
    async def handed_over(self, tap: Tap, draft: Draft | None) -> AsyncIterator[None]:
        """Erase the draft with what the block writes; then let its question keep what it told."""
        async with self._drafts.handed_over(tap, draft):
            yield
        caution = None if draft is None else await self._caution(Said.from_draft(tap, draft))
        if caution is None:
            await tap.strip()
        else:
            await tap.edit(caution.telling)

    async def left(self, tap: Tap) -> None:
        """*Don't keep*: the words are erased here."""
        async with self.handed_over(tap, await self.waiting(tap)):
            pass
        await tap.toast(_("Not kept. I tell nobody."))

    async def _caution(self, said: Said) -> Caution | None:
        for look in self._rooms.cautions if said.text else ():
            caution = await look(said)
            if caution is not None:
                return caution
        return None


async def _space_of(tx: AsyncConnection, said: Said) -> int | None:
    """Return the id of the one space a message can be about: the group's, or its writer's if there is one."""
    if not said.at_door:
        here = await store.by_chat(tx, said.chat_id)
        return None if here is None else here.id
    homes = await store.of_person(tx, said.person.id)
    return homes[0].id if len(homes) == 1 else None
