"""The stage: the real bot on a loopback Telegram; starts, restarts, waits for its rest, moves its clock."""

import asyncio
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlalchemy import delete, insert

from bot import app, starting
from bot.app import Kindling, Parts
from bot.clock import MovableClock
from bot.config import Settings
from bot.db import backup, files, keys
from bot.db.engine import Database
from bot.db.tables import fading, meta
from bot.features.checkin.preferences import AGREED_AT
from bot.loopback.model import Toast
from bot.spaces import store as spaces
from bot.spaces.fading import LEAVES_WORDS
from bot.spaces.model import Space
from bot.telegram.outbound.pacing import Pacing
from content import bank
from content.forms import STEADY, Form
from content.mixing import ByTopic, Mix
from content.numbering import Traits
from tests.people import Door, Failure, Group, Loopback, Person
from tests.prepared import Fresh, Lasting, cipher_of

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 7, 13, 8, 0, tzinfo=BERLIN)
SHIPPED = bank.load()
BANK = replace(
    SHIPPED,
    questions={
        it.id: replace(it, live=it.live and it.form in STEADY, is_first=False)
        for it in SHIPPED.questions.values()
    },
)
"""The shipped bank, of which this stage's couples are asked what is answered in words or by a choice.

Other forms come where a test brings them (`tests/features/question/test_forms.py`).
"""


class InWords(Mix):
    """The mix of a stage on which a choice comes when one is due, and all else is asked in words.

    So a test that needs two cards to write to gets them. What mixes cards is tried in `tests/content`.
    """

    @classmethod
    def after(cls, latest: Sequence[Traits], **_soon: bool) -> "InWords":
        """Ask nothing of the next card."""
        return cls(last=None, saves_plain=False, not_plain=0, not_about_pair=0, not_playful=0)

    def turn(self, candidates: ByTopic, *_of_chance: object, choice: bool) -> Form:
        """Return a choice where it is due, else words."""
        forms = {question.form for them in candidates.values() for question in them}
        wanted = Form.CHOICE if choice else Form.PLAIN
        return wanted if wanted in forms else min(forms)


KEY = Fernet.generate_key().decode()
TONIGHT = " Your message goes from this chat tonight."  # what every line ends with that takes nothing there
_DEFAULTS = {"default_timezone": "Europe/Berlin", "telegram_api_base": "http://127.0.0.1"}
_THREADS = Lasting(4)
_LONGEST_REST = 60.0  # seconds: the bot polls at rest only when everything it was told is handled


@cache
def _plain_settings() -> Settings:
    """Return the settings of most stages: to look for them in the environment takes five milliseconds."""
    return Settings.model_validate(_DEFAULTS)


