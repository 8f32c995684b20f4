"""Part b: how fast what is due at one instant goes out; part f for posts."""

import asyncio
import shutil
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench import bots, picking, world
from tests.bench.arrivals import Arrivals
from tests.bench.history import Past
from tests.bench.load import Load, chat_of
from tests.bench.table import Figure, Part, ratios

POSTS = 2000
LIMIT = 30.0
SPANS = (0, 1, 5)
WITH_A_PAST = 300
"""Couples who lived every day of their years: five years of them are some two gigabytes."""
DRAINED = 1000
DRAINED_OLD = 600
SKIPPED = 10_000
THANKFUL = 400
"""Couples who say thank you while others are posted to."""
_MARGIN = 6.0
_EVERY = 0.2
_IDLE = 30.0


class TooLate(Exception):
    """The bot did not listen before the posts were due."""


@dataclass
class Burst:
    """Runs of many posts due at one instant."""

    per_second: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    """Messages a second of a bare send loop."""
    cpu_each: list[float] = field(default_factory=list)
    """CPU-milliseconds for each post."""
    bench_share: list[float] = field(default_factory=list)


async def burst(
    folder: Path, posts: int, into: Burst, profile: str | None = None, past: Past | None = None
) -> None:
    """Measure one run: from the due instant until the last post has arrived.

    What a morning brings besides is due a second later, as it is every day: for most, nothing to say.
    """
    bot = bots.kindling(folder, profile=profile)
    path = bots.database_in(folder)
    await (past or world.World(posts)).at(path)
    before = {table: await world.count(path, table) for table in ("cards", "copies")}
    due = datetime.now(UTC) + timedelta(seconds=_MARGIN + posts / 2000)
    await world.make_due(path, "question", [due] * posts)
    await world.make_due(path, "checkin_morning", [due + timedelta(seconds=1)] * posts)
    async with bot:
        if datetime.now(UTC) > due:
            raise TooLate
        arrivals = Arrivals(bot.telegram, map(chat_of, range(1, posts + 1)))
        await asyncio.sleep(due.timestamp() - time.time())
        if profile is not None:
            bot.process.watch()
        cpu, own = bot.process.cpu(), time.process_time()
        await arrivals.all(due)
        cpu, own = bot.process.cpu() - cpu, time.process_time() - own
    took = arrivals.last - due.timestamp()
    into.per_second.append(posts / took)
    into.cpu_each.append(cpu / posts * 1000)
    into.bench_share.append(own / took)
    for table, there in before.items():
        if (written := await world.count(path, table) - there) != posts:
            raise AssertionError(f"{written} rows of {table} for {posts} messages")


async def bare_loop(folder: Path, messages: int) -> float:
    """Return how many messages a second a bare loop sends."""
    async with bots.send_loop(folder, messages) as bot:
        arrivals = Arrivals(bot.telegram, map(chat_of, range(1, messages + 1)))
        began = time.time()
        await arrivals.all(datetime.now(UTC))
    return messages / (arrivals.last - began)


async def drain(
    folder: Path, posts: int = DRAINED, past: Past | None = None, every: float = _EVERY
) -> tuple[float, float, float]:
    """Let posts be due at once under the shipped limit while couples say thank you.

    `past` is of `posts` couples who lived every day of their years, and `THANKFUL` others. Returns the time
    to drain over what the limit allows for all that was sent or edited meanwhile, and the 99th percentile of
    a reply's seconds, idle and during the drain; a thank-you comes so often (seconds).
    """
    path = bots.database_in(folder)
    couples = posts + THANKFUL
    await (past or world.World(couples)).at(path)
    due = datetime.now(UTC) + timedelta(seconds=_MARGIN + _IDLE + 8)
    await world.make_due(path, "question", [due] * posts)
    async with bots.kindling(folder, limited=True) as bot:
        load = Load(bot.telegram, couples, first=posts + 1)
        idle = await load.pace(_IDLE, every)
        if datetime.now(UTC) > due:
            raise TooLate
        arrivals = Arrivals(bot.telegram, map(chat_of, range(1, posts + 1)))
        await asyncio.sleep(due.timestamp() - time.time())
        heard: list[float] = []
        bot.telegram.listeners.append(lambda _method, _chat, at: heard.append(at))
        busy = await load.pace(posts / LIMIT, every)
        await arrivals.all(due)
    allowed = len(heard) / LIMIT
    return (arrivals.last - due.timestamp()) / allowed, idle.at(0.99), busy.at(0.99)


