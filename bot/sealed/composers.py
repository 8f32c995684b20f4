"""How what the sealed pair says by itself is made, but for the card, its reveal and what was shown alone.

Those are the words of its user; what stands here is the same for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Composer, Reader
from bot.message import Message
from bot.sealed import ending, line, rows, sending, views
from bot.sealed.contributions import AnswerState, Card, CardState, Part, parts
from bot.sealed.pair import Pair
from bot.spaces.model import Partner, Space
from schedules.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class APart:
    """One message of a long answer, below that which shows the rest."""

    author: Partner
    part: Part
    reply_to: int | None


async def load_part(pair: Pair, tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> APart | None:
    """Return one message of a long answer."""
    card_id, author, number = sending.by_part_ref(space, outgoing.ref)
    answer = await rows.answer_of(tx, card_id, author.person_id)
    card = await rows.card(pair.names, tx, space.id, card_id)
    if (
        card is None
        or answer is None
        or answer.how is not AnswerState.REVEALED
        or number >= len(parts(answer.pieces))
    ):
        return None
    reply_to = await sending.newest_copy(tx, space, (pair.names.reveal, card_id), (pair.names.alone, card_id))
    return APart(author, parts(answer.pieces)[number], reply_to)


def render_part(shown: APart, _reader: Reader) -> Message:
    """Return one message of a long answer."""
    return views.part(shown.author, shown.part, shown.reply_to)


@dataclass(frozen=True, slots=True)
class Heard:
    """A card that somebody answered aloud; whether it has `opened` since."""

    card: Card
    opened: bool


async def load_heard(pair: Pair, tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Heard | None:
    """Return a card to which a reply was taken as an answer; None once it is no answer any more.

    Of one that closed there is nothing to say.
    """
    card = await rows.card(pair.names, tx, space.id, outgoing.ref)
    mine = None if card is None else await rows.answer_of(tx, card.id, outgoing.person_id)
    if card is None or mine is None or mine.how is not AnswerState.ALOUD:
        return None
    if card.revealed_at is None or await sending.is_unshown(pair.names, tx, card):
        is_over = outgoing.claimed_at is not None and card.state(outgoing.claimed_at) is CardState.CLOSED
        return None if is_over else Heard(card, opened=False)
    answers = await rows.answers_to(tx, card.id)
    return (
        Heard(card, opened=True) if any(it.how is AnswerState.REVEALED for it in answers.values()) else None
    )


def render_heard(pair: Pair, heard: Heard, reader: Reader) -> Message:
    """Return the line, with its button while it may be undone; of what opened, what can still be done."""
    subject = pair.subject(reader, heard.card)
    return views.heard_late(subject) if heard.opened else views.heard(pair, reader.space, heard.card, subject)


async def load_lost(pair: Pair, tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Card | None:
    """Return a card of which something may not have arrived; None once it has, or is on its way again."""
    card = await rows.card(pair.names, tx, space.id, outgoing.ref)
    lost = await sending.lost_reveals(pair.names, tx, space.id, outgoing.claimed_at or space.created_at)
    return card if card is not None and card.id in lost else None


def render_lost(pair: Pair, card: Card, reader: Reader) -> Message:
    """Return the line that something may not have arrived."""
    return views.lost(pair, reader.space, card, pair.subject(reader, card))


def composers(pair: Pair) -> Mapping[str, Composer[Any]]:
    """Return how each is made, by its kind."""
    names = pair.names
    return {
        names.part: Composer(partial(load_part, pair), render_part),
        names.heard: Composer(partial(load_heard, pair), partial(render_heard, pair)),
        names.lost: Composer(partial(load_lost, pair), partial(render_lost, pair)),
        names.line_again: Composer(partial(line.load, pair), partial(line.render, pair)),
        names.stayed: Composer(partial(ending.load_stayed, pair), partial(ending.stayed_face, pair)),
    }