class Stage:
    """The bot and what it stands on. `settings` differ from the defaults where given."""

    _fresh: ClassVar[bytes | None] = None

    def __init__(self, telegram: Loopback, clock: MovableClock, folder: Path, **settings: Any) -> None:
        self.telegram = telegram
        self.clock = clock
        self.key = KEY
        self.path = folder / "data" / "kindling.db"
        self.plain = not settings
        own = Settings.model_validate(_DEFAULTS | settings) if settings else _plain_settings()
        self.settings = own.model_copy(update={"database_url": f"sqlite+aiosqlite:///{self.path}"})
        self._kindling: Kindling | None = None
        self._latest = 0.0
        self._slept = 0.0

    @property
    def kindling(self) -> Kindling:
        """The bot; fails where it does not run."""
        if self._kindling is None:
            raise Failure("the bot does not run")
        return self._kindling

    @property
    def runs(self) -> bool:
        """Whether the bot runs."""
        return self._kindling is not None

    async def start(self) -> None:
        """Start the bot on this stage's database."""
        asyncio.get_running_loop().set_default_executor(_THREADS)
        cipher = cipher_of(self.key)
        if not self.path.exists():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.write_bytes(await self._alike())
        db = await starting.ready(self.settings, cipher, self.clock.now())
        self._kindling = Kindling(
            Parts(
                settings=self.settings,
                token=self.telegram.token,
                clock=self.clock,
                db=db,
                bank=BANK,
                request=self.telegram.request(),
                updates_request=self.telegram.request(),
                pacing=Pacing(inf, in_chats=False, now=self._seconds, sleep=self._sleeps),
            )
        )
        await self.kindling.start()
        self.telegram.settle = self.settle
        await self.settle()

    @classmethod
    async def _alike(cls) -> bytes:
        """Return an empty database with the chance of all stages: else no two would ask the same."""
        if cls._fresh is None:
            with TemporaryDirectory() as folder:
                path = Path(folder) / "fresh.db"
                path.write_bytes(await Fresh.file())
                db = Database(f"sqlite+aiosqlite:///{path}", cipher_of(KEY))
                async with db.write() as tx:
                    await tx.execute(
                        insert(meta).values(
                            key=keys.CHANCE,
                            value=db.cipher.encrypt("of a stage", keys.field_of_fact(keys.CHANCE)),
                        )
                    )
                await db.checkpoint()
                await db.close()
                cls._fresh = path.read_bytes()
        return cls._fresh

    async def stop(self) -> None:
        """Stop the bot; the database stays."""
        if self._kindling is not None:
            await self.kindling.stop()
            await self.kindling.parts.db.close()
            self._kindling = None

    async def space_in(self, group: Group) -> Space:
        """Return the space that lives in a group now; fails where none does."""
        async with self.kindling.parts.db.read() as tx:
            space = await spaces.by_chat(tx, group.id)
        if space is None:
            raise Failure("no space lives in this group")
        return space

    async def restart(self) -> None:
        """Stop the bot and start it anew on the same database."""
        await self.stop()
        await self.start()

    def _seconds(self) -> float:
        """The moved clock, but never back: like the event loop's own, by which waits are measured."""
        self._latest = max(self._latest, self.clock.now().timestamp())
        return self._latest + self._slept

    async def _sleeps(self, seconds: float) -> None:
        """Let the pacing's own seconds pass, and nobody else's: what it holds back comes while we settle."""
        await asyncio.sleep(0)
        self._slept += seconds

    async def settle(self) -> None:
        """Wait until the bot has done everything it was told and asked for."""
        if self._kindling is None:
            return
        while True:
            await self.telegram.until(self.telegram.poller_idle, _LONGEST_REST)
            await self.kindling.idle()
            if self.telegram.poller_idle() and self.kindling.at_rest:
                return

    async def moves_to(self, instant: datetime) -> None:
        """Put the clock to an instant and let the bot notice."""
        self.clock.move_to(instant)
        self.telegram.world.changes.tell()
        if self._kindling is not None:
            self.kindling.waker.wake()
        await self.settle()

    async def moves(self, **span: float) -> None:
        """Move the clock by a span (`hours=1`) and let the bot notice."""
        await self.moves_to(self.clock.now() + timedelta(**span))

    async def moves_to_time(self, hour: int, minute: int = 0, *, zone: ZoneInfo = BERLIN) -> None:
        """Move the clock forward to the next time the wall clock there shows this."""
        here = self.clock.now().astimezone(zone)
        at = datetime.combine(here.date(), time(hour, minute), tzinfo=zone)
        if at <= here:
            at = datetime.combine(here.date() + timedelta(days=1), time(hour, minute), tzinfo=zone)
        await self.moves_to(at.astimezone(UTC))


@dataclass
class Couple:
    """Ana and Ben, both in, with their group."""

    ana: Person
    ben: Person
    group: Group
    stage: Stage

    async def space(self) -> Space:
        """Return their space as it is now."""
        return await self.stage.space_in(self.group)

    async def minute_passes(self) -> None:
        """Let the minute pass after which what was just said is whole."""
        await self.stage.moves(seconds=61)

    async def leaves_words(self, *people: Person) -> None:
        """Have these people (both, where none is named) leave their words in their private chats.

        Else nobody can edit there what was kept: it is gone from the chat.
        """
        theirs = [person.id for person in people or (self.ana, self.ben)]
        async with self.stage.kindling.parts.db.write() as tx:
            for person_id in theirs:
                for space in await spaces.of_person(tx, person_id):
                    await spaces.put(tx, space.id, LEAVES_WORDS.to(True), person_id=person_id)

    async def pages_stand(self) -> None:
        """Have the pages that stand at doors stay, as those of an older version do."""
        async with self.stage.kindling.parts.db.write() as tx:
            await tx.execute(delete(fading).where(fading.c.becomes == "page"))


async def says_in(person: Person) -> Toast:
    """Say the two yeses on the newest card at one's door that asks for them, and *I'm in*."""
    await agrees(person)
    return await person.taps("I'm in", at=person.door)


async def agrees(person: Person) -> None:
    """Say that one is an adult, and that what one tells may be saved, where that is still asked."""
    for label in ("Yes, I'm 18 or older", "Yes, you may save it"):
        if any(label in shown.buttons for shown in person.door.messages):
            await person.taps(label, at=person.door)


