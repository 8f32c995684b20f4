"""The way of a sealed answer as it really runs: which functions, from the tap to the reveal.

To be opened by who follows it is each file of `OPENED` of which any function runs on the way, and what
`DECLARES` on it without running. Those are the feature, the engine of sealed answers, and what hands taps,
words, timers and outbox messages to them. Not counted is the ground that all features stand on (the database,
the clock, messages, the stores of `schedules`), which is taken at its word; nor what runs beside or after the
way (`BESIDE`): housekeeping, and the plan made anew because the two did something together.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

from bot.clock import MovableClock
from tests.features.question.acts import morning, seals
from tests.house.source import ROOT
from tests.people import Loopback
from tests.stage import MONDAY, Stage, joined

OPENED = (
    "bot/features/question/",
    "bot/sealed/",
    "bot/telegram/inbound/router.py",
    "bot/telegram/said/",
    "bot/telegram/tapping.py",
    "schedules/delivery.py",
    "schedules/tick.py",
)
DECLARES = ("bot/features/question/__init__.py", "bot/features/question/actions.py")
BESIDE = {"Upkeeps.round", "replan"}

Called = tuple[str, str]
"""A function of the project: its file, and its qualified name."""


@contextmanager
def called() -> Iterator[list[Called]]:
    """Collect which functions are called inside the block, each time anew, but for what runs `BESIDE`."""
    found: list[Called] = []
    here = f"{ROOT}/"

    def note(frame: FrameType, event: str, _arg: Any) -> None:
        code = frame.f_code
        name = code.co_filename.removeprefix(here)
        if event == "call" and name.startswith(OPENED) and not _is_beside(frame):
            found.append((name, code.co_qualname))

    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)


def _is_beside(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_qualname in BESIDE:
            return True
        frame = frame.f_back
    return False


def opened() -> list[str]:
    """Return the files to open, as it runs now."""
    return sorted({*DECLARES, *(name for name, _function in walked())})


@cache
def walked() -> tuple[Called, ...]:
    """Let Ana seal an answer, then Ben: return all that runs from his tap until the reveal is out.

    Raises:
        ValueError: the reveal did not come.
    """
    with TemporaryDirectory() as folder:
        return asyncio.run(_walk(Path(folder)))


async def _walk(folder: Path) -> tuple[Called, ...]:
    clock = MovableClock(MONDAY)
    telegram = Loopback(clock)
    stage = Stage(telegram, clock, folder)
    couple = await joined(stage, telegram.person("Ana"), telegram.person("Ben"))
    await morning(couple)
    await seals(couple.ana, "hers")
    with called() as ran:
        await seals(couple.ben, "his")
        await couple.minute_passes()
    await stage.stop()
    if not any("hers" in shown.text for shown in couple.group.messages):
        raise ValueError("the two answers were not opened")
    return tuple(ran)
