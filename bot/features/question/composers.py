"""What each outbox message of the daily question is made from, and how it is made (`kinds` lists them).

With them: *Tell me more* below a reveal (`bot.more`), and the step of the ladder that a morning's card left
out, as it told a wish. That step is said below the day's kindness: it adds no message, and stands there a day
longer. Where no kindness came on that day, the next question's card says it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Composer, Reader, itself
from bot.features.question import kinds, rules, store, views
from bot.features.question.actions import Reply, SayMore
from bot.features.question.kinds import NAMES
from bot.features.question.preferences import QUESTION_TIME
from bot.message import Message
from bot.more import More, Wanted, by_slot_ref, slot_ref
from bot.outcomes import Outcome, Sent, Unknown
from bot.places import Line
from bot.sealed import rows, sending
from bot.sealed.contributions import Answer, AnswerState, Card
from bot.spaces.model import Partner, Space
from bot.telegram.incoming import Tap
from schedules import ladder, messages
from schedules.delivery import NotYet
from schedules.due import Due
from schedules.ladder import PACE, QUIET_TOLD
from schedules.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class Face:
    """An open card, and whether it has shrunk to a line with its button, as another came after it."""

    card: Card
    folded: bool


async def load_card(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Face | None:
    """Return a question's card; None once it is answered or its time is over."""
    card = await rows.card(NAMES, tx, space.id, outgoing.ref)
    if card is None or not card.post_open or card.revealed_at is not None:
        return None
    return await load_face(tx, card)


async def load_face(tx: AsyncConnection, card: Card) -> Face:
    """Return what an open card shows."""
    return Face(card, await store.is_folded(tx, card))


def render_face(face: Face, reader: Reader) -> Message:
    """Return what an open card shows."""
    question = reader.bank.question(face.card.item_id)
    if face.folded:
        return views.folded_card(reader.space, face.card, question)
    return views.question_card(reader.space, face.card, question)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A card below which (the message of this number) an answer is said to wait."""

    card: Card
    reply_to: int | None


async def load_waiting(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Waiting | None:
    """Return below what an answer is said to wait; None if it was opened or taken back meanwhile.

    Raises:
        NotYet: the reveal has yet to go out, so it may be shut again.
    """
    card = await rows.card(NAMES, tx, space.id, outgoing.ref)
    if card is not None and await sending.is_unshown(NAMES, tx, card):
        raise NotYet
    if card is None or not card.post_open or card.revealed_at is not None:
        return None
    answers = await rows.answers_to(tx, card.id)
    if not any(answer.how is AnswerState.SEALED and answer.told for answer in answers.values()):
        return None
    return Waiting(card, await sending.newest_copy(tx, space, (kinds.kind_of(card), card.id)))


def render_waiting(waits: Waiting, reader: Reader) -> Message:
    """Return the line that an answer is waiting."""
    return views.waiting(reader.space, waits.card, waits.reply_to)


@dataclass(frozen=True, slots=True)
class Reveal:
    """A card that both answered, with the replies tapped so far.

    `older`: another card came since. `spoken` is which message of the group each answer was said aloud in, as
    far as is known.
    """

    card: Card
    answers: Mapping[int, Answer]
    replies: Sequence[tuple[int, Reply]]
    older: bool
    today: date
    spoken: Mapping[int, int]


async def load_reveal(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Reveal | None:
    """Return what is revealed; None once either answer is erased: the other's never opens alone."""
    card = await rows.card(NAMES, tx, space.id, outgoing.ref)
    if card is None or card.revealed_at is None:
        return None
    answers = await rows.answers_to(tx, card.id)
    if len(answers) < 2 or not any(answer.how is AnswerState.REVEALED for answer in answers.values()):
        return None
    replies = await store.shown_marks(tx, card.id)
    older = not await store.is_newest(tx, card, outgoing.claimed_at or card.due_at)
    today = space.day(outgoing.claimed_at or card.due_at, space[QUESTION_TIME])
    return Reveal(card, answers, replies, older, today, await _spoken(tx, space, answers.values()))


def render_reveal(shown: Reveal, reader: Reader) -> Message:
    """Return the reveal."""
    card, question = shown.card, reader.bank.question(shown.card.item_id)
    return views.reveal(
        reader.space,
        card,
        question,
        shown.answers,
        shown.replies,
        older=shown.older,
        today=shown.today,
        spoken=shown.spoken,
    )


async def _spoken(tx: AsyncConnection, space: Space, answers: Iterable[Answer]) -> dict[int, int]:
    """Return which message of the space's present chat each answer was said aloud in, as far as is known."""
    found = {}
    for answer in answers:
        ref = slot_ref(space, answer.card_id, answer.person_id)
        for chat_id, message_id in await messages.copies_of(tx, space.id, kinds.SPOKEN, ref):
            if answer.how is AnswerState.ALOUD and chat_id == space.chat_id and answer.holds(message_id):
                found[answer.person_id] = message_id
    return found


