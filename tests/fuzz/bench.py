"""The bench on which updates and typed words are tried: one couple's bot, and what counts as a fault."""

import asyncio
import logging
import tempfile
from pathlib import Path
from random import Random

from bot import pieces
from bot.clock import MovableClock
from bot.features.pause.rules import TooLong, typed_end
from bot.features.thanks import rules as thanks_rules
from bot.message import Media
from bot.pieces import Piece
from bot.spaces import cities
from bot.telegram import taps
from bot.typed import read_time
from content import crisis
from tests.conftest import BERLIN, MONDAY, Stage, joined
from tests.fuzz.shapes import Shapes
from tests.people import Loopback, there

SETTLED_AFTER = 20
"""Updates that are handled before the bot is given time for what they set off."""
RENEWED_AFTER = 400
"""Updates after which the couple begins anew: what comes by chance may end a space, or move it away."""

# What Telegram says of a message that we composed wrongly; all else is the weather.
_OURS = ("can't parse", "too long", "is empty", "BUTTON", "button", "must be")


class Fault(AssertionError):
    """An input that broke something."""


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(record.getMessage())


class Bench:
    """A running bot to try inputs on; `close` it in the end."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._errors = _Errors()
        for name in ("bot", "schedules", "content"):
            logging.getLogger(name).addHandler(self._errors)
        self._stage: Stage | None = None
        self._tried = 0
        self._called = 0

    def close(self) -> None:
        """Stop the bot."""
        for name in ("bot", "schedules", "content"):
            logging.getLogger(name).removeHandler(self._errors)
        if self._stage is not None:
            self._runner.run(self._stage.stop())
        self._runner.close()

    def tries(self, chance: Random) -> None:
        """Try one update and one text; raises as the two below do."""
        self.tries_update(chance)
        self.tries_words(Shapes(chance, (1,), (1,)).text())

    def tries_update(self, chance: Random) -> None:
        """Hand one update to the router.

        Raises:
            Fault: a line of the log told of an error, or Telegram refused what we composed.
            Exception: what the router let through.
        """
        if self._stage is None or self._tried % RENEWED_AFTER == 0:
            self._runner.run(self._begin())
        self._tried += 1
        self._runner.run(self._handle(chance))

    def tries_words(self, words: str) -> None:
        """Put words to everything that reads what people type, without a bot around it.

        Raises:
            Fault: something that was read is not what was written.
        """
        now = MONDAY
        cities.find(words)
        cities.known_zone(words)
        read_time(words)
        crisis.kind_of(words)
        try:
            end = typed_end(words, now, BERLIN)
        except TooLong:
            end = None
        if end is not None and min(end.meant, end.other or end.meant) <= now:
            raise Fault("a pause that ends before it begins")
        data = taps.parse(words)
        if data is not None and data.space_id < 0:
            raise Fault("callback data about a space below nought")
        if "".join(pieces.split(words, 50)) != words:
            raise Fault("a long answer was cut and is not whole")
        thanks_rules.layout((Piece(1, words, Media("photo", "1")), Piece(2, words)))

    async def _begin(self) -> None:
        if self._stage is not None:
            await self._stage.stop()
        telegram = Loopback(MovableClock(MONDAY))
        ana, ben = telegram.person("Ana"), telegram.person("Ben")
        clock = telegram.world.clock
        assert isinstance(clock, MovableClock)
        self._stage = Stage(telegram, clock, Path(tempfile.mkdtemp(prefix="fuzz-")))
        couple = await joined(self._stage, ana, ben)
        cleo = telegram.person("Cleo")
        await self._stage.moves_to_time(9)
        self._called = len(telegram.calls)
        self._users = (ana.id, ana.id, ben.id, ben.id, cleo.id, 1087968824, 777000, 2**52)
        self._chats = (
            couple.group.id,
            couple.group.id,
            ana.id,
            ana.id,
            ben.id,
            cleo.id,
            -5,
            -1_000_000_000_077,
        )

    async def _handle(self, chance: Random) -> None:
        stage = there(self._stage)
        await stage.kindling.router.handle(Shapes(chance, self._chats, self._users).update())
        if self._tried % SETTLED_AFTER == 0:
            await stage.settle()
        if self._errors.seen:
            told, self._errors.seen = self._errors.seen, []
            raise Fault(f"the log told of an error: {told[0]}")
        for call in stage.telegram.calls[self._called :]:
            if call.method != "answerCallbackQuery" and any(it in call.outcome for it in _OURS):
                raise Fault(f"Telegram refused a {call.method}: {call.outcome}")
        self._called = len(stage.telegram.calls)
