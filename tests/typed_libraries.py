"""Judge two libraries and our own reader by the table of what people type (`tests/typed_table.py`).

In an environment of its own, from the project's folder:

    python -m pip install dateparser parsedatetime babel markupsafe && python -m tests.typed_libraries

Each library has a thin layer: English, what is to come goes first, a day without an hour is its first
minute, the words before an end ("until") are dropped, and what is over already is read as nothing.
"""

import importlib
import re
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.typed import read_end, read_time
from tests.typed_table import ENDS, HOURS, MONDAY, NEITHER

Read = Callable[[str, datetime], datetime | None]

_BEFORE = re.compile(r"^(?:i'm resting |resting )?(?:until|till|til|at|every day at) ", re.IGNORECASE)
_CLOCK = re.compile(
    r"\d[:.h]\d|\d ?[ap]\.?m|noon|hour|minute|o.clock|half|quarter|morning|evening|\bin \d|\d d"
)


def _is_day_alone(text: str) -> bool:
    return _CLOCK.search(text.casefold()) is None


def _dateparser() -> Read:
    parse: Any = importlib.import_module("dateparser").parse

    def read(text: str, now: datetime) -> datetime | None:
        settings = {
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
        }
        found: datetime | None = parse(_BEFORE.sub("", text), languages=["en"], settings=settings)
        return found

    return read


def _parsedatetime() -> Read:
    calendar: Any = importlib.import_module("parsedatetime").Calendar()

    def read(text: str, now: datetime) -> datetime | None:
        found, context = calendar.parseDT(_BEFORE.sub("", text), sourceTime=now.replace(tzinfo=None))
        return found if context else None

    return read


def _score(read: Read) -> tuple[int, int, int]:
    """Return how many of the table's readings are right, how many wrong, and what is read of nothing."""
    right = wrong = 0
    for end in ENDS:
        found = read(end.typed, end.now)
        if found is not None and _is_day_alone(end.typed):
            found = found.replace(hour=0, minute=0, second=0, microsecond=0)
        right += found is not None and found.replace(tzinfo=end.now.tzinfo) == end.meant
        wrong += found is not None and found.replace(tzinfo=end.now.tzinfo) != end.meant
    for hour in HOURS:
        at = read(hour.typed, MONDAY)
        right += at is not None and at.time() == hour.meant
        wrong += at is not None and at.time() != hour.meant
    taken = [read(typed, MONDAY) for typed in NEITHER]
    return right, wrong, sum(it is not None and it >= MONDAY.replace(tzinfo=None) for it in taken)


def _ours() -> tuple[int, int, int]:
    right = wrong = 0
    for end in ENDS:
        found = read_end(end.typed, end.now)
        right += found is not None and found.meant == end.meant
        wrong += found is not None and found.meant != end.meant
    for hour in HOURS:
        at = read_time(hour.typed, around=hour.around)
        right += at is not None and at.meant == hour.meant
        wrong += at is not None and at.meant != hour.meant
    taken = [read_end(it, MONDAY) is not None or read_time(it) is not None for it in NEITHER]
    return right, wrong, sum(taken)


def main() -> None:
    """Print the scores."""
    heads = f"of {len(ENDS) + len(HOURS)} readings: right, wrong; of {len(NEITHER)} that are none: read"
    sys.stdout.write(f"{heads}\n")
    scores = {"bot.typed": _ours(), "dateparser": _score(_dateparser())}
    for name, score in (scores | {"parsedatetime": _score(_parsedatetime())}).items():
        sys.stdout.write(f"{name:15} {' '.join(map(str, score))}\n")


if __name__ == "__main__":
    main()