@dataclass(frozen=True, slots=True)
class Alone:
    """An answer that stayed alone and is shown on a local date."""

    author: Partner
    card: Card
    answer: Answer
    today: date


async def load_alone(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Alone | None:
    """Return the answer that stayed alone."""
    card = await rows.card(NAMES, tx, space.id, outgoing.ref)
    if card is None:
        return None
    for answer in (await rows.answers_to(tx, card.id)).values():
        author = space.partner(answer.person_id)
        if answer.how is AnswerState.REVEALED and author is not None:
            today = space.day(outgoing.claimed_at or card.closes_at, space[QUESTION_TIME])
            return Alone(author, card, answer, today)
    return None


def render_alone(shown: Alone, reader: Reader) -> Message:
    """Return the answer that stayed alone."""
    question = reader.bank.question(shown.card.item_id)
    return views.alone(reader.space, shown.author, shown.card, question, shown.answer, shown.today)


async def load_quiet(_tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> OutboxMessage | None:
    """Return the line before silence; None if somebody spoke to the bot meanwhile."""
    return outgoing if space[QUIET_TOLD] else None


def render_quiet(outgoing: OutboxMessage, reader: Reader) -> Message:
    """Return the line before silence."""
    return views.quiet(reader.space, outgoing.ref)


def render_week(_outgoing: OutboxMessage, _reader: Reader) -> Message:
    """Return the line that questions stay open for longer than they did before."""
    return views.longer()


SAY_MORE = More(kind=kinds.WANTED, action=SayMore, prompt="question.say")


async def say_more(tap: Tap, tapped: SayMore) -> None:
    """*Say more*, below an answer of the tapper's own."""
    await SAY_MORE.say(tap, tapped.whose)


async def load_wanted(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Wanted | None:
    """Return what the reply answers; None if who asked erased that they did before it went out."""
    card_id, addressee = by_slot_ref(space, outgoing.ref)
    asker = space.other(addressee.person_id)
    card = await rows.card(NAMES, tx, space.id, card_id)
    if card is None or card.revealed_at is None:
        return None
    if (asker.person_id, "more") not in await store.shown_marks(tx, card_id):
        return None
    return Wanted(outgoing.ref, await sending.answered_in(NAMES, tx, space, outgoing.ref))


@dataclass(frozen=True, slots=True)
class Rarer:
    """A card that left out how rarely the next ones come, and that: so many days apart."""

    card: Card
    step: int


async def load_rarer(tx: AsyncConnection, space: Space, day: date, now: datetime) -> Rarer | None:
    """Return what the bot says without sound on a date; None if nothing was left out."""
    card_id = await store.untold_on(tx, space.id, day)
    card = None if card_id is None else await rows.card(NAMES, tx, space.id, card_id)
    step = rules.steps_to(space[PACE], ladder.since(space, now), now)
    return None if card is None or step is None else Rarer(card, step)


async def load_rarer_told(tx: AsyncConnection, space: Space, day: date, now: datetime) -> Rarer | None:
    """Return what was said on a date, if the ladder stands where it stood then."""
    card_id = await store.told_below_on(tx, space.id, day)
    card = None if card_id is None else await rows.card(NAMES, tx, space.id, card_id)
    if card is None:
        return None
    since = ladder.since(space, now)
    step, then = (rules.steps_to(space[PACE], since, at) for at in (now, card.due_at))
    return None if step is None or step != then else Rarer(card, step)


def render_rarer(rarer: Rarer, reader: Reader) -> Sequence[Line]:
    """Return the line that says so."""
    return (Line(views.rarer(reader.space, rarer.card, rarer.step)),)


async def rarer_told(tx: AsyncConnection, space: Space, day: date, outcome: Outcome) -> None:
    """Note that it was said, or may have been: no other card says it again."""
    card_id = await store.untold_on(tx, space.id, day)
    if card_id is not None and isinstance(outcome, Sent | Unknown):
        await store.note_told(tx, card_id)


_FACE = Composer(load_card, render_face)

COMPOSERS: Mapping[str, Composer[Any]] = {
    kinds.CARD: _FACE,
    kinds.ANOTHER: _FACE,
    kinds.WAITING: Composer(load_waiting, render_waiting),
    kinds.REVEAL: Composer(load_reveal, render_reveal),
    kinds.ALONE: Composer(load_alone, render_alone),
    kinds.QUIET: Composer(load_quiet, render_quiet),
    kinds.WEEK: Composer(itself, render_week),
    SAY_MORE.kind: Composer(load_wanted, SAY_MORE.render),
}


async def day_of(tx: AsyncConnection, space: Space, card_id: int) -> Due | None:
    """Return the local date a card belongs to, and the instant at which its post was due."""
    return await rows.due_of(NAMES, tx, space.id, card_id)
