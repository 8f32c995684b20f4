"""For these tests the bot has one feature more: one word each."""

import pytest

from tests.besides import has_besides
from tests.sealed.word import FEATURE


@pytest.fixture(autouse=True)
def with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the bot with it."""
    has_besides(monkeypatch, FEATURE)
