"""/help, the private Support page that opens from it, and what is said before words of need are taken.

Nothing of it ever reaches a group. Opening the page leaves no log line, and no row but the one that /help
itself leaves for ten minutes: that the card is to show its first face then.
"""

from bot.caution import CAUTION
from bot.feature import BOTH, Command, Feature, on
from bot.features.support import caution, helping, page
from bot.features.support.actions import (
    ChooseCountry,
    DeleteTold,
    Hide,
    ListCountries,
    OpenSupport,
    ReadTold,
)
from bot.lifecycle import KEPT, Kept, nothing
from bot.upkeep import Upkeep
from bot.words import N_

FEATURE = Feature(
    name="support",
    commands=(Command("help", N_("What I can do, and Support"), BOTH, helping.help_, needs_space=False),),
    routes=(
        on(OpenSupport, page.opened),
        on(ListCountries, page.countries),
        on(ChooseCountry, page.chosen),
        on(Hide, page.hidden),
        on(ReadTold, caution.read),
        on(DeleteTold, caution.deleted),
    ),
    adds=(CAUTION(caution.look), KEPT(Kept(export=nothing, erase=helping.erase))),
    upkeep=(Upkeep("what goes at doors", helping.upkeep),),
)
