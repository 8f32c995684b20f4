"""What couples act on: what they see, and the notes that are taken of what they do."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from bot.loopback.model import Query
from bot.loopback.shown import Shown
from tests.people import Loopback, Person, Place
from tests.torture import names
from tests.torture.kept import Promises
from tests.torture.sent import Effect, Updates, no_effect

PATIENCE = 4.0
PLANTED = "quill"
"""Begins every text of theirs: no log line may hold it."""


@dataclass
class Scene:
    """What all couples of one world share."""

    telegram: Loopback
    random: Random
    promises: Promises
    updates: Updates
    over: bool = False
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def words(self) -> str:
        """Return words that nobody ever said before."""
        return f"{PLANTED}{next(self._numbers)} by the lamp"

    async def sees(self, condition: Callable[[], Any], seconds: float = PATIENCE) -> bool:
        """Wait until something is so; False once patience or the process's life is over."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    if self.over:
                        return False
                    await self.telegram.world.changes.wait()
        except TimeoutError:
            return False
        return True

    async def taps(self, person: Person, found: "list[Button]") -> Query | None:
        """Tap one of these buttons by chance and wait for the bot's answer a while."""
        if not found:
            return None
        button = self.random.choice(found)
        world = self.telegram.world
        query = world.tap(person.user, button.message.message, button.data)
        self.promises.tapped(query)
        self.updates.tapped(world.updates.newest, query)
        await self.sees(lambda: query.answer is not None)
        return query

    def noted(self, what: str, chat: int, replies: tuple[str, ...], effect: Effect = no_effect) -> None:
        """Note that the newest update is this message; what may answer it, and its effect."""
        newest = self.telegram.world.updates.newest
        self.updates.said(newest, what, chat, effect=effect, replies=replies)


@dataclass
class Button:
    """A button in sight: on which message, with which callback data."""

    message: Shown
    data: str

    @property
    def space(self) -> int:
        """The space it names."""
        parsed = names.read(self.data)
        return parsed.space_id if parsed else 0

    @property
    def ref(self) -> int:
        """What it is about."""
        parsed = names.read(self.data)
        return parsed.ref if parsed else 0


def buttons(place: Place, *verbs: str) -> list[Button]:
    """Return the buttons of these verbs on the newest message of a place that has any."""
    for shown in sorted(place.messages, key=lambda it: it.message.order, reverse=True):
        data = [button.get("callback_data", "") for row in shown.message.buttons for button in row]
        found = [Button(shown, one) for one in data if one.partition(":")[0] in verbs]
        if found:
            return found
    return []
