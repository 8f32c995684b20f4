"""Listens to the whole run of the tests from its beginning; promise 7 is judged at its end."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.conftest import Stage
from tests.promises.ears import EARS, overhear_people

EARS.listen()
overhear_people()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the test that looks through every log line come last."""
    items.sort(key=lambda item: item.name.startswith("test_promise_7"))


@pytest.fixture
async def open_stage(make_stage: Callable[..., Stage]) -> AsyncIterator[Stage]:
    """The bot, running for more than one couple."""
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    yield stage
    await stage.stop()
