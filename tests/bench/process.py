"""A bot as a process of its own, on the core that the bench itself leaves alone."""

import asyncio
import os
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.bench.telegram import Telegram

ROOT = Path(__file__).parents[2]
START_PATIENCE = 120.0
_END_PATIENCE = 20.0
_TICKS = os.sysconf("SC_CLK_TCK")
_CORES = sorted(os.sched_getaffinity(0))
BENCH_CORE = {_CORES[0]}
BOT_CORES = set(_CORES[1:]) or BENCH_CORE


def settle_in() -> None:
    """Bind the bench to its core; the bots get the others."""
    os.sched_setaffinity(0, BENCH_CORE)


class DidNotStart(Exception):
    """The bot ended, or asked for no updates in time; `str()` has the end of its log."""


class Process:
    """One bot, from its start to its end. Its environment holds nothing but what is given."""

    def __init__(self, telegram: Telegram, log: Path) -> None:
        self._telegram = telegram
        self._log = log
        self._run: asyncio.subprocess.Process | None = None
        self.started_in = 0.0
        """Seconds from the spawn to the first getUpdates."""

    async def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start it and wait until it listens.

        Raises:
            DidNotStart: it never listened.
        """
        folder = self._log.parent
        ground = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)}
        began = time.perf_counter()
        with self._log.open("ab") as log:
            self._run = await asyncio.create_subprocess_exec(
                *command,
                cwd=folder,
                env=ground | dict(environment),
                stdout=log,
                stderr=log,
                preexec_fn=lambda: os.sched_setaffinity(0, BOT_CORES),
            )
        ended = asyncio.create_task(self._run.wait())
        listens = asyncio.create_task(self._telegram.polled.wait())
        await asyncio.wait((ended, listens), timeout=START_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        ready = listens.done()
        for task in (ended, listens):
            task.cancel()
        if not ready:
            await self.stop()
            raise DidNotStart(self.log()[-2000:])
        self.started_in = self._telegram.polled_at - began

    async def stop(self) -> None:
        """Ask it to end, and wait; one that does not is killed."""
        if self._run is None:
            return
        with suppress(ProcessLookupError):
            self._run.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._run.wait(), _END_PATIENCE)
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._run.kill()
            await self._run.wait()

    def watch(self) -> None:
        """Let a profile that it was started with begin now."""
        if self._run is not None:
            self._run.send_signal(signal.SIGUSR1)

    def cpu(self) -> float:
        """Return the CPU seconds that all its threads have used."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> tuple[float, float]:
        """Return its resident and its proportional memory in MiB."""
        sizes = {
            name: int(rest.split()[0]) / 1024
            for name, _, rest in (line.partition(":") for line in self._proc("smaps_rollup").splitlines())
            if name in ("Rss", "Pss")
        }
        return sizes["Rss"], sizes["Pss"]

    def log(self) -> str:
        """Return what it logged."""
        return self._log.read_text(errors="replace")

    def _proc(self, what: str) -> str:
        assert self._run is not None
        return Path(f"/proc/{self._run.pid}/{what}").read_text()
