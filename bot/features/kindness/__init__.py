"""The micro-kindness: each their own, nobody told."""

from bot.feature import GROUP, Command, Feature
from bot.features.kindness import export, handlers, ritual
from bot.words import N_

FEATURE = Feature(
    name="kindness",
    commands=(Command("kindness", N_("A small kindness for each of you"), GROUP, handlers.asked),),
    taps={
        "k.mine": handlers.mine,
        "k.show": handlers.mine,
        "k.did": handlers.did,
        "k.more": handlers.another,
        "k.no": handlers.not_for_me,
    },
    # Not k.show: it stands on cards of other rooms and proves nothing about this room's letter.
    proofs=dict.fromkeys(("k.mine", "k.did", "k.more", "k.no"), ritual.NAME),
    letters={ritual.NAME: ritual.compose},
    rituals=(ritual.Kindness(),),
    morning_lines=ritual.morning_lines,
    today_lines=ritual.today_lines,
    export=export.export,
    erase=handlers.erase,
)
