"""For these tests the bot has one feature more: one word each."""

import pytest

from bot import app
from bot.telegram.said import offering
from tests.sealed.word import FEATURE


@pytest.fixture(autouse=True)
def with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the bot with it, as if `bot/app.py` listed it last."""
    features = (*app.FEATURES, FEATURE)
    edge = offering.edge(features)
    monkeypatch.setattr(app, "FEATURES", features)
    monkeypatch.setattr(app, "EDGE", edge)
    monkeypatch.setattr(app, "POINTS", app.points_of((*features, edge)))
