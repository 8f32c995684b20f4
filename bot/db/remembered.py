"""What was read of the database, remembered until it changes there.

Every value comes with its version, which the database itself gives (`bot.db.tables.versions`) and which
whoever wants the value reads first, in their own transaction. So what is remembered is right for every
snapshot, for what a transaction wrote and took back, and for what another process wrote: nothing here has to
hear of it.
"""

from collections.abc import Hashable
from typing import Any

MOST = 5_000
"""So many values are remembered, those that were asked for last: a space takes 2 to 3.5 KB of memory."""


class Remembered:
    """Values by what they are of, each with its version; the one asked for longest ago goes first."""

    def __init__(self, most: int = MOST) -> None:
        """Begin with none; `most` is how many are kept."""
        self._most = most
        self._kept: dict[Hashable, tuple[int, Any]] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._kept)

    def get(self, of: Hashable, version: int) -> Any:
        """Return the value of this very version, or None."""
        found = self._kept.pop(of, None)
        if found is None:
            return None
        self._kept[of] = found  # the last one now
        return found[1] if found[0] == version else None

    def keep(self, of: Hashable, version: int, value: Any) -> None:
        """Remember a value, which nobody may change, instead of the one of another version."""
        self._kept.pop(of, None)
        self._kept[of] = (version, value)
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]

    def forget(self) -> None:
        """Forget everything, as what was erased shall stand nowhere."""
        self._kept.clear()
