"""What is saved, where and by whom; and erasing one's own words."""

from bot.feature import BOTH, DOOR, Command, Feature, on
from bot.features.privacy import handlers, single, upkeep
from bot.features.privacy.actions import (
    AskAbout,
    ChooseSpace,
    EraseAll,
    EraseMost,
    EraseOne,
    LeaveThem,
    OneByOne,
    ShowPolicy,
    TurnTo,
)
from bot.upkeep import Upkeep
from bot.words import N_

FEATURE = Feature(
    name="privacy",
    commands=(
        Command("privacy", N_("What is saved, where and by whom"), BOTH, handlers.privacy, needs_space=False),
        Command("delete", N_("Erase what you told me"), DOOR, handlers.delete, needs_space=False),
    ),
    routes=(
        on(ChooseSpace, handlers.chose),
        on(EraseAll, handlers.erase_all),
        on(EraseMost, handlers.erase_most),
        on(OneByOne, single.kinds),
        on(TurnTo, single.page),
        on(AskAbout, single.ask),
        on(EraseOne, single.erase),
        on(LeaveThem, handlers.leave),
        on(ShowPolicy, handlers.policy),
    ),
    links={handlers.POLICY: handlers.follow_policy},
    upkeep=(
        Upkeep("what was erased", upkeep.write_down),
        Upkeep("the nightly backup", upkeep.back_up),
        Upkeep("old backups", upkeep.forget_old),
    ),
)
