"""The bots on the bench, each with a Telegram and a folder of its own."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import world
from tests.bench.process import ROOT, Process
from tests.bench.telegram import TOKEN, Telegram

OTHERS = ROOT / ".venv-bench" / "bin" / "python"
"""Has the libraries that only the bench needs."""
_ECHOES = Path(__file__).parent / "echoes"


@dataclass
class Bot:
    """One bot under test: `async with` starts and stops it with its Telegram."""

    name: str
    folder: Path
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    telegram: Telegram = field(default_factory=Telegram)

    async def __aenter__(self) -> "Bot":
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = Process(self.telegram, self.folder / "log")
        address = await self.telegram.open()
        command = [part.format(address=address) for part in self.command]
        await self.process.start(command, self.environment | {"TELEGRAM_API_BASE": address})
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.process.stop()
        await self.telegram.close()


def kindling(folder: Path, *, limited: bool = False, skips: bool = False, profile: str | None = None) -> Bot:
    """Return the real bot on the database in this folder (`world.World.at`), with its shipped settings.

    The limit of messages a second in all is lifted unless it is to be `limited`. `skips` lets it wait for no
    limit and count those seconds; `profile` names a kind of profile. What they found lies in `out_of`.
    """
    options = ["--skip-waits"] if skips else ["--profile", profile] if profile else []
    runner = ["-m", "tests.bench.runner", "--out", str(out_of(folder)), *options]
    settings = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "DATABASE_URL": f"sqlite+aiosqlite:///{database_in(folder)}",
        "ENCRYPTION_KEYS": world.key(),
        "DEFAULT_TIMEZONE": world.ZONE.key,
    }
    lifted = {} if limited else {"MESSAGES_PER_SECOND": "0"}
    command = [sys.executable, *(runner if options else ["-m", "bot", "run"])]
    return Bot("kindling", folder, command, settings | lifted)


def out_of(folder: Path) -> Path:
    """Return where the real bot in this folder leaves what it was asked to find out, once it has ended."""
    return folder / "out"


def database_in(folder: Path) -> Path:
    """Return the path of the real bot's database in its folder."""
    return folder / "data" / "kindling.db"


def bare(folder: Path) -> Bot:
    """Return a bare python-telegram-bot echo over the bot's own transport."""
    return _echo("bare PTB, our transport", folder, sys.executable, "aiohttp")


def stock(folder: Path) -> Bot:
    """Return a bare python-telegram-bot echo as it comes, over httpx."""
    return _echo("stock PTB, httpx", folder, str(OTHERS), "httpx")


def aiogram(folder: Path) -> Bot:
    """Return a bare aiogram echo."""
    return _aiogram("bare aiogram", folder)


def storing_stock(folder: Path) -> Bot:
    """Return stock python-telegram-bot that stores a row with aiosqlite, and commits, before it answers."""
    return _echo("stock PTB, httpx, one row", folder, str(OTHERS), "httpx", stored_in(folder))


def storing_aiogram(folder: Path) -> Bot:
    """Return aiogram that stores a row with aiosqlite, and commits, before it answers."""
    return _aiogram("aiogram, one row", folder, stored_in(folder))


def stored_in(folder: Path) -> Path:
    """Return the file in which a rival in this folder stores its rows."""
    return folder / "data" / "notes.db"


def send_loop(folder: Path, messages: int) -> Bot:
    """Return a bare loop that sends so many cards."""
    command = [sys.executable, "-m", "tests.bench.echoes.sendloop", str(messages), TOKEN, "{address}"]
    return Bot("bare send loop", folder, command)


def _echo(name: str, folder: Path, python: str, transport: str, *stored: Path) -> Bot:
    command = [python, "-m", "tests.bench.echoes.ptb", transport, TOKEN, "{address}", *map(str, stored)]
    return Bot(name, folder, command)


def _aiogram(name: str, folder: Path, *stored: Path) -> Bot:
    script = str(_ECHOES / "with_aiogram.py")
    return Bot(name, folder, [str(OTHERS), script, TOKEN, "{address}", *map(str, stored)])
