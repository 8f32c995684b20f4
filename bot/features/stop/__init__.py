"""Leaving: one step for either person."""

from bot.feature import DOOR, Command, Feature, on
from bot.features.stop import handlers
from bot.features.stop.actions import CloseQuietly, CloseWithNote, Stay
from bot.words import N_

FEATURE = Feature(
    name="stop",
    commands=(
        Command("stop", N_("End Kindling, for both of you"), DOOR, handlers.stop, early=handlers.early),
    ),
    routes=(
        on(CloseQuietly, handlers.close),
        on(CloseWithNote, handlers.close),
        on(Stay, handlers.stay),
    ),
)
