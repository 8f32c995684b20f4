"""What is said to words of need before anything takes them: asked of whoever looks at what is typed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.message import Message
from bot.points import Point
from bot.telegram.incoming import Said


@dataclass(frozen=True, slots=True)
class Caution:
    """What a feature says to a message at its writer's door.

    `asking` is for before it is taken, and shown when they tap the neutral line that asks. `telling`, itself
    neutral, is for where they can only be told: it stands in the group already, or nobody waits for it.
    """

    asking: Message
    telling: Message


Look = Callable[[Said], Awaitable[Caution | None]]
"""Looks at what is typed to the bot before any feature takes it; None lets it pass."""

CAUTION = Point[Look]("looks at what is typed")


async def of(said: Said) -> Caution | None:
    """Return what is to be said to these words first; None for nearly all."""
    for look in said.services.points.of(CAUTION) if said.text else ():
        caution = await look(said)
        if caution is not None:
            return caution
    return None
