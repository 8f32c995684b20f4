"""Whether this machine's clock can be believed: compared with the `Date` of Telegram's answers.

A Raspberry Pi without a battery wakes with the time at which it went to sleep, until its time server answers.
Posts wait meanwhile: claimed by a wrong clock, a morning's question would come at night or not at all.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock

log = logging.getLogger(__name__)

TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Heard:
    """Telegram's time, and the steady seconds at which it was heard."""

    date: datetime
    at: float


class ClockGuard:
    """Hears Telegram's time with every answer; says whether the clock is `askew`, more than `TOLERANCE` off.

    Between two answers Telegram's time goes on by the steady seconds, so a clock that jumps is noticed at
    once. Until the first answer the clock is believed.
    """

    def __init__(self, clock: Clock, mended: Callable[[], None]) -> None:
        """Watch a clock; `mended` is called when an answer shows that it is right again."""
        self._clock = clock
        self._mended = mended
        self._heard: _Heard | None = None
        self._was_askew = False

    def hear(self, date: datetime) -> None:
        """Take the time of an answer of Telegram's."""
        self._heard = _Heard(date, self._clock.steady())
        was = self._was_askew
        if was and not self.askew:
            self._mended()

    @property
    def askew(self) -> bool:
        """Whether posts have to wait. A change is logged once."""
        if self._heard is None:
            return False
        telegram = self._heard.date + timedelta(seconds=self._clock.steady() - self._heard.at)
        off = abs(self._clock.now() - telegram)
        askew = off > TOLERANCE
        if askew != self._was_askew:
            self._was_askew = askew
            if askew:
                log.warning("this machine's clock is %d minutes off; posts wait", off.total_seconds() // 60)
            else:
                log.warning("this machine's clock is right again; posts go on")
        return askew
