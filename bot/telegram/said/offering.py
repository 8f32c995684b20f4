"""What the edge asks at a door, and what is asked again there by the clock once the door takes something.

Where a door did not take a question, it waits in the outbox (`schedules.again`) and is composed anew from
rows when it is offered: while its answer is awaited, or the words it is about are held. It is said once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.actions import Row
from bot.composing import Composer, Reader
from bot.feature import Asks, Feature, PromptName
from bot.features.today.exports import TODAY
from bot.message import Button, Message
from bot.outcomes import Outcome, Sent
from bot.places import Line
from bot.spaces import awaited, holds, naming, store
from bot.spaces.awaited import Awaited
from bot.spaces.holds import Draft
from bot.spaces.model import Space
from bot.telegram.actions import AskAgain, ChooseNone, ChoosePrompt, ChooseSpace
from bot.telegram.incoming import ASKS
from bot.telegram.said import putaway
from bot.telegram.said.prompting import asking
from bot.words import _, beside
from content.bank import Bank
from schedules.outbox import OutboxMessage

WHICH_SPACE = "in"
WHICH_PROMPT = "for"
"""Kinds of held messages; the second is the kind of its outbox message, too."""
OVER = "held.over"
"""The outbox message that says of held words that they go; its ref is what was held."""
SAID_FOR = timedelta(hours=12)
"""For so long the end of held words may wait for a door that takes nothing: only then they go unsaid."""
_STANDS_FOR = timedelta(hours=44)
"""So long after it was said stands what is held and was never chosen: then it can still be deleted."""
_CHOICES = 4
_MORNING, _EVENING = time(9), time(21)


def again_in_which(command: str) -> str:
    """Return the kind of the outbox message that asks which space a command is about; its ref is what is
    held.
    """
    return f"{WHICH_SPACE}.{command}"


def which_space(homes: Sequence[Space], person_id: int, draft_id: int, command: str) -> Message:
    """Return the question which of a person's spaces a command is about."""
    asks = naming.which(homes, person_id, lambda space_id: ChooseSpace(space_id, Row(draft_id), command))
    rows = ((Button(_("Neither"), tap=ChooseNone(0, Row(draft_id))),),) if draft_id else ()
    return replace(asks, rows=(*asks.rows, *rows), page=False)


@dataclass(frozen=True, slots=True)
class Asking:
    """Something awaited, what asks for it, and what that is made from."""

    prompt: Awaited
    asks: Asks[Any]
    data: object


@dataclass(frozen=True, slots=True)
class WhichPrompt:
    """Prompts that a held message may answer, each with what its name is made of.

    `words_alone` says that what its words came with cannot be kept.
    """

    draft_id: int
    prompts: Sequence[tuple[Awaited, PromptName[Any] | None, object]]
    words_alone: bool = False


@dataclass(frozen=True, slots=True)
class Which:
    """Held words, and what it is asked of them: which prompt they answer or which space they are about.

    None: nothing waits for them any more. `goes` is `putaway.goes`.
    """

    held: Draft
    about: WhichPrompt | Sequence[Space] | None
    goes: bool | None


