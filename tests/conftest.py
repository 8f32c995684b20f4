"""The cast: Ana, Ben, and Cleo who must see nothing; a clock that stands, and the bot on its stage."""

import gc
import os
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bot.clock import MovableClock
from bot.db.engine import Database
from tests.people import Loopback, Person
from tests.prepared import Fresh, cipher_of, compile_once, read_revisions_once
from tests.promises.ears import EARS, Judge, overhear_people
from tests.stage import BANK, BERLIN, KEY, MONDAY, Couple, InWords, Stage, joined
from tests.worlds import compares_worlds

__all__ = ["BANK", "BERLIN", "MONDAY", "Couple", "Stage", "joined"]

os.environ["PTB_TIMEDELTA"] = "1"

PROOFS = ("attacks", "bench", "fuzz", "house", "mutants", "process", "promises", "torture")
"""The folders in which it is proved that what is promised holds."""

settings.register_profile("house", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # a busy machine takes its time; all else is as hypothesis has it, in CI too

SCHEMA = Path(os.environ["BOT_API_SCHEMA"]) if os.environ.get("BOT_API_SCHEMA") else None

compile_once()
read_revisions_once()
EARS.listen()
overhear_people()


def pytest_configure(config: pytest.Config) -> None:
    """Let promise 7 be judged at the end of every test: no words of anybody's and no token in any log."""
    config.pluginmanager.register(Judge())


def pytest_sessionstart() -> None:
    """In CI the schema must be there."""
    if os.environ.get("CI") and (SCHEMA is None or not SCHEMA.is_file()):
        pytest.exit("BOT_API_SCHEMA must name the Bot API's schema file in CI", returncode=1)


@pytest.fixture(autouse=True)
def _in_words(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let couples be asked in words and by a choice now and then, but where the picker itself is tried."""
    if "content" not in request.path.parts:
        monkeypatch.setattr("content.picker.Mix", InWords)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Mark what takes long by nature, and begin with what waits longest, for processes: it would be the tail.

    By nature long are the proofs of promises, and whatever lives in two worlds to compare what is seen there.
    """
    for item in items:
        if item.path.parent.name in PROOFS or compares_worlds(item.function):
            item.add_marker("prove")
    items.sort(key=lambda item: item.get_closest_marker("process") is None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect tests without the collector of garbage: nearly nothing of what is loaded here ever goes."""
    gc.disable()
    result = yield
    gc.enable()
    return result


def pytest_collection_finish() -> None:
    """Have the collector of garbage leave alone what stays for the whole run, and come less often.

    It would look through the tests, the bank and the libraries every few tests; a tenth of a test's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand this worker's count of checked calls to whoever sums them up."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["checked_calls"] = Loopback.all_checked_calls


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add a worker's count of checked calls to the whole."""
    output = getattr(node, "workeroutput", {})  # a worker that died left none
    Loopback.all_checked_calls += output.get("checked_calls", 0)


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
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    """A database of today's shape, and of this test's own."""
    await Fresh.at(tmp_path / "test.db")
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/test.db", cipher_of(KEY))
    yield database
    await database.close()


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


@pytest.fixture
def make_stage(telegram: Loopback, clock: MovableClock, tmp_path: Path) -> Callable[..., Stage]:
    """Make a stage with settings of one's own; started by hand."""
    return lambda **settings: Stage(telegram, clock, tmp_path, **settings)


@pytest.fixture
async def stage(make_stage: Callable[..., Stage], request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """The bot, running; where a couple is wanted too, that fixture starts it."""
    stage = make_stage()
    if "couple" not in request.fixturenames:
        await stage.start()
    yield stage
    await stage.stop()


@pytest.fixture
async def couple(stage: Stage, ana: Person, ben: Person) -> Couple:
    """Ana and Ben have joined; it is Monday, 08:00, and nothing has been asked yet."""
    return await joined(stage, ana, ben)
