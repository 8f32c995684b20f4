"""Thank-yous, given now or kept for Sunday."""

from bot.feature import BOTH, Asks, Command, Feature, called, on
from bot.features.thanks import compose, composers, door, editing, export, handlers, more, receiving, rules
from bot.features.thanks.actions import (
    Give,
    HideFromMine,
    LetGo,
    LookAt,
    Receive,
    SaveForSunday,
    SayMore,
    Show,
)
from bot.features.thanks.ritual import SundayAsk
from bot.features.thanks.singles import SINGLES
from bot.features.today.exports import TODAY
from bot.lifecycle import KEPT, Kept
from bot.words import N_

FEATURE = Feature(
    name="thanks",
    commands=(Command("thanks", N_("Say thank you"), BOTH, handlers.command, takes_words=True),),
    routes=(
        on(Receive, receiving.received),
        on(Show, door.show),
        on(Give, door.give),
        on(SaveForSunday, door.keep),
        on(LetGo, door.let_go),
        on(LookAt, door.look),
        on(HideFromMine, door.hide),
        on(SayMore, more.say),
    ),
    closes={
        Receive: compose.closes,
        SayMore: more.MORE.closes,
    },
    awaited={
        handlers.AT_DOOR: handlers.worded,
        handlers.ALOUD: handlers.worded,
        more.MORE.prompt: more.MORE.said,
    },
    saving=dict.fromkeys((handlers.COMMAND, handlers.AT_DOOR, handlers.ALOUD), handlers.saved_as),
    asks={handlers.AT_DOOR: Asks(handlers.load_asked, handlers.render_ask)},
    leaves={handlers.AT_DOOR: handlers.left},
    prompt_names={handlers.AT_DOOR: called(N_("A thank-you"))},
    prompts_were={"thanks": handlers.AT_DOOR},
    outcomes={
        rules.CARD: compose.came_of,
        compose.PART: compose.came_of,
        compose.CHOICE: compose.chosen_below,
    },
    composers={**composers.COMPOSERS, **more.COMPOSERS},
    arrived={rules.CARD: door.posted},
    rituals=(SundayAsk(),),
    follows=handlers.follows,
    edited={rules.WORDS: editing.edited},
    events=handlers.followed,
    adds=(
        TODAY(door.today_lines),
        KEPT(
            Kept(
                export=export.export,
                shares=export.shares,
                erase=compose.erase,
                erase_ungiven=compose.erase_ungiven,
                singles=SINGLES,
                undone=compose.rests,
                ends=compose.end,
                ungiven=compose.is_ungiven,
            )
        ),
    ),
)
