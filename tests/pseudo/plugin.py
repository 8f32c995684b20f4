"""Has the end-to-end tests hold in a language nobody speaks: `pytest -p tests.pseudo.plugin`.

The bot says every sentence in it; before Telegram takes a call, its words are put back into English, so each
test asserts what it always does. A test fails, too, for words that never came through gettext, and for what
Telegram would refuse once it is a third longer.
"""

from collections.abc import Iterator

import pytest

from bot import dates, words
from bot.playground.loopback import Answer, Loopback
from bot.playground.params import Params
from tests.pseudo import apart
from tests.pseudo.language import Pseudo, marked
from tests.pseudo.reading import Reader

READER = Reader()


def pytest_configure() -> None:
    """Let the bot speak that language, and the loopback read it."""
    words.learn(words.ENGLISH, Pseudo())
    for name in ("format_date", "format_time", "say_country", "weekday"):
        _mark(name)
    call = Loopback.call

    async def read(telegram: Loopback, method: str, params: Params, token: str) -> Answer:
        return await call(telegram, method, READER.english(telegram, method, params), token)

    setattr(Loopback, "call", read)  # noqa: B010 - mypy allows no other way to take a method's place


def _mark(name: str) -> None:
    says = getattr(dates, name)
    setattr(dates, name, lambda *args, **kwargs: marked(says(*args, **kwargs)))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is no conversation, and what is about English itself."""
    left = [item for item in items if apart.is_apart(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]


@pytest.fixture(autouse=True)
def _all_was_said_in_it() -> Iterator[None]:
    """Fail a test in which the bot said something that no catalogue can hold."""
    READER.unsaid.clear()
    READER.too_long.clear()
    yield
    assert sorted(set(READER.unsaid)) == []
    assert READER.too_long == []