async def joined(stage: Stage, ana: Person, ben: Person) -> Couple:
    """Have Ana and Ben join; it is Monday, 08:00, nothing has been asked yet, and both agreed to check-ins.

    They walk the whole way once. Later worlds that begin alike (same people, same hour, plain settings)
    take up from a copy of how the first one stood then: its Telegram and its database. Starts the bot if
    it is not running.
    """
    if _Start.saved is not None and _Start.saved.fits(stage, ana, ben):
        await stage.stop()
        group = _Start.saved.take_up(stage, ana, ben)
        await stage.start()
        return Couple(ana, ben, group, stage)
    beginning = stage.plain and _people(stage.telegram) == [ana.id, ben.id]
    if not stage.runs:
        await stage.start()
    beginning = beginning and not stage.telegram.world.log
    couple = await _walk(stage, ana, ben)
    if beginning:
        await stage.kindling.parts.db.checkpoint()
        await backup.make(stage.kindling.parts.db, stage.clock.now())
        _Start.saved = _Start(stage, ana, ben, couple.group)
    return couple


async def _walk(stage: Stage, ana: Person, ben: Person) -> Couple:
    """Walk the way of joining, as two people would."""
    group = await ana.creates_group("Ana & Ben", ben)
    await group.adds_bot(by=ana, payload="hello")
    for person in (ana, ben):
        await person.follows("Open our private chat", at=group)
        await says_in(person)
        await person.taps("Yes", at=person.door)
    async with (
        stage.kindling.parts.db.write() as tx
    ):  # the question before a first check-in has its own tests
        for person in (ana, ben):
            await spaces.put(tx, 1, AGREED_AT.to(stage.clock.now()), person_id=person.id)
    return Couple(ana, ben, group, stage)


def _people(telegram: Loopback) -> list[int]:
    return [user.id for user in telegram.world.users.values() if not user.is_bot]


def _rituals() -> list[str]:
    return [ritual.name for feature in app.FEATURES for ritual in feature.rituals]


class _Start:
    """How the world stood when Ana and Ben had just joined: the loopback's fields, and the database."""

    saved: ClassVar["_Start | None"] = None
    _FIELDS = (
        "bot",
        "users",
        "chats",
        "queries",
        "met",
        "log",
        "files",
        "menus",
        "about",
        "_made",
        "_order",
        "_shared_id",
        "_random",
    )

    def __init__(self, stage: Stage, ana: Person, ben: Person, group: Group) -> None:
        world = stage.telegram.world
        self._world = pickle.dumps({name: getattr(world, name) for name in self._FIELDS})
        self._next_update = world.updates._next_id
        self._allowed = world.updates.allowed
        self._database = stage.path.read_bytes()
        self._backups = {file.name: file.read_bytes() for file in files.backups_of(stage.path).iterdir()}
        self._ids = (ana.id, ben.id)
        self._group_id = group.id
        self._at = stage.clock.now()
        self._rituals = _rituals()

    def fits(self, stage: Stage, ana: Person, ben: Person) -> bool:
        """Whether this world began as that one did, with the same rituals, and nothing has been said yet."""
        extra = [person for person in _people(stage.telegram) if person not in self._ids]
        return (
            stage.plain
            and (ana.id, ben.id) == self._ids
            and not extra
            and not stage.telegram.world.log
            and stage.clock.now() == self._at
            and _rituals() == self._rituals  # what is planned of one that a test made up is in the database
        )

    def take_up(self, stage: Stage, ana: Person, ben: Person) -> Group:
        """Put the stage, which is not running, where the first one stood; return the group."""
        telegram, world = stage.telegram, stage.telegram.world
        for name, value in pickle.loads(self._world).items():
            setattr(world, name, value)
        world.updates._next_id, world.updates.allowed = self._next_update, self._allowed
        for person in (ana, ben):
            person.user = world.users[person.id]
            person.door = Door(telegram, world.chats[person.id])
        group = Group(telegram, world.chats[self._group_id])
        telegram.places.append(group)
        stage.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in stage.path.parent.glob(f"{stage.path.name}-*"):
            left.unlink()
        stage.path.write_bytes(self._database)
        self._lay_backups(stage)
        return group

    def _lay_backups(self, stage: Stage) -> None:
        """Put last night's backup there, which a start makes that finds none: a quarter of its time."""
        folder = files.backups_of(stage.path)
        for left in folder.glob("*"):
            left.unlink()
        for name, content in self._backups.items():
            (folder / name).touch(mode=0o600)
            (folder / name).write_bytes(content)
