"""The letters of thank-yous: what each says is read from the rows when it goes out, and again on a retry."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.db.tables import outbox as sent
from bot.db.tables import posts
from bot.features.thanks import rules, store, views
from bot.features.thanks.store import Thanks
from bot.spaces.model import Space
from content.bank import Bank
from schedules import outbox
from schedules.outbox import Letter

Copies = list[tuple[int, int]]

AWAITED_AT_DOOR = "thanks"
CARD = "thanks.card"
WORDS = "thanks.words"
ASK = "thanks.ask"
SUNDAY = "thanks_sunday"


async def put_card(tx: AsyncConnection, thanks: Thanks, now: datetime) -> None:
    """Put a given thank-you's card into the outbox, and before it the words that do not fit on it."""
    if not thanks.aloud and not rules.fits_card(thanks.text, with_media=thanks.media is not None):
        await outbox.put(tx, space_id=thanks.space_id, kind=WORDS, ref=thanks.id, at=now, loud=False)
    await outbox.put(tx, space_id=thanks.space_id, kind=CARD, ref=thanks.id, at=now)


async def card(tx: AsyncConnection, _bank: Bank, space: Space, letter: Letter) -> Card | None:
    """Compose the card in the group; None if the thank-you was erased meanwhile."""
    thanks = await store.by_id(tx, space.id, letter.ref)
    return None if thanks is None or thanks.state != "given" else views.card(space, thanks)


async def words(tx: AsyncConnection, _bank: Bank, space: Space, letter: Letter) -> Card | None:
    """Compose the message of a long thank-you's words."""
    thanks = await store.by_id(tx, space.id, letter.ref)
    return None if thanks is None or thanks.state != "given" else views.words(thanks)


async def ask(tx: AsyncConnection, _bank: Bank, space: Space, letter: Letter) -> Card | None:
    """Compose Sunday's question about what its post noted as asked; None if that is settled already."""
    today = await tx.scalar(select(posts.c.local_date).where(posts.c.id == letter.ref))
    giver = space.partner(letter.person_id)
    if today is None or giver is None:
        return None
    kept = await store.asked_about(tx, space.id, giver.person_id, today)
    return None if kept is None else views.sunday(space, kept, space.other(giver.person_id))


async def copies(tx: AsyncConnection, space: Space, kind: str, thanks_id: int) -> Copies:
    """Return the (chat id, message id) of a letter's messages in the space's present chat."""
    found = await outbox.copies_of(tx, space.id, kind, thanks_id)
    return [(chat_id, message_id) for chat_id, message_id in found if chat_id == space.chat_id]


async def asking(tx: AsyncConnection, thanks: Thanks) -> Copies:
    """Return the messages at its giver's door that ask, or asked, what becomes of a kept thank-you."""
    found = [] if thanks.asked_message is None else [(thanks.giver_id, thanks.asked_message)]
    post_id = await tx.scalar(
        select(posts.c.id).where(
            posts.c.space_id == thanks.space_id,
            posts.c.person_id == thanks.giver_id,
            posts.c.ritual == SUNDAY,
            posts.c.local_date == thanks.asked_on,
        )
    )
    return found if post_id is None else found + await outbox.copies_of(tx, thanks.space_id, ASK, post_id)


async def stale_copies(tx: AsyncConnection, space: Space, thanks_id: int, now: datetime) -> Copies:
    """Return the cards of the thank-you before this one, if their day is over and they still have buttons."""
    before = await store.given_before(tx, space.id, thanks_id)
    if before is None or before.received or not is_closed(space, before, now):
        return []
    return await copies(tx, space, CARD, before.id)


def is_closed(space: Space, thanks: Thanks, now: datetime) -> bool:
    """Whether the next day's card has come, or would have: then nobody answers the thank-you any more."""
    return thanks.given_at is not None and _is_day_over(space, thanks.given_at, now)


async def is_day_over(tx: AsyncConnection, space: Space, thanks_id: int, now: datetime) -> bool:
    """Whether a card's day is over (see `is_closed`) whose thank-you was erased: its letter has the day."""
    of_card = (sent.c.space_id == space.id, sent.c.kind == CARD, sent.c.ref == thanks_id)
    sent_at = await tx.scalar(select(sent.c.not_before).where(*of_card))
    return sent_at is None or _is_day_over(space, sent_at, now)


def _is_day_over(space: Space, given_at: datetime, now: datetime) -> bool:
    return now >= rules.closes_at(space.local(given_at).date(), space.question_time, space.tz)
