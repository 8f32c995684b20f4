"""Has the end-to-end tests hold in languages nobody speaks: `pytest -p tests.pseudo.plugin`.

The bot says every sentence in one of them, the group's or everybody's own; before Telegram takes a call, its
words are put back into English, so each test asserts what it always does. A test fails, too, for words that
never came through gettext, and for what is said in another language than its reader's.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import dates, words
from bot.app import Kindling, Parts
from bot.loopback.params import Params
from bot.loopback.telegram import Answer
from bot.spaces import languages
from tests.people import Loopback
from tests.pseudo import apart
from tests.pseudo.language import MINE, OURS, TONGUES, Catalogue
from tests.pseudo.reading import Reader

READER = Reader()


def pytest_configure() -> None:
    """Let the bot speak them, and the loopback read them. Whoever has no space is spoken to in their own."""
    setattr(words, "spoken", lambda _tag: MINE.name)  # noqa: B010 - as below
    of_group = languages.of_group

    async def of_any_group(tx: AsyncConnection, chat_id: int, app: str | None) -> str:
        found = await of_group(tx, chat_id, app)
        return OURS.name if found == MINE.name else found

    setattr(languages, "of_group", of_any_group)  # noqa: B010
    for tongue in TONGUES:
        words.learn(tongue.name, Catalogue(tongue, READER.is_asked))
    object.__setattr__(languages.OURS, "default", OURS.name)
    object.__setattr__(languages.MINE, "default", MINE.name)
    begins = Kindling.__init__

    def begin(kindling: Kindling, parts: Parts) -> None:
        READER.operator = parts.settings.operator or ""
        begins(kindling, parts)

    setattr(Kindling, "__init__", begin)  # noqa: B010
    for name in ("format_date", "format_time", "say_country", "weekday"):
        _mark(name)
    call = Loopback.call

    async def read(telegram: Loopback, method: str, params: Params, token: str) -> Answer:
        return await call(telegram, method, READER.english(telegram, method, params), token)

    setattr(Loopback, "call", read)  # noqa: B010 - mypy allows no other way to take a method's place


def _mark(name: str) -> None:
    says = getattr(dates, name)

    def marks(*args: Any, **kwargs: Any) -> str:
        tongue = next((it for it in TONGUES if it.name == words.language()), None)
        said: str = says(*args, **kwargs)
        return said if tongue is None else tongue.marks(said)

    setattr(dates, name, marks)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is no conversation, and what is about English itself."""
    left = [item for item in items if apart.is_apart(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]


@pytest.fixture(autouse=True)
def _all_was_said_in_it() -> Iterator[None]:
    """Fail a test in which the bot said something that no catalogue can hold."""
    READER.unsaid.clear()
    READER.elsewhere.clear()
    yield
    assert sorted(set(READER.unsaid)) == []
    assert sorted(set(READER.elsewhere)) == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what Telegram would cut or refuse were it a third longer: whoever translates it keeps it short."""
    for what in sorted(READER.too_long):
        terminalreporter.write_line(f"too long: {what}")
