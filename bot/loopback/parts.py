"""What places and people need of the Telegram they live in, and of each other: so neither knows it whole."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.loopback.model import User
from bot.loopback.rules import Rules
from bot.loopback.world import World


class Telegram(Protocol):
    """A Telegram as people and places see it: `loopback.Loopback` is one."""

    world: World
    rules: Rules
    settle: Callable[[], Awaitable[None]]


class Somebody(Protocol):
    """Somebody with a Telegram app: `people.Person` is one."""

    user: User

    @property
    def id(self) -> int:
        """The user id."""
