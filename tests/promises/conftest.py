"""The bot, running for more than one couple."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.conftest import Stage


@pytest.fixture
async def open_stage(make_stage: Callable[..., Stage]) -> AsyncIterator[Stage]:
    """The bot, running for more than one couple."""
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    yield stage
    await stage.stop()
