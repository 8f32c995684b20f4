"""The bot with more features than `bot/app.py` lists: those that tests make up."""

import pytest

from bot import app
from bot.feature import Feature
from bot.telegram.said import offering


def has_besides(patches: pytest.MonkeyPatch, *more: Feature) -> None:
    """Have every bot that is built from now on bring these features too, as if they were listed last."""
    features = (*app.FEATURES, *more)
    edge = offering.edge(features)
    patches.setattr(app, "FEATURES", features)
    patches.setattr(app, "EDGE", edge)
    patches.setattr(app, "POINTS", app.points_of((*features, edge)))