async def drain_skipping(folder: Path, posts: int = SKIPPED) -> float:
    """Return the time to drain over the limit's own, on a pacer's clock on which waiting takes no time."""
    path = bots.database_in(folder)
    await world.World(posts).at(path)
    due = datetime.now(UTC) + timedelta(seconds=_MARGIN + posts / 2000)
    await world.make_due(path, "question", [due] * posts)
    async with bots.kindling(folder, limited=True, skips=True) as bot:
        if datetime.now(UTC) > due:
            raise TooLate
        arrivals = Arrivals(bot.telegram, map(chat_of, range(1, posts + 1)))
        await arrivals.all(due)
    return (arrivals.last - due.timestamp() + float(bots.out_of(folder).read_text())) / (posts / LIMIT)


async def part(
    folder: Path, *, runs: int, posts: int = POSTS, profile: str | None = None
) -> tuple[Part, Burst]:
    """Return part b's first half and the runs of posts."""
    measured = Burst()
    for run in range(runs):
        await burst(folder / f"burst{run}", posts, measured, profile if run == 0 else None)
        measured.bare.append(await bare_loop(folder / f"loop{run}", posts))
    return Part(
        "b. Scheduled posts, all due at one instant",
        [
            Figure(f"posts a second, {posts:,} due", measured.per_second, aim="≥ 1,000"),
            Figure("messages a second, bare send loop", measured.bare),
            Figure("posts / bare send loop", ratios(measured.per_second, measured.bare), aim="≥ 0.5"),
            Figure("CPU for each post", measured.cpu_each, " ms"),
            Figure("cores in use, the bench's own Telegram", measured.bench_share),
        ],
        [
            "No limit in all; from the due instant until the last one has arrived.",
            "The bare loop sends a card of a question's size over the bot's own transport, 64 at once.",
            "Every post was written: as many rows of cards and of copies as messages arrived.",
            "What else a morning brings is due for all a second later, and says nothing.",
        ],
    ), measured


async def pasts(folder: Path, *, runs: int, posts: int = WITH_A_PAST) -> Part:
    """Return what a post and a pick cost couples of so many years."""
    bursts, picks = {years: Burst() for years in SPANS}, {years: list[float]() for years in SPANS}
    for run in range(runs):
        for years in SPANS:
            here = folder / f"past{years}-{run}"
            await burst(here, posts, bursts[years], past=Past(years, posts, posts))
            picks[years] += [await picking.cost(bots.database_in(here), posts)]
            shutil.rmtree(here)
    figures = []
    for years in SPANS:
        aims = ("≤ 1.9 ms", "") if years == 0 else ("", "≤ 1.10")
        each = bursts[years].cpu_each
        figures.append(Figure(f"{years} years: CPU for each post", each, " ms", aims[0]))
        figures.append(Figure(f"{years} years: CPU for each pick", picks[years], " µs"))
        if years:
            share = ratios(each, bursts[0].cpu_each)
            figures.append(Figure(f"CPU for each post: {years} years / none", share, aim=aims[1]))
    return Part(
        "b. Posts of couples with a past",
        figures,
        [
            f"{posts} couples, who lived every day of their years; all due at one instant.",
            "A pick is what it reads, sums up and chooses, asked for again on the same database.",
        ],
    )


async def drains(folder: Path) -> Part:
    """Return part b's second half."""
    share, idle, busy = await drain(folder / "drain")
    years, of = max(SPANS), DRAINED_OLD
    old = await drain(folder / "old", of, Past(years, of + THANKFUL, of), every=_EVERY / 2)
    skipping = await drain_skipping(folder / "skipping")
    return Part(
        f"b. Draining at the shipped {LIMIT:g} a second",
        [
            Figure(
                f"{SKIPPED:,} posts, the pacer's clock moved: time / the limit's own",
                [skipping],
                aim="≤ 1.05",
            ),
            Figure(f"{DRAINED:,} posts in real time: time / the limit's own", [share], aim="≤ 1.05"),
            Figure("/thanks meanwhile: p99 of a reply, idle", [idle * 1000], " ms"),
            Figure("/thanks meanwhile: p99 of a reply, during the drain", [busy * 1000], " ms"),
            Figure("p99 during the drain / idle", [busy / idle], aim="≤ 1.2"),
            Figure(f"{of} posts of {years} years, real time: time / the limit's own", [old[0]], aim="≤ 1.05"),
            Figure(
                f"{of} posts of {years} years: p99 during the drain / idle", [old[2] / old[1]], aim="≤ 1.2"
            ),
        ],
        [
            f"In real time: {1 / _EVERY:g} thank-yous a second, some 150 before and as many meanwhile.",
            "Beside couples of five years twice as many; each takes the buttons off an old card besides.",
            "The limit's own time is all that is sent or edited, with its clock moved the posts alone, "
            f"/ {LIMIT:g}.",
            "With its clock moved, the pacer's waits take no time and are added to the bot's own.",
            f"Five years of every day of 10,000 couples would be seventy gigabytes: {of} stand for them.",
        ],
    )
