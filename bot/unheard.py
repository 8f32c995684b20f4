"""What whoever spoke to the bot in their group hears at their door while the group takes nothing it says."""

from datetime import datetime, timedelta

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Composer, Reader, itself
from bot.message import Message
from bot.spaces.model import Space
from bot.words import _
from schedules import outbox
from schedules.outbox import OutboxMessage

KIND = "unheard"
OF_CARD = "unheard.card"
_FRESH = timedelta(minutes=10)
_MOMENT = timedelta(seconds=10)
_HOUR = 3600  # seconds


async def tell(tx: AsyncConnection, space_id: int, person_id: int, now: datetime) -> None:
    """Say at a person's door that the group refused what they were to be answered; once in an hour."""
    hour = int(now.timestamp()) // _HOUR
    await outbox.put(
        tx,
        space_id=space_id,
        person_id=person_id,
        kind=KIND,
        ref=hour,
        at=now,
        fresh_for=_FRESH,
        loud=False,
    )


async def tell_of(
    tx: AsyncConnection, space_id: int, person_id: int, kind: str, ref: int, now: datetime
) -> None:
    """Say the same, in a moment, of an outbox message that was asked for, if the group refuses it; once of
    each.
    """
    outbox_id = await outbox.id_of(tx, kind, ref)
    if outbox_id is not None:
        await outbox.put(
            tx,
            space_id=space_id,
            person_id=person_id,
            kind=OF_CARD,
            ref=outbox_id,
            at=now + _MOMENT,
            fresh_for=_FRESH,
            loud=False,
        )


async def load_of_card(tx: AsyncConnection, _space: Space, outgoing: OutboxMessage) -> OutboxMessage | None:
    """Return the line about something that was asked for; None once it is out."""
    return outgoing if await outbox.refused(tx, outgoing.ref) else None


def render_of_card(_outgoing: OutboxMessage, _reader: Reader) -> Message:
    """Return the line about something that was asked for."""
    return comes_later()


def render(_outgoing: OutboxMessage, _reader: Reader) -> Message:
    """Return the line that an answer was refused."""
    return Message(
        Markup.escape(
            _(
                "Your group isn't taking my messages just now, so I couldn't answer you there. "
                "Its permissions may say why, or a topic that was closed."
            )
        ),
        silent=True,
    )


def comes_later() -> Message:
    """Return the line about something that is posted as soon as the group takes it."""
    return Message(
        Markup.escape(_("Your group isn't taking my messages just now. I'll post this once it does.")),
        silent=True,
    )


COMPOSERS = {KIND: Composer(itself, render), OF_CARD: Composer(load_of_card, render_of_card)}
