"""What the playground page plays on: one loopback Telegram, its two people, their group, and the clock."""

import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import MovableClock
from bot.loopback.groups import Group
from bot.loopback.model import Message, User
from bot.loopback.people import Person
from bot.loopback.shown import Place, Shown
from bot.loopback.telegram import Loopback
from bot.loopback.world import World

EVENING = time(21, 30)
MORNING = time(9)
SEATS = ("ana", "ben")
"""What the page calls the phone on the left and the one on the right, whatever their people are called."""
NIGHT_ENDS = timedelta(hours=4)  # until then it is still the evening before
_DAY = timedelta(days=1)


class Stage:
    """One play of the playground; starting over means another stage.

    Attributes:
        name: unlike that of any other play, so that the page sees when to begin anew.
        read: the `order` of the newest message each person has looked at, by person and kind of chat.
        moved: awaited after the clock was moved, so that the bot looks at it.
    """

    def __init__(
        self,
        telegram: Loopback,
        clock: MovableClock,
        people: Sequence[Person],
        zone: ZoneInfo,
        moved: Callable[[], Awaitable[None]],
        group: Group | None = None,
    ) -> None:
        """Set the stage.

        Args:
            telegram: the loopback that the bot is connected to.
            clock: the clock the loopback and the bot go by.
            people: the two partners, the one on the left first.
            zone: the zone in which the page tells the time.
            moved: wakes the bot after a move of the clock.
            group: their group, if they have one already.
        """
        self.name = secrets.token_hex(8)
        self.telegram = telegram
        self.clock = clock
        self.zone = zone
        self.moved = moved
        self.people = dict(zip(SEATS, people, strict=True))
        self.group = group
        self.group_title = " & ".join(person.name for person in people)
        self.read: defaultdict[tuple[str, str], int] = defaultdict(int)

    @property
    def world(self) -> World:
        """The loopback's world."""
        return self.telegram.world

    @property
    def users(self) -> dict[str, User]:
        """The two partners as Telegram knows them, by the page's names for them."""
        return {who: person.user for who, person in self.people.items()}

    @property
    def bot_inside(self) -> bool:
        """Whether the bot is a member of the group now."""
        standing = self.world.standing(self.group.now) if self.group else None
        return standing is not None and standing.present

    def place(self, who: str, kind: str) -> Place | None:
        """Return a person's door, or the group if there is one."""
        return self.group if kind == "group" else self.people[who].door

    def history(self, place: Place | None) -> list[Message]:
        """Return what was said in a place in its order, across the upgrade of a group."""
        if place is None:
            return []
        # An app does not draw the second of the two lines an upgrade leaves.
        drawn = (
            message
            for chat in place.chats
            for message in chat.messages.values()
            if "migrate_from_chat_id" not in message.content
        )
        return sorted(drawn, key=lambda message: message.order)

    def find(self, who: str, kind: str, order: int) -> Shown | None:
        """Return the message with that order number in a chat of this person, None if it is not there."""
        place = self.place(who, kind)
        found = next((message for message in self.history(place) if message.order == order), None)
        return Shown(found, place) if found is not None and place is not None else None

    async def move_clock(self, to: str) -> None:
        """Move the clock on, `to` being plus-minute, plus-hour, tonight or next-morning; let the bot see it.

        Tonight is the next 21:30, the next morning 09:00 after the coming night, both local; raises
        KeyError for any other word.
        """
        now = self.clock.now()
        targets = {
            "plus-minute": now + timedelta(minutes=1),
            "plus-hour": now + timedelta(hours=1),
            "tonight": self._tonight(now),
            "next-morning": self._next_morning(now),
        }
        self.clock.move_to(targets[to])
        self.world.changes.tell()
        await self.moved()

    def _tonight(self, now: datetime) -> datetime:
        today = now.astimezone(self.zone).date()
        evening = datetime.combine(today, EVENING, tzinfo=self.zone)
        return evening if evening > now else datetime.combine(today + _DAY, EVENING, tzinfo=self.zone)

    def _next_morning(self, now: datetime) -> datetime:
        day_of_the_night = (now.astimezone(self.zone) - NIGHT_ENDS).date()
        return datetime.combine(day_of_the_night + _DAY, MORNING, tzinfo=self.zone)
