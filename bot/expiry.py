"""How features say when a button in the group is over, and what its message is from then on.

`bot/keyboards.py` keeps to it.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions import Action
from bot.message import Message
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

    face: Message


@dataclass(frozen=True, slots=True)
class Passing:
    """A message in the group that goes at an instant (its ref, in seconds), whatever its buttons are.

    `name` is what it is noted by.
    """

    name: str

    def names(self) -> tuple[str, ...]:
        """Return all names that it is noted by."""
        return (self.name,)


Over = Callable[[AsyncConnection, Bank, Space, Keyboard], Awaitable[Message | Away | None]]
"""What a message in the group says once its keyboard is over; None: what it says now."""

Stands = type[Action] | Passing
"""What may be over in the group: a button, or a whole message."""

_What = TypeVar("_What")


def by_name(declared: Iterable[Mapping[Stands, _What]]) -> dict[str, _What]:
    """Return what features declared of buttons and of what passes, by each name that those are noted by."""
    return {name: what for each in declared for it, what in each.items() for name in it.names()}
