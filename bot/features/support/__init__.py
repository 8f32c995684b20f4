"""/help, the private Support page that opens from it, and what is said before words of need are taken.

Nothing of it ever reaches a group. Opening the page leaves no log line, and no row but the one that /help
itself leaves for ten minutes: that the card is to show its first face then.
"""

from bot.feature import BOTH, Action, Command, Feature
from bot.features.support import caution, helping, page
from bot.words import N_

FEATURE = Feature(
    name="support",
    commands=(Command("help", N_("What I can do, and Support"), BOTH, helping.help_, needs_space=False),),
    open_taps={
        "h.page": Action(page.opened, sends=True),
        "h.lands": page.countries,
        "h.land": page.chosen,
        "h.hide": page.hidden,
        caution.READ: caution.read,
        caution.GONE: caution.deleted,
    },
    caution=caution.look,
    erase=helping.erase,
    upkeep=helping.upkeep,
)
