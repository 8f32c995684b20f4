"""Everything two people may set: their times together, and what is each one's own."""

from bot.composing import Composer, itself
from bot.feature import DOOR, Asks, Command, Feature, called, on
from bot.features.settings import handlers, mine, ours, pace, views
from bot.features.settings.actions import PACE, Choose, Open, SettlePace, Turn, Type
from bot.features.settings.pages import SETTINGS
from bot.words import N_

FEATURE = Feature(
    name="settings",
    commands=(Command("settings", N_("Times, rest days and what's just yours"), DOOR, handlers.settings),),
    routes=(
        on(Open, handlers.opened),
        on(Turn, handlers.turned),
        on(Choose, handlers.chosen),
        on(Type, handlers.wants_to_type),
        on(SettlePace, pace.answered),
    ),
    closes={
        SettlePace: pace.closes,
        Open: handlers.way_closes,
    },
    adds=(
        SETTINGS(views.TIMES, 10),
        SETTINGS(ours.REST, 20),
        SETTINGS(ours.PACE_PAGE, 30),
        SETTINGS(ours.QUIET, 40),
        SETTINGS(views.MINE, 60),
        SETTINGS(mine.WORDS, 80),
        *(SETTINGS(page) for page in (ours.BEGIN, ours.END)),
    ),
    awaited={handlers.TIME: handlers.typed},
    asks={handlers.TIME: Asks(handlers.load_asked, handlers.render_ask)},
    fits={handlers.TIME: handlers.fits},
    prompt_names={handlers.TIME: called(N_("A time"))},
    prompts_were={"time": handlers.TIME},
    links={handlers.LINK: handlers.followed},
    composers={PACE: Composer(itself, pace.render)},
    rituals=(pace.Pace(),),
)
