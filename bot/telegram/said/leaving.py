"""*Leave it* and /cancel: what a door asks for is not awaited any more, and one short line says so.

Nothing that was said is touched by it: words that are held may still be meant for what was left.
"""

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.message import Message
from bot.registry import Registry
from bot.services import Services
from bot.spaces import awaited, store
from bot.spaces.awaited import Awaited
from bot.telegram.actions import LeaveIt
from bot.telegram.incoming import Said, Tap
from bot.words import _

CANCEL = "cancel"
"""A command in no menu: a prompt's own button says the same."""


class Leaving:
    """Ends what is awaited at a door."""

    def __init__(self, services: Services, registry: Registry) -> None:
        self._services = services
        self._registry = registry

    async def left(self, tap: Tap, tapped: LeaveIt) -> None:
        """*Leave it*: the tapped prompt, or the one that took its place, becomes the line."""
        kind = self._registry.prompts_were.get(tapped.kind, tapped.kind)
        line = await self._leave(tap, kind, tapped.ref)
        if line is None:
            await tap.toast(_("That one is over already."))
            await tap.strip()
            return
        await tap.toast()
        await tap.edit(Message(Markup.escape(line)))

    async def cancel(self, said: Said) -> None:
        """/cancel at a door: the prompt that it replies to, else the newest."""
        async with self._services.db.read() as tx:
            known = await awaited.prompts_at(tx, said.person.id, said.chat_id, said.at)
        asks = [it for it in known if it.kind not in self._registry.listening and it.asks(said.at)]
        meant = [it for it in asks if said.reply and it.message_id == said.reply.message_id]
        prompt = next(iter(meant or asks), None)
        line = None if prompt is None else await self._leave(said, prompt.kind, prompt.ref)
        if prompt is None or line is None:
            await said.answer(_("There's nothing to leave: I'm waiting for nothing just now."))
            return
        await said.answer(line)
        if prompt.message_id:
            await self._services.sender.strip(said.chat_id, prompt.message_id)

    async def _leave(self, act: Said | Tap, kind: str, ref: int) -> str | None:
        """Wait no longer for it; return what its feature says to that, None if it was over already."""
        async with self._services.db.write() as tx:
            prompt = await awaited.leave(tx, act.person.id, act.chat_id, kind, ref, act.at)
            line = None if prompt is None else await self._says(tx, prompt, act)
        self._services.wake()
        return line

    async def _says(self, tx: AsyncConnection, prompt: Awaited, act: Said | Tap) -> str:
        leaves = self._registry.leaves.get(prompt.kind)
        if leaves is None:
            return _("Left as it is.")
        space = await store.by_id(tx, prompt.space_id) if prompt.space_id else None
        return await leaves(tx, self._services, space, prompt, act.at)
