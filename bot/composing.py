"""How what the bot says by itself is made: loaded from rows in a transaction, rendered once that is over.

The database has one writer, so nobody draws, words or translates anything while others wait for it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.message import Message
from bot.spaces.model import Space
from content.bank import Bank
from schedules.outbox import OutboxMessage

Data = TypeVar("Data")

Load = Callable[[AsyncConnection, Space, OutboxMessage], Awaitable[Data | None]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a message: one of a space at their door, or with `person_id` 0 both, in their group.

    `bank` is what questions and ideas are read from for them.
    """

    space: Space
    person_id: int
    bank: Bank

    @property
    def partners_name(self) -> str:
        """The name of the other one for who reads at their door; "" for both, and for who is alone by now."""
        others = [it.name for it in self.space.couple if it.person_id != self.person_id]
        return others[0] if self.person_id and len(others) == 1 else ""


@dataclass(frozen=True, slots=True)
class Composer(Generic[Data]):
    """How outbox messages of one kind are composed.

    `load` reads what an outbox message is made from, and writes nothing: in the transaction that claims it,
    and again where something was erased before it went out. None: there is nothing to say any more. It may
    raise `schedules.delivery.NotYet`.

    `render` makes the message of that alone (None: none), while no transaction is open: it knows no rows and
    no clock. What takes long, such as a picture, says so by `in_thread`, and is rendered beside the event
    loop.

    `take` stands for `load` in the transaction that claims the outbox message, and writes down what the
    outbox message takes along, so that no other takes it too. It may run again for the same outbox message.
    """

    load: Load[Data]
    render: Callable[[Data, Reader], Message | None]
    take: Load[Data] | None = None
    in_thread: bool = False


async def itself(_tx: AsyncConnection, _space: Space, outgoing: OutboxMessage) -> OutboxMessage:
    """Load an outbox message that always says the same: nothing but itself."""
    return outgoing
