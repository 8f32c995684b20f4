"""What is open today, and what the bot can do."""

from bot.feature import BOTH, Command, Feature
from bot.features.today import handlers
from bot.words import N_

FEATURE = Feature(
    name="today",
    commands=(
        Command("today", N_("What's open today"), BOTH, handlers.today),
        Command("help", N_("What I can do"), BOTH, handlers.help_, needs_space=False),
    ),
)
