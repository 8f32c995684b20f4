"""The micro-kindness: each their own, nobody told."""

from bot.feature import BOTH, GROUP, Action, Command, Feature
from bot.features.kindness import export, handlers, ritual
from bot.words import N_

_KEYS = ("k.mine", "k.show", "k.did", "k.more", "k.no")

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
    taps={
        "k.mine": Action(handlers.mine, GROUP, of=ritual.NAME),
        "k.show": Action(handlers.mine, BOTH),  # stands on cards of other rooms, and proves nothing of ours
        "k.ask": handlers.ask_now,
        "k.did": Action(handlers.did, GROUP, of=ritual.NAME),
        "k.more": Action(handlers.another, GROUP, of=ritual.NAME),
        "k.no": Action(handlers.not_for_me, GROUP, of=ritual.NAME),
    },
    closes=dict.fromkeys(_KEYS, ritual.closes),
    over=dict.fromkeys(_KEYS, ritual.over),
    letters={ritual.NAME: ritual.compose},
    rituals=(ritual.Kindness(),),
    morning_lines=ritual.morning_lines,
    today_lines=ritual.today_lines,
    export=export.export,
    erase=handlers.erase,
)
