"""Part e: memory at rest and the time of a start, against a bare bot, with one space and with very many."""

import asyncio
from collections import defaultdict
from pathlib import Path

from tests.bench import bots, world
from tests.bench.bots import Bot
from tests.bench.table import Figure, Part, ratios

MANY = 100_000
_SETTLED_AFTER = 5.0


async def part(folder: Path, *, runs: int, many: int = MANY) -> Part:
    """Return part e."""
    ours = {spaces: folder / f"with-{spaces}" for spaces in (1, many)}
    for spaces, home in ours.items():
        await world.World(spaces).at(bots.database_in(home))
    start: defaultdict[int, list[float]] = defaultdict(list)
    memory: defaultdict[int, list[float]] = defaultdict(list)
    shared: defaultdict[int, list[float]] = defaultdict(list)
    for run in range(runs):
        makers = {0: bots.bare(folder / f"bare{run}")}
        makers |= {spaces: bots.kindling(home, limited=True) for spaces, home in ours.items()}
        for which, bot in makers.items():
            started, (rss, pss) = await _once(bot)
            start[which].append(started)
            memory[which].append(rss)
            shared[which].append(pss)
    size = bots.database_in(ours[many]).stat().st_size / 2**20
    return Part(
        "e. Start and memory",
        [
            Figure("start, bare PTB", start[0], " s"),
            Figure("start, one space", start[1], " s", "≤ 1.3 s"),
            Figure(f"start, {many:,} spaces", start[many], " s"),
            Figure("start, one space / bare PTB", ratios(start[1], start[0]), aim="≤ 2.5"),
            Figure(f"start, {many:,} spaces / one", ratios(start[many], start[1]), aim="≤ 1.10"),
            Figure("memory (RSS), bare PTB", memory[0], " MiB"),
            Figure("memory (RSS), one space", memory[1], " MiB", "≤ 80 MiB"),
            Figure(f"memory (RSS), {many:,} spaces", memory[many], " MiB"),
            Figure("memory (PSS), one space", shared[1], " MiB"),
            Figure("memory, one space / bare PTB", ratios(memory[1], memory[0]), aim="≤ 2"),
            Figure(f"memory, {many:,} spaces / one", ratios(memory[many], memory[1]), aim="≤ 1.05"),
        ],
        [
            "A start is from the spawn to the first getUpdates; "
            f"memory is looked at {_SETTLED_AFTER:g} seconds later, with no update ever sent.",
            f"The database of {many:,} spaces has {size:,.0f} MiB.",
        ],
    )


async def _once(bot: Bot) -> tuple[float, tuple[float, float]]:
    """Return the seconds of a start, and the memory once it has settled."""
    async with bot:
        await asyncio.sleep(_SETTLED_AFTER)
        return bot.process.started_in, bot.process.memory()
