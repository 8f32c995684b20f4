"""The command line: `python -m bot [run | try | content lint]`.

Without a word it does what `make run` promises: with a token it runs on Telegram, without one it opens the
playground. Whatever ends a start is one plain line on stderr and exit code 1. The bot itself is imported only
once the settings are right: that takes seconds on a small machine, and a wrong setting is said at once.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from bot import config, logs
from bot.config import SettingError, Settings


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
        from content.lint import run_lint

        return run_lint()
    try:
        settings = config.load()
    except SettingError as error:
        return _refuse(error)
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else None
    logs.set_up(settings.log_level, token)
    try:
        if given.command == "try" or (given.command is None and token is None):
            return _play(getattr(given, "port", 0))
        return _run(settings, token)
    except KeyboardInterrupt:
        return 0


def _run(settings: Settings, token: str | None) -> int:
    if token is None:
        return _refuse("TELEGRAM_BOT_TOKEN is missing; put the token from @BotFather into .env")
    from bot import running

    try:
        return asyncio.run(running.run(settings, token))
    except running.PLAIN as error:
        return _refuse(error)


def _play(port: int) -> int:
    from bot.playground import trial
    from content.bank import BankError

    try:
        return asyncio.run(trial.play(port, _say_where))
    except BankError as error:
        return _refuse(error)


def _refuse(why: object) -> int:
    print(why, file=sys.stderr)  # noqa: T201 - the one line an operator reads
    return 1


def _say_where(url: str) -> None:
    """Tell whoever started the playground where it is."""
    print(  # noqa: T201 - what this command is for
        f"\nKindling's playground: {url}\n"
        "Two phones, Ana's and Ben's, and a clock to move. Nothing leaves this machine and nothing is kept.\n"
        "Ctrl+C ends it. For real use put TELEGRAM_BOT_TOKEN into .env (see README).\n",
        flush=True,
    )
