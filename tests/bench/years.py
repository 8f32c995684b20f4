"""Part d: the same commands with one and with five years of history."""

from collections import defaultdict
from contextlib import AsyncExitStack
from pathlib import Path

from bot.features.thanks.actions import LookAt
from tests.bench import bots
from tests.bench.history import COUPLES, SPARSE, WATCHED, Past
from tests.bench.load import Act, Load, Says, Taps
from tests.bench.table import Figure, Part, ratios

SPANS = (1, 5)
ONCE = ("/question", Says("/question"))
"""Can be asked once a day."""
ACTS: tuple[tuple[str, Act], ...] = (
    ("/thanks", Says()),
    ("/today", Says("/today", door=True)),
    ("/checkin", Says("/checkin", door=True)),
    ("the list of thanks", Taps(LookAt.name)),
)
_TIMES = 40
_TIMES_ONCE = 5


async def part(folder: Path, *, runs: int, spans: tuple[int, int] = SPANS) -> Part:
    """Return part d."""
    few, many = spans
    p50: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    sizes = {}
    async with AsyncExitStack() as stack:
        here = {}
        for years in spans:
            path = bots.database_in(folder / f"years{years}")
            await Past(years).at(path)
            sizes[years] = path.stat().st_size / 2**20
            here[years] = await stack.enter_async_context(bots.kindling(folder / f"years{years}"))
        for years, bot in here.items():
            stretch = await Load(bot.telegram, WATCHED, ONCE[1]).one_by_one(_TIMES_ONCE)
            p50[ONCE[0], years].append(stretch.at(0.5) * 1000)
        loads = {(name, y): Load(bot.telegram, WATCHED, act) for y, bot in here.items() for name, act in ACTS}
        for _ in range(runs):
            for (name, years), load in loads.items():
                p50[name, years].append((await load.one_by_one(_TIMES)).at(0.5) * 1000)
    names = [ONCE[0], *(name for name, _ in ACTS)]
    figures = []
    for name in names:
        figures += [Figure(f"{name}: {years} years, p50", p50[name, years], " ms") for years in spans]
        share = ratios(p50[name, many], p50[name, few])
        figures.append(Figure(f"{name}: {many} years / {few}", share, aim="≤ 1.10"))
    return Part(
        "d. Commands with years of history",
        figures,
        [
            f"{COUPLES:,} couples; the {WATCHED} who act lived every day, the others one day in {SPARSE}.",
            "The databases have " + " and ".join(f"{size:,.0f} MiB" for size in sizes.values()) + ".",
            "One message at a time; /question is asked once a day, so it has one run.",
        ],
    )
