"""/today: read what the features offer, and say it; in the group that goes with the day."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import keyboards
from bot.expiry import Passing
from bot.features.today import lost, views
from bot.features.today.exports import TODAY
from bot.message import Message
from bot.spaces import awaited
from bot.spaces.model import DAY_BEGINS, Space
from bot.telegram.incoming import Said
from content.bank import Bank
from schedules import messages
from schedules.due import instant
from schedules.keyboards import Keyboard

_NOBODY = 0
DAYS = Passing("today")
"""A whole /today in the group."""


async def today(said: Said) -> None:
    """Take /today: in the group what is open for both and nothing personal, at the door one's own state."""
    services, now = said.services, said.services.now()
    who = said.person.id if said.at_door else _NOBODY
    async with services.db.read() as tx:
        lines = [
            line
            for says in services.points.of(TODAY)
            for line in await says(tx, services.bank, said.home, who, now)
        ]
        lines += await lost.lines(tx, services, said.home, now, at_door=said.at_door)
    card = views.open_today(lines)
    sent = await said.send(card)
    if sent is not None and lines and not said.at_door:
        await _goes_with_the_day(said, sent, card)
    about = [line.about for line in lines if line.about is not None]
    if sent is None or not about:
        return
    async with services.db.write() as tx:
        if not said.at_door:
            await messages.note(tx, said.home.id, *about[-1], said.chat_id, sent)
        elif len(about) == 1:
            await awaited.expect(
                tx,
                person_id=said.person.id,
                chat_id=said.chat_id,
                space_id=said.home.id,
                kind=about[0][0],
                ref=about[0][1],
                now=now,
                message_id=sent,
            )


async def closes(_tx: AsyncConnection, _space: Space, at: int) -> datetime:
    """Return when what was open on a day is said no more."""
    return datetime.fromtimestamp(at, UTC)


async def over(_tx: AsyncConnection, _bank: Bank, _space: Space, _keyboard: Keyboard) -> Message:
    """Return what is left of it then; a reply to it is about the same as before."""
    return views.was_today()


async def _goes_with_the_day(said: Said, message_id: int, card: Message) -> None:
    """Have it go when the day is over, or sooner with the first thing it offers that is over."""
    services, space, now = said.services, said.home, said.services.now()
    ends = instant(space.day(now) + timedelta(days=1), DAY_BEGINS, space.tz)
    async with services.db.read() as tx:
        ends = min([ends, *await keyboards.ends_of(tx, services.closes, space, card)])
    ref = int(ends.timestamp())
    await keyboards.goes_at(services, space, message_id, DAYS, ref, datetime.fromtimestamp(ref, UTC))
