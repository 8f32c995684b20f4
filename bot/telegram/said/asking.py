"""The edge's own two questions: which space is this about, and which prompt does this answer?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.feature import Command
from bot.message import Message
from bot.outcomes import Sent
from bot.registry import Registry
from bot.services import Services
from bot.spaces import awaited, holds, store
from bot.spaces.awaited import Awaited
from bot.spaces.holds import Draft
from bot.spaces.model import PartnerState, Space, SpaceState
from bot.telegram.actions import AskAgain, ChooseNone, ChoosePrompt, ChooseSpace, ShowHeld
from bot.telegram.incoming import NotYours, Said, Tap
from bot.telegram.said import alone, offering, putaway
from bot.telegram.said.drafts import Drafts
from bot.telegram.said.offering import WHICH_PROMPT, WHICH_SPACE, Questions
from bot.words import _
from schedules import again, outbox


class Asking:
    """Asks, and takes the answer. What is asked about waits in rows and in the buttons themselves."""

    def __init__(self, services: Services, registry: Registry, drafts: Drafts) -> None:
        self._services = services
        self._registry = registry
        self._drafts = drafts
        self._questions = Questions.of(registry.features)

    async def which_space(self, said: Said, command: Command, homes: Sequence[Space]) -> None:
        """Ask a person with more than one space which of them a command is about; its words are held.

        What the door does not take now is asked again by the clock, and then a bare command is held, too.
        """
        draft_id = 0
        if said.text or said.kind != "text":
            draft_id = await self._holds(said, command)
        message = offering.which_space(homes, said.person.id, draft_id, command.name)
        if draft_id and said.kind != "other":
            async with self._services.db.read() as tx:
                held = await self._held_now(tx, said, draft_id)
            message = _about(held, message)
        outcome = await self._services.sender.send(said.chat_id, message)
        if draft_id and isinstance(outcome, Sent):
            await self._asked(said.chat_id, draft_id, outcome.message_id, whole=said.kind != "other")
        if again.wait_for(outcome) is not None:
            draft_id = draft_id or await self._holds(said, command)
            await said.offer_again(outcome, offering.again_in_which(command.name), draft_id)
        if draft_id:
            await self._drafts.asked()

    async def _holds(self, said: Said, command: Command) -> int:
        async with self._services.db.write(more=True) as tx:
            return await self._hold(tx, said, offering.again_in_which(command.name))

    async def _hold(
        self,
        tx: AsyncConnection,
        said: Said,
        kind: str,
        space_id: int | None = None,
        prompts: Sequence[Awaited] = (),
    ) -> int:
        """Hold words until their writer says what they are for, or hears that they go (`offering.OVER`).

        They are held as long as anything among the `prompts` can be answered; that they go is said by day.
        """
        now = self._services.now()
        homes = await store.of_person(tx, said.person.id)
        home = next((it for it in homes if it.id == space_id), next(iter(homes), None))
        me = home.partner(said.person.id) if home else None
        ends = max([now + holds.DRAFT, *(it.until for it in prompts if it.until is not None)])
        over = offering.by_day(ends, me.tz if me else UTC)
        lasts = over - now + offering.SAID_FOR
        unasked = holds.UNASKED
        draft_id = await self._drafts.hold(tx, said, kind, unasked, space_id=space_id, lasts=lasts)
        if home is not None:
            await outbox.put(
                tx,
                space_id=home.id,
                person_id=said.person.id,
                kind=offering.OVER,
                ref=draft_id,
                at=over,
                fresh_for=offering.SAID_FOR,
                loud=False,
            )
        return draft_id

    async def chose_none(self, tap: Tap, tapped: ChooseNone) -> None:
        """*None of these*: the held words are erased."""
        async with self._services.db.write() as tx:
            held = await holds.draft(tx, tapped.draft, tap.person.id, tap.at)
            if held is not None and (offering.waits_for_choice(held) or held.kind == WHICH_SPACE):
                await holds.take(tx, held.id, held.person_id, tap.at)
                if held.ref == holds.AWAY:  # it may be on its way out still
                    await traces.words_go(tx, tap.person.id, held.pieces, tap.at)
                else:
                    await traces.refused(tx, tap.person.id, held.pieces, tap.at)
        if held is None:  # taken meanwhile, or over: what became of the words was said
            await tap.toast(_("That one is over already."))
            await tap.strip()
            return
        await tap.toast()
        gone = _("Then it's deleted.") if held.ref == holds.AWAY else _("Then I've saved nothing of it.")
        await tap.edit(Message(Markup.escape(gone)))

    async def shows(self, tap: Tap, tapped: ShowHeld) -> None:
        """*Read mine*: show its writer alone what is held, in a box that leaves nothing in the chat."""
        async with self._services.db.read() as tx:
            held = await holds.draft(tx, tapped.draft, tap.person.id, tap.at)
        if held is None or not offering.waits_for_choice(held):
            await tap.toast(_("Nothing waits here any more."))
        else:
            await tap.alert(putaway.shown(held))

    async def asks_anew(self, tap: Tap, _tapped: AskAgain) -> None:
        """*Ask me again*: ask about all that is held here until its writer says what it is for."""
        async with self._services.db.read() as tx:
            held = await holds.all_in(tx, tap.person.id, tap.chat_id)
            waiting = [it for it in held if offering.waits_for_choice(it)]
            asked = [await self._questions.load(tx, it, tap.at) for it in waiting]
        await tap.toast("" if waiting else _("Nothing waits here any more."))
        for it, which in zip(waiting, asked, strict=True):
            message = offering.question(which, self._services.bank)
            sent = await tap.send(message or putaway.below(it, offering.is_over()))
            if message is not None:
                await self._asked(tap.chat_id, it.id, sent)
            elif sent is not None:
                async with self._services.db.write() as tx:
                    await holds.take(tx, it.id, tap.person.id, tap.at)

    async def chose_space(self, tap: Tap, tapped: ChooseSpace) -> None:
        """Run the command in the space that its person chose, with the words it was sent with."""
        command = self._registry.commands.get(tapped.command)
        if command is None or ("door" not in command.places and command.at_door is None):
            raise NotYours
        run = command.run if "door" in command.places else command.at_door or command.run
        if tap.me.state is not PartnerState.IN or tap.home.state is not SpaceState.ACTIVE:
            raise NotYours
        kinds = (WHICH_SPACE, offering.again_in_which(tapped.command))
        draft = await self._drafts.of(tap, tapped.draft, *kinds) if tapped.draft else None
        await tap.toast()
        async with self._drafts.handed_over(tap, draft):
            if draft is not None:
                await run(Said.from_draft(tap, draft))
            elif not tapped.draft:
                await run(Said(tap.services, tap.person, tap.chat_id, tap.message_id, tap.space, tap.at))
        await tap.strip()

    async def which_prompt(self, said: Said, prompts: Sequence[Awaited]) -> None:
        """Two prompts ask: hold the message, and ask which of them it answers."""
        about = {prompt.space_id for prompt in prompts}
        async with self._services.db.write(more=True) as tx:
            space_id = about.pop() if len(about) == 1 else None
            draft_id = await self._hold(tx, said, WHICH_PROMPT, space_id, prompts)
            whole = said.kind != "other"
            which = await self._questions.load_which(tx, draft_id, prompts, words_alone=not whole)
            held = await self._held_now(tx, said, draft_id) if whole else None
        message = _about(held, offering.which_prompt(which, self._services.bank))
        outcome = await self._services.sender.send(said.chat_id, message)
        if not isinstance(outcome, Sent):
            await said.offer_again(outcome, WHICH_PROMPT, draft_id)
        else:
            await self._asked(said.chat_id, draft_id, outcome.message_id, whole=whole)
        await self._drafts.asked()

    async def _held_now(
        self, tx: AsyncConnection, said: Said, draft_id: int
    ) -> tuple[Draft, bool | None] | None:
        """Return what was just said, as it is held, and whether it goes from the chat (`putaway.goes`)."""
        held = await holds.draft(tx, draft_id, said.person.id, said.at)
        return None if held is None else (held, await putaway.goes(tx, held, self._services.now()))

    async def _asked(
        self, person_id: int, draft_id: int, message_id: int | None, *, whole: bool = True
    ) -> None:
        """Let held words go from their door, if a question about them got there."""
        if message_id is not None:
            async with self._services.db.write(more=True) as tx:
                await putaway.asked(tx, draft_id, person_id, message_id, self._services.now(), whole=whole)

    async def asks_again(self, said: Said) -> None:
        """Ask about what is held of somebody who is heard of at their door, where they could not be before.

        Of a prompt that is over meanwhile they hear so, and nothing is held any more. What the clock asks
        about is left to it.
        """
        async with self._services.db.read() as tx:
            waiting = [
                held
                for held in await holds.unasked(tx, said.person.id, said.chat_id, WHICH_PROMPT)
                if not await again.is_coming(tx, said.person.id, WHICH_PROMPT, held.id)
            ]
        for held in waiting:
            if any(piece.message_id == said.message_id for piece in held.pieces):
                continue
            async with self._services.db.read() as tx:
                which = await self._questions.load(tx, held, self._services.now())
            message = offering.question(which, self._services.bank)
            sent = await said.send(message or putaway.below(held, offering.is_over()))
            if sent is None:
                return  # the door takes nothing yet
            if message is not None:
                await self._asked(said.chat_id, held.id, sent)
            else:
                async with self._services.db.write() as tx:
                    await holds.take(tx, held.id, said.person.id, said.at)

    async def chose_prompt(self, tap: Tap, tapped: ChoosePrompt) -> None:
        """Take the held message as the answer to the prompt that its author chose."""
        draft = await self._drafts.of(tap, tapped.draft, WHICH_PROMPT)
        if draft is None:
            await tap.toast(_("That one is over already."))
            await traces.take_away(self._services, tap.chat_id, [tap.message_id])
            return
        async with self._services.db.read() as tx:
            prompt = await self._chosen(tx, tap, tapped.prompt, draft)
            which = None if prompt else await self._questions.load(tx, draft, tap.at)
        others = None if which is None else offering.question(which, self._services.bank)
        if others is not None:  # what was chosen is over, and something else still waits for these words
            await tap.toast(_("That one is over by now."))
            await tap.edit(others)
            return
        await tap.toast()
        async with self._drafts.handed_over(tap, draft):
            await self._fulfil(tap, tapped.prompt, draft)
        await traces.take_away(self._services, tap.chat_id, [tap.message_id])

    async def _chosen(self, tx: AsyncConnection, tap: Tap, awaited_id: int, draft: Draft) -> Awaited | None:
        """Return the prompt that was chosen, if it can still be answered with what is held."""
        prompts = await awaited.prompts_then(tx, tap.person.id, tap.chat_id, draft.at or tap.at)
        return next((it for it in prompts if it.id == awaited_id), None)

    async def _fulfil(self, tap: Tap, awaited_id: int, draft: Draft) -> None:
        """Hand a held message to whoever asks what its author chose."""
        async with self._services.db.read() as tx:
            said = Said.from_draft(tap, draft)
            prompt = await self._chosen(tx, tap, awaited_id, draft)
            space = await store.by_id(tx, prompt.space_id) if prompt and prompt.space_id else None
        said = replace(said, space=space)
        if prompt is None or prompt.kind not in self._registry.awaited:
            await alone.save(self._services, said, draft.space_id)
            return
        said = replace(said, prompt=(prompt.kind, prompt.ref))
        await self._registry.awaited[prompt.kind](said, prompt)


def _about(held: tuple[Draft, bool | None] | None, message: Message) -> Message:
    """Return the question about what was just said, which stands right above it."""
    return message if held is None else putaway.question(held[0], message, held[1], anew=False)
