"""Runs the bot as `python -m bot run` does, watched: `python -m tests.bench.runner --out FILE …`.

`samples` looks every few milliseconds of CPU time where the process stands: hardly slower, and fair in its
shares. `calls` counts every call of the main thread with cProfile: two to three times slower, and unfair to
small functions. Both begin with a SIGUSR1, so that no start is in them, and are written when the bot ends.

`--skip-waits` moves the pacer's clock: each of its waits ends at once and is added to what its clock shows.
What the bot itself takes counts as ever, and after the wait instead of during it: never less than in truth.
"""

import argparse
import asyncio
import cProfile
import io
import pstats
import signal
import sys
import threading
from collections import Counter
from functools import partial
from pathlib import Path
from types import CodeType, FrameType
from unittest import mock

from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]  # it has no types

from bot import cli, running
from bot.telegram.outbound.pacing import Pacing

_EVERY = 0.002  # seconds of CPU time; Linux rounds up to its own tick
_LINES = 30
_WAITING = ("wait", "get", "_worker")  # where other threads stand while nobody wants anything of them
_ROOT = str(Path(__file__).parents[2])


class Sampler:
    """Counts where the process stands: in which function itself, and under which."""

    def __init__(self) -> None:
        self._own: Counter[CodeType] = Counter()
        self._under: Counter[CodeType] = Counter()
        self._samples = 0

    def begin(self) -> None:
        """Look from now on."""
        signal.signal(signal.SIGPROF, self._look)
        signal.siginterrupt(signal.SIGPROF, False)
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)

    def end(self) -> str:
        """Look no more; return the rows."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        lines = [f"{self._samples} samples of CPU time, the main thread's wherever it was at work", ""]
        ours = Counter({code: n for code, n in self._under.items() if _is_ours(code)})
        for title, counts in (
            ("own time", self._own),
            ("with all it calls", self._under),
            ("with all it calls, our own", ours),
        ):
            lines += [f"{'share':>6}  {title}"]
            for code, number in counts.most_common(_LINES):
                lines.append(f"{number / max(1, self._samples):6.1%}  {_name(code)}")
            lines.append("")
        return "\n".join(lines)

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        self._samples += 1
        stack: greenlet | None = getcurrent()
        waits = frame is not None and frame.f_code.co_name == "select"
        if waits and (other := self._at_work()) is not None:
            frame, stack = other, None
        if frame is not None:
            self._own[frame.f_code] += 1
        seen = set()
        while frame is not None:
            seen.add(frame.f_code)
            frame = frame.f_back
            if frame is None and stack is not None:  # SQLAlchemy runs in greenlets, with stacks of their own
                stack = stack.parent
                frame = stack.gr_frame if stack is not None else None
        self._under.update(seen)

    def _at_work(self) -> FrameType | None:
        """Return where a thread besides the main one stands that is not waiting for work."""
        for thread, frame in sys._current_frames().items():
            if thread != threading.main_thread().ident and frame.f_code.co_name not in _WAITING:
                return frame
        return None


class Counting:
    """Counts and times every call of the main thread."""

    def __init__(self) -> None:
        self._calls = cProfile.Profile()

    def begin(self) -> None:
        """Count from now on."""
        self._calls.enable()

    def end(self) -> str:
        """Count no more; return the rows."""
        self._calls.disable()
        text = io.StringIO()
        pstats.Stats(self._calls, stream=text).sort_stats("tottime").print_stats(_LINES)
        return text.getvalue()


def _is_ours(code: CodeType) -> bool:
    return code.co_filename.startswith(_ROOT) and "site-packages" not in code.co_filename


def _name(code: CodeType) -> str:
    file = code.co_filename.removeprefix(_ROOT + "/")
    _, _, package = file.rpartition("site-packages/")
    return f"{code.co_qualname}  ({package}:{code.co_firstlineno})"


class Skipping:
    """A clock for the pacer on which waiting takes no time."""

    def __init__(self) -> None:
        self.skipped = 0.0

    def now(self) -> float:
        """Return the seconds that passed, and those that were skipped."""
        return asyncio.get_running_loop().time() + self.skipped

    async def sleep(self, seconds: float) -> None:
        """Skip so many seconds."""
        self.skipped += seconds
        await asyncio.sleep(0)


def main() -> int:
    """Run until a signal, then write down what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    ways = parser.add_mutually_exclusive_group(required=True)
    ways.add_argument("--profile", choices=("samples", "calls"))
    ways.add_argument("--skip-waits", action="store_true")
    given = parser.parse_args()
    if given.skip_waits:
        skipping = Skipping()
        pacing = partial(Pacing, now=skipping.now, sleep=skipping.sleep)
        with mock.patch.object(running, "Pacing", pacing):
            code = cli.main(["run"])
        given.out.write_text(str(skipping.skipped))
        return code
    watching = Sampler() if given.profile == "samples" else Counting()
    signal.signal(signal.SIGUSR1, lambda _signal, _frame: watching.begin())
    code = cli.main(["run"])
    given.out.write_text(watching.end())
    return code


if __name__ == "__main__":
    sys.exit(main())
