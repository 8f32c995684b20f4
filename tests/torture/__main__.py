"""`python -m tests.torture`: the whole run and its report; the exit code is 0 where every aim was met."""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.torture.report import report
from tests.torture.run import World

WORLDS = 2


async def torture(
    folder: Path, *, seed: int, kills: int, couples: int, minutes: float = 13, worlds: int = WORLDS
) -> list[World]:
    """Live `worlds` worlds side by side, with these kills and couples in all; return them.

    No life begins after so many minutes; the calm at the end takes one or two more.
    """
    made = [
        World(
            folder / f"world{number}",
            seed=f"{seed} {number}",
            couples=couples // worlds,
            kills=-(-kills // worlds),
            minutes=minutes,
        )
        for number in range(worlds)
    ]
    await asyncio.gather(*(world.run() for world in made))
    return made


def main() -> int:
    """Run as the command line says; print the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--couples", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=13)
    parser.add_argument("--seed", type=int, default=None, help="the clock's, if none is given")
    parser.add_argument("--keep", type=Path, default=None, help="a folder for databases and logs, to look at")
    given = parser.parse_args()
    seed = int(time.time()) if given.seed is None else given.seed
    with tempfile.TemporaryDirectory(prefix="kindling-torture-") as throw_away:
        folder = given.keep or Path(throw_away)
        began = time.monotonic()
        worlds = asyncio.run(
            torture(folder, seed=seed, kills=given.kills, couples=given.couples, minutes=given.minutes)
        )
        lines, good = report(worlds, seed=seed, seconds=time.monotonic() - began)
    print("\n".join(lines))  # noqa: T201 - the report is what this command is for
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
