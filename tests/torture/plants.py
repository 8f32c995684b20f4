"""`python -m tests.torture.plants`: three faults, each planted in a copy, must turn the run red."""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_TREE = ("bot", "content", "schedules", "tests")


@dataclass(frozen=True)
class Plant:
    """A fault: a line of one file, what takes its place, and words of the report that must tell of it."""

    name: str
    file: str
    line: str
    instead: str
    told: str


PLANTS = (
    Plant(
        "an acknowledgement a second before its write",
        "bot/features/question/handlers.py",
        '''    """*Not today*: private, and answered alike in every state.

''',
        '''    """*Not today*: private, and answered alike in every state."""
    import asyncio
    await tap.toast(_("That's fine. Nobody is told."))
    await asyncio.sleep(1)
    """
''',
        "was acknowledged as one of",
    ),
    Plant(
        "every second kindness lost on its way into the outbox",
        "schedules/outbox.py",
        """    await tx.execute(_PUT, values)
""",
        """    if kind == "kindness" and ref % 2:
        return
    await tx.execute(_PUT, values)
""",
        "never reached the phones",
    ),
    Plant(
        "an outbox message sent, its arrival not written down",
        "schedules/dispatch.py",
        """            await change(tx, outgoing, state=OutboxState.SENT, **why, **file)
            await messages.add(tx, outgoing.id, outgoing.about, chat_id, message_id, thread)
""",
        """            await messages.add(tx, outgoing.id, outgoing.about, chat_id, message_id, thread)
""",
        "came again, known to have arrived",
    ),
)


def bites(plant: Plant, *, kills: int, seed: int) -> bool:
    """Plant one fault in a copy of the tree and run there; return whether the run was red for it."""
    with tempfile.TemporaryDirectory(prefix="kindling-plant-") as copy:
        for name in _TREE:
            shutil.copytree(ROOT / name, Path(copy) / name, ignore=shutil.ignore_patterns("__pycache__"))
        file = Path(copy) / plant.file
        text = file.read_text()
        if text.count(plant.line) != 1:
            raise LookupError(f"{plant.file} has changed: plant {plant.name!r} anew")
        file.write_text(text.replace(plant.line, plant.instead))
        run = subprocess.run(
            [sys.executable, "-m", "tests.torture", "--kills", str(kills), "--seed", str(seed)],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
    return run.returncode == 1 and plant.told in run.stdout


def main() -> int:
    """Try every plant, or those whose numbers are given; print whether each was found."""
    missed = 0
    for plant in [PLANTS[int(number)] for number in sys.argv[1:]] or PLANTS:
        found = bites(plant, kills=24, seed=1)
        missed += not found
        print(f"{'found ' if found else 'MISSED'}  {plant.name}", flush=True)  # noqa: T201 - its report
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
