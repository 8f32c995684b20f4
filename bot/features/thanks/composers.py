"""What each letter of a thank-you is made from, read anew whenever it goes out, and how it is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.composing import Composer, Reader
from bot.db.tables import posts
from bot.features.thanks import compose, rules, store, views
from bot.features.thanks.store import Thanks
from bot.spaces.model import Space
from schedules import lost, messages, outbox
from schedules.outbox import Letter

_RIGHT_BELOW = timedelta(minutes=1)
_CHOSEN_WITHIN = timedelta(hours=36)
"""For so long after it was written its giver may be asked; then Sunday is near enough."""


@dataclass(frozen=True, slots=True)
class Given:
    """A given thank-you; if it was said aloud, in which message, and whether others may stand between."""

    thanks: Thanks
    said: int | None = None
    late: bool = False


async def load_card(tx: AsyncConnection, space: Space, letter: Letter) -> Given | None:
    """Return what the card in the group shows; None if the thank-you was erased meanwhile.

    What was said aloud is right above it, unless the card had to wait or something is known to stand between.
    """
    thanks = await store.by_id(tx, space.id, letter.ref)
    if thanks is None or thanks.state != "given":
        return None
    if not thanks.aloud:
        return Given(thanks)
    said = min(
        [message_id for _chat, message_id in await compose.copies(tx, space, compose.SAID, thanks.id)],
        default=None,
    )
    between = said is not None and said < await messages.newest_in(tx, space.chat_id or 0)
    return Given(thanks, said, between or _is_late(thanks, letter))


def render_card(given: Given, reader: Reader) -> Card:
    """Return the card in the group."""
    if not given.thanks.aloud:
        return views.card(reader.space, given.thanks)
    return views.card_of_what_was_said(reader.space, given.thanks, given.said, late=given.late)


def _is_late(thanks: Thanks, letter: Letter) -> bool:
    """Whether a card comes so long after what was said in the group that others may have spoken since."""
    waited = letter.claimed_at is not None and letter.claimed_at - thanks.made_at > _RIGHT_BELOW
    return bool(waited or letter.refused or letter.tries)


async def load_lost(tx: AsyncConnection, space: Space, letter: Letter) -> Letter | None:
    """Return the line that a thank-you may not have arrived; None once it has, or is on its way again."""
    now = letter.claimed_at or space.created_at
    cards = await lost.given_up(tx, space.id, rules.CARD, now)
    parts = [ref // compose.PARTS for ref in await lost.given_up(tx, space.id, compose.PART, now)]
    return letter if letter.ref in (*cards, *parts) else None


def render_lost(_letter: Letter, reader: Reader) -> Card:
    """Return the line that a thank-you may not have arrived."""
    return views.lost(reader.space)


async def load_waits(tx: AsyncConnection, space: Space, letter: Letter) -> Letter | None:
    """Return the line that a thank-you waits for the group; None once it is out, or gone."""
    waiting = await outbox.is_on_its_way(tx, space.id, rules.CARD, letter.ref, unproven=False)
    return letter if waiting else None


def render_waits(_letter: Letter, _reader: Reader) -> Card:
    """Return the line that a thank-you waits for the group."""
    return views.waits()


async def load_part(tx: AsyncConnection, space: Space, letter: Letter) -> rules.Part | None:
    """Return one message of what did not fit on a card."""
    thanks_id, number = divmod(letter.ref, compose.PARTS)
    thanks = await store.by_id(tx, space.id, thanks_id)
    parts = () if thanks is None or thanks.state != "given" else rules.layout(thanks.pieces).parts
    return parts[number] if number < len(parts) else None


def render_part(part: rules.Part, _reader: Reader) -> Card:
    """Return one message of what did not fit on a card."""
    return views.part(part)


async def load_ask(tx: AsyncConnection, space: Space, letter: Letter) -> Thanks | None:
    """Return what Sunday's question is about, as its post noted; None if that is settled already."""
    today = await tx.scalar(select(posts.c.local_date).where(posts.c.id == letter.ref))
    giver = space.partner(letter.person_id)
    if today is None or giver is None:
        return None
    return await store.asked_about(tx, space.id, giver.person_id, today)


def render_ask(kept: Thanks, reader: Reader) -> Card:
    """Return Sunday's question."""
    return views.sunday(reader.space, kept)


@dataclass(frozen=True, slots=True)
class Written:
    """A thank-you just written, and its giver's date."""

    thanks: Thanks
    today: date


async def load_choice(tx: AsyncConnection, space: Space, letter: Letter) -> Written | None:
    """Return a thank-you just written; None if it was asked about, settled or erased."""
    kept = await store.by_id(tx, space.id, letter.ref)
    if kept is None or kept.state != "kept" or kept.asked_message is not None or kept.asked_on is not None:
        return None
    if letter.tries or letter.claimed_at is None or letter.claimed_at - kept.made_at > _CHOSEN_WITHIN:
        return None
    giver = space.partner(kept.giver_id)
    return None if giver is None else Written(kept, giver.day(letter.claimed_at))


def render_choice(written: Written, reader: Reader) -> Card:
    """Return the question what becomes of it."""
    kept, other = written.thanks, reader.space.other(written.thanks.giver_id)
    return views.choice(reader.space, kept.id, other, today=written.today, partly=kept.partly)


LETTERS: Mapping[str, Composer[Any]] = {
    rules.CARD: Composer(load_card, render_card),
    compose.PART: Composer(load_part, render_part),
    compose.LOST: Composer(load_lost, render_lost),
    compose.WAITS: Composer(load_waits, render_waits),
    compose.ASK: Composer(load_ask, render_ask),
    compose.CHOICE: Composer(load_choice, render_choice),
}
