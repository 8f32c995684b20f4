"""Listens to every test of the run: promise 7 is judged at the end of each."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.conftest import Stage
from tests.promises.ears import EARS, Judge, overhear_people

EARS.listen()
overhear_people()


def pytest_configure(config: pytest.Config) -> None:
    """Let promise 7 be judged in every test of the run, not only in those of this folder."""
    config.pluginmanager.register(Judge())


@pytest.fixture
async def open_stage(make_stage: Callable[..., Stage]) -> AsyncIterator[Stage]:
    """The bot, running for more than one couple."""
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    yield stage
    await stage.stop()
