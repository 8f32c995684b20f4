"""The playground itself: the same bot as on Telegram, a Telegram on loopback, and the page to try it on.

The bot is the real one, over HTTP; only its clock can be moved. Its data lies in a folder that goes away
with it, and its key is made for this one play.
"""

import asyncio
import signal
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet

from bot import catalogues, logs, starting
from bot.app import Kindling, Parts
from bot.clock import MovableClock, SystemClock
from bot.config import SQLITE, Settings, host_zone
from bot.db.encrypted import Cipher
from bot.loopback.server import LoopbackServer
from bot.loopback.telegram import Loopback
from bot.playground.pages import Pages
from bot.playground.stage import Stage
from bot.telegram.outbound.transport import AiohttpRequest
from content import bank

PORT = 8765
"""Where the page is, so that its address stays the same; a free port where this one is taken."""
_BEGIN = time(8, 30)
_NAMES = ("Ana", "Ben")


class Play:
    """One play: a fresh Telegram, a fresh database and the bot between them."""

    def __init__(self, zone: ZoneInfo, names: Sequence[str] = _NAMES) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kindling-")
        today = SystemClock().now().astimezone(zone).date()
        self._clock = MovableClock(datetime.combine(today, _BEGIN, tzinfo=zone), running=True)
        self._telegram = Loopback(self._clock)
        self._server = LoopbackServer(self._telegram)
        people = [self._telegram.person(name) for name in names]
        self.stage = Stage(self._telegram, self._clock, people, zone, self._moved)
        self._zone = zone
        self._kindling: Kindling | None = None

    async def begin(self) -> Stage:
        """Start the bot; return the stage for the page."""
        await self._server.start()
        cipher = Cipher([Fernet.generate_key().decode()])
        settings = Settings.for_play(
            f"{SQLITE}{Path(self._folder.name) / 'kindling.db'}",
            self._server.base_url,
            self._zone.key,
        )
        catalogues.load()
        english = bank.load()
        db = await starting.ready(settings, cipher, self._clock.now())
        self._kindling = Kindling(
            Parts(
                settings=settings,
                token=self._telegram.token,
                clock=self._clock,
                db=db,
                bank=english,
                banks=catalogues.banks(english),
                request=AiohttpRequest(),
                updates_request=AiohttpRequest(connections=1),
            )
        )
        await self._kindling.start()
        return self.stage

    async def end(self) -> None:
        """Stop the bot and forget everything it kept."""
        if self._kindling is not None:
            await self._kindling.stop()
            await self._kindling.parts.db.close()
        await self._server.stop()
        self._folder.cleanup()

    async def _moved(self) -> None:
        if self._kindling is not None:
            self._kindling.waker.wake()


async def _listen(pages: Pages, port: int | None) -> None:
    try:
        await pages.start(PORT if port is None else port)
    except OSError:
        if port is not None:
            raise
        await pages.start()


async def play(port: int | None, opened: Callable[[str], None], stop: asyncio.Event | None = None) -> int:
    """Open the playground until a signal (or `stop`); `opened` is told the page's address.

    Without a `port` it is `PORT`, or a free one where that is taken; 0 is a free one.
    """
    zone = ZoneInfo(host_zone())
    current = Play(zone)

    async def start_over(names: Sequence[str]) -> Stage:
        nonlocal current
        await current.end()
        current = Play(zone, names)
        return await current.begin()

    pages = Pages(await current.begin(), start_over)
    stop = stop or asyncio.Event()
    logs.listen_to(asyncio.get_running_loop())
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        await _listen(pages, port)
        opened(pages.url)
        await stop.wait()
    finally:
        await pages.stop()
        await current.end()
    return 0
