"""Ears for the whole run of the tests: every log record, and every word that people said in any of them."""

import logging
from typing import Any

from bot.playground.model import Chat, Json, Message, User
from bot.playground.world import World

_OWN = ("bot", "schedules", "content")
_OTHERS = ("telegram", "aiohttp", "aiosqlite", "sqlalchemy", "apscheduler", "asyncio", "httpx", "py.warnings")
_SHORTEST = 12
"""Shorter words ("Mine") may stand in a log line by chance."""


class Ears(logging.Handler):
    """Keeps every line the bot logs from DEBUG on, tracebacks included, and what libraries warn of."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.lines.append(self.format(record))

    def listen(self) -> None:
        """Begin: our own loggers at their lowest level, those of libraries from WARNING on."""
        for name in _OWN:
            logging.getLogger(name).setLevel(logging.DEBUG)
        for name in (*_OWN, *_OTHERS):
            logging.getLogger(name).addHandler(self)


EARS = Ears()
SAID: set[str] = set()


def overhear_people() -> None:
    """Remember what people write in any loopback world from now on."""
    post, edit = World.post, World.edit

    def posted(self: World, chat: Chat, sender: User | None, content: Json, **extras: Any) -> Message:
        if sender is not self.bot:
            _remember(content)
        return post(self, chat, sender, content, **extras)

    def edited(self: World, message: Message, content: Json, keyboard: Json | None, html: str = "") -> None:
        if message.sender is not self.bot:
            _remember(content)
        edit(self, message, content, keyboard, html)

    World.post = posted  # type: ignore[method-assign]  # for the length of this run of the tests
    World.edit = edited  # type: ignore[method-assign]  # for the length of this run of the tests


def _remember(content: Json) -> None:
    for words in (content.get("text"), content.get("caption")):
        said = str(words or "").removeprefix("/thanks").strip()
        if len(said) >= _SHORTEST and not said.startswith("/"):
            SAID.add(said)
