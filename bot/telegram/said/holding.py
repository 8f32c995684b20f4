"""Words that wait: a feature asks that a message be taken only when its writer has said so at their door.

The message lies in a draft, encrypted and for an hour, under a name that tells nothing; no backup holds it.
No feature sees it, nothing is acknowledged or posted, and nothing is written of why it waits. What a lock
screen shows is a neutral line; what the feature says stands in its place once its writer taps it. The words
go from the chat as soon as they are held, the line when its writer chose or after the hour. A voice note or
photo stays with the line: nobody says whether Telegram keeps a file whose only message is gone.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import caution as cautions
from bot import traces
from bot.actions import Row
from bot.db import erasures
from bot.db.tables.door import HELD
from bot.feature import Follow, Saving
from bot.message import Button, Message
from bot.outcomes import Sent, Unknown
from bot.registry import Registry
from bot.services import Services
from bot.spaces import awaited, fading, holds, store
from bot.spaces.holds import Draft
from bot.spaces.model import SpaceState
from bot.telegram.actions import Delete, LetGoOn, ReadFirst
from bot.telegram.incoming import Said, Tap
from bot.telegram.said.drafts import Drafts
from bot.words import N_, _, beside

EDIT = "edit"
"""How a message that waits goes on that is an edit."""

_ALOUD = N_("Post it?")
_UNSURE = Saving(then=N_("Save it, and I ask what it's for."))
_ALONE = Saving(then=N_("Save it for you alone: it can't go anywhere else any more."))
_CHANGES = Saving(
    then=N_("Save it, and it takes the place of what this message said, for whoever may read that.")
)


class Holding:
    """Asks before a message is taken, and hands it back once its writer chose."""

    def __init__(self, services: Services, registry: Registry, drafts: Drafts) -> None:
        self._services = services
        self._registry = registry
        self._drafts = drafts

    async def asks(self, said: Said, how: str, ref: int = 0, space_id: int | None = None) -> bool:
        """Hold words of need and ask their writer at their door (`bot.caution`); return whether they wait.

        `how` and `ref` say where it goes on (see `Listening.kept`). The words are erased when their space
        ends: `space_id`, else the one they can only be about. Where the door surely took no question nobody
        can be asked, and the message is taken as usual; one that may stand there counts as asked.
        """
        if await cautions.of(said) is None:
            return False
        goes = self._services.now() + traces.HOUR
        async with self._services.db.write(more=True) as tx:
            about = space_id or await _space_of(tx, said)
            draft_id = await self._drafts.hold(tx, said, HELD, ref, about, traces.HOUR)
            if said.at_door:  # at once only where what asks is surely there: else nobody could choose
                await fading.put(tx, said.chat_id, said.message_id, fading.THEIRS, goes)
        async with said.says_at_door():
            asks = _one_moment(draft_id, how)
        outcome = await said.reaches_door(asks)
        waits = isinstance(outcome, Sent | Unknown)
        async with self._services.db.write(more=True) as tx:
            if not waits:
                await holds.take(tx, draft_id, said.person.id, self._services.now())
                await fading.forget(tx, said.chat_id, said.message_id)
            elif isinstance(outcome, Sent):
                await fading.put(tx, said.person.id, outcome.message_id, fading.OURS, goes)
                if said.at_door and said.media is None:
                    await fading.sooner(tx, said.chat_id, said.message_id, self._services.now())
        if waits:
            await self._drafts.asked()
        return waits

    async def rewords(self, said: Said) -> bool:
        """Let held words follow their writer's edit to other words to be held; return whether any did.

        What asks about them stands already, and their hour goes on.
        """
        if await cautions.of(said) is None:
            return False
        async with self._services.db.write(more=True) as tx:
            found = await holds.reword(tx, said.person.id, said.chat_id, said.piece, kind=HELD)
            if found and said.media is None:
                await fading.sooner(tx, said.chat_id, said.message_id, self._services.now())
        if found:
            await self._drafts.asked()
        return found

    async def read(self, tap: Tap, tapped: ReadFirst) -> None:
        """*Read*: what the feature has to say stands in the neutral line's place, with the choice below
        it.
        """
        draft = await self.waiting(tap, tapped.draft)
        if draft is None:
            await self.over(tap)
            return
        await tap.toast()
        async with self._services.db.write(
            more=True
        ) as tx:  # it is known now, if no answer told of it before
            goes = (draft.at or tap.at) + traces.HOUR
            await fading.put(tx, tap.chat_id, tap.message_id, fading.OURS, goes)
            for piece in draft.pieces if draft.chat_id == draft.person_id else ():
                if piece.media is None:
                    await fading.sooner(tx, draft.chat_id, piece.message_id, self._services.now())
        caution = await cautions.of(Said.from_draft(tap, draft))
        at_door = draft.chat_id == draft.person_id
        label, sentence = await self._choice(tap, tapped.how, draft)
        choice = (
            Button(label, tap=LetGoOn(0, Row(draft.id), tapped.how)),
            Button(_("Delete it") if at_door else _("Don't post it"), tap=Delete(0, Row(draft.id))),
        )
        says = Markup.escape(_("This waits for you.")) if caution is None else caution.asking.text
        await tap.edit(Message(Markup("\n\n").join([says, sentence]), rows=(choice,)))

    async def _choice(self, tap: Tap, goes_on: str, draft: Draft) -> tuple[str, Markup]:
        """Return the label of a yes, and the sentence that says what it means and what else there is."""
        how, _dot, command = goes_on.partition(".")
        async with self._services.db.read() as tx:
            prompts = await awaited.prompts_then(tx, tap.person.id, draft.chat_id, draft.at or tap.at)
            prompt = next((it for it in prompts if it.id == draft.ref), None)
            space = await store.by_id(tx, draft.space_id) if draft.space_id else None
            typed = next((it for it in (command, how) if it in self._registry.commands), "")
            says = self._registry.saving.get(prompt.kind if prompt else typed)
            if space is not None and space.state is not SpaceState.ACTIVE:
                saving = _ALONE
            elif says is None or space is None:
                saving = _CHANGES if how == EDIT else _UNSURE if says is None else Saving(aloud=_ALOUD)
            else:
                saving = await says(tx, space, tap.person.id, prompt, tap.at)
        both = space is not None and space.state is SpaceState.ACTIVE
        name = {"name": space.other(tap.person.id).name if space and both else _("your partner")}
        if draft.chat_id != draft.person_id:
            return _("Post it"), beside(Markup(_(saving.aloud or _ALOUD)) % name, _("Or not?"))
        return _(saving.label), beside(Markup(_(saving.then or _UNSURE.then)) % name, _("Or delete it?"))

    async def follows(self, said: Said) -> Follow | None:
        """Return whether a message belongs to one that is held, and waits with it."""
        return await self._drafts.follows(said)

    async def tells(self, said: Said) -> bool:
        """Say what a feature has to say to a message, at its writer's door; return whether it had anything.

        The line goes after an hour; the message itself, at a door, at once: nothing is made of it.
        """
        async with said.says_at_door():
            caution = await cautions.of(said)
        if caution is None:
            return False
        told = await said.send_to_door(replace(caution.telling, silent=True))
        now = self._services.now()
        async with self._services.db.write(more=True) as tx:
            if told is not None:
                await fading.put(tx, said.person.id, told, fading.OURS, now + traces.HOUR)
            if said.at_door:
                await fading.put(tx, said.chat_id, said.message_id, fading.THEIRS, now)
        return True

    async def waiting(self, tap: Tap, draft_id: int) -> Draft | None:
        """Return the held message of a tapped choice; None if it is gone.

        Raises:
            NotYours: it is about something else that is held.
        """
        return await self._drafts.of(tap, draft_id, HELD)

    @asynccontextmanager
    async def handed_over(self, tap: Tap, draft: Draft, *, saved: bool) -> AsyncIterator[None]:
        """Erase the draft with what the block writes; then its question goes, and what is left of the words.

        A voice note or photo that was saved stays.
        """
        async with self._drafts.handed_over(tap, draft):
            yield
        at_door = draft.chat_id == draft.person_id
        async with self._services.db.write(more=True) as tx:
            for piece in draft.pieces if at_door else ():
                if saved and piece.media:
                    await fading.forget(tx, draft.chat_id, piece.message_id)
                else:
                    await fading.sooner(tx, draft.chat_id, piece.message_id, self._services.now())
        await traces.take_away(self._services, tap.chat_id, [tap.message_id])

    async def left(self, tap: Tap, tapped: Delete) -> None:
        """*Delete it*: the words are erased here, from the disk too before that is said."""
        draft = await self.waiting(tap, tapped.draft)
        if draft is None:
            await self.over(tap)
            return
        async with self.handed_over(tap, draft, saved=False):
            pass
        await erasures.erase_for_good(self._services.db, self._services.now())
        await tap.toast(_("Deleted. Please let somebody you trust know."))

    async def over(self, tap: Tap) -> None:
        """Say of what is gone that it is, whatever became of it: it may have been taken meanwhile."""
        async with self._services.db.read() as tx:
            lives = await store.of_person(tx, tap.person.id, states=(SpaceState.ACTIVE, SpaceState.INVITING))
            ended = not lives and await store.of_person(tx, tap.person.id, states=(SpaceState.CLOSED,))
        if ended:
            await tap.alert(
                _("Kindling has ended for you two, so nothing waits here any more: what did was deleted.")
            )
        else:
            await tap.toast(_("Nothing waits here any more."))
        await traces.take_away(self._services, tap.chat_id, [tap.message_id])


def _one_moment(draft_id: int, how: str) -> Message:
    """Return the neutral line that a lock screen may show, the same whatever was written."""
    text = _("One moment before I save this. It waits here for an hour.")
    return Message(Markup.escape(text), rows=((Button(_("Read"), tap=ReadFirst(0, Row(draft_id), how)),),))


async def _space_of(tx: AsyncConnection, said: Said) -> int | None:
    """Return the id of the one space a message can be about: the group's, or its writer's if there is one."""
    if not said.at_door:
        here = await store.by_chat(tx, said.chat_id)
        return None if here is None else here.id
    homes = await store.of_person(tx, said.person.id)
    return homes[0].id if len(homes) == 1 else None
