"""Edits: what was made of a message follows it, and a message that could not be taken is, once it can be."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Message

from bot.house import House
from bot.spaces import awaited, missed
from bot.spaces.awaited import Awaited
from bot.spaces.missed import Missed
from bot.telegram import reading
from bot.telegram.commanding import Commanding
from bot.telegram.holding import Holding
from bot.telegram.incoming import Said
from bot.telegram.ledger import Ledger
from bot.telegram.rooms import Rooms
from bot.words import _

EDIT, ANSWER = "edit", "answer"
"""How a message that waits goes on once its writer chose, where it does not by a command's name."""

Fulfil = Callable[[Said, Awaited], Awaitable[None]]


class Editing:
    """Tells the rooms of edits. An edited command that had its effect is not run again."""

    def __init__(
        self,
        house: House,
        rooms: Rooms,
        held: Holding,
        ledger: Ledger,
        commanding: Commanding,
        fulfil: Fulfil,
    ) -> None:
        """`fulfil` hands a message to the prompt that it answers."""
        self._house = house
        self._rooms = rooms
        self._held = held
        self._ledger = ledger
        self._commanding = commanding
        self._fulfil = fulfil

    async def take(self, message: Message, said: Said) -> None:
        """Handle an edit; `said` is what the message says now."""
        async with self._house.db.read() as tx:
            before = await missed.find(tx, said.person.id, said.chat_id, said.message_id, said.at)
        if before is not None and before.kind == missed.GONE:
            await self._tell_gone(said, before)
        elif before is not None:
            await self._mend(said, reading.command_of(reading.words_of(message)), before)
        elif not said.at_door or not await self._held.asks(said, EDIT):
            await self.follow(said)

    async def follow(self, said: Said, draft_id: int = 0) -> None:
        """Let what was made of a message follow its author's edit; what is still held of it too.

        `draft_id` is the edit's own draft, if it waited.
        """
        async with self._ledger.whole():
            if said.kind != "other" and (said.text or said.media):
                async with self._house.db.write(more=True) as tx:
                    await awaited.reword_drafts(
                        tx, said.person.id, said.chat_id, said.piece, besides=draft_id
                    )
            for feature in self._rooms.features:
                if feature.edited is not None:
                    await feature.edited(said)

    async def _tell_gone(self, said: Said, before: Missed) -> None:
        """Say once to the author of what is kept no more that an edit of it changes nothing."""
        if before.ref:
            return
        async with self._house.db.write() as tx:
            await missed.told_gone(tx, before)
        await said.answer(_("I keep nothing of that one any more, so changing it there does nothing here."))

    async def _mend(self, said: Said, command: reading.Command | None, before: Missed) -> None:
        """Take a message that could not be taken before, if it is a command now or answers what still waits.

        Anything else stays as it was: nobody waits for it, and nobody is told once more.
        """

        async def taken(tx: AsyncConnection) -> None:
            await missed.taken(tx, before)

        if command is not None:
            if self._commanding.knows(command) and not _is_noise(said, command, before):
                async with self._ledger.together(taken):
                    await self._commanding.take(said, command)
            return
        async with self._house.db.read() as tx:
            prompts = await awaited.open_prompts(tx, said.person.id, said.chat_id, said.at)
        asked = (before.kind, before.ref)
        prompt = next((prompt for prompt in prompts if (prompt.kind, prompt.ref) == asked), None)
        if prompt is not None:
            async with self._ledger.together(taken):
                if not await self._held.asks(said, ANSWER, prompt.id, prompt.space_id):
                    await self._fulfil(said, prompt)


def _is_noise(said: Said, command: reading.Command, before: Missed) -> bool:
    """Whether a command that asked for its words has none now either, or is another: it had its effect."""
    if not before.kind.startswith(missed.bare("")):
        return False
    return before.kind != missed.bare(command.name) or (not said.text and said.kind == "text")
