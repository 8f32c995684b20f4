"""The process under torture: `python -m bot run`, started and killed over and over on one folder."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from bot.db.encrypted import Cipher

ROOT = Path(__file__).parents[2]


class Process:
    """One run at a time; folder, key and log stay. Its environment holds nothing but what is given here."""

    def __init__(self, folder: Path, zone: str) -> None:
        self._folder = folder
        self._zone = zone
        self._key = Fernet.generate_key().decode()
        self._run: asyncio.subprocess.Process | None = None
        self.database = folder / "kindling.db"
        self.cipher = Cipher([self._key])

    async def start(self, token: str, base_url: str, ahead: timedelta) -> None:
        """Start a run whose clock is so far ahead of the machine's."""
        self._folder.mkdir(parents=True, exist_ok=True)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": token,
            "TELEGRAM_API_BASE": base_url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.database}",
            "ENCRYPTION_KEYS": self._key,
            "DEFAULT_TIMEZONE": self._zone,
            "WHO_MAY_JOIN": "anyone",
            "CLOCK_OFFSET": str(round(ahead.total_seconds())),
        }
        with (self._folder / "log").open("ab") as log:
            self._run = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self._folder, env=environment, stdout=log, stderr=log
            )

    @property
    def runs(self) -> bool:
        """Whether a run is there that has not ended."""
        return self._run is not None and self._run.returncode is None

    @property
    def fell(self) -> bool:
        """Whether the run ended by itself."""
        return self._run is not None and self._run.returncode not in (None, -signal.SIGKILL)

    async def ended(self, within: float) -> None:
        """Wait for the run's end, so many seconds at most."""
        if self._run is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._run.wait(), within)

    def signal(self, sign: signal.Signals) -> None:
        """Send the run a signal; one that has ended hears nothing."""
        if self._run is not None:
            with suppress(ProcessLookupError):
                self._run.send_signal(sign)

    def log(self) -> str:
        """Return everything that all runs logged."""
        return (self._folder / "log").read_text(errors="replace")
