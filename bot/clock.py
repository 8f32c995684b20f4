"""The only reader of the time. Every instant in the project is an aware `datetime` in UTC."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

# CLOCK_MONOTONIC stands still while Linux sleeps (clock_gettime(2)).
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""

    def steady(self) -> float:
        """Return seconds since some moment that pass evenly, whatever the clock is set to."""


class SystemClock:
    """The machine's clock, moved by a constant offset (zero but for trying things out)."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset

    def now(self) -> datetime:
        """Return the machine's instant plus the offset, in UTC."""
        return datetime.now(UTC) + self._offset

    def steady(self) -> float:
        """Return the seconds since the machine started; where that can be told, its sleep is counted."""
        return time.clock_gettime(_STEADY)


class MovableClock:
    """A clock for tests and the playground: it stands still, or runs from wherever it was put."""

    def __init__(self, start: datetime, *, running: bool = False) -> None:
        """Start at an aware instant; a running clock goes on from there at the machine's pace."""
        self._running = running
        self._base = datetime.now(UTC)
        self._at = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return where the clock stands now, in UTC."""
        if not self._running:
            return self._at
        return self._at + (datetime.now(UTC) - self._base)

    def steady(self) -> float:
        """Return seconds that go along with every move: the time itself is moved, no clock set wrong."""
        return self.now().timestamp()

    def move(self, by: timedelta) -> None:
        """Move the clock by a span, backwards too."""
        self.move_to(self.now() + by)

    def move_to(self, instant: datetime) -> None:
        """Put the clock to an aware instant."""
        self._at = instant.astimezone(UTC)
        self._base = datetime.now(UTC)
