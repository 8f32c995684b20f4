"""What a user of the sealed pair declares, in one value."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.sealed.contributions import Answer
from bot.sealed.names import Names
from bot.services import Services
from bot.spaces.model import Space

Notes = Callable[[AsyncConnection, Space, int, datetime], Awaitable[None]]
"""Notes in a transaction what follows for a card of a space, at an instant (UTC). It sends nothing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two private contributions to one card, and their joint opening, as one feature uses them.

    What is said of a card in any of these is the same whether or not the other has answered, until it opens.
    """

    names: Names
    """What its messages, prompts and timers are called."""

    stays: Callable[[AsyncConnection, Space, Answer, datetime], Awaitable[None]]
    """What becomes of a sealed answer whose card is over while it is alone: told to nobody but its author."""

    opened: Notes
    """The reveal is out, or none was needed: note what its messages are to say from now on."""

    changed: Notes
    """Nobody can tell any more whether the reveal arrived: have its messages say so at once."""

    show: Callable[[Services, Space, int], Awaitable[None]]
    """Have the messages about a card say what has become of it; after the transaction of `opened`."""
