"""What a ritual is: something the bot starts by itself, once per local day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spaces.model import Space
from content.bank import Bank
from schedules.due import Days, Rhythm


@dataclass(frozen=True, slots=True)
class Post:
    """A claimed post: one ritual on one local date in one space; `person_id` 0 is the space itself."""

    id: int
    space_id: int
    person_id: int
    ritual: str
    local_date: date
    due_at: datetime


class Ritual(Protocol):
    """A ritual says when it comes, what its post is, and what closing it means.

    `freshness` is how late a post may still go out; `lasts` how long it stays open, from its due instant or
    by whole days. `post` and `close` write inside the claim's own transaction, so a crash leaves all or
    nothing.
    """

    @property
    def name(self) -> str:
        """The ritual's name, kept in the plan and on its posts."""

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

    async def post(self, tx: AsyncConnection, bank: Bank, space: Space, post: Post, now: datetime) -> bool:
        """Write what the post consists of and put its letters into the outbox.

        Return whether anything of the space or its partners changed by it: the plan then goes by what they
        are now.
        """

    async def close(self, tx: AsyncConnection, space: Space, post: Post, now: datetime) -> None:
        """End a post whose time is over."""
