"""How far everything that was said has been handled: nothing ends before that.

What was said in time counts in time, however late it is handled. So a card closes, a prompt is forgotten and
a space is erased only once Telegram has answered after that instant and all that it brought is handled: after
a stop, a drop of the network, a night in which the machine slept, and in the ordinary second in which a
message is on its way. Whoever ends something asks `Heard.so_far`; `bot.telegram.inbound.polling`
says how far it is.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.clock import Clock

_NOTHING_YET = datetime.fromtimestamp(0, UTC)


class Heard:
    """The instant (UTC) up to which everything that was said is handled; `wake` asks for a tick.

    As long as nobody listens (no `begin`) nothing is waited for.
    """

    def __init__(self, clock: Clock, wake: Callable[[], None] = lambda: None) -> None:
        self._clock = clock
        self._wake_tick = wake
        self._listens = False
        self._until = _NOTHING_YET
        self._starting = False
        self._somebody_waits = False

    def begin(self, until: datetime | None) -> None:
        """Begin to listen; a former run had heard everything `until` then (None: nobody knows)."""
        self._listens = self._starting = True
        self._until = until or _NOTHING_YET

    def advance(self, until: datetime) -> None:
        """Everything up to this instant is handled; whoever waited for it is rung."""
        self._until = until
        self._starting = False
        self._wake()

    def is_out_of_reach(self) -> None:
        """Telegram did not answer: what a start may do without having heard anything, it does."""
        if self._starting:
            self._starting = False
            self._wake()

    @property
    def until(self) -> datetime | None:
        """The instant itself, None while nothing was heard yet."""
        return None if self._until == _NOTHING_YET else self._until

    @property
    def starting(self) -> bool:
        """Whether the first answer is still awaited, or what it brought is in hand: nothing is begun yet."""
        return self._starting

    def so_far(self) -> datetime:
        """Return the newest instant at which anything may end now: what ends later is not over yet."""
        now = self._clock.now()
        return min(now, self._until) if self._listens else now

    def wait(self, so_far: datetime) -> None:
        """Ask for a tick as soon as more was heard than `so_far`: something is due that may not end yet."""
        if self._until > so_far:
            self._wake_tick()
        else:
            self._somebody_waits = True

    def _wake(self) -> None:
        if self._somebody_waits:
            self._somebody_waits = False
            self._wake_tick()
