"""How features say when a button in the group is over, and what its message is from then on.

`bot/keyboards.py` keeps to it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.spaces.model import Space
from content.bank import Bank
from schedules.keyboards import Keyboard

Closes = Callable[[AsyncConnection, Space, int], Awaitable[datetime | None]]
"""When (UTC) what a button does about its ref in the group is over; None where there is no such thing."""


@dataclass(frozen=True, slots=True)
class Away:
    """A message that goes altogether once its keyboard is over, as long as Telegram lets it be deleted.

    Only what says nothing by itself, or nothing on another day, does, and whatever anybody did with it. Else
    it is its `face`.
    """

    face: Card


Over = Callable[[AsyncConnection, Bank, Space, Keyboard], Awaitable[Card | Away | None]]
"""What a message in the group says once its keyboard is over; None: what it says now."""
