"""/export: a person's own words, and those given to them, as a file of their own."""

from bot.feature import DOOR, Action, Command, Feature
from bot.features.export import handlers
from bot.words import N_

FEATURE = Feature(
    name="export",
    commands=(Command("export", N_("Take your words with you"), DOOR, handlers.export, needs_space=False),),
    # An open tap: a closed space still gives its people their words; the handler checks who taps, and where.
    open_taps={"e.which": Action(handlers.chose, sends=True)},
    export=handlers.about,
)
