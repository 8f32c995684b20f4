"""Running the bot on Telegram: lock, key, migrations, and then until a signal."""

import asyncio
import logging
import signal
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from telegram.error import InvalidToken

from bot import catalogues, logs, starting
from bot.app import Kindling, Parts, TwoBots
from bot.catalogues import CatalogueError
from bot.clock import SystemClock
from bot.config import Settings
from bot.db import damage, files, keys
from bot.db.backup import NoBackup
from bot.db.damage import Unusable
from bot.db.encrypted import WrongKey
from bot.db.engine import Database
from bot.db.keys import KeyFileError
from bot.db.lock import AlreadyRunning, InstanceLock
from bot.db.migrate import NewerDatabase
from bot.spaces import store as spaces
from bot.telegram.inbound.handling import ended
from bot.telegram.outbound.pacing import Pacing
from bot.telegram.outbound.transport import AiohttpRequest
from bot.telegram.patience import NotTelegram
from content import bank
from content.bank import BankError

log = logging.getLogger(__name__)

_REFUSED = "TELEGRAM_BOT_TOKEN is refused by Telegram; copy it anew from @BotFather"


class CannotStart(Exception):
    """The start ended; `str()` is one line for whoever starts the bot."""


PLAIN = (
    CannotStart,
    KeyFileError,
    WrongKey,
    AlreadyRunning,
    NewerDatabase,
    NoBackup,
    Unusable,
    BankError,
    CatalogueError,
)
"""What ends a start with its own one line."""


_NOBODY_YET = {
    "first": "Nobody has joined yet; the first couple will be yours.",
    "listed": "Nobody has joined yet; a couple with somebody from ALLOWED_USERS may.",
    "anyone": "Nobody has joined yet; any couple may.",
}


async def run(settings: Settings, token: str, say: Callable[[str], None]) -> int:
    """Run the bot on Telegram until a signal; return the exit code.

    Once it listens, `say` gets the lines for whoever started it: where to find it, and whether anybody has.

    Raises:
        CannotStart: Telegram refuses the token, something else answers in its place, or a second bot uses
            the token. While Telegram is out of reach the start waits.
        Unusable: the database is damaged or none.
        NoBackup: an older copy was put in the database's place that cannot be made to forget what was erased.
    """
    path = settings.database_path
    with damage.told(path), InstanceLock(path):
        damage.look_at(path)
        is_new = not path.exists()
        files.backups_of(path)  # without it there would be no backup, and nothing would say so but the log
        catalogues.load()
        clock = SystemClock(timedelta(seconds=settings.clock_offset))
        db = await starting.ready(settings, keys.cipher_for(settings), clock.now())
        try:
            english = bank.load()
            parts = Parts(
                settings=settings,
                token=token,
                clock=clock,
                db=db,
                bank=english,
                banks=catalogues.banks(english),
                request=AiohttpRequest(),
                updates_request=AiohttpRequest(connections=1),
                pacing=Pacing(settings.pace),
            )
            claimed = await _is_claimed(db)
            kindling = Kindling(parts)

            def started() -> None:
                _tell_which(settings, is_new=is_new)
                say(hello(kindling.services.username, settings.who_may_join, claimed=claimed))

            await _until_signalled(kindling, settings, started)
        finally:
            await db.close()
    return 0


def hello(username: str, who_may_join: str, *, claimed: bool) -> str:
    """Return what whoever started the bot reads once it listens: its name, and what to do next."""
    found = f"I am @{username}: open https://t.me/{username} and press Start."
    return found if claimed else f"{found} {_NOBODY_YET[who_may_join]}"


async def _is_claimed(db: Database) -> bool:
    async with db.read() as tx:
        return await spaces.anybody_in(tx)


def _tell_which(settings: Settings, *, is_new: bool) -> None:
    """Say which files are used: another folder or another user of this machine may mean others."""
    key = "ENCRYPTION_KEYS" if settings.encryption_keys else settings.encryption_key_file
    if is_new:
        log.warning("the database is %s, and it is new; its key: %s", settings.database_path, key)
    else:
        log.info("the database is %s; its key: %s", settings.database_path, key)


async def _started(kindling: Kindling, stop: asyncio.Event) -> bool:
    """Start; False if a signal came first, for a start may wait long for Telegram."""
    starting, stopping = asyncio.create_task(kindling.start()), asyncio.create_task(stop.wait())
    await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
    await ended(stopping)
    if not starting.done():
        await ended(starting)
        return False
    starting.result()
    return True


async def _until_signalled(kindling: Kindling, settings: Settings, started: Callable[[], None]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    logs.listen_to(loop)
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    kindling.on_fatal = stop.set
    try:
        if await _started(kindling, stop):
            started()
            await stop.wait()
    except InvalidToken:
        raise CannotStart(_REFUSED) from None
    except NotTelegram:
        host = urlsplit(settings.telegram_api_base).netloc
        raise CannotStart(f"TELEGRAM_API_BASE: something other than Telegram answers at {host}") from None
    finally:
        await kindling.stop()
    if isinstance(kindling.fatal, InvalidToken):
        raise CannotStart(_REFUSED)
    if isinstance(kindling.fatal, TwoBots):
        raise CannotStart(
            "TELEGRAM_BOT_TOKEN is in use by another running bot; stop that one or get a token of its own"
        )