@dataclass(frozen=True)
class Questions:
    """What the features say of the prompts they await: their names, what asks for them, which only listen."""

    names: Mapping[str, PromptName[Any]]
    asks: Mapping[str, Asks[Any]]
    listening: frozenset[str]

    @classmethod
    def of(cls, features: Sequence[Feature]) -> "Questions":
        """Collect the declarations of all features."""
        return cls(
            names={kind: name for f in features for kind, name in f.prompt_names.items()},
            asks={kind: ask for f in features for kind, ask in f.asks.items()},
            listening=frozenset(kind for f in features for kind in f.listening),
        )

    async def load_which(
        self, tx: AsyncConnection, draft_id: int, prompts: Sequence[Awaited], *, words_alone: bool = False
    ) -> WhichPrompt:
        """Return what the question is made from which of these prompts a held message answers.

        `words_alone` says that what its words came with cannot be kept.
        """
        named = [(it, self.names.get(it.kind)) for it in prompts[:_CHOICES]]
        known = [(it, name, name and await name.load(tx, it)) for it, name in named]
        return WhichPrompt(draft_id, known, words_alone)

    async def about(self, tx: AsyncConnection, held: Draft, now: datetime) -> list[Awaited]:
        """Return what a held message may answer: what was asked when it was said, left since or not."""
        at = held.at or now
        known = await awaited.prompts_then(tx, held.person_id, held.chat_id, at)
        return awaited.once([it for it in known if it.kind not in self.listening and it.asks(at)])

    async def load_ask(self, tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Asking | None:
        """Return what asks for something awaited; None if that came, was called off, or is over."""
        at = _unsaid(outgoing)
        prompt = None if at is None else await awaited.prompt(tx, outgoing.ref, at)
        if at is None or prompt is None or prompt.message_id is not None:
            return None
        asks = self.asks.get(prompt.kind)
        data = None if asks is None else await asks.load(tx, space, prompt, at)
        return None if asks is None or data is None else Asking(prompt, asks, data)

    async def asked(
        self, tx: AsyncConnection, _space: Space, outgoing: OutboxMessage, outcome: Outcome
    ) -> None:
        """Note which message asks, so that a reply to it is understood."""
        if isinstance(outcome, Sent):
            await awaited.set_prompt(tx, outgoing.ref, outcome.message_id)

    async def load_ask_which(
        self, tx: AsyncConnection, _space: Space, outgoing: OutboxMessage
    ) -> Which | None:
        """Return what the question about held words is made from; None if it was asked meanwhile."""
        at = _unsaid(outgoing)
        held = None if at is None else await holds.draft(tx, outgoing.ref, outgoing.person_id, at)
        if at is None or held is None or held.ref != holds.UNASKED:
            return None
        return await self.load(tx, held, at)

    async def asked_which(
        self, tx: AsyncConnection, _space: Space, outgoing: OutboxMessage, outcome: Outcome
    ) -> None:
        """Note that their writer was asked about held words; what nothing waits for is held no more."""
        at = outgoing.claimed_at
        if at is None or not isinstance(outcome, Sent):
            return
        held = await holds.draft(tx, outgoing.ref, outgoing.person_id, at)
        if held is None:
            return
        if await self.about(tx, held, at):
            await putaway.asked(tx, held.id, outgoing.person_id, outcome.message_id, at)
        else:
            await holds.take(tx, held.id, outgoing.person_id, at)

    async def load_ask_in_which(
        self, tx: AsyncConnection, _space: Space, outgoing: OutboxMessage
    ) -> Which | None:
        """Return what the question is made from which space a held command is about."""
        at = _unsaid(outgoing)
        held = None if at is None else await holds.draft(tx, outgoing.ref, outgoing.person_id, at)
        which = None if at is None or held is None else await self.load(tx, held, at)
        return None if which is None or which.about is None else which

    async def asked_in_which(
        self, tx: AsyncConnection, _space: Space, outgoing: OutboxMessage, outcome: Outcome
    ) -> None:
        """Note that their writer was asked which space held words are about."""
        if isinstance(outcome, Sent) and outgoing.claimed_at is not None:
            await putaway.asked(tx, outgoing.ref, outgoing.person_id, outcome.message_id, outgoing.claimed_at)

    async def load(self, tx: AsyncConnection, held: Draft, now: datetime) -> Which:
        """Return what the question about held words is made from, as it is asked now."""
        about: WhichPrompt | Sequence[Space] | None
        if held.kind == WHICH_PROMPT:
            prompts = await self.about(tx, held, now)
            about = await self.load_which(tx, held.id, prompts) if prompts else None
        else:
            about = await store.of_person(tx, held.person_id) or None
        return Which(held, about, None if about is None else await putaway.goes(tx, held, now))

    async def today_lines(
        self, tx: AsyncConnection, _bank: Bank, _space: Space, person_id: int, _now: datetime
    ) -> Sequence[Line]:
        """Return one line at a door for the words that wait there to be told what they are for."""
        held = await holds.all_in(tx, person_id, person_id) if person_id else []
        if not any(waits_for_choice(it) for it in held):
            return ()
        text = _("You wrote something here, and I don't know yet what it's for.")
        return (Line(Markup.escape(text), (Button(_("Ask me again"), tap=AskAgain(0)),)),)

    async def load_end(self, tx: AsyncConnection, _space: Space, outgoing: OutboxMessage) -> Draft | None:
        """Return held words that go now; None if their writer chose meanwhile."""
        at = _unsaid(outgoing)
        return None if at is None else await holds.draft(tx, outgoing.ref, outgoing.person_id, at)

    async def ended(
        self, tx: AsyncConnection, _space: Space, outgoing: OutboxMessage, outcome: Outcome
    ) -> None:
        """Hold words no longer, once that was said; they go from their writer's door some hours later."""
        if isinstance(outcome, Sent) and outgoing.claimed_at is not None:
            held = await holds.take(tx, outgoing.ref, outgoing.person_id, outgoing.claimed_at)
            if held is not None and held.chat_id == held.person_id:
                goes = max((held.at or outgoing.claimed_at) + _STANDS_FOR, outgoing.claimed_at)
                await traces.words_go(tx, held.person_id, held.pieces, goes)


def which_prompt(which: WhichPrompt, bank: Bank) -> Message:
    """Return the question which of these prompts a held message answers."""
    named = [(_name(name, data, bank), prompt.id) for prompt, name, data in which.prompts]
    rows = tuple(
        (Button(label, tap=ChoosePrompt(0, Row(which.draft_id), Row(awaited_id))),)
        for label, awaited_id in named
    )
    none = _("None of these") if len(rows) > 1 else _("No")
    rows += ((Button(none, tap=ChooseNone(0, Row(which.draft_id))),),)
    several = _("I was waiting for more than one thing. Which is this?")
    words = several if len(rows) > 2 else _("Is this what I was waiting for?")
    alone = _("I can save its words alone.") if which.words_alone else ""
    return Message(beside(words, alone), rows=rows, passes=False)


def _name(name: PromptName[Any] | None, data: object, bank: Bank) -> str:
    """Return what a prompt is called on its button."""
    return _("Something else") if name is None else name.render(data, bank)


def question(which: Which, bank: Bank) -> Message | None:
    """Return the question about held words; None if nothing waits for them."""
    held, about = which.held, which.about
    if about is None:
        return None
    if isinstance(about, WhichPrompt):
        message = which_prompt(about, bank)
    else:
        message = which_space(about, held.person_id, held.id, held.kind.removeprefix(again_in_which("")))
    return putaway.question(held, message, which.goes)


def render_which(which: Which, reader: Reader) -> Message:
    """Return the question about held words; of what is over their writer hears so."""
    return question(which, reader.bank) or putaway.below(which.held, is_over())


def render_ask(asked: Asking, reader: Reader) -> Message:
    """Return what asks for something awaited, with the way out of it."""
    return asking(asked.asks.render(asked.data, reader), asked.prompt.kind, asked.prompt.ref)


def render_end(held: Draft, _reader: Reader) -> Message:
    """Return what says that held words go now."""
    text = _("I never learned what this was for, so I've saved nothing of it. Say it again any time.")
    if held.ref == holds.AWAY:
        text = _("I never learned what this was for, so it's deleted. Say it again any time.")
    return putaway.below(held, Message(Markup.escape(text), passes=True))


def waits_for_choice(held: Draft) -> bool:
    """Whether words are held until their writer says what they are for, or which space they are about."""
    return held.kind == WHICH_PROMPT or held.kind.startswith(again_in_which(""))


def by_day(at: datetime, zone: tzinfo) -> datetime:
    """Return the first instant from `at` on (UTC) that is by day on a local clock."""
    local = at.astimezone(zone)
    if _MORNING <= local.time() < _EVENING:
        return at
    day = local.date() + timedelta(days=local.time() >= _EVENING)
    return datetime.combine(day, _MORNING, tzinfo=zone).astimezone(UTC)


def is_over() -> Message:
    """Return what the writer of held words hears when nothing waits for them any more."""
    return Message(Markup.escape(_("That one is over by now. /today shows what's on.")))


def edge(features: Sequence[Feature]) -> Feature:
    """Return what the edge itself says by the clock, declared as a feature's outbox messages are."""
    questions = Questions.of(features)
    in_which = Composer(questions.load_ask_in_which, render_which)
    commands = [it.name for f in features for it in f.commands if it.needs_space and "door" in it.places]
    return Feature(
        name="edge",
        composers={
            ASKS: Composer(questions.load_ask, render_ask),
            WHICH_PROMPT: Composer(questions.load_ask_which, render_which),
            OVER: Composer(questions.load_end, render_end),
            **dict.fromkeys(map(again_in_which, commands), in_which),
        },
        outcomes={
            ASKS: questions.asked,
            WHICH_PROMPT: questions.asked_which,
            OVER: questions.ended,
            **{again_in_which(name): questions.asked_in_which for name in commands},
        },
        adds=(TODAY(questions.today_lines),),
    )


def _unsaid(outgoing: OutboxMessage) -> datetime | None:
    """Return the instant for which an outbox message is composed; None if a copy of it may have arrived
    already.
    """
    return None if outgoing.tries else outgoing.claimed_at
