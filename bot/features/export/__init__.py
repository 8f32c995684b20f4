"""/export: what was given and what both have seen as a file at once, everything of one's own next morning."""

from bot.feature import DOOR, Command, Feature, on
from bot.features.export import handlers, morning
from bot.features.export.actions import CallOff, ChooseSpace, Everything
from bot.lifecycle import KEPT, Kept
from bot.upkeep import Upkeep
from bot.words import N_

FEATURE = Feature(
    name="export",
    commands=(Command("export", N_("Take your words with you"), DOOR, handlers.export, needs_space=False),),
    routes=(
        on(ChooseSpace, handlers.chose),
        on(Everything, handlers.everything),
        on(CallOff, handlers.call_off),
    ),
    adds=(KEPT(Kept(export=handlers.about, erase=handlers.erase)),),
    upkeep=(Upkeep("copies that were asked for", morning.upkeep),),
)
