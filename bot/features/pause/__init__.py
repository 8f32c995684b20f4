"""Resting: by either alone, named to nobody, like a rest day for the other; no page tells that it does."""

from bot.feature import DOOR, Asks, Command, Feature, called, on
from bot.features.pause import handlers
from bot.features.pause.actions import GoOn, RestFor, RestUntil, TypeEnd
from bot.words import N_

FEATURE = Feature(
    name="pause",
    commands=(Command("pause", N_("Rest a while, or go on"), DOOR, handlers.pause, takes_words=True),),
    routes=(
        on(RestFor, handlers.rest_for),
        on(RestUntil, handlers.rest_until_shown),
        on(TypeEnd, handlers.rest_until),
        on(GoOn, handlers.end),
    ),
    awaited={handlers.UNTIL: handlers.typed},
    asks={handlers.UNTIL: Asks(handlers.load_names, handlers.render_ask)},
    fits={handlers.UNTIL: handlers.may_be_end},
    prompt_names={handlers.UNTIL: called(N_("How long to rest"))},
    prompts_were={"until": handlers.UNTIL},
)
