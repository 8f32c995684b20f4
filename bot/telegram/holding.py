"""Words that wait: a room asks that a message be kept only when its writer has said so at their door.

The message lies in a draft, encrypted and for a day and a half, under a name that tells nothing. No room sees
it, nothing is acknowledged or posted, and nothing is written of why it waits.
"""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Button
from bot.feature import Caution
from bot.house import House
from bot.spaces import awaited, store
from bot.spaces.awaited import Draft
from bot.telegram import taps
from bot.telegram.incoming import NotYours, Said, Tap
from bot.telegram.rooms import Rooms
from bot.words import _

HELD = "held"
KEEP, LEAVE = "h.keep", "h.leave"


class Holding:
    """Asks before a message is taken, and hands it back once its writer chose."""

    def __init__(self, house: House, rooms: Rooms) -> None:
        self._house = house
        self._rooms = rooms

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
            draft_id = await awaited.hold(
                tx,
                person_id=said.person.id,
                chat_id=said.chat_id,
                message_id=said.message_id,
                space_id=space_id or await _space_of(tx, said),
                kind=HELD,
                ref=ref,
                text=said.text,
                media=said.media,
                now=self._house.now(),
            )
        choice = (
            Button(_("Keep it"), tap=taps.data(KEEP, 0, draft_id, how)),
            Button(_("Don't keep"), tap=taps.data(LEAVE, 0, draft_id)),
        )
        if await said.send_to_door(replace(caution.asking, rows=(choice, *caution.asking.rows))) is not None:
            return True
        async with self._house.db.write(more=True) as tx:
            await awaited.take_draft(tx, draft_id, said.person.id, self._house.now())
        return False

    async def tells(self, said: Said) -> bool:
        """Say what a room has to say to a message, at its writer's door; return whether it had anything."""
        caution = await self._caution(said)
        if caution is not None:
            await said.send_to_door(replace(caution.telling, silent=True))
        return caution is not None

    async def taken(self, tap: Tap) -> Draft | None:
        """Take the held message of a tapped choice; None if it is gone. Its question keeps what it told.

        Raises:
            NotYours: it was tapped outside its writer's door, or is about something else that is held.
        """
        if not tap.at_door:
            raise NotYours
        async with self._house.db.write(more=True) as tx:
            draft = await awaited.take_draft(tx, tap.ref, tap.person.id, self._house.now())
            if draft is not None and draft.kind != HELD:
                raise NotYours
        caution = None if draft is None else await self._caution(Said.from_draft(tap, draft))
        if caution is None:
            await tap.strip()
        else:
            await tap.edit(caution.telling)
        return draft

    async def left(self, tap: Tap) -> None:
        """*Don't keep*: the words are erased here."""
        await self.taken(tap)
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
