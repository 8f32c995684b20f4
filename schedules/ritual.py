"""What a ritual is: something the bot starts by itself, once per local day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spaces.model import Space
from content.bank import Bank
from schedules.due import Days, Due, Rhythm
from schedules.posts import Post


class Place(StrEnum):
    """What a ritual takes of a day (`schedules.agenda`): one of the group's two places, or a door's one."""

    MORNING = "morning"
    MIDDAY = "midday"
    DOOR = "door"


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of a post: whether anything of it goes out, and whether something of its space changed by it,
    or of its partners: the plan then goes by what they are now.
    """

    speaks: bool
    changes: bool = False


class Ritual(Protocol):
    """A ritual says when it comes, what its post is, and what closing it means.

    `place` is the one of a day's that it takes where it speaks; None for what stands in for another's (a
    partner's own words, say). Of two that ask for one place the lower `rank` comes first: give the rarer one
    the lower. `freshness` is how late a post may still go out; `lasts` how long it stays open, from its due
    instant or by whole days. `post` and `close` write inside the claim's own transaction, so a crash leaves
    all or nothing.
    """

    @property
    def name(self) -> str:
        """The ritual's name, kept in the plan and on its posts."""

    @property
    def place(self) -> Place | None:
        """The place of a day that it takes."""

    @property
    def rank(self) -> int:
        """Its rank among those that take the same place: the lowest comes first."""

    @property
    def freshness(self) -> timedelta:
        """How late a post may still go out."""

    @property
    def lasts(self) -> timedelta | Days:
        """How long a post stays open: after its due instant, or through whole days (`due.end`)."""

    def targets(self, space: Space) -> tuple[int, ...]:
        """Return whom it is planned for: (0,) for the space, or the ids of partners."""

    def rhythm(self, space: Space, person_id: int, now: datetime) -> Rhythm | None:
        """Return when it may come, or None while it is off."""

    async def wants(self, tx: AsyncConnection, space: Space, person_id: int, due: Due) -> bool:
        """Return whether it will have something to say then, as far as that is known on the same day.

        Others leave it its place only if so.
        """

    async def post(self, tx: AsyncConnection, bank: Bank, space: Space, post: Post, now: datetime) -> Posted:
        """Write what the post consists of, put its messages into the outbox, and return what came of it."""

    async def close(self, tx: AsyncConnection, space: Space, post: Post, now: datetime) -> None:
        """End a post whose time is over."""
