"""What is open today."""

from bot import unheard
from bot.feature import BOTH, Action, Command, Feature
from bot.features.today import handlers, lost
from bot.words import N_

FEATURE = Feature(
    name="today",
    commands=(Command("today", N_("What's on today"), BOTH, handlers.today),),
    taps={lost.AGAIN: Action(lost.again, BOTH, shows=True)},
    closes={handlers.DAYS: handlers.closes},
    over={handlers.DAYS: handlers.over},
    letters={unheard.LETTER: unheard.compose, unheard.OF_CARD: unheard.compose_of_card},
)
