"""Ears for every test of a run: all that is logged in it, and all that people write in it."""

import logging
from collections.abc import Generator
from typing import Any

import pytest

from bot.loopback.model import Chat, Json, Message, User
from bot.loopback.rich import words_of
from bot.loopback.world import World

_OWN = ("bot", "schedules", "content")
_OTHERS = ("telegram", "aiohttp", "aiosqlite", "sqlalchemy", "apscheduler", "asyncio", "httpx", "py.warnings")
_SHORTEST = 8
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
"""What people wrote in the present test."""


def logged_too_much() -> list[str]:
    """Return what is wrong with the lines logged in the present test; no words of anybody's among it."""
    logged = "\n".join(EARS.lines)
    wrong = [f"somebody's {len(said)} characters were logged" for said in SAID if said in logged]
    return wrong + (["the token was logged"] if ":TEST-token" in logged else [])


class Judge:
    """Fails the very test in which somebody's words or the token were logged, whatever the test is about."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        """Forget the test before."""
        EARS.lines.clear()
        SAID.clear()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        """Judge after everything of the test was taken down."""
        result = yield
        assert logged_too_much() == []
        return result


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
    rich = words_of(content["rich_message"]) if "rich_message" in content else ""
    for words in (content.get("text"), content.get("caption"), *rich.splitlines()):
        said = str(words or "").removeprefix("/thanks").strip()
        if len(said) >= _SHORTEST and not said.startswith("/"):
            SAID.add(said)
