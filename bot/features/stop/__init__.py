"""Leaving: one step for either person."""

from bot.feature import DOOR, Command, Feature
from bot.features.stop import handlers
from bot.words import N_

FEATURE = Feature(
    name="stop",
    commands=(Command("stop", N_("Close this space, for both of you"), DOOR, handlers.stop),),
    taps={"x.quiet": handlers.close, "x.note": handlers.close, "x.keep": handlers.keep},
)
