"""Everything two people may set: their times together, and what is each one's own."""

from bot import changes
from bot.feature import DOOR, GROUP, Action, Command, Feature
from bot.features.settings import handlers, pace
from bot.words import N_

FEATURE = Feature(
    name="settings",
    commands=(Command("settings", N_("Times, rest days and what's just yours"), DOOR, handlers.settings),),
    taps={
        "s.open": Action(handlers.opened, GROUP, sends=True),
        "s.go": handlers.turned,
        "s.set": handlers.chosen,
        "s.hour": Action(handlers.settles_hour, GROUP, shows=True),
        "s.type": Action(handlers.wants_to_type, sends=True),
        "s.pace": Action(pace.answered, GROUP, of=pace.NAME, shows=True),
    },
    over={"s.hour": handlers.offer_over},
    closes={"s.pace": pace.closes, "s.hour": handlers.offer_closes},
    awaited={handlers.TIME: handlers.typed},
    asks={handlers.TIME: handlers.asks},
    fits={handlers.TIME: handlers.fits},
    links={handlers.LINK: handlers.followed},
    letters={pace.NAME: pace.compose, changes.LETTER: handlers.compose_changed},
    rituals=(pace.Pace(),),
)
