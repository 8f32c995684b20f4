"""A picture for the two of them in the afternoon, drawn by the bot; each may pin it, for their own eyes.

The smallest room that has one of everything: `preferences` what may be set, `actions` its buttons, `ritual`
when it comes, `composers` what it says by itself, `handlers` the taps, `store` its rows, `keeping` what
becomes of them.
"""

from bot.feature import Feature, on
from bot.features.postcard import composers, handlers, keeping, ritual
from bot.features.postcard.actions import Like, Pin
from bot.features.postcard.preferences import BORDER, ON
from bot.features.settings.exports import SETTINGS, Setting
from bot.features.today.exports import TODAY
from bot.lifecycle import KEPT
from bot.places import ABOVE
from bot.words import N_

FEATURE = Feature(
    name="postcard",
    routes=(on(Like, handlers.like), on(Pin, handlers.pin)),
    closes={Like: ritual.closes},
    composers=composers.COMPOSERS,
    rituals=(ritual.Postcard(),),
    adds=(
        ABOVE(composers.ABOVE),
        TODAY(handlers.today_lines),
        SETTINGS(Setting(ON, "times", N_("A small picture for you both in the afternoon.")), 80),
        SETTINGS(
            Setting(
                BORDER,
                "mine",
                N_("How those are framed that you pin."),
                options={"plain": N_("Plain"), "golden": N_("Golden")},
            ),
            80,
        ),
        KEPT(keeping.KEPT),
    ),
)
