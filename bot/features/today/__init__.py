"""What is open today, and what the bot can do."""

from bot.feature import BOTH, Action, Command, Feature
from bot.features.today import handlers, lost
from bot.words import N_

FEATURE = Feature(
    name="today",
    commands=(
        Command("today", N_("What's open today"), BOTH, handlers.today),
        Command("help", N_("What I can do"), BOTH, handlers.help_, needs_space=False),
    ),
    taps={lost.AGAIN: Action(lost.again, BOTH, shows=True)},
)
