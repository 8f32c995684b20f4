"""What each outbox message of a thank-you is made from, read anew whenever it goes out, and how it is
made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Composer, Reader
from bot.features.thanks import compose, rules, store, views
from bot.features.thanks.rules import ThanksState
from bot.features.thanks.store import Thanks
from bot.message import Message
from bot.spaces.model import Space
from schedules import lost, messages, outbox, posts
from schedules.outbox import OutboxMessage

_RIGHT_BELOW = timedelta(minutes=1)
_CHOSEN_WITHIN = timedelta(hours=36)
"""For so long after it was written its giver may be asked; then Sunday is near enough."""


@dataclass(frozen=True, slots=True)
class Given:
    """A given thank-you; if it was said aloud, in which message, and whether others may stand between."""

    thanks: Thanks
    said: int | None = None
    late: bool = False


async def load_card(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Given | None:
    """Return what the card in the group shows; None if the thank-you was erased meanwhile.

    What was said aloud is right above it, unless the card had to wait or something is known to stand between.
    """
    thanks = await store.by_id(tx, space.id, outgoing.ref)
    if thanks is None or thanks.state is not ThanksState.GIVEN:
        return None
    if not thanks.aloud:
        return Given(thanks)
    said = min(
        [message_id for _chat, message_id in await compose.copies(tx, space, compose.SAID, thanks.id)],
        default=None,
    )
    between = said is not None and said < await messages.newest_in(tx, space.chat_id or 0)
    return Given(thanks, said, between or _is_late(thanks, outgoing))


def render_card(given: Given, reader: Reader) -> Message:
    """Return the card in the group."""
    if not given.thanks.aloud:
        return views.card(reader.space, given.thanks)
    return views.card_of_what_was_said(reader.space, given.thanks, given.said, late=given.late)


def _is_late(thanks: Thanks, outgoing: OutboxMessage) -> bool:
    """Whether a card comes so long after what was said in the group that others may have spoken since."""
    waited = outgoing.claimed_at is not None and outgoing.claimed_at - thanks.made_at > _RIGHT_BELOW
    return bool(waited or outgoing.refused or outgoing.tries)


async def load_lost(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> OutboxMessage | None:
    """Return the line that a thank-you may not have arrived; None once it has, or is on its way again."""
    now = outgoing.claimed_at or space.created_at
    cards = await lost.given_up(tx, space.id, rules.CARD, now)
    parts = [ref // compose.PARTS for ref in await lost.given_up(tx, space.id, compose.PART, now)]
    return outgoing if outgoing.ref in (*cards, *parts) else None


def render_lost(_outgoing: OutboxMessage, reader: Reader) -> Message:
    """Return the line that a thank-you may not have arrived."""
    return views.lost(reader.space)


async def load_waits(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> OutboxMessage | None:
    """Return the line that a thank-you waits for the group; None once it is out, or gone."""
    waiting = await outbox.is_on_its_way(tx, space.id, rules.CARD, outgoing.ref, unproven=False)
    return outgoing if waiting else None


def render_waits(_outgoing: OutboxMessage, _reader: Reader) -> Message:
    """Return the line that a thank-you waits for the group."""
    return views.waits()


async def load_part(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> rules.Part | None:
    """Return one message of what did not fit on a card."""
    thanks_id, number = divmod(outgoing.ref, compose.PARTS)
    thanks = await store.by_id(tx, space.id, thanks_id)
    parts = (
        () if thanks is None or thanks.state is not ThanksState.GIVEN else rules.layout(thanks.pieces).parts
    )
    return parts[number] if number < len(parts) else None


def render_part(part: rules.Part, _reader: Reader) -> Message:
    """Return one message of what did not fit on a card."""
    return views.part(part)


async def load_ask(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Thanks | None:
    """Return what Sunday's question is about, as its post noted; None if that is settled already."""
    asked = await posts.due_of(tx, outgoing.ref)
    giver = space.partner(outgoing.person_id)
    if asked is None or giver is None:
        return None
    return await store.asked_about(tx, space.id, giver.person_id, asked.local_date)


def render_ask(kept: Thanks, reader: Reader) -> Message:
    """Return Sunday's question."""
    return views.sunday(reader.space, kept)


@dataclass(frozen=True, slots=True)
class Written:
    """A thank-you just written, and its giver's date."""

    thanks: Thanks
    today: date


async def load_choice(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Written | None:
    """Return a thank-you just written; None if it was asked about, settled or erased."""
    kept = await store.by_id(tx, space.id, outgoing.ref)
    if (
        kept is None
        or kept.state is not ThanksState.KEPT
        or kept.asked_message is not None
        or kept.asked_on is not None
    ):
        return None
    if outgoing.tries or outgoing.claimed_at is None or outgoing.claimed_at - kept.made_at > _CHOSEN_WITHIN:
        return None
    giver = space.partner(kept.giver_id)
    return None if giver is None else Written(kept, giver.day(outgoing.claimed_at))


def render_choice(written: Written, reader: Reader) -> Message:
    """Return the question what becomes of it."""
    kept, other = written.thanks, reader.space.other(written.thanks.giver_id)
    return views.choice(reader.space, kept.id, other, today=written.today, partly=kept.partly)


COMPOSERS: Mapping[str, Composer[Any]] = {
    rules.CARD: Composer(load_card, render_card),
    compose.PART: Composer(load_part, render_part),
    compose.LOST: Composer(load_lost, render_lost),
    compose.WAITS: Composer(load_waits, render_waits),
    compose.ASK: Composer(load_ask, render_ask),
    compose.CHOICE: Composer(load_choice, render_choice),
}
