"""The clocks of two people: the group's, the hours that one told the other, and what comes otherwise since.

When something changed that both meet, their group is told here, with hours that suit both where the question
comes in the night of one of them. This feature knows what has an hour of its own; the settings do not.
"""

from bot import changes
from bot.composing import Composer
from bot.feature import Feature, on
from bot.features.clocks import handlers, pages
from bot.features.clocks.actions import TakeHour
from bot.features.settings.exports import SETTINGS

FEATURE = Feature(
    name="clocks",
    routes=(on(TakeHour, handlers.settles_hour),),
    over={TakeHour: handlers.offer_over},
    closes={TakeHour: handlers.offer_closes},
    composers={changes.KIND: Composer(handlers.load_changed, handlers.render_changed)},
    adds=(SETTINGS(pages.CLOCK, 50), SETTINGS(pages.HOURS)),
)
