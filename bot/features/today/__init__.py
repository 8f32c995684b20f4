"""What is open today."""

from bot import unheard
from bot.feature import BOTH, Command, Feature, on
from bot.features.today import handlers, lost
from bot.features.today.actions import SendAgain
from bot.words import N_

FEATURE = Feature(
    name="today",
    commands=(Command("today", N_("What's on today"), BOTH, handlers.today),),
    routes=(on(SendAgain, lost.again),),
    closes={handlers.DAYS: handlers.closes},
    over={handlers.DAYS: handlers.over},
    composers=unheard.COMPOSERS,
)
