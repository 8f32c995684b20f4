"""The command line: `python -m bot [run | try | content lint]`.

Without a word it does what `make run` promises: with a token it runs on Telegram, without one it opens the
playground. Whatever ends a start is one plain line on stderr and exit code 1.
"""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from telegram.error import InvalidToken, NetworkError

from bot import config, logs
from bot.app import Kindling, Parts, TwoBots
from bot.clock import SystemClock
from bot.config import SettingError, Settings
from bot.db import keys, migrate
from bot.db.encrypted import WrongKey
from bot.db.engine import Database
from bot.db.keys import KeyFileError
from bot.db.lock import AlreadyRunning, InstanceLock
from bot.db.migrate import NewerDatabase
from bot.playground import trial
from bot.telegram.transport import AiohttpRequest
from content import bank
from content.bank import BankError
from content.lint import run_lint

_PLAIN = (SettingError, KeyFileError, WrongKey, AlreadyRunning, NewerDatabase, BankError)


class CannotStart(Exception):
    """The start ended; `str()` is one line for whoever starts the bot."""


def main(argv: Sequence[str]) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Kindling")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="run on Telegram; needs TELEGRAM_BOT_TOKEN")
    trying = commands.add_parser("try", help="open the playground: the same bot, a Telegram on this machine")
    trying.add_argument("--port", type=int, default=0, help="the playground's port (default: a free one)")
    content = commands.add_parser("content", help="look after the bank")
    content.add_argument("what", choices=["lint"])
    given = parser.parse_args(argv)
    if given.command == "content":
        return run_lint()
    try:
        settings = config.load()
        token = settings.telegram_bot_token
        logs.set_up(settings.log_level, token.get_secret_value() if token else None)
        if given.command == "try" or (given.command is None and token is None):
            return asyncio.run(trial.play(getattr(given, "port", 0), _say_where))
        if token is None:
            raise CannotStart("TELEGRAM_BOT_TOKEN is missing; put the token from @BotFather into .env")
        return asyncio.run(run(settings, token.get_secret_value()))
    except (*_PLAIN, CannotStart) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the one line an operator reads
        return 1
    except KeyboardInterrupt:
        return 0


def _say_where(url: str) -> None:
    """Tell whoever started the playground where it is."""
    print(  # noqa: T201 - what this command is for
        f"\nKindling's playground: {url}\n"
        "Two phones, Ana's and Ben's, and a clock to move. Nothing leaves this machine and nothing is kept.\n"
        "Ctrl+C ends it. For real use put TELEGRAM_BOT_TOKEN into .env (see README).\n",
        flush=True,
    )


async def run(settings: Settings, token: str) -> int:
    """Run the bot on Telegram until a signal; return the exit code.

    Raises:
        CannotStart: Telegram refuses the token or is out of reach, or a second bot uses the token.
    """
    with InstanceLock(settings.database_path):
        cipher = keys.cipher_for(settings)
        db = Database(settings.database_url, cipher)
        try:
            await migrate.upgrade(db)
            await keys.prove(db, cipher)
            parts = Parts(
                settings=settings,
                token=token,
                clock=SystemClock(timedelta(seconds=settings.clock_offset)),
                db=db,
                bank=bank.load(),
                request=AiohttpRequest(),
                updates_request=AiohttpRequest(connections=1),
            )
            await _until_signalled(Kindling(parts), settings)
        finally:
            await db.close()
    return 0


async def _until_signalled(kindling: Kindling, settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    kindling.on_fatal = stop.set
    try:
        await kindling.start()
        await stop.wait()
    except InvalidToken:
        raise CannotStart("TELEGRAM_BOT_TOKEN is refused by Telegram; copy it anew from @BotFather") from None
    except NetworkError:
        host = urlsplit(settings.telegram_api_base).hostname
        raise CannotStart(f"TELEGRAM_API_BASE: {host} is out of reach; is this machine online?") from None
    finally:
        await kindling.stop()
    if isinstance(kindling.fatal, TwoBots):
        raise CannotStart(
            "TELEGRAM_BOT_TOKEN is in use by another running bot; stop that one or get a token of its own"
        )
