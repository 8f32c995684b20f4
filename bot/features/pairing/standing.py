"""What joining leaves in the group: a day later its cards lose their buttons, and what is not so any more."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import keyboards
from bot.actions import Action
from bot.features.pairing import rules, views
from bot.features.pairing.actions import OpenDoor, WhatISee
from bot.message import Message
from bot.services import Services
from bot.spaces import store as spaces
from bot.spaces.model import Space, SpaceState
from content.bank import Bank
from schedules import keyboards as standing
from schedules.keyboards import Keyboard

OF_JOINING: tuple[type[Action], ...] = (OpenDoor, WhatISee)
"""The buttons of the cards of joining."""


async def greets(services: Services, space_id: int, card: Message) -> None:
    """Say hello in the group of a space; its buttons go once both have joined."""
    async with services.db.read() as tx:
        space = await spaces.by_id(tx, space_id)
    if space is not None and space.chat_id is not None:
        outcome = await services.sender.send(space.chat_id, card)
        await keyboards.sent(services, space, outcome, card)


async def begins(tx: AsyncConnection, space: Space, now: datetime) -> None:
    """Both have joined: let what asks for it go a day from now, when neither can undo it any more."""
    for name in (name for action in OF_JOINING for name in action.names()):
        await standing.move_all(tx, space.id, name, now + rules.UNDO)


async def closes(_tx: AsyncConnection, space: Space, _ref: int) -> datetime:
    """Return when nobody needs the buttons of joining any more; while a space waits, when it is forgotten."""
    if space.active_at is None or space.state is SpaceState.INVITING:
        return space.created_at + rules.INVITED
    return space.active_at + rules.UNDO


async def over(tx: AsyncConnection, _bank: Bank, space: Space, _keyboard: Keyboard) -> Message:
    """Return what the first card says from then on."""
    known = await spaces.known(tx, space.inviter_id) if space.inviter_id else None
    return views.welcomed_card(known.name if known else None)
