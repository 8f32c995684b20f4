"""`python -m tests.bench`: measures the bot and prints one page of Markdown."""

import argparse
import asyncio
import gc
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.bench import bots, cost, idle, lateness, posts, process, table, thanks, world, years

PARTS = "abcdef"


async def bench(folder: Path, given: argparse.Namespace) -> list[str]:
    """Measure what is asked for; return the lines of the page."""
    only, runs, profile = given.only.replace(",", ""), given.runs, given.profile
    lines = table.machine(_aiogram())
    replies = burst = None
    if "a" in only:
        part, replies = await thanks.part(folder / "a", runs=runs, profile=profile)
        lines += part.lines()
    if "b" in only:
        watched = profile if "a" not in only else None
        part, burst = await posts.part(folder / "b", runs=runs, posts=given.posts, profile=watched)
        lines += part.lines()
        lines += (await posts.pasts(folder / "b", runs=runs)).lines() if given.pasts else []
        lines += (await posts.drains(folder / "b")).lines() if given.drains else []
    if "c" in only:
        lines += (await lateness.part(folder / "c")).lines()
    if "d" in only:
        lines += (await years.part(folder / "d", runs=runs)).lines()
    if "e" in only:
        lines += (await idle.part(folder / "e", runs=runs)).lines()
    if replies is not None and burst is not None:
        lines += cost.part(burst.cpu_each, replies.cpu_each).lines()
    return lines


def _aiogram() -> str | None:
    if not bots.OTHERS.exists():
        return None
    asked = "import importlib.metadata as it; print(it.version('aiogram'))"
    return subprocess.run(
        [bots.OTHERS, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.strip()


def main() -> None:
    """Run as the command line says; print the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", default=PARTS, help="parts, as in a,b (default: all; f needs both)")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--profile", choices=("samples", "calls"), help="profile our own bot in part a, or in b without a"
    )
    parser.add_argument("--posts", type=int, default=posts.POSTS, help="due at one instant in part b")
    parser.add_argument("--no-drains", dest="drains", action="store_false", help="part b without its drains")
    parser.add_argument("--no-pasts", dest="pasts", action="store_false", help="part b without years")
    given = parser.parse_args()
    signal.signal(
        signal.SIGTERM, lambda _signal, _frame: signal.raise_signal(signal.SIGINT)
    )  # ends the bots too
    process.settle_in()
    gc.disable()  # nothing here makes cycles worth a pause
    world.STORE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=world.STORE))
    try:
        lines = asyncio.run(bench(folder, given))
        print("\n".join(lines))  # noqa: T201 - the page is what this command is for
        for profile in () if given.profile is None else sorted(folder.rglob("out")):
            print(f"\n{profile.read_text()}")  # noqa: T201 - asked for
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
