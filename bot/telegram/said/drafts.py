"""Messages held while their writer says what becomes of them, and handed over without being lost in between.

Held words leave their draft in the very transaction that writes what became of them, so a crash leaves them
in one place or the other, and the tap that Telegram delivers again still works.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.db.tables.door import HELD
from bot.feature import Follow
from bot.services import Services
from bot.spaces import fading, holds
from bot.spaces.holds import Draft
from bot.telegram.inbound.processed import ProcessedUpdates
from bot.telegram.incoming import NotYours, Said, Tap
from bot.words import _


class Changed(Exception):
    """A held message was edited or erased while it was handed over; nothing of it was written."""


class Drafts:
    """Holds messages, and hands them over."""

    def __init__(self, services: Services, processed: ProcessedUpdates) -> None:
        self._services = services
        self._processed = processed

    async def hold(
        self,
        tx: AsyncConnection,
        said: Said,
        kind: str,
        ref: int = 0,
        space_id: int | None = None,
        lasts: timedelta = holds.DRAFT,
    ) -> int:
        """Hold a message until its author tapped what it is for; return the draft's id.

        `kind` and `ref` say where it goes on. The words go when their space ends (`space_id`, where they can
        be about one only), and when it `lasts` no longer.
        """
        return await holds.hold(
            tx,
            person_id=said.person.id,
            chat_id=said.chat_id,
            message_id=said.message_id,
            space_id=space_id,
            kind=kind,
            ref=ref,
            text=said.text,
            media=said.media,
            said_at=said.at,
            now=self._services.now(),
            marks=said.marks,
            album=said.album,
            lasts=lasts,
        )

    async def follows(self, said: Said) -> Follow | None:
        """Return whether a message belongs to one that is held: it waits with it, asked about once."""
        async with self._services.db.read() as tx:
            held = await holds.newest(tx, said.person.id, said.chat_id)
        if held is None or not _belongs(held, said):
            return None
        return Follow(held.pieces[-1].message_id, self._join)

    async def _join(self, said: Said) -> None:
        if said.piece.is_empty:
            await said.decline(_("I can take text, a voice note or a photo."))
            return
        async with self._services.db.write() as tx:
            held = await holds.newest(tx, said.person.id, said.chat_id)
            if held is not None and _belongs(held, said):
                await holds.add(tx, held, said.piece)
                now = self._services.now()
                if held.kind == HELD and said.at_door:
                    stands = traces.HOUR if said.media else timedelta()
                    await fading.put(tx, said.chat_id, said.message_id, fading.THEIRS, now + stands)
                elif held.kind != HELD and held.ref == holds.AWAY and said.media is None:
                    await traces.words_go(tx, said.person.id, (said.piece,), now)

    async def asked(self) -> None:
        """The question about a held message arrived: the message counts as handled, and is not held twice."""
        await self._processed.enter()

    async def of(self, tap: Tap, draft_id: int, *kinds: str) -> Draft | None:
        """Return the held message of a tapped choice, of one of these kinds; None if it is gone.

        Raises:
            NotYours: it is about something else that is held.
        """
        async with self._services.db.read() as tx:
            draft = await holds.draft(tx, draft_id, tap.person.id, tap.at)
        if draft is not None and draft.kind not in kinds:
            raise NotYours
        return draft

    @asynccontextmanager
    async def handed_over(self, tap: Tap, draft: Draft | None) -> AsyncIterator[None]:
        """Erase the draft in the transaction in which the block writes, or at its end if it writes nothing.

        Raises:
            Changed: it is not any more what it was; the tap has to be handled anew.
        """

        async def erase(tx: AsyncConnection) -> None:
            if draft is not None:
                taken = await holds.take(tx, draft.id, draft.person_id, tap.at)
                if taken != draft:
                    raise Changed

        async with self._processed.together(erase):
            yield


def _belongs(held: Draft, said: Said) -> bool:
    """Whether a message is of the held one's album, or the rest of its text."""
    last = held.pieces[-1]
    if said.message_id <= last.message_id or held.at is None:
        return False
    if held.album is not None or said.album is not None:
        return held.album == said.album
    return last.goes_on_with(said.piece, said.at - held.at)
