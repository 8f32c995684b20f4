"""The bot as a process of its own, `python -m bot run`, against the loopback over HTTP."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.clock import SystemClock
from bot.loopback.server import LoopbackServer
from tests.conftest import SCHEMA
from tests.people import Loopback
from tests.promises.ears import EARS

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0  # seconds: a start takes three on an idle machine and many more on a crowded one


def zone_at_noon() -> str:
    """Return a zone in which it is about noon now: at night even a question comes without sound."""
    ahead = 12 - SystemClock().now().hour
    return f"Etc/GMT{-ahead:+d}"  # the sign in these names is the other way round


class Process:
    """One run of the bot. Its environment holds nothing but what is given here."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self._folder = folder
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, *words: str) -> None:
        """Start `python -m bot` with these words; if none are given run, asking in words (`in_words`)."""
        home = {"PATH": os.environ["PATH"], "HOME": str(self._folder), "PYTHONPATH": str(ROOT)}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *(("bot", *words) if words else ("tests.process.in_words", "run")),
            cwd=self._folder,
            env=home | self._settings,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def ended(self) -> tuple[int, str]:
        """Wait for its end; return the exit code and all it said."""
        assert self._process is not None
        out, err = await asyncio.wait_for(self._process.communicate(), PATIENCE)
        code = self._process.returncode
        self._process = None
        assert code is not None
        EARS.lines += (out + err).decode().splitlines()  # what a process prints is judged as a log is
        return code, (out + err).decode()

    async def gets(self, sign: signal.Signals) -> tuple[int, str]:
        """Send it a signal and wait for its end."""
        assert self._process is not None
        self._process.send_signal(sign)
        return await self.ended()

    async def clean_up(self) -> None:
        """End it if it still runs."""
        if self._process is not None and self._process.returncode is None:
            await self.gets(signal.SIGKILL)


@pytest.fixture
def telegram() -> Loopback:
    """A loopback on the machine's own clock, which the process goes by."""
    return Loopback(SystemClock(), schema=SCHEMA)


@pytest.fixture
async def server(telegram: Loopback) -> AsyncIterator[LoopbackServer]:
    server = await LoopbackServer(telegram).start()
    yield server
    await server.stop()
    assert telegram.violations == []


@pytest.fixture
async def process(
    telegram: Loopback, server: LoopbackServer, tmp_path: Path
) -> AsyncIterator[Callable[..., Process]]:
    """Make runs of the bot that share one folder, key and Telegram; settings may be changed for each."""
    key = Fernet.generate_key().decode()
    made: list[Process] = []

    def make(*, later: timedelta = timedelta(), **settings: str) -> Process:
        values = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_BASE": server.base_url,
            "ENCRYPTION_KEYS": key,
            "DEFAULT_TIMEZONE": zone_at_noon(),
            "CLOCK_OFFSET": str(round(later.total_seconds())),
        }
        made.append(Process(tmp_path, values | settings))
        return made[-1]

    yield make
    for run in made:
        await run.clean_up()
