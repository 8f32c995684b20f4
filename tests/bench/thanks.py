"""Part a: durable /thanks round trips a second, against echoes that store nothing; part f for replies."""

import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import bots, world
from tests.bench.bots import Bot
from tests.bench.load import Load
from tests.bench.table import Figure, Part, ratios

IN_FLIGHT = 64
COUPLES = 6000
"""So many that no group comes near its twenty messages a minute."""
WARM_UP = 1.0
_ALONE = 30
"""Replies of a run that come one at a time."""


_RIVALS = (bots.bare, bots.stock, bots.aiogram, bots.storing_stock, bots.storing_aiogram)
_AIMS = ("≥ 0.6", "", "", "≥ 5", "≥ 1.0")
"""Of ours over each rival's."""


class NotWritten(Exception):
    """The database has not as many rows as there were replies."""


@dataclass
class Measured:
    """One bot's runs."""

    bot: Bot
    load: Load
    per_second: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    cpu_each: list[float] = field(default_factory=list)
    """CPU-milliseconds of the bot for each reply."""
    cpu_share: list[float] = field(default_factory=list)
    """Seconds of CPU that the bot used a second."""
    alone: list[float] = field(default_factory=list)
    """Milliseconds of a reply while nobody else wants anything, p50 of each run."""
    bench_share: list[float] = field(default_factory=list)
    """Seconds of CPU that the bench Telegram used a second."""

    async def run(self, seconds: float, at_once: int) -> None:
        """Measure one run."""
        cpu, own = self.bot.process.cpu(), time.process_time()
        stretch = await self.load.run(seconds, at_once)
        cpu, own = self.bot.process.cpu() - cpu, time.process_time() - own
        await self.load.rest()
        self.alone.append((await self.load.one_by_one(_ALONE)).at(0.5) * 1000)
        self.per_second.append(stretch.per_second)
        self.p50.append(stretch.at(0.5) * 1000)
        self.p99.append(stretch.at(0.99) * 1000)
        self.cpu_each.append(cpu / len(stretch.latencies) * 1000)
        self.cpu_share.append(cpu / stretch.seconds)
        self.bench_share.append(own / stretch.seconds)


async def measure(
    folder: Path,
    *,
    runs: int,
    seconds: float = 4.0,
    couples: int = COUPLES,
    rivals: Sequence[Callable[[Path], Bot]] = _RIVALS,
    at_once: int = IN_FLIGHT,
    profile: str | None = None,
) -> tuple[list[Measured], int]:
    """Measure the real bot and its rivals by turns; return them, ours first, and the rows it wrote.

    Raises:
        NotWritten: rows and replies differ.
    """
    ours = folder / "kindling"
    await world.World(couples).at(bots.database_in(ours))
    async with AsyncExitStack() as stack:
        measured = []
        for number, bot in enumerate(
            [bots.kindling(ours, profile=profile), *(it(folder / it.__name__) for it in rivals)]
        ):
            await stack.enter_async_context(bot)
            measured.append(Measured(bot, Load(bot.telegram, couples)))
            await measured[number].load.run(WARM_UP, at_once)
            await measured[number].load.rest()
        if profile is not None:
            measured[0].bot.process.watch()
        for _ in range(runs):
            for one in measured:
                await one.run(seconds, at_once)
    written, answered = await world.count(bots.database_in(ours), "thanks"), measured[0].load.answered
    if written != answered:
        raise NotWritten(f"{written} rows for {answered} replies")
    return measured, written


async def part(folder: Path, *, runs: int, profile: str | None = None) -> tuple[Part, Measured]:
    """Return part a and our own bot's runs."""
    measured, written = await measure(folder, runs=runs, profile=profile)
    ours, *rivals = measured
    figures = [
        Figure(f"{it.bot.name}: round trips a second", it.per_second, aim="≥ 600" if it is ours else "")
        for it in measured
    ]
    figures += [
        Figure(f"kindling / {it.bot.name}", ratios(ours.per_second, it.per_second), aim=aim)
        for it, aim in zip(rivals, _AIMS, strict=True)
    ]
    figures.append(
        Figure("CPU for each reply: bare PTB / kindling", ratios(rivals[0].cpu_each, ours.cpu_each))
    )
    for it in measured:
        figures += [
            Figure(f"{it.bot.name}: time of a reply, p50", it.p50, " ms"),
            Figure(f"{it.bot.name}: time of a reply, p99", it.p99, " ms"),
            Figure(
                f"{it.bot.name}: time of a reply while nobody else wants anything, p50",
                it.alone,
                " ms",
                "≤ 6 ms" if it is ours else "",
            ),
            Figure(
                f"{it.bot.name}: CPU for each reply", it.cpu_each, " ms", "≤ 1.5 ms" if it is ours else ""
            ),
            Figure(f"{it.bot.name}: cores in use, bot", it.cpu_share),
            Figure(f"{it.bot.name}: cores in use, the bench's own Telegram", it.bench_share),
        ]
    notes = [
        f"{IN_FLIGHT} messages in flight, of as many chats; {COUPLES} couples.",
        f"Replies of our own in all: {written}, and as many rows of thank-yous in the database.",
        "The echoes handle updates side by side and say the words back; those of one row first store them"
        " with aiosqlite (one INSERT and one COMMIT that is on disk, synchronous=FULL, in the WAL).",
        "Stock PTB has the library sniffio beside it: without it, httpx is slower still.",
        "The overall limit of messages a second is lifted; nothing else differs from the shipped settings.",
    ]
    return Part("a. Durable /thanks round trips", figures, notes), ours
