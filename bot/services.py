"""What every handler may use: one value, made by the composition root, handed down."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.config import Settings
from bot.db.engine import Database
from bot.expiry import Closes, Over
from bot.points import Points
from bot.spaces import store as spaces
from bot.spaces.missed import Strangers
from bot.spaces.model import Space
from bot.telegram.outbound.sender import Sender
from bot.telegram.taps import Aliases
from bot.words import content_of
from content.bank import Bank
from schedules import outbox, plan
from schedules.heard import Heard
from schedules.ladder import JOINT_AT, QUIET_TOLD
from schedules.outbox import OutboxMessage
from schedules.ritual import Ritual

# Telegram keeps an update for a day (https://core.telegram.org/bots/api#getting-updates), we for two.
_OLDEST = timedelta(days=3)


@dataclass
class Services:
    """The parts of the running bot.

    `banks` are what questions and ideas come from, by language, with the same items in each.
    `aliases` are what stands in buttons for the numbers of rows. `points` are what features added to the
    parts of the bot that ask for it; no feature is known here. `rituals` are all that plan posts,
    `listening` the kinds of prompts that ask nothing (`Feature.listening`). `closes` and `over` say by the
    verb of a button in the group when it is over, and what its message says then (`Feature.closes`);
    `arrivals` are each feature's, by the kind of an outbox message what is done once it is out
    (`Feature.arrived`).
    `wake` asks for a tick now: call it after a transaction that put an outbox message into the outbox or
    changed the plan. `heard` says what may end now. `username` is the bot's, for its own links.
    `sees_everything` is whether Telegram shows it every message of a group (its privacy mode is off).
    `strangers` is what one of those heard just now, lest they hear it for every picture of an album.
    """

    db: Database
    clock: Clock
    banks: Mapping[str, Bank]
    settings: Settings
    sender: Sender
    aliases: Aliases
    username: str
    points: Points
    rituals: tuple[Ritual, ...]
    listening: frozenset[str]
    closes: Mapping[str, Closes]
    over: Mapping[str, Over]
    arrivals: "Sequence[Mapping[str, Callable[[Services, Space, OutboxMessage], Awaitable[None]]]]"
    wake: Callable[[], None]
    heard: Heard
    sees_everything: bool = False
    strangers: Strangers = field(default_factory=Strangers)
    _name_doubted: datetime | None = None

    @property
    def bank(self) -> Bank:
        """Questions and ideas in the language of who reads now."""
        return content_of(self.banks)

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return self.clock.now()

    def when(self, date: datetime) -> datetime:
        """Return when something was done that Telegram dates so (UTC).

        It is never later than now, and not before Telegram would have forgotten it. Of a clock that is moved
        on purpose (`CLOCK_OFFSET`) nobody knows whether Telegram's is moved along: what is nearer is meant.
        """
        now, moved = self.now(), date + timedelta(seconds=self.settings.clock_offset)
        return min(max(min(date, moved, key=lambda at: abs(now - at)), now - _OLDEST), now)

    async def replan(self, tx: AsyncConnection, space_id: int) -> None:
        """Plan a space's rituals anew: after a setting, zone, pause or the ladder changed."""
        space = await spaces.by_id(tx, space_id)
        if space is not None:
            await plan.replan(tx, self.rituals, space, self.now())

    async def arrived(self, space: Space, outgoing: OutboxMessage) -> None:
        """Do what follows once an outbox message is known to be out: sent, or proven to have arrived.

        What brings a medium to a door is several features': each of them hears of it.
        """
        for arrived in self.arrivals:
            if outgoing.kind in arrived:
                await arrived[outgoing.kind](self, space, outgoing)

    async def open_door(self, tx: AsyncConnection, person_id: int) -> None:
        """Note that a person's door is open: what was held back there comes now; ring after that."""
        await spaces.open_door(tx, person_id, is_open=True)
        for space in await spaces.of_person(tx, person_id):
            await outbox.hurry(tx, space.id, self.now(), person_id)

    async def note_joint(self, tx: AsyncConnection, space_id: int) -> None:
        """Note that both did something together: the ladder counts from now, and silence is over."""
        await spaces.put(tx, space_id, JOINT_AT.to(self.now()), QUIET_TOLD.to(False))
        await self.replan(tx, space_id)

    async def is_renamed(self) -> bool:
        """Ask Telegram for the bot's username, which changes in BotFather without a word to the bot.

        Returns whether it is another one now. Asked at most once a minute, however many are in doubt; the
        daily look does not count, so that the first who uses the new name is heard.
        """
        now = self.now()
        if self._name_doubted is not None and abs(now - self._name_doubted) < timedelta(minutes=1):
            return False
        self._name_doubted = now
        return await self.look_at_name()

    async def look_at_name(self) -> bool:
        """Ask Telegram for the bot's username, part of our own links; return whether it is another now."""
        before, found = self.username, await self.sender.own_username()
        self.username = found or before
        return self.username != before

    def door_link(self, payload: str) -> str:
        """Return the link that opens a person's private chat and says `/start payload` there."""
        return f"https://t.me/{self.username}?start={payload}"
