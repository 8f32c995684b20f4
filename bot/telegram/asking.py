"""The edge's own two questions: which space is this about, and which prompt does this answer?"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Button
from bot.feature import Command
from bot.house import House
from bot.spaces import awaited, store
from bot.spaces.awaited import Awaited, Draft
from bot.spaces.model import Space
from bot.telegram import taps
from bot.telegram.drafts import Drafts
from bot.telegram.incoming import NotYours, Said, Tap
from bot.telegram.rooms import Rooms
from bot.words import N_, _

WHICH_SPACE = "in"
WHICH_PROMPT = "for"
_CHOICES = 4

_PROMPTS = {
    "thanks": N_("A thank-you"),
    "city": N_("My city"),
    "pairing.city": N_("My city"),
    "time": N_("A time"),
    "until": N_("How long to rest"),
}


class Asking:
    """Asks, and takes the answer. What is asked about waits in rows and in the buttons themselves."""

    def __init__(self, house: House, rooms: Rooms, drafts: Drafts) -> None:
        self._house = house
        self._rooms = rooms
        self._drafts = drafts

    async def which_space(self, said: Said, command: Command, homes: Sequence[Space]) -> None:
        """Ask a person with more than one space which of them a command is about; its words are held."""
        draft_id = 0
        if said.text or said.kind != "text":
            async with self._house.db.write(more=True) as tx:
                draft_id = await self._drafts.hold(tx, said, WHICH_SPACE)
        rows = tuple(
            (
                Button(
                    _("With %(name)s") % {"name": home.other(said.person.id).name},
                    tap=taps.data(WHICH_SPACE, home.id, draft_id, command.name),
                ),
            )
            for home in homes
        )
        await said.answer(_("You're in more than one group with me. Which one is this about?"), rows=rows)
        if draft_id:
            await self._drafts.asked()

    async def chose_space(self, tap: Tap) -> None:
        """Run the command in the space that its person chose, with the words it was sent with."""
        command = self._rooms.commands.get(tap.arg)
        if command is None or "door" not in command.places:
            raise NotYours
        if not tap.at_door or tap.me.state != "in" or tap.home.state != "active":
            raise NotYours
        draft = await self._drafts.of(tap, WHICH_SPACE) if tap.ref else None
        await tap.toast()
        async with self._drafts.handed_over(tap, draft):
            if draft is not None:
                await command.run(Said.from_draft(tap, draft))
            elif not tap.ref:
                await command.run(Said(tap.house, tap.person, tap.chat_id, tap.message_id, tap.space, tap.at))
        await tap.strip()

    async def which_prompt(self, said: Said, prompts: Sequence[Awaited]) -> None:
        """Two prompts are open: hold the message, and ask which of them it answers."""
        about = {prompt.space_id for prompt in prompts}
        async with self._house.db.write(more=True) as tx:
            space_id = about.pop() if len(about) == 1 else None
            draft_id = await self._drafts.hold(tx, said, WHICH_PROMPT, space_id=space_id)
        if not await self._asks(said, draft_id, prompts):
            async with self._house.db.write(more=True) as tx:
                await awaited.note_asked(tx, draft_id, arrived=False)
        await self._drafts.asked()

    async def asks_again(self, said: Said) -> None:
        """Ask about what is held of somebody who is heard of at their door, where they could not be before.

        Of a prompt that is over meanwhile they hear so, and nothing is held any more.
        """
        async with self._house.db.read() as tx:
            waiting = await awaited.unasked(tx, said.person.id, said.chat_id, WHICH_PROMPT)
        for held in waiting:
            if any(piece.message_id == said.message_id for piece in held.pieces):
                continue
            async with self._house.db.read() as tx:
                known = await awaited.open_prompts(
                    tx, said.person.id, said.chat_id, held.at or self._house.now()
                )
            prompts = [it for it in known if it.kind not in self._rooms.listening]
            if prompts:
                arrived = await self._asks(said, held.id, prompts, reply_to=held.message_id)
            else:
                arrived = await self._is_over(said, held)
            if not arrived:
                return  # the door takes nothing yet
            async with self._house.db.write() as tx:
                await awaited.note_asked(tx, held.id, arrived=True)
                if not prompts:
                    await awaited.take_draft(tx, held.id, said.person.id, said.at)

    async def _is_over(self, said: Said, held: Draft) -> bool:
        words = _("That one is closed by now. /today shows what's open.")
        return await said.answer(words, reply_to=held.message_id) is not None

    async def _asks(
        self, said: Said, draft_id: int, prompts: Sequence[Awaited], reply_to: int | None = None
    ) -> bool:
        """Ask which prompt a held message answers; return whether the question arrived."""
        async with self._house.db.read() as tx:
            names = [await self._name(tx, prompt) for prompt in prompts[:_CHOICES]]
        rows = tuple(
            (Button(name, tap=taps.data(WHICH_PROMPT, 0, draft_id, taps.row(prompt.id))),)
            for name, prompt in zip(names, prompts, strict=False)
        )
        several = _("I was waiting for more than one thing. Which is this?")
        words = several if len(rows) > 1 else _("Is this what I was waiting for?")
        return await said.answer(words, rows=rows, reply_to=reply_to) is not None

    async def chose_prompt(self, tap: Tap) -> None:
        """Take the held message as the answer to the prompt that its author chose."""
        draft = await self._drafts.of(tap, WHICH_PROMPT)
        await tap.toast()
        async with self._drafts.handed_over(tap, draft):
            if draft is not None:
                await self._fulfil(tap, draft)
        await tap.strip()

    async def _fulfil(self, tap: Tap, draft: Draft) -> None:
        """Hand a held message to whoever asks what its author chose."""
        async with self._house.db.read() as tx:
            said = Said.from_draft(tap, draft)
            prompts = await awaited.open_prompts(tx, tap.person.id, tap.chat_id, said.at)
            prompt = next((p for p in prompts if str(p.id) == tap.arg), None)
            space = await store.by_id(tx, prompt.space_id) if prompt and prompt.space_id else None
        said = replace(said, space=space)
        if prompt is None or prompt.kind not in self._rooms.awaited:
            await said.answer(_("That one is closed by now. /today shows what's open."))
            return
        said = replace(said, prompt=(prompt.kind, prompt.ref))
        await self._rooms.awaited[prompt.kind](said, prompt)

    async def _name(self, tx: AsyncConnection, prompt: Awaited) -> str:
        """Return what a prompt is called on its button."""
        name = self._rooms.prompt_names.get(prompt.kind)
        if name is not None:
            return await name(tx, self._house.bank, prompt)
        return _(_PROMPTS.get(prompt.kind, N_("Something else")))
