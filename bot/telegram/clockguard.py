"""Whether this machine's clock can be believed: compared with the `Date` of Telegram's answers.

A Raspberry Pi without a battery wakes with the time at which it went to sleep, until its time server answers.
Two rules hold while the two differ:

- What the bot does by itself waits. Claimed by a wrong clock, a morning's question would come at night or not
  at all; what is to be erased is erased late rather than early.
- What people do counts from Telegram's time, so the seven days after a /stop, an hour's grace or a pause are
  as long as ever once the clock is set right. No message or tap is handled before a `Date` was heard: the
  answer that brings it has one.
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

    It is the `Clock` that the whole bot goes by: this machine's, or Telegram's while that one is askew.
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

    def now(self) -> datetime:
        """Return the instant to go by, in UTC."""
        here = self._clock.now()
        there = self._telegrams(here)
        return there if _differ(here, there) else here

    def steady(self) -> float:
        """Return the steady seconds of this machine."""
        return self._clock.steady()

    @property
    def askew(self) -> bool:
        """Whether posts have to wait. A change is logged once."""
        here = self._clock.now()
        there = self._telegrams(here)
        askew = _differ(here, there)
        if askew != self._was_askew:
            self._was_askew = askew
            if askew:
                minutes = abs(here - there).total_seconds() // 60
                log.warning("this machine's clock is %d minutes off; posts wait", minutes)
            else:
                log.warning("this machine's clock is right again; posts go on")
        return askew

    def _telegrams(self, here: datetime) -> datetime:
        """Return Telegram's time; this machine's, `here`, as long as none was heard."""
        if self._heard is None:
            return here
        return self._heard.date + timedelta(seconds=self._clock.steady() - self._heard.at)


def _differ(here: datetime, there: datetime) -> bool:
    return abs(here - there) > TOLERANCE
