"""Edits: what was made of a message follows it, and a message that could not be taken is, once it can be.

In a group an edit may turn a message into a command that the bot never saw as one, or saw as another. With
words ("thanks for it" became "/thanks for it") it is taken as said that time, if nothing was made of the
message before: else its words would be lost. Any other command an edit does not begin, in silence: it has no
words to lose, it had its effect if it was one before, and nobody looks for a post below an old message.
"""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.registry import Registry
from bot.services import Services
from bot.spaces import awaited, fading, holds, missed, store, taken
from bot.spaces.awaited import Awaited
from bot.spaces.missed import Missed
from bot.spaces.model import SpaceState
from bot.telegram.inbound.processed import ProcessedUpdates
from bot.telegram.incoming import Said
from bot.telegram.parsing import reading
from bot.telegram.parsing.updates import Message
from bot.telegram.said import alone
from bot.telegram.said.commanding import Commanding
from bot.telegram.said.holding import EDIT, Holding
from bot.words import _
from schedules import messages, outbox

ANSWER = "answer"
"""How a message that waits goes on as what somebody was asked for, once its writer chose."""

Fulfil = Callable[[Said, Awaited], Awaitable[None]]


class Editing:
    """Brings an edit to whoever took the message. An edited command that had its effect is not run again."""

    def __init__(
        self,
        services: Services,
        registry: Registry,
        held: Holding,
        processed: ProcessedUpdates,
        commanding: Commanding,
        fulfil: Fulfil,
    ) -> None:
        """`fulfil` hands a message to the prompt that it answers."""
        self._services = services
        self._registry = registry
        self._held = held
        self._processed = processed
        self._commanding = commanding
        self._fulfil = fulfil

    async def take(self, message: Message, said: Said) -> None:
        """Handle an edit; `said` is what the message says now."""
        async with self._services.db.read() as tx:
            before = await missed.find(tx, said.person.id, said.chat_id, said.message_id, said.at)
        if before is not None and before.kind == missed.GONE:
            await self._tell_gone(message, said, before)
        elif before is not None:
            await self._mend(said, reading.command_of(reading.words_of(message)), before)
        elif said.at_door:
            if not await self._held.rewords(said) and not await self._held.asks(said, EDIT):
                await self.follow(said)
        else:
            async with self._processed.whole():
                if not await self._follow(said):
                    await self._begin(message, said)

    async def follow(self, said: Said, draft_id: int = 0) -> None:
        """Let what was made of a message follow its author's edit; what is still held of it too.

        `draft_id` is the edit's own draft, if it waited.
        """
        async with self._processed.whole():
            if not await self._follow(said, draft_id) and draft_id:
                await alone.save(self._services, said)

    async def _follow(self, said: Said, draft_id: int = 0) -> bool:
        """Tell whoever took the message; return whether anything was made of it, or is held of it."""
        known = False
        if said.kind != "other" and (said.text or said.media):
            async with self._services.db.write(more=True) as tx:
                known = await holds.reword(tx, said.person.id, said.chat_id, said.piece, besides=draft_id)
        async with self._services.db.read() as tx:
            it = await taken.find(tx, said.person.id, said.chat_id, said.message_id)
        if it is not None and it.kind in self._registry.edited:
            known = await self._registry.edited[it.kind](said, it) or known
        return known

    async def _begin(self, message: Message, said: Said) -> None:
        """Take what a partner's message in the group became by an edit, if it is a command with its words.

        Of a thank-you that was erased the message is still known by its card.
        """
        command = reading.command_of(reading.words_of(message))
        if command is None or not _is_by_its_author(message) or not self._commanding.takes_words(command):
            return
        if not said.text and said.kind == "text":
            return
        async with self._services.db.read() as tx:
            here = await store.by_chat(tx, said.chat_id)
            outgoing = await messages.copy_at(tx, said.chat_id, said.message_id)
        if outgoing is not None and outgoing[0] == outbox.SPOKEN:
            outgoing = None
        if (
            outgoing is None
            and here is not None
            and here.state is SpaceState.ACTIVE
            and here.partner(said.person.id)
        ):
            await self._commanding.take(said, command)

    async def _tell_gone(self, message: Message, said: Said, before: Missed) -> None:
        """Say once to the author of what is kept no more that an edit of it changes nothing."""
        if before.ref or not _is_by_its_author(message):
            return
        async with self._services.db.write() as tx:
            await missed.told_gone(tx, before)
        await said.answer(_("That one isn't saved here any more, so changing it does nothing."))

    async def _mend(self, said: Said, command: reading.Command | None, before: Missed) -> None:
        """Take a message that could not be taken before, if it is a command now or answers what still waits.

        Anything else stays as it was: nobody waits for it, and nobody is told once more.
        """

        async def forget(tx: AsyncConnection) -> None:
            await missed.taken(tx, before)

        if command is not None:
            if self._commanding.knows(command) and not _is_noise(said, command, before):
                await self._goes_no_more(said)
                async with self._processed.together(forget):
                    await self._commanding.take(said, command)
            return
        async with self._services.db.read() as tx:
            prompts = await awaited.prompts_at(tx, said.person.id, said.chat_id, said.at)
        asked = (before.kind, before.ref)
        prompt = next((prompt for prompt in prompts if (prompt.kind, prompt.ref) == asked), None)
        if prompt is not None:
            await self._goes_no_more(said)
            async with self._processed.together(forget):
                if prompt.kind not in self._registry.saving and await self._held.tells(said):
                    return
                if not await self._held.asks(said, ANSWER, prompt.id, prompt.space_id):
                    await self._fulfil(said, prompt)
        elif said.at_door:
            await self._held.tells(said)

    async def _goes_no_more(self, said: Said) -> None:
        """Let a message stand that was to go as one not taken: what takes it says anew when it goes."""
        if said.at_door:
            async with self._services.db.write(more=True) as tx:
                await fading.forget(tx, said.chat_id, said.message_id)


def _is_by_its_author(message: Message) -> bool:
    """Whether its author edited a message: of a link's preview Telegram tells without the date of an edit."""
    return message.edit_date is not None


def _is_noise(said: Said, command: reading.Command, before: Missed) -> bool:
    """Whether a command that asked for its words has none now either, or is another: it had its effect."""
    if not before.kind.startswith(missed.bare("")):
        return False
    return before.kind != missed.bare(command.name) or (not said.text and said.kind == "text")
