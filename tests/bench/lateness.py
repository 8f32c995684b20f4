"""Part c: how late a post is when nothing else is due."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.bench import bots, world
from tests.bench.arrivals import Arrivals
from tests.bench.load import chat_of, quantile
from tests.bench.table import Figure, Part

POSTS = 60
_MARGIN = 8.0
_GAP = (1.2, 1.8)  # seconds between two posts


async def measure(folder: Path, posts: int = POSTS, seed: int = 1) -> tuple[float, ...]:
    """Return how many seconds after their due instants posts arrived, shortest first."""
    path = bots.database_in(folder)
    await world.World(posts).at(path)
    at = datetime.now(UTC) + timedelta(seconds=_MARGIN)
    chance = Random(seed)
    dues = []
    for _ in range(posts):
        dues.append(at)
        at += timedelta(seconds=chance.uniform(*_GAP))
    await world.make_due(path, "question", dues)
    async with bots.kindling(folder, limited=True) as bot:
        arrivals = Arrivals(bot.telegram, map(chat_of, range(1, posts + 1)))
        await arrivals.all(dues[-1])
    return tuple(
        sorted(arrivals.at[chat_of(couple)] - due.timestamp() for couple, due in enumerate(dues, start=1))
    )


async def part(folder: Path) -> Part:
    """Return part c."""
    late = await measure(folder)
    return Part(
        "c. Lateness of a post when nothing else is due",
        [
            Figure("p50", [quantile(late, 0.5) * 1000], " ms"),
            Figure("p99", [quantile(late, 0.99) * 1000], " ms", "≤ 1 s"),
        ],
        [f"{POSTS} posts, {_GAP[0]} to {_GAP[1]} seconds apart, with the shipped settings."],
    )
