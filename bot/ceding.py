"""Albums that turn out to be something else: what one feature took of them, given up to another.

Telegram brings the pictures of an album one by one, and the words that say what they are may come last.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pieces import Pieces
from bot.points import Point
from bot.telegram.incoming import Said


@dataclass(frozen=True, slots=True)
class Ceded:
    """Pieces that a feature gives up because another message says what they are, and what follows after
    that.
    """

    pieces: Pieces
    then: Callable[[], Awaitable[None]]


Cedes = Callable[[AsyncConnection, Said], Awaitable[Ceded | None]]
"""Gives up what a feature took at a door of the album to which a message with a command belongs.

It does so in the transaction that takes it with that message; None if the feature took none of it.
"""

CEDES = Point[Cedes]("gives up albums")


async def ceded(tx: AsyncConnection, said: Said) -> list[Ceded]:
    """Return what the features took of this album before a later picture of it said what it is."""
    found = [await cedes(tx, said) for cedes in said.services.points.of(CEDES)]
    return [it for it in found if it is not None]
