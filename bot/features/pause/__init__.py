"""Resting: by either alone, named to nobody, like a rest day for the other; no page tells that it does."""

from bot.feature import DOOR, Action, Command, Feature
from bot.features.pause import handlers
from bot.words import N_

FEATURE = Feature(
    name="pause",
    commands=(Command("pause", N_("Rest a while, or go on"), DOOR, handlers.pause, takes_words=True),),
    taps={
        "z.for": handlers.rest_for,
        "z.at": handlers.rest_until_shown,
        "z.until": Action(handlers.rest_until, sends=True),
        "z.end": handlers.end,
    },
    awaited={handlers.UNTIL: handlers.typed},
    asks={handlers.UNTIL: handlers.asks},
    fits={handlers.UNTIL: handlers.may_be_end},
)
