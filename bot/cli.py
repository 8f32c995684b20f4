"""The command line: `python -m bot [run | try | doctor | backup | restore | rotate-key | pasts | content …]`.

Without a word it does what `make run` promises: with a token it runs on Telegram, without one it opens the
playground. Whatever ends a start is one plain line on stderr and exit code 1. The bot itself is imported only
once the settings are right: that takes seconds on a small machine, and a wrong setting is said at once.
"""

import argparse
import asyncio
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import VERSION, config, logs
from bot.clock import SystemClock
from bot.config import SettingError, Settings


def main(argv: Sequence[str]) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Kindling")
    parser.add_argument("--version", action="version", version=f"Kindling {VERSION}")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="run on Telegram; needs TELEGRAM_BOT_TOKEN")
    trying = commands.add_parser("try", help="open the playground: the same bot, a Telegram on this machine")
    trying.add_argument("--port", type=int, help="the playground's port (default: 8765, or a free one)")
    _add_upkeep(commands)
    _add_content(commands.add_parser("content", help="look after the bank"))
    given = parser.parse_args(argv)
    if given.command == "content":
        return _look_after(given)
    try:
        settings = config.load()
    except SettingError as error:
        return _refuse(error)
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else None
    plays = given.command == "try" or (given.command is None and token is None)
    logs.set_up(_level(settings, plays=plays), token)
    try:
        if plays:
            return _play(getattr(given, "port", None))
        if given.command in _UPKEEP:
            return _keep_up(given, settings)
        return _run(settings, token)
    except KeyboardInterrupt:
        return 0


def _level(settings: Settings, *, plays: bool) -> str:
    """Return from where on to log: a play's everyday lines interest nobody who did not ask for them."""
    return "WARNING" if plays and "log_level" not in settings.model_fields_set else settings.log_level


def _add_content(content: argparse.ArgumentParser) -> None:
    kinds = content.add_subparsers(dest="what", required=True)
    kinds.add_parser("lint", help="what to mend in the bank, a line each")
    kinds.add_parser("coverage", help="how many items each practice has")
    kinds.add_parser("review", help="how two readers marked the bank, and how far they agree")
    kinds.add_parser("crisis", help="how many sentences of the tests' lists the crisis patterns meet")
    simulate = kinds.add_parser("simulate", help="a year of many couples")
    simulate.add_argument("--seed", type=int, default=1)
    simulate.add_argument("--couples", type=int, default=200, help="of each kind (default: 200)")
    simulate.add_argument("--days", type=int, default=365, help="default: 365")
    odds = kinds.add_parser("odds", help="what a topic that never comes tells of who left it out")
    odds.add_argument("--seed", type=int, default=1)
    odds.add_argument("--secrets", type=int, default=600, help="of each way (default: 600)")


def _look_after(given: argparse.Namespace) -> int:
    from content import coverage, crisis_rates, lint, odds, review, simulate

    if given.what == "simulate":
        return simulate.run_simulation(given.seed, given.couples, given.days)
    if given.what == "odds":
        return odds.run_odds(given.seed, given.secrets)
    if given.what == "coverage":
        return coverage.run_coverage()
    if given.what == "review":
        return review.run_review()
    if given.what == "crisis":
        return crisis_rates.run_rates()
    return lint.run_lint(today=SystemClock().now().date())


def _run(settings: Settings, token: str | None) -> int:
    if token is None:
        return _refuse("TELEGRAM_BOT_TOKEN is missing; put the token from @BotFather into .env")
    # What is imported stays: looking through it for garbage meanwhile takes a tenth of a start, and later
    # some 100 ms each time, in which nobody is answered (docs/performance.md).
    gc.disable()
    from bot import running

    gc.freeze()
    gc.enable()
    try:
        return asyncio.run(running.run(settings, token, _say))
    except running.PLAIN as error:
        return _refuse(error)


_UPKEEP = ("doctor", "backup", "restore", "rotate-key", "pasts")


def _add_upkeep(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands.add_parser("doctor", help="look whether everything is as it should be, and say what to mend")
    commands.add_parser("backup", help="make a backup now; the bot may run")
    restore = commands.add_parser("restore", help="put a backup in the database's place; stop the bot first")
    restore.add_argument("file", type=Path, help="one of the files in the folder backups beside the database")
    restore.add_argument(
        "--without-journal",
        action="store_true",
        help="even if the file of erasures is lost: what people erased since may come back",
    )
    commands.add_parser("rotate-key", help="encrypt everything with a new key; stop the bot first")
    sums = commands.add_parser("pasts", help="look after what couples' older cards come to")
    kinds = sums.add_subparsers(dest="what", required=True)
    kinds.add_parser("rebuild", help="sum them up anew; stop the bot first")


def _keep_up(given: argparse.Namespace, settings: Settings) -> int:
    """Do what whoever runs the bot does by hand; print what came of it."""
    from bot import doctor, restoring, rotating, running, summing

    try:
        if given.command == "doctor":
            findings = asyncio.run(doctor.examine(settings))
            print("\n".join(str(finding) for finding in findings))  # noqa: T201 - what the command is for
            return 0 if all(finding.ok for finding in findings) else 1
        if given.command == "backup":
            said = asyncio.run(restoring.back_up(settings))
        elif given.command == "restore":
            said = asyncio.run(restoring.restore(settings, given.file, without_journal=given.without_journal))
        elif given.command == "pasts":
            said = asyncio.run(summing.rebuild(settings))
        else:
            said = rotating.rotate(settings)
    except running.PLAIN as error:
        return _refuse(error)
    print(said)  # noqa: T201 - what the command is for
    return 0


def _play(port: int | None) -> int:
    from bot.playground import trial
    from content.bank import BankError

    try:
        return asyncio.run(trial.play(port, _say_where))
    except BankError as error:
        return _refuse(error)
    except OSError as error:
        return _refuse(f"--port {port} cannot be used: {error.strerror}; leave it out, or choose another")


def _refuse(why: object) -> int:
    print(why, file=sys.stderr)  # noqa: T201 - the one line an operator reads
    return 1


def _say(line: str) -> None:
    """Tell whoever started the bot something that is no log line."""
    print(line, flush=True)  # noqa: T201 - what a start says


def _say_where(url: str) -> None:
    """Tell whoever started the playground where it is."""
    print(  # noqa: T201 - what this command is for
        f"\nKindling's playground: {url}\n"
        "Two phones, Ana's and Ben's, and a clock to move. Nothing leaves this machine and nothing is kept.\n"
        "Ctrl+C ends it. For real use put TELEGRAM_BOT_TOKEN into .env (see README).\n",
        flush=True,
    )
