"""The cast and the stage: the real bot on a loopback Telegram; Ana, Ben, and Cleo who must see nothing."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet

from bot.app import Kindling, Parts
from bot.clock import MovableClock
from bot.config import Settings
from bot.db import keys, migrate
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.playground.groups import Group
from bot.playground.loopback import Loopback
from bot.playground.people import Person
from bot.telegram.pacing import Pacing
from content import bank

os.environ["PTB_TIMEDELTA"] = "1"

SCHEMA = Path(os.environ["BOT_API_SCHEMA"]) if os.environ.get("BOT_API_SCHEMA") else None
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 7, 13, 8, 0, tzinfo=BERLIN)
BANK = bank.load()


def pytest_sessionstart() -> None:
    """In CI the schema must be there."""
    if os.environ.get("CI") and (SCHEMA is None or not SCHEMA.is_file()):
        pytest.exit("BOT_API_SCHEMA must name the Bot API's schema file in CI", returncode=1)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand this worker's count of checked calls to whoever sums them up."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["checked_calls"] = Loopback.all_checked_calls


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add a worker's count of checked calls to the whole."""
    Loopback.all_checked_calls += node.workeroutput.get("checked_calls", 0)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many calls were checked against the Bot API's schema."""
    terminalreporter.write_line(
        f"{Loopback.all_checked_calls} Bot API calls checked against the schema"
        if SCHEMA
        else "Bot API calls were not checked: BOT_API_SCHEMA is not set"
    )


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands on a Monday in July, 08:00 in Berlin, until it is moved."""
    return MovableClock(MONDAY)


@pytest.fixture
def telegram(clock: MovableClock) -> Iterator[Loopback]:
    """A Telegram of this test's own; a call that the real one does not know fails the test."""
    loopback = Loopback(clock, schema=SCHEMA)
    yield loopback
    assert loopback.violations == []


@pytest.fixture
def ana(telegram: Loopback) -> Person:
    return telegram.person("Ana")


@pytest.fixture
def ben(telegram: Loopback) -> Person:
    return telegram.person("Ben")


@pytest.fixture
def cleo(telegram: Loopback) -> Person:
    return telegram.person("Cleo")


class Stage:
    """Runs the bot against the loopback: starts, restarts, waits for its rest, moves its clock."""

    _fresh: ClassVar[bytes | None] = None  # an empty database in today's shape: making one takes long

    def __init__(self, telegram: Loopback, clock: MovableClock, folder: Path, **settings: Any) -> None:
        self.telegram = telegram
        self.clock = clock
        self.key = Fernet.generate_key().decode()
        self.path = folder / "data" / "kindling.db"
        self.settings = Settings.model_validate(
            {
                "database_url": f"sqlite+aiosqlite:///{self.path}",
                "default_timezone": "Europe/Berlin",
                "telegram_api_base": "http://127.0.0.1",
            }
            | settings
        )
        self.kindling: Kindling | None = None

    async def start(self) -> None:
        """Start the bot on this stage's database."""
        cipher = Cipher([self.key])
        db = Database(self.settings.database_url, cipher)
        if Stage._fresh is not None and not self.path.exists():
            self.path.write_bytes(Stage._fresh)
        await migrate.upgrade(db)
        if Stage._fresh is None:
            await db.checkpoint()
            Stage._fresh = self.path.read_bytes()
        await keys.prove(db, cipher)
        self.kindling = Kindling(
            Parts(
                settings=self.settings,
                token=self.telegram.token,
                clock=self.clock,
                db=db,
                bank=BANK,
                request=self.telegram.request(),
                updates_request=self.telegram.request(),
                pacing=Pacing(overall=1e6, per_chat=1e6),
            )
        )
        await self.kindling.start()
        self.telegram.settle = self.settle
        await self.settle()

    async def stop(self) -> None:
        """Stop the bot; the database stays."""
        if self.kindling is not None:
            await self.kindling.stop()
            await self.kindling.parts.db.close()
            self.kindling = None

    async def restart(self) -> None:
        """Stop the bot and start it anew on the same database."""
        await self.stop()
        await self.start()

    async def settle(self) -> None:
        """Wait until the bot has done everything it was told and asked for."""
        if self.kindling is None:
            return
        while True:
            await self.telegram.until(self.telegram.poller_idle)
            await self.kindling.idle()
            if self.telegram.poller_idle() and self.kindling.at_rest:
                return

    async def moves_to(self, instant: datetime) -> None:
        """Put the clock to an instant and let the bot notice."""
        self.clock.move_to(instant)
        if self.kindling is not None:
            self.kindling.bell.ring()
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


@pytest.fixture
def make_stage(telegram: Loopback, clock: MovableClock, tmp_path: Path) -> Callable[..., Stage]:
    """Make a stage with settings of one's own; started by hand."""
    return lambda **settings: Stage(telegram, clock, tmp_path, **settings)


@pytest.fixture
async def stage(make_stage: Callable[..., Stage]) -> AsyncIterator[Stage]:
    """The bot, running."""
    stage = make_stage()
    await stage.start()
    yield stage
    await stage.stop()


@pytest.fixture
async def couple(stage: Stage, ana: Person, ben: Person) -> Couple:
    """Ana and Ben have joined; it is Monday, 08:00, and nothing has been asked yet."""
    return await joined(stage, ana, ben)


async def joined(stage: Stage, ana: Person, ben: Person) -> Couple:
    """Walk the way of joining, as two people would."""
    group = await ana.creates_group("Ana & Ben", ben)
    await group.adds_bot(by=ana, payload="hello")
    for person in (ana, ben):
        toast = await person.taps("Open my side", at=group)
        if toast is not None and toast.url:
            await person.opens(toast.url)
        await person.taps("I'm in", at=person.door)
        await person.taps("Yes", at=person.door)
    return Couple(ana, ben, group, stage)
