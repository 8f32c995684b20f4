"""The private help page, and what is said before words of somebody who may be in danger are kept.

Opening or hiding the page leaves no row and no log line, and nothing of it ever reaches a group.
"""

from bot.feature import Action, Feature
from bot.features.support import handlers

FEATURE = Feature(
    name="support",
    open_taps={"h.page": Action(handlers.page, sends=True), "h.hide": handlers.hide},
    caution=handlers.caution,
)
