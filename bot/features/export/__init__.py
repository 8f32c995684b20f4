"""/export: what was given and what both have seen as a file at once, everything of one's own next morning."""

from bot.feature import DOOR, Action, Command, Feature
from bot.features.export import handlers, morning
from bot.words import N_

FEATURE = Feature(
    name="export",
    commands=(Command("export", N_("Take your words with you"), DOOR, handlers.export, needs_space=False),),
    # An open tap: a closed space still gives its people their words; the handler checks who taps, and where.
    open_taps={
        "e.which": Action(handlers.chose, sends=True),
        "e.all": Action(handlers.everything, sends=True),
        "e.off": handlers.call_off,
    },
    export=handlers.about,
    erase=handlers.erase,
    upkeep=morning.upkeep,
)
