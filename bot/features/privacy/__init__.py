"""What is saved, where and by whom; and erasing one's own words."""

from bot.feature import BOTH, DOOR, Action, Command, Feature
from bot.features.privacy import handlers, single, upkeep
from bot.words import N_

FEATURE = Feature(
    name="privacy",
    commands=(
        Command("privacy", N_("What is saved, where and by whom"), BOTH, handlers.privacy, needs_space=False),
        Command("delete", N_("Erase what you told me"), DOOR, handlers.delete, needs_space=False),
    ),
    # Open taps: a closed space must still be erasable; the handlers check who taps, and where.
    open_taps={
        "v.which": handlers.chose,
        "v.erase": handlers.erase,
        handlers.MOST: handlers.erase,
        "v.singles": single.kinds,
        "v.list": single.page,
        "v.one": single.ask,
        "v.gone": single.erase,
        "v.keep": handlers.keep,
        "v.policy": Action(handlers.policy, BOTH, sends=True),
    },
    links={handlers.POLICY: handlers.follow_policy},
    upkeep=upkeep.upkeep,
)
