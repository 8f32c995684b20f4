"""A page that is open."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import MovableClock
from tests.people import Loopback
from tests.playground.browsing import Browser, browsing


@pytest.fixture
async def browser(telegram: Loopback, clock: MovableClock) -> AsyncIterator[Browser]:
    """The page of Ana and Ben, just opened."""
    async with browsing(telegram, clock) as opened:
        yield opened
