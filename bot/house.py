"""What every handler may use: one value, made by the composition root, handed down."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.clock import Clock
from bot.config import Settings
from bot.db.engine import Database
from bot.keyboards import Closes, Over
from bot.spaces import awaited, fading, holds
from bot.spaces import store as spaces
from bot.spaces.missed import Strangers
from bot.spaces.model import Space
from bot.telegram.sender import Sender
from bot.telegram.taps import Aliases
from content.bank import Bank
from schedules import keyboards, messages, outbox, plan, timers
from schedules.heard import Heard
from schedules.outbox import Letter
from schedules.ritual import Ritual

if TYPE_CHECKING:
    from bot.feature import Feature


AtDoors = Sequence[tuple[int, int, Card]]
"""Messages of ours at doors (whose, and their numbers), and the face that each gets."""

KEPT_AFTER_END = timedelta(days=7)
# Telegram keeps an update for a day (https://core.telegram.org/bots/api#getting-updates), the ledger for two.
_OLDEST = timedelta(days=3)


@dataclass
class House:
    """The parts of the running bot.

    `aliases` are what stands in buttons for the numbers of rows.
    `ring` asks for a tick now: call it after a transaction that put a letter into the outbox or changed
    the plan. `heard` says what may end now. `username` is the bot's, for its own links. `sees_everything` is
    whether Telegram shows it every message of a group (its privacy mode is off). `strangers` is what one of
    those heard just now, lest they hear it for every picture of an album.
    """

    db: Database
    clock: Clock
    bank: Bank
    settings: Settings
    sender: Sender
    aliases: Aliases
    username: str
    features: "tuple[Feature, ...]"
    ring: Callable[[], None]
    heard: Heard
    sees_everything: bool = False
    strangers: Strangers = field(default_factory=Strangers)
    _name_asked: datetime | None = None
    _name_doubted: datetime | None = None

    @property
    def rituals(self) -> tuple[Ritual, ...]:
        """Every ritual that a feature brings."""
        return tuple(ritual for feature in self.features for ritual in feature.rituals)

    @cached_property
    def closes(self) -> Mapping[str, Closes]:
        """When what a button does in the group is over, by its verb."""
        return {verb: run for feature in self.features for verb, run in feature.closes.items()}

    @cached_property
    def over(self) -> Mapping[str, Over]:
        """What a message in the group says once its last button is over, by that one's verb."""
        return {verb: run for feature in self.features for verb, run in feature.over.items()}

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

    async def arrived(self, space: Space, letter: Letter) -> None:
        """Do what follows once a letter is known to be out: sent, or proven to have arrived."""
        for feature in self.features:
            if letter.kind in feature.arrived:
                await feature.arrived[letter.kind](self, space, letter)

    async def open_door(self, tx: AsyncConnection, person_id: int) -> None:
        """Note that a person's door is open: what was held back there comes now; ring after that."""
        await spaces.open_door(tx, person_id, is_open=True)
        for space in await spaces.of_person(tx, person_id):
            await outbox.hurry(tx, space.id, self.now(), person_id)

    async def note_joint(self, tx: AsyncConnection, space_id: int) -> None:
        """Note that both did something together: the ladder counts from now, and silence is over."""
        await spaces.change(tx, space_id, joint_at=self.now(), quiet_told=False)
        await self.replan(tx, space_id)

    async def close_space(self, tx: AsyncConnection, space_id: int) -> AtDoors:
        """End a space: posts end, what must not outlive it is erased. Idempotent; says nothing to anyone.

        Returns what would go on to speak of what is erased: `turn` it after the transaction.
        For `KEPT_AFTER_END` each of the two can still take or erase their own words; then upkeep erases
        everything of the space.
        """
        space = await spaces.by_id(tx, space_id)
        if space is None or space.state == "closed":
            return ()
        now = self.now()
        await spaces.change(
            tx, space_id, state="closed", closed_at=now, erase_at=now + KEPT_AFTER_END, removed_at=None
        )
        await outbox.withdraw_all(tx, space_id)
        await plan.off(tx, space_id)
        await timers.forget(tx, space_id)
        await keyboards.forget_all(tx, space_id)
        await self.asks_go(tx, space)
        await awaited.done_for_space(tx, space_id)
        return await self.end_features(tx, space_id)

    async def asks_go(self, tx: AsyncConnection, space: Space) -> None:
        """Let go from either door now what asks there for words that a space takes no more.

        Also what asks which of them held words are for.
        """
        listening = {kind for feature in self.features for kind in feature.listening}
        asking = {
            (it.chat_id, it.prompt_id)
            for it in await awaited.all_in(tx, space.id)
            if it.prompt_id is not None and it.chat_id == it.person_id and it.kind not in listening
        }
        for me in space.couple:
            held = await messages.notes_in(tx, space.id, holds.ASKS, me.person_id)
            asking |= {(me.person_id, message_id) for message_id in held}
        for chat_id, message_id in asking:
            await fading.put(tx, chat_id, message_id, fading.OURS, self.now())

    async def end_features(self, tx: AsyncConnection, space_id: int) -> AtDoors:
        """Let each room erase what must not outlive a space; return what is to `turn` at the doors."""
        ends = [feature.ends for feature in self.features if feature.ends is not None]
        return [it for end in ends for it in await end(tx, space_id, self.now()) or ()]

    async def turn(self, faces: AtDoors) -> None:
        """Give messages at doors their new faces, at each door alike and without a sound."""
        for person_id, message_id, face in faces:
            await self.sender.edit(person_id, message_id, face)

    async def is_renamed(self) -> bool:
        """Ask Telegram for the bot's username, which changes in BotFather without a word to the bot.

        Returns whether it is another one now. Asked at most once a minute, however many are in doubt; the
        daily look does not count, so that the first who uses the new name is heard.
        """
        now = self.now()
        if self._name_doubted is not None and abs(now - self._name_doubted) < timedelta(minutes=1):
            return False
        self._name_doubted = now
        return await self._ask_name(now)

    async def _ask_name(self, now: datetime) -> bool:
        self._name_asked = now
        before, found = self.username, await self.sender.own_username()
        self.username = found or before
        return self.username != before

    async def look_at_name(self) -> None:
        """Notice a new username within a day, though nobody uses it: it is part of our own links."""
        now = self.now()
        if self._name_asked is None or abs(now - self._name_asked) >= timedelta(days=1):
            await self._ask_name(now)

    def door_link(self, payload: str) -> str:
        """Return the link that opens a person's private chat and says `/start payload` there."""
        return f"https://t.me/{self.username}?start={payload}"
