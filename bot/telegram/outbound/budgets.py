"""How many messages may go out, and when the next one may. Times are seconds of a clock that never jumps."""

from collections import deque

NOW = float("-inf")
"""Earlier than any clock's time: at once."""


class Steady:
    """`rate` places a second, `burst` of them at once after a quiet while."""

    def __init__(self, rate: float, burst: int) -> None:
        self._interval = 1 / rate
        self._burst = burst
        self._whole_at = NOW  # when the whole burst is free

    def free_at(self, spare: int = 0) -> float:
        """Return when there is a place that leaves `spare` (fewer than the burst) for others."""
        return self._whole_at - (self._burst - 1 - spare) * self._interval

    def take(self, now: float) -> None:
        """Take a place that is free."""
        self._whole_at = max(self._whole_at, now) + self._interval


class Window:
    """At most `count` places in any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._seconds = seconds
        self._taken: deque[float] = deque(maxlen=count)

    def free_at(self) -> float:
        """Return when there is a place."""
        return self._taken[0] + self._seconds if len(self._taken) == self._taken.maxlen else NOW

    def take(self, now: float) -> None:
        """Take a place that is free."""
        self._taken.append(now)
