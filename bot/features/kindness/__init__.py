"""The micro-kindness: each their own, nobody told."""

from bot.feature import GROUP, Command, Feature, on
from bot.features.kindness import export, handlers, ritual, rules, settings
from bot.features.kindness.actions import (
    OF_A_POST,
    Another,
    BringNow,
    Did,
    NotForMe,
    ShowMine,
    ShowMineFromAfar,
)
from bot.features.settings.exports import SETTINGS
from bot.features.today.exports import TODAY
from bot.lifecycle import KEPT, Kept
from bot.places import ABOVE, MIDDAY, Above, Midday
from bot.words import N_

FEATURE = Feature(
    name="kindness",
    commands=(
        Command(
            "kindness",
            N_("A small kindness for each of you"),
            GROUP,
            handlers.asked,
            at_door=handlers.at_door,
        ),
    ),
    routes=(
        on(ShowMine, handlers.mine),
        on(ShowMineFromAfar, handlers.mine),
        on(Did, handlers.did),
        on(Another, handlers.another),
        on(NotForMe, handlers.not_for_me),
        on(BringNow, handlers.bring_now),
    ),
    closes=dict.fromkeys(OF_A_POST, ritual.closes),
    over=dict.fromkeys(OF_A_POST, ritual.over),
    composers=ritual.COMPOSERS,
    rituals=(ritual.Kindness(),),
    adds=(
        MIDDAY(Midday(rules.NAME, ritual.day_of)),
        ABOVE(Above(ritual.with_question, ritual.morning_line, ritual.begin_with_question)),
        TODAY(ritual.today_lines),
        SETTINGS(settings.PAGE, 20),
        KEPT(Kept(export=export.export, erase=handlers.erase)),
    ),
)
